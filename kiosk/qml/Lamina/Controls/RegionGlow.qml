pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Lamina.Theme

// The chosen part: its own full colour within a dark and a white line, the rest of the picture turned toward the wall.
Item {
    id: glow

    property var outlines: []
    property string tissue: ""
    // The software renderer draws a shape that lies wholly outside its clip as if there were none.
    readonly property var rings: glow.outlines.filter(flat => glow.meetsRoom(flat)).map(flat => glow.rounded(flat))
    property real roomWidth: glow.width
    property real roomHeight: glow.height

    // A traced outline has corners of whole pixels: each pass cuts every corner by a quarter of its sides.
    function rounded(flat: var): var {
        let ring = flat;
        for (let pass = 0; pass < 2; pass++) {
            const cut = [];
            const count = ring.length;
            for (let i = 0; i + 1 < count; i += 2) {
                const x = ring[(i + 2) % count];
                const y = ring[(i + 3) % count];
                cut.push(0.75 * ring[i] + 0.25 * x, 0.75 * ring[i + 1] + 0.25 * y, 0.25 * ring[i] + 0.75 * x, 0.25 * ring[i + 1] + 0.75 * y);
            }
            ring = cut;
        }
        return ring;
    }

    function meetsRoom(flat: var): bool {
        const across = flat.filter((_, i) => i % 2 === 0).map(x => glow.x + x * glow.width);
        const down = flat.filter((_, i) => i % 2 === 1).map(y => glow.y + y * glow.height);
        return Math.max(...across) > 0 && Math.min(...across) < glow.roomWidth && Math.max(...down) > 0 && Math.min(...down) < glow.roomHeight;
    }

    function points(flat: var): list<point> {
        const out = [];
        for (let i = 0; i + 1 < flat.length; i += 2)
            out.push(Qt.point(flat[i] * glow.width, flat[i + 1] * glow.height));
        if (flat.length > 1)
            out.push(Qt.point(flat[0] * glow.width, flat[1] * glow.height));
        return out;
    }

    function holes(): var {
        const left = -glow.x;
        const top = -glow.y;
        const right = left + glow.roomWidth;
        const low = top + glow.roomHeight;
        const frame = [Qt.point(left, top), Qt.point(right, top), Qt.point(right, low), Qt.point(left, low), Qt.point(left, top)];
        return [frame].concat(glow.rings.map(flat => glow.points(flat)));
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
        model: glow.rings

        Shape {
            id: outline

            required property var modelData
            readonly property list<point> trail: glow.points(outline.modelData)

            ShapePath {
                strokeColor: Theme.paint.wallEdge
                strokeWidth: Theme.px(1.5)
                fillColor: glow.tissue === "" ? "transparent" : Theme.tissue(glow.tissue)
                joinStyle: ShapePath.RoundJoin

                PathPolyline {
                    path: outline.trail
                }
            }
            ShapePath {
                strokeColor: Theme.paint.rim
                strokeWidth: Theme.px(0.75)
                fillColor: "transparent"
                joinStyle: ShapePath.RoundJoin

                PathPolyline {
                    path: outline.trail
                }
            }
        }
    }
}
