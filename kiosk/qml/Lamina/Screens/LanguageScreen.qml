pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Glass
import Lamina.Theme
import Lamina.Controls

// Two huge cards, each in its own language. Nothing else.
Item {
    id: choice

    required property Glass glass
    readonly property bool landscape: Panel.landscape
    readonly property real margin: Theme.px(24)
    readonly property real gap: Theme.px(10)
    readonly property real each: choice.landscape ? (choice.width - 2 * choice.margin - choice.gap) / 2 : choice.width - 2 * choice.margin
    readonly property real tall: choice.glass.reach ? Theme.px(choice.landscape ? 92 : 80) : Theme.px(choice.landscape ? 130 : 118)
    readonly property real start: choice.glass.reach ? choice.height - Theme.px(10) - (choice.landscape ? choice.tall : 2 * choice.tall + choice.gap) : choice.head + Theme.px(8)
    readonly property real head: Theme.px(choice.landscape ? 82 : 150)

    anchors.fill: parent

    Band {
        width: parent.width
        height: choice.glass.reach ? choice.start - Theme.px(10) : choice.head + Theme.px(choice.landscape ? 60 : 110)
    }
    TextLine {
        id: english

        x: choice.margin
        y: choice.head * 0.42 - height
        text: "Choose your language"
        Accessible.role: Accessible.Heading
        mm: 15
        font.pixelSize: Theme.px(17)
        font.weight: Theme.strong
        color: Theme.paint.onWall
    }
    TextLine {
        x: choice.margin
        y: choice.head * 0.42 + Theme.px(2)
        text: "Elija su idioma"
        mm: 15
        font.pixelSize: Theme.px(17)
        font.weight: Theme.strong
        color: Theme.paint.onWall
        Accessible.role: Accessible.Heading
    }
    Repeater {
        model: [
            {
                code: "en",
                name: "English",
                line: "Start in English"
            },
            {
                code: "es",
                name: "Español",
                line: "Empezar en español"
            }
        ]

        Touchable {
            id: card

            required property int index
            required property var modelData

            objectName: "language." + card.modelData.code
            x: choice.margin + (choice.landscape ? card.index * (choice.each + choice.gap) : 0)
            y: choice.start + (choice.landscape ? 0 : card.index * (choice.tall + choice.gap))
            width: choice.each
            height: choice.tall
            radius: Theme.px(8)
            label: card.modelData.name
            onActed: choice.glass.begin(card.modelData.code)

            CardFrame {
                anchors.fill: parent
                high: true
                radius: card.radius
                color: card.held ? Theme.paint.pressed : Theme.paint.card
            }
            Column {
                x: Theme.px(14)
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - Theme.px(48)
                spacing: Theme.px(3)

                Headline {
                    width: parent.width
                    text: card.modelData.name
                    mm: Theme.hero
                    Accessible.ignored: true
                }
                Copy {
                    width: parent.width
                    text: card.modelData.line
                    mm: Theme.body
                    color: Theme.paint.inkQuiet
                }
            }
            IconGlyph {
                anchors.right: parent.right
                anchors.rightMargin: Theme.px(12)
                anchors.verticalCenter: parent.verticalCenter
                name: "next"
                size: Theme.px(16)
                color: Theme.paint.tide
            }
        }
    }
}
