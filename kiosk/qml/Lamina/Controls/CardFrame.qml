pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// A raised sheet. In high contrast a white edge stands for the shadow.
Item {
    id: frame

    property color color: Theme.paint.card
    property real radius: Theme.px(Theme.radiusCard)
    property bool raised: true
    property bool high: false
    property color edge: Theme.paint.edge
    property real edgeMm: Theme.paint.edgeWidth

    Shade {
        visible: frame.raised && Theme.paint.lit
        high: frame.high
    }
    Rectangle {
        anchors.fill: parent
        radius: frame.radius
        color: frame.color
        border.width: frame.edgeMm > 0 ? Math.max(2, Theme.px(frame.edgeMm)) : 0
        border.color: frame.edge
        antialiasing: true
    }
}
