pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Turns a picture by taps: a key for each way. A tap goes several frames, one after another where motion is wanted.
Item {
    id: stepper

    property int frames: 3
    property int owing: 0
    // In larger letters the way of looking stands between the keys, in place of the hint.
    property string view: ""

    signal turned(int by)
    signal viewAsked

    function go(way: int): void {
        const motion = Theme.calm > 0;
        stepper.owing = motion ? way * (stepper.frames - 1) : 0;
        stepper.turned(motion ? way : way * stepper.frames);
    }

    implicitHeight: Math.max(Theme.px(Theme.primary), hint.visible ? hint.contentHeight : look.implicitHeight)
    height: implicitHeight

    Timer {
        running: stepper.owing !== 0
        interval: Theme.turnFrame
        repeat: true
        onTriggered: {
            const way = Math.sign(stepper.owing);
            stepper.owing -= way;
            stepper.turned(way);
        }
    }
    KeyButton {
        objectName: "turn.left"
        width: Theme.px(30)
        height: stepper.height
        icon: "turnLeft"
        label: Words.turnLeft
        onActed: stepper.go(1)
    }
    QuietButton {
        id: look

        objectName: "diagram.view"
        x: Theme.px(34)
        width: stepper.width - 2 * x
        height: stepper.height
        centred: true
        visible: stepper.view !== ""
        label: stepper.view
        onActed: stepper.viewAsked()
    }
    Copy {
        id: hint

        x: Theme.px(34)
        width: stepper.width - 2 * x
        anchors.verticalCenter: parent.verticalCenter
        horizontalAlignment: Text.AlignHCenter
        visible: !look.visible
        text: Words.turnHint
        mm: Theme.small
        lineHeight: Theme.lineTitle
    }
    KeyButton {
        objectName: "turn.right"
        x: stepper.width - width
        width: Theme.px(30)
        height: stepper.height
        icon: "turnRight"
        label: Words.turnRight
        onActed: stepper.go(-1)
    }
}
