pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// Words on one line: labels and captions.
Text {
    id: line

    property real mm: Theme.small

    textFormat: Text.PlainText
    wrapMode: Text.NoWrap
    color: Theme.paint.ink
    font.family: Theme.family
    font.pixelSize: Theme.em(line.mm)
    font.weight: Theme.medium
    Accessible.role: Accessible.StaticText
    Accessible.name: line.text
}
