pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// A benefit beside its harm, in equal rooms and equal letters.
Item {
    id: pair

    property var benefit: []
    property var harm: []
    property bool across: pair.width > Theme.em(190)
    readonly property real gap: Theme.px(6)
    readonly property real each: pair.across ? (pair.width - pair.gap) / 2 : pair.width
    readonly property real tall: pair.across ? pair.height : (pair.height - pair.gap) / 2

    Repeater {
        model: [
            {
                title: Words.benefit,
                icon: "check",
                sentences: pair.benefit
            },
            {
                title: Words.risk,
                icon: "warnings",
                sentences: pair.harm
            }
        ]

        Item {
            id: half

            required property int index
            required property var modelData

            x: pair.across ? half.index * (pair.each + pair.gap) : 0
            y: pair.across ? 0 : half.index * (pair.tall + pair.gap)
            width: pair.each
            height: pair.tall

            CardFrame {
                anchors.fill: parent
            }
            IconGlyph {
                id: glyph

                x: Theme.px(6)
                y: Theme.px(5)
                name: half.modelData.icon
                color: Theme.paint.tide
                size: Theme.em(10)
            }
            TextLine {
                id: title

                anchors.left: glyph.right
                anchors.leftMargin: Theme.px(3)
                anchors.verticalCenter: glyph.verticalCenter
                text: half.modelData.title
                mm: Theme.heading
                font.weight: Theme.strong
            }
            TurnCards {
                x: Theme.px(7)
                y: glyph.y + glyph.height + Theme.px(4)
                width: parent.width - Theme.px(14)
                height: parent.height - y - Theme.px(3)
                mm: Theme.body
                least: Theme.body
                alone: true
                blocks: [
                    {
                        kind: "paragraph",
                        sentences: half.modelData.sentences
                    }
                ]
            }
        }
    }
}
