pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// The band no patient's page has: a key, and for whom this is.
Rectangle {
    id: band

    property string text: ""

    implicitHeight: words.implicitHeight + Theme.px(Theme.largest ? 3 : 6)
    color: Theme.paint.sand
    Accessible.ignored: true

    IconGlyph {
        id: sign

        x: Theme.px(Theme.margin)
        anchors.verticalCenter: parent.verticalCenter
        name: "key"
        color: Theme.paint.onSand
        size: Theme.em(10)
    }
    TextLine {
        id: words

        objectName: "staff.band"
        anchors.left: sign.right
        anchors.leftMargin: Theme.px(4)
        anchors.verticalCenter: parent.verticalCenter
        text: band.text
        mm: Theme.label
        font.weight: Theme.strong
        color: Theme.paint.onSand
    }
}
