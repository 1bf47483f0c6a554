pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// Which way is which, at an edge of the picture, "your left", or what one half of it shows: "healthy".
// Large letters reach far into the picture: they stand in its lower corners, where the subject seldom is.
Rectangle {
    id: label

    property string edge: "left"
    property string text: ""
    required property Item room
    readonly property real inset: Theme.px(4)

    width: words.implicitWidth + Theme.px(6)
    height: words.implicitHeight + Theme.px(2)
    radius: height / 2
    color: Theme.paint.wallEdge
    border.width: Theme.paint.lit ? 0 : 2
    border.color: Theme.paint.edge
    x: label.edge === "left" || label.edge === "left_half" ? label.inset : label.edge === "right" || label.edge === "right_half" ? label.room.width - width - label.inset : Math.round((label.room.width - width) / 2)
    y: label.edge === "top" ? label.inset : (label.edge === "left" || label.edge === "right") && !Theme.large ? Math.round((label.room.height - height) / 2) : label.room.height - height - label.inset

    TextLine {
        id: words

        anchors.centerIn: parent
        text: label.text
        color: Theme.paint.onWall
    }
}
