pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// One line of a list that can be touched: words, a smaller line below, a tick or a chevron.
Touchable {
    id: row

    property string line: ""
    property string icon: "next"
    property real mm: Theme.body
    property bool tickable: false
    property bool ticked: false
    // A row that cannot grow says more in smaller letters.
    property bool tight: false
    readonly property real need: words.contentHeight + (note.visible ? note.contentHeight : 0) + Theme.px(6)

    implicitHeight: Math.max(Theme.px(Theme.touchPrimary), row.need)
    Accessible.role: row.tickable ? Accessible.CheckBox : Accessible.Button
    Accessible.checked: row.ticked

    CardFrame {
        anchors.fill: parent
        raised: !row.held && !row.chosen
        radius: row.radius
        color: row.chosen ? Theme.paint.ink : row.held ? Theme.paint.pressed : row.ticked ? Theme.paint.tideWash : Theme.paint.card
    }
    Rectangle {
        id: box

        visible: row.tickable
        x: Theme.px(5)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.em(10)
        height: width
        radius: Theme.px(2)
        color: row.ticked ? Theme.paint.tide : Theme.paint.card
        border.width: Theme.px(0.7)
        border.color: row.ticked ? Theme.paint.tide : Theme.paint.stone

        IconGlyph {
            anchors.centerIn: parent
            visible: row.ticked
            name: "check"
            stroke: 2.8
            color: Theme.paint.onTide
            size: parent.width * 0.8
        }
    }
    Copy {
        id: words

        x: row.tickable ? box.x + box.width + Theme.px(4) : Theme.px(6)
        y: Math.round((row.height - (row.tight ? height : contentHeight) - (note.visible ? note.contentHeight : 0)) / 2)
        width: row.width - x - (row.tickable || row.icon === "" ? Theme.px(5) : Theme.em(8) + Theme.px(6))
        text: row.label
        mm: row.mm
        fontSizeMode: row.tight ? Text.VerticalFit : Text.FixedSize
        minimumPixelSize: Theme.px(Theme.least)
        height: row.tight ? row.height - Theme.px(4) : implicitHeight
        font.weight: Theme.medium
        lineHeight: Theme.lineTitle
        verticalAlignment: Text.AlignVCenter
        color: row.chosen ? Theme.paint.paper : Theme.paint.ink
        Accessible.ignored: true
    }
    Copy {
        id: note

        x: words.x
        y: words.y + words.contentHeight
        width: words.width
        visible: row.line !== ""
        text: row.line
        mm: Theme.small
        lineHeight: Theme.lineTitle
        color: row.chosen ? Theme.paint.paper : Theme.paint.inkQuiet
    }
    IconGlyph {
        anchors.right: parent.right
        anchors.rightMargin: Theme.px(4)
        anchors.verticalCenter: parent.verticalCenter
        visible: !row.tickable && row.icon !== ""
        name: row.icon
        size: Theme.em(7.4)
        color: row.chosen ? Theme.paint.paper : Theme.paint.tide
    }
}
