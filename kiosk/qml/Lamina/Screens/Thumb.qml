pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// A card-sized picture on its wall, cropped to the room it has, corners rounded.
Item {
    id: thumb

    property var shown: null
    readonly property real wide: thumb.shown?.card?.width ?? 600
    readonly property real tall: thumb.shown?.card?.height ?? 400
    readonly property real fit: Math.max(thumb.width / thumb.wide, thumb.height / thumb.tall)
    // One to one where that is nearly the size: no smoothing.
    readonly property real scaled: Math.abs(thumb.fit - 1) < 0.12 && thumb.fit <= 1 ? 1 : thumb.fit

    clip: true

    Rectangle {
        anchors.fill: parent
        color: Theme.paint.wall
    }
    Image {
        anchors.centerIn: parent
        width: Math.round(thumb.wide * thumb.scaled)
        height: Math.round(thumb.tall * thumb.scaled)
        source: thumb.visible ? thumb.shown?.card?.source ?? "" : ""
        smooth: true
        Accessible.role: Accessible.Graphic
        Accessible.name: thumb.shown?.alt ?? ""
    }
    Corners {}
}
