pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// The lit wall a picture hangs on: a pool of light, baked without banding; black in high contrast.
Rectangle {
    id: wall

    color: Theme.paint.wall
    clip: true
    Accessible.ignored: true

    Image {
        anchors.fill: parent
        source: "image://still/wall"
        visible: Theme.paint.lit
        fillMode: wall.width <= 1104 && wall.height <= 960 ? Image.Pad : Image.Stretch
        horizontalAlignment: Image.AlignHCenter
        verticalAlignment: Image.AlignVCenter
        asynchronous: false
        smooth: true
    }
}
