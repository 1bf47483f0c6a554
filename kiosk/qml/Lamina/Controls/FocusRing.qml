pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// Where the keyboard or keypad stands: a double ring, seen on paper and on the wall.
Item {
    id: ring

    property real radius: Theme.px(Theme.radius)

    anchors.fill: parent
    anchors.margins: -Theme.px(Theme.ring)
    z: 2

    Rectangle {
        anchors.fill: parent
        radius: ring.radius + Theme.px(Theme.ring)
        color: "transparent"
        border.width: Theme.px(Theme.ring)
        border.color: Theme.paint.tide
    }
    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.px(Theme.ring) / 2
        radius: ring.radius + Theme.px(Theme.ring) * 1.5
        color: "transparent"
        border.width: Theme.px(Theme.ring) / 2
        border.color: Theme.paint.paper
    }
}
