pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// The parts of a picture without touching the picture: the one before, let go, the next.
Item {
    id: stepper

    property bool chosen: false
    // In larger letters the way of looking stands between the keys, in place of the hint.
    property string view: ""

    signal walked(int by)
    signal cleared
    signal viewAsked

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

        objectName: stepper.chosen ? "part.clear" : "diagram.view"
        x: Theme.px(27.4)
        width: stepper.width - 2 * x
        height: stepper.height
        centred: true
        flat: stepper.chosen
        visible: stepper.chosen || stepper.view !== ""
        icon: stepper.chosen ? "" : "turnRight"
        label: stepper.chosen ? Words.clearPart : stepper.view
        onActed: {
            if (stepper.chosen)
                stepper.cleared();
            else
                stepper.viewAsked();
        }
    }
    Copy {
        id: hint

        x: clear.x
        width: clear.width
        anchors.verticalCenter: parent.verticalCenter
        horizontalAlignment: Text.AlignHCenter
        visible: !clear.visible
        text: Words.touchAPart
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
