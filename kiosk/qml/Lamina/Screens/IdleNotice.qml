pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Lamina.Glass
import Lamina.Theme
import Lamina.Controls

// Nobody seems to be there: the page dims, a ring runs down, one button keeps the visit.
Rectangle {
    id: notice

    required property Glass glass
    // The whole ring, in seconds.
    readonly property real total: Math.max(1, notice.glass.idleTotal)

    color: Theme.paint.dim
    Accessible.role: Accessible.AlertMessage
    Accessible.name: Words.stillThereTitle

    TapHandler {
        onTapped: notice.glass.stillHere()
    }
    CardFrame {
        id: card

        anchors.horizontalCenter: parent.horizontalCenter
        y: notice.glass.reach ? parent.height - height - Theme.px(10) : Math.round((parent.height - height) / 2)
        width: Math.min(parent.width - Theme.px(24), Theme.px(Panel.landscape ? 300 : 240) * (Theme.large ? 1.3 : 1))
        height: Math.max(words.height, ring.height) + stay.height + clear.height * (Panel.landscape ? 0 : 1) + Theme.px(44)
        high: true
        radius: Theme.px(8)
    }
    Item {
        id: ring

        x: card.x + Theme.px(16)
        y: card.y + Theme.px(16)
        width: Math.min(Theme.em(52), Theme.px(72))
        height: width

        Shape {
            anchors.fill: parent
            antialiasing: true

            ShapePath {
                strokeColor: Theme.paint.hair
                strokeWidth: Theme.px(3.4)
                fillColor: "transparent"

                PathAngleArc {
                    centerX: ring.width / 2
                    centerY: ring.height / 2
                    radiusX: ring.width / 2 - Theme.px(2)
                    radiusY: radiusX
                    startAngle: 0
                    sweepAngle: 360
                }
            }
            ShapePath {
                strokeColor: Theme.paint.tide
                strokeWidth: Theme.px(3.4)
                fillColor: "transparent"
                capStyle: ShapePath.RoundCap

                PathAngleArc {
                    centerX: ring.width / 2
                    centerY: ring.height / 2
                    radiusX: ring.width / 2 - Theme.px(2)
                    radiusY: radiusX
                    startAngle: -90
                    sweepAngle: 360 * notice.glass.idleLeft / notice.total
                }
            }
        }
        TextLine {
            anchors.centerIn: parent
            text: String(notice.glass.idleLeft)
            mm: 21
            font.pixelSize: Math.min(Theme.em(21), ring.width * 0.42)
            font.weight: Theme.strong
        }
    }
    Column {
        id: words

        x: ring.x + ring.width + Theme.px(12)
        y: ring.y
        width: card.x + card.width - x - Theme.px(14)
        spacing: Theme.px(4)

        Headline {
            width: parent.width
            text: Words.stillThereTitle
            mm: 15
        }
        Copy {
            width: parent.width
            text: Words.fill(Words.stillThereText, "seconds", String(notice.glass.idleLeft))
        }
    }
    PrimaryButton {
        id: stay

        objectName: "idle.stay"
        x: ring.x
        y: card.y + Math.max(words.height, ring.height) + Theme.px(28)
        width: Panel.landscape ? (card.width - Theme.px(36)) * 0.58 : card.width - Theme.px(32)
        height: implicitHeight
        label: Words.imStillHere
        icon: "check"
        onActed: notice.glass.stillHere()
    }
    QuietButton {
        id: clear

        objectName: "idle.clear"
        x: Panel.landscape ? stay.x + stay.width + Theme.px(4) : stay.x
        y: Panel.landscape ? stay.y : stay.y + stay.height + Theme.px(4)
        width: Panel.landscape ? card.x + card.width - x - Theme.px(16) : stay.width
        height: stay.height
        centred: true
        label: Words.clearNow
        onActed: notice.glass.clear()
    }
}
