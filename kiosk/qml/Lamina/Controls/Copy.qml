pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// Words that wrap. Plain text always: no mark-up from content can reach the renderer.
Text {
    id: copy

    property real mm: Theme.body

    textFormat: Text.PlainText
    wrapMode: Text.WordWrap
    color: Theme.paint.ink
    font.family: Theme.family
    font.pixelSize: Theme.em(copy.mm)
    font.weight: Theme.regular
    lineHeight: Theme.lineText
    Accessible.role: Accessible.StaticText
    Accessible.name: copy.text
}
