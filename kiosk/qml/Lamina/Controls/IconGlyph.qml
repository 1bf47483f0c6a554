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
    readonly property var paths: ({
            home: "M3.5 11.2 L12 3.8 L20.5 11.2 M6 9.4 V20 H18 V9.4 M10 20 V14.5 H14 V20",
            back: "M15 4.5 L7.5 12 L15 19.5",
            next: "M9 4.5 L16.5 12 L9 19.5",
            up: "M4.5 15 L12 7.5 L19.5 15",
            down: "M4.5 9 L12 16.5 L19.5 9",
            search: "M10.5 4 A6.5 6.5 0 1 0 10.51 4 Z M15.4 15.4 L20.5 20.5",
            warnings: "M12 3.6 L21.6 20 H2.4 Z M12 9.6 V14.2 M12 17 V17.2",
            globe: "M12 3 A9 9 0 1 0 12.01 3 Z M3.2 12 H20.8 M12 3 C8.2 6.5 8.2 17.5 12 21 M12 3 C15.8 6.5 15.8 17.5 12 21",
            access: "M12 2.6 A1.9 1.9 0 1 0 12.01 2.6 Z M4.5 8.4 C9 9.8 15 9.8 19.5 8.4 M12 9.5 V14 M12 14 L8.4 21 M12 14 L15.6 21",
            letters: "M2.5 18.5 L7.7 5.5 H8.3 L13.5 18.5 M4.3 14 H11.7 M21 12 V18.5 M21 15.2 A3 3.2 0 1 1 20.99 15.1",
            check: "M4.5 12.6 L9.8 18 L19.5 7",
            cross: "M6 6 L18 18 M18 6 L6 18",
            plus: "M12 5 V19 M5 12 H19",
            pause: "M8.5 5 V19 M15.5 5 V19",
            play: "M7.5 4.8 V19.2 L19 12 Z",
            turnLeft: "M21 7.5 C21 15.5 8 17.5 3.6 11.2 M2.6 17 L3.4 10.9 L9.4 12.2",
            turnRight: "M3 7.5 C3 15.5 16 17.5 20.4 11.2 M21.4 17 L20.6 10.9 L14.6 12.2",
            ask: "M5 4.5 H19 A1.5 1.5 0 0 1 20.5 6 V15 A1.5 1.5 0 0 1 19 16.5 H12.5 L8 20.5 V16.5 H5 A1.5 1.5 0 0 1 3.5 15 V6 A1.5 1.5 0 0 1 5 4.5 Z M12 7.5 V13.5 M9 10.5 H15",
            phone: "M6 3.5 H9.2 L10.8 8 L8.6 9.8 C9.8 12.4 11.6 14.2 14.2 15.4 L16 13.2 L20.5 14.8 V18 C20.5 19.6 19.4 20.6 18 20.5 C10 20 4 14 3.5 6 C3.4 4.6 4.4 3.5 6 3.5 Z",
            talk: "M5 4.5 H19 A1.5 1.5 0 0 1 20.5 6 V15 A1.5 1.5 0 0 1 19 16.5 H12.5 L8 20.5 V16.5 H5 A1.5 1.5 0 0 1 3.5 15 V6 A1.5 1.5 0 0 1 5 4.5 Z M7.5 8.5 H16.5 M7.5 12.3 H13.5",
            sources: "M5 4 H12 V20 H5 Z M12 4 H15.5 V20 H12 M16.2 5.2 L19.2 4.6 L21 19.2 L18 19.8 Z",
            erase: "M8.5 5.5 H20.5 V18.5 H8.5 L3 12 Z M11.5 9 L17 15 M17 9 L11.5 15",
            hand: "M8 12 V5.6 A1.6 1.6 0 0 1 11.2 5.6 V11 M11.2 10 A1.6 1.6 0 0 1 14.4 10 V11.5 A1.6 1.6 0 0 1 17.6 11.5 V15 C17.6 18.5 15.5 20.8 12.4 20.8 C9.5 20.8 8.3 19.2 5.2 15 A1.7 1.7 0 0 1 8 13.2"
        })

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
                path: glyph.paths[glyph.name] ?? ""
            }
        }
    }
}
