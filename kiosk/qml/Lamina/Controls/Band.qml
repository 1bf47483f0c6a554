pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// A page without a picture still has a wall: one deep band that bleeds off the top and carries the title.
Rectangle {
    id: band

    color: Theme.paint.band
    clip: true
    Accessible.ignored: true

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.max(2, Theme.px(Theme.paint.edgeWidth))
        color: Theme.paint.edge
        visible: !Theme.paint.lit
    }
    Image {
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        source: "images/band.png"
        visible: Theme.paint.lit
    }
}
