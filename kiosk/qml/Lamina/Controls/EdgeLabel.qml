pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// Which way is which, at an edge of the picture: "your left", "head".
Rectangle {
    id: label

    property string edge: "left"
    property string text: ""
    readonly property real inset: Theme.px(4)

    width: words.implicitWidth + Theme.px(6)
    height: words.implicitHeight + Theme.px(2)
    radius: height / 2
    color: Theme.paint.wallEdge
    border.width: Theme.paint.lit ? 0 : 2
    border.color: Theme.paint.edge
    anchors.left: label.edge === "left" ? parent?.left : undefined
    anchors.right: label.edge === "right" ? parent?.right : undefined
    anchors.top: label.edge === "top" ? parent?.top : undefined
    anchors.bottom: label.edge === "bottom" ? parent?.bottom : undefined
    anchors.horizontalCenter: label.edge === "top" || label.edge === "bottom" ? parent?.horizontalCenter : undefined
    anchors.verticalCenter: label.edge === "left" || label.edge === "right" ? parent?.verticalCenter : undefined
    anchors.margins: label.inset

    TextLine {
        id: words

        anchors.centerIn: parent
        text: label.text
        color: Theme.paint.onWall
    }
}
