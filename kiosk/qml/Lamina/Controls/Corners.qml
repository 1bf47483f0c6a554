pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Lamina.Theme

// Rounds a picture by painting the surface's colour into its four corners: the software renderer has no masks.
Item {
    id: corners

    property real radius: Theme.px(Theme.radius)
    property color color: Theme.paint.card

    component Corner: Shape {
        id: corner

        width: corners.radius
        height: corners.radius
        transformOrigin: Item.TopLeft
        antialiasing: true

        ShapePath {
            strokeWidth: -1
            fillColor: corners.color

            PathSvg {
                path: "M-1 -1 H" + corners.radius + " V0 A" + corners.radius + " " + corners.radius + " 0 0 0 0 " + corners.radius + " H-1 Z"
            }
        }
    }

    anchors.fill: parent
    Accessible.ignored: true

    Corner {}
    Corner {
        x: corners.width
        rotation: 90
    }
    Corner {
        x: corners.width
        y: corners.height
        rotation: 180
    }
    Corner {
        y: corners.height
        rotation: 270
    }
}
