pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// One half of a pair: what is good about it, or its risk.
Item {
    id: half

    property string title: ""
    property string icon: "check"
    property string text: ""
    property real pad: Theme.px(5)
    property real head: Theme.em(12)
    property real mm: Theme.body

    CardFrame {
        anchors.fill: parent
    }
    IconGlyph {
        id: glyph

        x: half.pad
        y: half.pad * 0.2 + (half.head - size) / 2
        name: half.icon
        color: Theme.paint.tide
        size: Theme.em(8)
    }
    TextLine {
        anchors.left: glyph.right
        anchors.leftMargin: Theme.px(2.4)
        anchors.verticalCenter: glyph.verticalCenter
        text: half.title
        mm: Theme.label
        font.weight: Theme.strong
    }
    Copy {
        x: half.pad
        y: half.pad * 0.2 + half.head
        width: half.width - 2 * half.pad
        text: half.text
        mm: half.mm
    }
}
