pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Below a list of warning signs: not sure counts as a yes, which of the signs these are, and a way to the others.
Item {
    id: foot

    property int from: 1
    property int to: 1
    property int of: 1
    property int turns: 1
    property int at: 0
    // No room for the line that counts: the key counts instead.
    readonly property bool scarce: !Panel.landscape && (Theme.large || less.visible) || Theme.largest
    readonly property real row: Math.max(Theme.px(Theme.touchSecondary), Theme.em(9.4))

    signal turned(int to)

    function shown(): string {
        if (foot.turns < 2)
            return "";
        return Words.fill(Words.fill(Words.fill(Words.signsOf, "from", String(foot.from)), "to", String(foot.to)), "count", String(foot.of));
    }

    // As much as there is room for: how many of the signs were said, and that there are more.
    // After the last sign comes what to do beside them.
    function said(): string {
        const share = foot.to + "/" + foot.of;
        if (foot.to >= foot.of)
            return Theme.largest && !Panel.landscape ? Words.more : Words.goOn;
        if (!foot.scarce)
            return Words.moreSigns;
        // A first turn too short for a whole sign has said none.
        if (foot.to < 1)
            return Words.more;
        if (Theme.largest && !Panel.landscape)
            return less.visible ? Words.more : share;
        return less.visible ? share : Words.more + " " + share;
    }

    implicitHeight: Math.max(foot.row, sure.contentHeight)
    height: implicitHeight

    Copy {
        id: sure

        objectName: "warnings.notSure"
        y: Math.round((foot.height - contentHeight) / 2)
        // The same on every turn: how tall this is decides which signs stand where.
        width: Math.round(foot.width * (Theme.largest ? 0.64 : Theme.large ? 0.54 : 0.4))
        text: Words.notSureCounts
        mm: Theme.large ? Theme.small : Theme.label
        font.weight: Theme.strong
        lineHeight: Theme.lineTitle
    }
    Row {
        id: keys

        anchors.right: parent.right
        anchors.bottom: parent.bottom
        height: foot.row
        spacing: Theme.px(4)
        visible: foot.turns > 1

        TextLine {
            anchors.verticalCenter: parent?.verticalCenter
            visible: foot.from <= foot.to && (Panel.landscape ? !Theme.largest : !Theme.large)
            text: foot.shown()
            color: Theme.paint.inkQuiet
        }
        KeyButton {
            id: less

            objectName: "cards.less"
            width: Math.max(foot.row, Theme.px(20))
            height: foot.row
            label: Words.previous
            icon: "back"
            visible: foot.at > 0
            onActed: foot.turned(foot.at - 1)
        }
        QuietButton {
            id: more

            objectName: "cards.more"
            height: foot.row
            label: foot.said()
            Accessible.name: foot.to >= foot.of ? Words.goOn : Words.moreSigns
            tail: "next"
            mm: Theme.label
            visible: foot.at < foot.turns - 1
            onActed: foot.turned(foot.at + 1)
        }
    }
}
