pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// One square key with a letter or an icon.
Touchable {
    id: key

    property string icon: ""
    property string face: key.label
    property real mm: Theme.heading

    implicitWidth: Theme.px(Theme.touchPrimary)
    implicitHeight: Theme.px(Theme.touchPrimary)
    opacity: key.live ? 1 : 0.35

    CardFrame {
        anchors.fill: parent
        raised: !key.held && !key.chosen
        radius: key.radius
        color: key.chosen ? Theme.paint.ink : key.held ? Theme.paint.pressed : Theme.paint.card
    }
    TextLine {
        anchors.centerIn: parent
        visible: key.icon === ""
        text: key.face
        mm: key.mm
        font.pixelSize: Math.min(Theme.em(key.mm), key.height * 0.72)
        color: key.chosen ? Theme.paint.paper : Theme.paint.ink
        Accessible.ignored: true
    }
    IconGlyph {
        anchors.centerIn: parent
        visible: key.icon !== ""
        name: key.icon
        color: key.chosen ? Theme.paint.paper : Theme.paint.ink
        size: Math.min(Theme.em(Theme.icon), key.height * 0.6)
    }
}
