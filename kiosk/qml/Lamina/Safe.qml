pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// What stands on the glass while no content can be shown. Its words are here because no edition can give them.
Rectangle {
    id: safe

    required property real panelInches
    // What staff are to do, in English and Spanish, told small.
    property list<string> staffLines: []
    readonly property bool landscape: Panel.landscape
    readonly property real margin: Theme.px(24)
    readonly property real gap: Theme.px(12)
    readonly property real each: safe.landscape ? (safe.width - 2 * safe.margin - safe.gap) / 2 : safe.width - 2 * safe.margin

    color: Theme.paint.paper

    Binding {
        target: Panel
        property: "pixelWidth"
        value: safe.width
    }
    Binding {
        target: Panel
        property: "pixelHeight"
        value: safe.height
    }
    Binding {
        target: Panel
        property: "inches"
        value: safe.panelInches
    }
    Wall {
        width: safe.width
        height: Math.round(safe.height * (safe.landscape ? 0.44 : 0.34))
    }
    Repeater {
        model: [
            {
                title: "This screen is resting",
                ask: "Please ask at the desk. They will be glad to help you.",
                now: "Do you feel very sick? Tell someone who works here right away."
            },
            {
                title: "Esta pantalla está en pausa",
                ask: "Pregunte en recepción. Con gusto le van a ayudar.",
                now: "¿Se siente muy mal? Avise enseguida a alguien que trabaje aquí."
            }
        ]

        Rectangle {
            id: card

            required property int index
            required property var modelData

            x: safe.margin + (safe.landscape ? card.index * (safe.each + safe.gap) : 0)
            y: safe.landscape ? Math.round((safe.height - card.height - Theme.px(30)) / 2) : Theme.px(52) + card.index * (card.height + safe.gap)
            width: safe.each
            height: Math.max(Theme.px(safe.landscape ? 170 : 150), words.height + Theme.px(36))
            radius: Theme.px(Theme.radiusCard)
            color: Theme.paint.card
            border.width: Math.max(1, Theme.px(Theme.hairline))
            border.color: Theme.paint.hair

            Column {
                id: words

                x: Theme.px(16)
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - Theme.px(32)
                spacing: Theme.px(8)

                Headline {
                    width: parent.width
                    text: card.modelData.title
                    mm: safe.landscape ? 14.4 : 15
                }
                Copy {
                    width: parent.width
                    text: card.modelData.ask
                    mm: Theme.lead
                }
                Copy {
                    width: parent.width
                    text: card.modelData.now
                    mm: Theme.lead
                    font.weight: Theme.strong
                    color: Theme.paint.coralInk
                }
            }
        }
    }
    Column {
        x: safe.margin
        y: safe.height - height - Theme.px(12)
        width: safe.width - 2 * safe.margin
        spacing: Theme.px(1)

        Repeater {
            model: safe.staffLines

            Copy {
                required property string modelData

                width: parent.width
                text: modelData
                mm: Theme.small
                color: Theme.paint.inkQuiet
            }
        }
    }
}
