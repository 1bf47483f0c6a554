pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// Everything that is not the one filled button: a light card with words, an icon before and a chevron after if named.
Touchable {
    id: button

    property string icon: ""
    property string tail: ""
    property bool centred: false
    property bool flat: false
    property real mm: Theme.label
    property real room: Theme.secondary
    property color tone: Theme.paint.card
    property color ink: Theme.paint.ink
    readonly property real before: button.icon === "" ? Theme.px(6) : Theme.px(5) + glyph.width + Theme.px(3)
    readonly property real after: button.tail === "" ? Theme.px(6) : Theme.px(5) + end.width + Theme.px(2)

    implicitWidth: words.implicitWidth + button.before + button.after
    implicitHeight: Math.max(Theme.px(button.room), words.contentHeight + Theme.px(6))
    opacity: button.live ? 1 : 0.35

    CardFrame {
        anchors.fill: parent
        visible: !button.flat || button.held || button.chosen
        raised: !button.held && !button.flat && !button.chosen
        radius: button.radius
        color: button.chosen ? Theme.paint.ink : button.held ? Theme.paint.pressed : button.flat ? "transparent" : button.tone
    }
    IconGlyph {
        id: glyph

        x: Theme.px(5)
        anchors.verticalCenter: parent.verticalCenter
        visible: button.icon !== ""
        name: button.icon
        color: words.color
        size: Theme.em(Theme.icon * 0.9)
    }
    Copy {
        id: words

        x: button.before
        width: button.width - button.before - button.after
        anchors.verticalCenter: parent.verticalCenter
        horizontalAlignment: button.centred ? Text.AlignHCenter : Text.AlignLeft
        text: button.label
        mm: button.mm
        font.weight: Theme.medium
        lineHeight: Theme.lineTitle
        color: button.chosen ? Theme.paint.paper : button.ink
        Accessible.ignored: true
    }
    IconGlyph {
        id: end

        anchors.right: parent.right
        anchors.rightMargin: Theme.px(5)
        anchors.verticalCenter: parent.verticalCenter
        visible: button.tail !== ""
        name: button.tail
        color: button.chosen ? Theme.paint.paper : Theme.paint.tide
        size: Theme.em(Theme.icon * 0.8)
    }
}
