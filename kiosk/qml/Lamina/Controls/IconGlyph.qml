pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Lamina.Theme

// Our own 24-unit line icons: round ends, one weight.
Item {
    id: glyph

    property string name: ""
    property color color: Theme.paint.ink
    property real size: Theme.px(Theme.icon)
    property real stroke: Theme.iconStroke

    implicitWidth: glyph.size
    implicitHeight: glyph.size
    Accessible.ignored: true

    Shape {
        width: 24
        height: 24
        scale: glyph.size / 24
        transformOrigin: Item.TopLeft
        antialiasing: true

        ShapePath {
            strokeColor: glyph.color
            strokeWidth: glyph.stroke
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin

            PathSvg {
                path: IconPaths.paths[glyph.name] ?? ""
            }
        }
    }
}
