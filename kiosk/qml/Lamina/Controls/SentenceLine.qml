pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// A paragraph, or one line of a list: a dot, a tick for do, a cross for do not.
Item {
    id: line

    property string kind: "paragraph"
    property string text: ""
    property real mm: Theme.body
    readonly property bool marked: line.kind !== "paragraph"
    readonly property real indent: line.marked ? Theme.em(line.mm * 1.25) : 0

    implicitHeight: words.contentHeight

    Rectangle {
        visible: line.kind === "list"
        x: Theme.em(1)
        y: Theme.em(line.mm * 0.5)
        width: Theme.em(2.4)
        height: width
        radius: width / 2
        color: Theme.paint.tide
        antialiasing: true
    }
    IconGlyph {
        visible: line.kind === "do" || line.kind === "dont"
        name: line.kind === "do" ? "check" : "cross"
        size: Theme.em(line.mm * 0.95)
        y: Theme.em(line.mm * 0.18)
        stroke: 2.8
        color: line.kind === "do" ? Theme.paint.tide : Theme.paint.inkQuiet
    }
    Copy {
        id: words

        x: line.indent
        width: line.width - line.indent
        text: line.text
        mm: line.mm
    }
}
