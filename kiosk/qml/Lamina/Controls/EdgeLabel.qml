pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// A word that lies on a picture: which way is which, "your left", or what one half of it shows, "healthy".
Rectangle {
    id: label

    property string text: ""
    property alias mm: words.mm

    width: words.implicitWidth + Theme.px(6)
    height: words.implicitHeight + Theme.px(2)
    radius: height / 2
    color: Theme.paint.wallEdge
    border.width: Theme.paint.lit ? 0 : 2
    border.color: Theme.paint.edge

    TextLine {
        id: words

        anchors.centerIn: parent
        text: label.text
        color: Theme.paint.onWall
    }
}
