pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// The parts of a picture without touching the picture: the one before, let go, the next.
Item {
    id: stepper

    property bool chosen: false

    signal walked(int by)
    signal cleared

    implicitHeight: Math.max(Theme.px(Theme.touchPrimary), clear.implicitHeight, hint.contentHeight)
    height: implicitHeight

    KeyButton {
        objectName: "part.previous"
        width: Theme.px(24)
        height: stepper.height
        icon: "back"
        label: Words.previous
        onActed: stepper.walked(-1)
    }
    QuietButton {
        id: clear

        objectName: "part.clear"
        x: Theme.px(27.4)
        width: stepper.width - 2 * x
        height: stepper.height
        centred: true
        flat: true
        visible: stepper.chosen
        label: Words.clearPart
        Accessible.name: Words.clearPart
        onActed: stepper.cleared()
    }
    Copy {
        id: hint

        x: clear.x
        width: clear.width
        anchors.verticalCenter: parent.verticalCenter
        horizontalAlignment: Text.AlignHCenter
        visible: !stepper.chosen
        text: Theme.largest ? "" : Words.touchAPart
        mm: Theme.small
        lineHeight: Theme.lineTitle
    }
    KeyButton {
        objectName: "part.next"
        x: stepper.width - width
        width: Theme.px(24)
        height: stepper.height
        icon: "next"
        label: Words.next
        onActed: stepper.walked(1)
    }
}
