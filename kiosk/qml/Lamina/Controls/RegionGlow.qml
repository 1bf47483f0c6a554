pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Lamina.Theme

// The chosen part: a halo and a white rim along its outlines, the rest of the picture turned down.
Item {
    id: glow

    property var outlines: []
    property real roomWidth: glow.width
    property real roomHeight: glow.height

    function points(flat: var): list<point> {
        const out = [];
        for (let i = 0; i + 1 < flat.length; i += 2)
            out.push(Qt.point(flat[i] * glow.width, flat[i + 1] * glow.height));
        if (flat.length > 1)
            out.push(Qt.point(flat[0] * glow.width, flat[1] * glow.height));
        return out;
    }

    function holes(): var {
        const dx = (glow.roomWidth - glow.width) / 2;
        const dy = (glow.roomHeight - glow.height) / 2;
        const frame = [Qt.point(-dx, -dy), Qt.point(glow.width + dx, -dy), Qt.point(glow.width + dx, glow.height + dy), Qt.point(-dx, glow.height + dy), Qt.point(-dx, -dy)];
        return [frame].concat(glow.outlines.map(flat => glow.points(flat)));
    }

    visible: glow.outlines.length > 0
    Accessible.ignored: true

    Shape {
        anchors.fill: parent
        visible: glow.visible

        ShapePath {
            strokeWidth: -1
            fillColor: Theme.paint.veil
            fillRule: ShapePath.OddEvenFill

            PathMultiline {
                paths: glow.visible ? glow.holes() : []
            }
        }
    }
    Repeater {
        model: glow.outlines

        Shape {
            id: outline

            required property var modelData
            readonly property list<point> trail: glow.points(outline.modelData)

            ShapePath {
                strokeColor: Theme.paint.halo
                strokeWidth: Theme.px(2.4)
                fillColor: "transparent"
                joinStyle: ShapePath.RoundJoin

                PathPolyline {
                    path: outline.trail
                }
            }
            ShapePath {
                strokeColor: Theme.paint.rim
                strokeWidth: Theme.px(0.7)
                fillColor: "transparent"
                joinStyle: ShapePath.RoundJoin

                PathPolyline {
                    path: outline.trail
                }
            }
        }
    }
}
