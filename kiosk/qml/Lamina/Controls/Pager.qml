pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// Turns the cards of a page: back, how far, More.
Item {
    id: pager

    property int count: 1
    property int at: 0
    // One above the other, beside a list that needs the height.
    property bool stacked: false
    readonly property real key: Math.max(Theme.px(Theme.touchSecondary), Theme.em(11.5))

    signal turned(int to)

    implicitHeight: pager.stacked ? 2 * pager.key + Theme.px(4) : pager.key
    implicitWidth: pager.stacked ? more.width : less.width + more.width + dots.width + Theme.px(12)

    QuietButton {
        id: more

        objectName: more.visible ? "cards.more" : ""
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        height: pager.key
        label: Words.more
        tail: "next"
        mm: Theme.label
        visible: pager.at < pager.count - 1
        onActed: pager.turned(pager.at + 1)
    }
    KeyButton {
        id: less

        objectName: less.visible ? "cards.less" : ""
        width: pager.stacked ? more.width : Math.max(pager.key, Theme.px(20))
        height: pager.key
        label: Words.previous
        icon: "back"
        visible: pager.at > 0
        onActed: pager.turned(pager.at - 1)
    }
    Row {
        id: dots

        x: less.visible ? less.width + Theme.px(5) : Theme.px(1)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.px(2.2)
        visible: !pager.stacked && pager.count > 1 && pager.count <= 8
        Accessible.name: Words.fill(Words.fill(Words.cardOf, "n", String(pager.at + 1)), "count", String(pager.count))

        Repeater {
            model: pager.count

            Rectangle {
                id: dot

                required property int index

                anchors.verticalCenter: parent?.verticalCenter
                width: dot.index === pager.at ? Theme.px(7) : Theme.px(3.4)
                height: Theme.px(3.4)
                radius: height / 2
                color: dot.index === pager.at ? Theme.paint.tide : Theme.paint.stone
                antialiasing: true
            }
        }
    }
}
