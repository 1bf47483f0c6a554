pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// The one filled button of a page: it says what comes next.
Touchable {
    id: button

    property string icon: "next"
    property real mm: Theme.body + 0.4
    // A few quiet words before the icon: which card of how many.
    property string aside: ""

    implicitWidth: words.implicitWidth + Theme.px(26)
    implicitHeight: Math.max(Theme.px(Theme.primary), words.contentHeight + Theme.px(8))

    Shade {
        visible: !button.held && Theme.paint.lit
    }
    Rectangle {
        anchors.fill: parent
        radius: button.radius
        color: button.held ? Theme.paint.tidePressed : Theme.paint.tide
        antialiasing: true
    }
    Copy {
        id: words

        anchors.left: parent.left
        anchors.right: aside.visible ? aside.left : glyph.left
        anchors.leftMargin: Theme.px(8)
        anchors.rightMargin: Theme.px(3)
        anchors.verticalCenter: parent.verticalCenter
        text: button.label
        mm: button.mm
        font.weight: Theme.strong
        lineHeight: Theme.lineTitle
        color: Theme.paint.onTide
        Accessible.ignored: true
    }
    TextLine {
        id: aside

        anchors.right: glyph.left
        anchors.rightMargin: Theme.px(3)
        anchors.verticalCenter: parent.verticalCenter
        visible: button.aside !== ""
        text: button.aside
        color: Theme.paint.onTide
        Accessible.ignored: true
    }
    IconGlyph {
        id: glyph

        anchors.right: parent.right
        anchors.rightMargin: Theme.px(6)
        anchors.verticalCenter: parent.verticalCenter
        name: button.icon
        color: Theme.paint.onTide
        size: Theme.em(Theme.icon)
    }
}
