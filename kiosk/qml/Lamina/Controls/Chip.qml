pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// A tissue that can be shown or hidden: a filled ring with a tick is on, an empty ring is off.
Touchable {
    id: chip

    property string tissue: ""
    property bool on: false

    implicitHeight: Math.max(Theme.px(Theme.touchSecondary + 1), Theme.em(12))
    implicitWidth: words.implicitWidth + Theme.em(9) + Theme.px(13)
    Accessible.role: Accessible.CheckBox
    Accessible.checked: chip.on

    CardFrame {
        anchors.fill: parent
        raised: chip.on && !chip.held
        radius: chip.radius
        color: chip.held ? Theme.paint.pressed : chip.on ? Theme.paint.card : "transparent"
        edge: chip.on ? Theme.paint.edge : Theme.paint.stone
        edgeMm: chip.on ? Theme.paint.edgeWidth : 0.5
    }
    Rectangle {
        id: dot

        x: Theme.px(4)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.em(8.6)
        height: width
        radius: width / 2
        color: chip.on ? Theme.tissue(chip.tissue) : "transparent"
        border.width: Theme.px(0.7)
        border.color: chip.on ? Theme.paint.stone : Theme.paint.inkQuiet
        antialiasing: true

        IconGlyph {
            anchors.centerIn: parent
            visible: chip.on
            name: "check"
            size: parent.width * 0.72
            stroke: 2.8
            color: Theme.normalPaint.ink
        }
    }
    TextLine {
        id: words

        anchors.left: dot.right
        anchors.leftMargin: Theme.px(3)
        anchors.right: parent.right
        anchors.rightMargin: Theme.px(2)
        anchors.verticalCenter: parent.verticalCenter
        text: chip.label
        mm: Theme.small
        Accessible.ignored: true
    }
}
