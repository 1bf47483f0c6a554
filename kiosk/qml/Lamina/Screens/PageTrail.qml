pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Above a page's name: where it belongs, how far along it is, and which side is shown.
Item {
    id: trail

    property string text: ""
    property int count: 0
    property int at: 0
    property string chip: ""
    readonly property real row: Math.max(words.implicitHeight, side.visible ? side.implicitHeight : 0)

    signal chipActed

    implicitHeight: trail.row + (steps.visible ? steps.height + Theme.px(2.4) : 0)
    height: trail.implicitHeight

    TextLine {
        id: words

        y: Math.round((trail.row - height) / 2)
        text: trail.text
        color: Theme.paint.inkQuiet
    }
    QuietButton {
        id: side

        objectName: "step.side"
        anchors.right: parent.right
        width: Math.min(implicitWidth, trail.width - words.implicitWidth - Theme.px(4))
        height: implicitHeight
        visible: trail.chip !== ""
        room: Theme.touchSecondary
        mm: Theme.small
        label: trail.chip
        onActed: trail.chipActed()
    }
    Steps {
        id: steps

        y: trail.row + Theme.px(2.4)
        width: trail.width
        visible: trail.count > 1
        count: trail.count
        at: trail.at
    }
}
