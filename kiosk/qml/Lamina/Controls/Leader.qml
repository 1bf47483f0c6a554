pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// The line from a part to its name: across the wall to its edge, then along the gutter to the title.
Item {
    id: leader

    property point from: Qt.point(0, 0)
    property string side: "right"
    property real reach: Theme.px(6)
    property real to: 0
    // How far beyond the edge the key stands that the line ends at.
    property real gutter: leader.reach
    readonly property real thick: Math.max(2, Theme.px(0.55))
    readonly property real edge: leader.side === "left" ? -leader.reach : leader.width + leader.reach

    Accessible.ignored: true

    Rectangle {
        x: Math.min(leader.from.x, leader.edge)
        y: leader.from.y - leader.thick / 2
        width: Math.abs(leader.edge - leader.from.x)
        height: leader.thick
        color: Theme.paint.rim
        visible: leader.side !== "bottom"
    }
    Rectangle {
        x: leader.side === "left" ? -leader.reach : leader.width
        y: leader.from.y - leader.thick / 2
        width: leader.reach
        height: leader.thick
        color: Theme.paint.ink
        visible: leader.side !== "bottom"
    }
    Rectangle {
        x: leader.edge - leader.thick / 2
        y: Math.min(leader.to, leader.from.y)
        width: leader.thick
        height: Math.abs(leader.from.y - leader.to) + leader.thick / 2
        color: Theme.paint.ink
        visible: leader.side !== "bottom"
    }
    Rectangle {
        x: leader.side === "left" ? -leader.gutter : leader.edge
        y: leader.to - leader.thick / 2
        width: leader.gutter - leader.reach
        height: leader.thick
        color: Theme.paint.ink
        visible: leader.side !== "bottom"
    }
    Rectangle {
        x: leader.from.x - leader.thick / 2
        y: leader.from.y
        width: leader.thick
        height: leader.height - leader.from.y
        color: Theme.paint.rim
        visible: leader.side === "bottom"
    }
    Rectangle {
        readonly property real size: Theme.px(3.4)

        x: leader.from.x - size / 2
        y: leader.from.y - size / 2
        width: size
        height: size
        radius: size / 2
        color: Theme.paint.wallEdge
        border.width: Theme.px(0.7)
        border.color: Theme.paint.rim
        antialiasing: true
    }
}
