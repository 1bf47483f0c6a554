pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// Two subjects beside each other, each looked at from the same place: what each is stands under it, which way is which over it.
// Sides are told for each of them, or "your right" of the one would read as the whole of the other.
Item {
    id: pair

    property var labels: []
    // Whether what lies below both of them is told, too.
    property bool foot: true
    // How much of the width the two take.
    property real across: pair.width
    property real inset: Theme.px(4)
    // Wider than the two where the words need it: what stands beside a half is still its own.
    readonly property real half: Math.min(pair.width, Math.max(pair.across, 2 * (left.width + right.width + 2 * pair.inset + pair.air))) / 2
    // Clear air between two words that must not be read as one.
    readonly property real air: Theme.px(4)
    readonly property real spare: pair.half - 2 * pair.inset - pair.air
    readonly property bool brief: left.width + right.width > pair.spare
    // Letters of the short words, smaller where even they would touch.
    readonly property real mm: pair.brief ? Math.max(Theme.least / Theme.textSize, Math.min(1, (pair.spare - Theme.px(12)) / Math.max(1, shortLeft.width + shortRight.width - Theme.px(12))) * Theme.small) : Theme.small

    function word(edge: string): string {
        return pair.labels.find(label => label.edge === edge)?.text ?? "";
    }

    function shortWord(edge: string): string {
        return pair.labels.find(label => label.edge === edge)?.short || pair.word(edge);
    }

    // Only measured.
    EdgeLabel {
        id: left

        visible: false
        text: pair.word("left")
    }
    EdgeLabel {
        id: right

        visible: false
        text: pair.word("right")
    }
    EdgeLabel {
        id: shortLeft

        visible: false
        text: pair.shortWord("left")
    }
    EdgeLabel {
        id: shortRight

        visible: false
        text: pair.shortWord("right")
    }
    EdgeLabel {
        id: below

        visible: pair.foot && text !== "" && x >= first.x + first.width + 2 * pair.air && x + width + 2 * pair.air <= second.x
        text: pair.word("bottom")
        x: Math.round((pair.width - width) / 2)
        y: pair.height - height - pair.inset
    }
    EdgeLabel {
        id: first

        text: pair.word("left_half")
        x: pair.inset
        y: pair.height - height - pair.inset
    }
    EdgeLabel {
        id: second

        text: pair.word("right_half")
        x: pair.width - width - pair.inset
        y: pair.height - height - pair.inset
    }
    Repeater {
        model: pair.word("left") === "" ? [] : [pair.width / 2 - pair.half, pair.width / 2]

        Item {
            id: one

            required property real modelData

            EdgeLabel {
                text: pair.brief ? shortLeft.text : left.text
                mm: pair.mm
                x: one.modelData + pair.inset
                y: pair.inset
            }
            EdgeLabel {
                text: pair.brief ? shortRight.text : right.text
                mm: pair.mm
                x: one.modelData + pair.half - width - pair.inset
                y: pair.inset
            }
        }
    }
}
