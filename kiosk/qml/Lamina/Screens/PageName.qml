pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// A page's name, with the colour of the part it names beside it, where the line from the picture ends.
Headline {
    id: name

    property string tissue: ""
    property bool keyAfter: false
    readonly property real side: Math.round(name.size * 0.62)
    readonly property real indent: name.tissue === "" ? 0 : Theme.em(Theme.title * 0.62) + Theme.px(3)
    readonly property real before: name.keyAfter ? 0 : name.indent
    readonly property real keyMiddle: key.y + key.height / 2

    Swatch {
        id: key

        x: name.keyAfter ? name.width + Theme.px(3) : -name.indent
        y: Math.round(name.size * 0.58 - height / 2)
        visible: name.tissue !== ""
        size: name.side
        width: name.side
        height: name.side
        tissue: name.tissue
    }
}
