pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// One thing compared: its picture on the same camera, how much bone, and its answer.
Item {
    id: column

    property var shown: null
    property string title: ""
    property string amount: ""
    property var sentences: []
    readonly property real pictured: column.shown === null || Theme.largest && Panel.landscape ? 0 : Math.min(column.width * 0.62, column.height * 0.52)

    function bone(): string {
        return column.amount === "least" ? Words.leastBone : column.amount === "middle" ? Words.middleBone : Words.mostBone;
    }

    CardFrame {
        anchors.fill: parent
    }
    Item {
        id: mount

        x: Theme.px(Theme.mat)
        y: Theme.px(Theme.mat)
        width: column.width - 2 * x
        height: column.pictured
        clip: true
        visible: column.pictured > 0

        Rectangle {
            anchors.fill: parent
            color: Theme.paint.wall
        }
        Image {
            readonly property real fit: Math.max(mount.width / 600, mount.height / 400)

            anchors.centerIn: parent
            width: Math.round(600 * (Math.abs(fit - 1) < 0.12 ? 1 : fit))
            height: Math.round(400 * (Math.abs(fit - 1) < 0.12 ? 1 : fit))
            source: column.shown?.card?.source ?? ""
            smooth: true
            Accessible.role: Accessible.Graphic
            Accessible.name: column.shown?.alt ?? ""
        }
        Corners {}
    }
    Headline {
        id: title

        x: Theme.px(7)
        y: mount.y + mount.height + Theme.px(4)
        width: column.width - Theme.px(14)
        text: column.title
        mm: Theme.lead
        least: Theme.small
    }
    Row {
        id: amount

        x: title.x
        y: title.y + title.contentHeight + Theme.px(2)
        height: visible ? Theme.em(11) : 0
        visible: column.amount !== ""
        spacing: Theme.px(1.6)

        Repeater {
            model: 3

            Swatch {
                required property int index
                readonly property int rank: column.amount === "least" ? 1 : column.amount === "middle" ? 2 : 3

                anchors.verticalCenter: parent?.verticalCenter
                size: Theme.em(6)
                tissue: index < rank ? "removed" : "bone"
            }
        }
        TextLine {
            anchors.verticalCenter: parent?.verticalCenter
            leftPadding: Theme.px(2)
            text: column.bone()
            color: Theme.paint.inkQuiet
        }
    }
    TurnCards {
        x: title.x
        y: amount.y + amount.height + Theme.px(3)
        width: title.width
        height: column.height - y - Theme.px(4)
        mm: Theme.large ? Theme.body : Theme.body * 1.1
        least: mm
        alone: true
        blocks: [
            {
                kind: "paragraph",
                sentences: column.sentences
            }
        ]
    }
}
