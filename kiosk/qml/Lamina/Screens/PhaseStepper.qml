pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// The phase shown, with earlier and later beside it.
Item {
    id: stepper

    property string title: ""
    property bool first: false
    property bool last: false

    signal walked(int by)

    implicitHeight: Theme.px(Theme.touchPrimary)
    height: implicitHeight

    KeyButton {
        objectName: "phase.previous"
        width: Theme.px(24)
        height: stepper.height
        icon: "back"
        label: Words.previous
        visible: !stepper.first
        onActed: stepper.walked(-1)
    }
    TextLine {
        anchors.centerIn: parent
        width: stepper.width - Theme.px(56)
        horizontalAlignment: Text.AlignHCenter
        text: stepper.title
        font.pixelSize: Math.max(Theme.px(Theme.least), Math.min(Theme.em(Theme.label), width / Math.max(8, text.length) * 1.9))
    }
    KeyButton {
        objectName: "phase.next"
        x: stepper.width - width
        width: Theme.px(24)
        height: stepper.height
        icon: "next"
        label: Words.next
        visible: !stepper.last
        onActed: stepper.walked(1)
    }
}
