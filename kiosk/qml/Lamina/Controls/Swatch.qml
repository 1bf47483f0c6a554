pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// A tissue's colour as it stands in the picture; bone to be removed carries its hatch, so shape says it too.
Item {
    id: swatch

    property string tissue: "bone"
    property real size: Theme.em(7)

    implicitWidth: swatch.size
    implicitHeight: swatch.size
    Accessible.ignored: true

    Rectangle {
        anchors.fill: parent
        radius: width * 0.22
        color: Theme.tissue(swatch.tissue)
        border.width: Math.max(2, width * 0.07)
        border.color: swatch.tissue === "removed" ? Theme.paint.alarm : Theme.paint.stone
        visible: swatch.tissue !== "removed"
        antialiasing: true
    }
    Image {
        anchors.fill: parent
        source: "images/key-removed.png"
        sourceSize.width: width
        sourceSize.height: height
        visible: swatch.tissue === "removed"
    }
}
