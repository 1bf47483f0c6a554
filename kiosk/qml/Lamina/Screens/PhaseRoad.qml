pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Recovery as a road going down: a stop for each phase, and below it what people can do by then.
// With an activity chosen every stop carries its mark, so that the road itself says when.
Item {
    id: road

    property var phases: []
    property var rows: []
    property int phase: 0
    property string row: ""
    readonly property real apart: Theme.px(3.2)
    // Room left over is shared out: taller stops and lines, never a bare band below.
    property real room: 0
    readonly property int lines: Math.ceil(road.rows.length / 2)
    readonly property real least: road.tall(Theme.px(19), Theme.px(17))
    readonly property real spare: Math.max(0, road.room - road.least) / Math.max(1, road.phases.length + road.lines)
    readonly property real stop: Theme.px(19) + Math.min(Math.floor(road.spare), Theme.px(5))
    readonly property real roadWidth: Math.round(road.width * 0.4)
    readonly property real roadTall: road.phases.length * (road.stop + road.apart) - road.apart
    readonly property real chip: Theme.px(17) + Math.min(Math.floor(road.spare), Theme.px(4))
    readonly property var marks: road.rows.find(row => row.id === road.row)?.cells ?? []
    readonly property real each: Math.floor((road.width - road.apart) / 2)

    signal phasePicked(string id)
    signal rowPicked(string id)

    function tall(stop: real, chip: real): real {
        return road.phases.length * (stop + road.apart) - road.apart + Theme.px(20) + road.lines * (chip + road.apart) + key.implicitHeight + Theme.px(3);
    }

    implicitHeight: road.tall(road.stop, road.chip)

    Rectangle {
        x: Theme.px(8.4)
        y: road.stop / 2
        width: Theme.px(2.2)
        height: road.roadTall - road.stop
        color: Theme.paint.hair
    }
    Rectangle {
        x: Theme.px(8.4)
        y: road.stop / 2
        width: Theme.px(2.2)
        height: road.phase * (road.stop + road.apart)
        color: Theme.paint.tide
    }
    Repeater {
        model: road.phases

        Touchable {
            id: head

            required property int index
            required property var modelData

            objectName: "phase." + head.modelData.id
            y: head.index * (road.stop + road.apart)
            width: road.roadWidth
            height: road.stop
            label: head.modelData.title
            chosen: head.index === road.phase
            onActed: road.phasePicked(head.modelData.id)

            Rectangle {
                anchors.fill: parent
                radius: head.radius
                color: head.chosen ? Theme.paint.ink : head.held ? Theme.paint.pressed : "transparent"
            }
            Rectangle {
                visible: !mark.visible
                x: Theme.px(head.chosen ? 5 : 6)
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.px(head.chosen ? 9 : 7)
                height: width
                radius: width / 2
                color: head.chosen ? Theme.paint.paper : head.index < road.phase ? Theme.paint.tide : Theme.paint.card
                border.width: Theme.px(0.8)
                border.color: head.index <= road.phase ? Theme.paint.tide : Theme.paint.stone
                antialiasing: true
            }
            Rectangle {
                visible: mark.visible
                anchors.centerIn: mark
                width: mark.width + Theme.px(1.6)
                height: width
                radius: width / 2
                color: Theme.paint.paper
                antialiasing: true
            }
            LevelMark {
                id: mark

                x: Theme.px(9.5) - width / 2
                anchors.verticalCenter: parent.verticalCenter
                visible: road.marks.length > 0 && mark.level !== "none"
                size: Theme.px(10.4)
                level: road.marks.find(cell => cell.phase === head.modelData.id)?.level ?? "ask"
            }
            TextLine {
                x: Theme.px(19)
                anchors.verticalCenter: parent.verticalCenter
                text: head.label
                mm: Theme.label
                color: head.chosen ? Theme.paint.paper : Theme.paint.ink
                Accessible.ignored: true
            }
        }
    }
    TextLine {
        id: ask

        y: road.roadTall + Theme.px(5)
        text: Words.whenCanI
        mm: Theme.heading
        font.weight: Theme.strong
    }
    Repeater {
        model: road.rows

        Touchable {
            id: row

            required property int index
            required property var modelData

            objectName: "row." + row.modelData.id
            x: (row.index % 2) * (road.each + road.apart)
            y: road.roadTall + Theme.px(20) + Math.floor(row.index / 2) * (road.chip + road.apart)
            width: road.each
            height: road.chip
            label: row.modelData.title
            chosen: row.modelData.id === road.row
            onActed: road.rowPicked(row.modelData.id)

            CardFrame {
                anchors.fill: parent
                raised: !row.held && !row.chosen
                radius: row.radius
                color: row.held ? Theme.paint.pressed : row.chosen ? Theme.paint.tideWash : Theme.paint.card
            }
            LevelMark {
                x: Theme.px(5)
                anchors.verticalCenter: parent.verticalCenter
                size: Theme.px(9.6)
                level: row.modelData.cells.find(cell => cell.phase === road.phases[road.phase]?.id)?.level ?? "ask"
            }
            TextLine {
                x: Theme.px(17)
                anchors.verticalCenter: parent.verticalCenter
                text: row.label
                Accessible.ignored: true
            }
        }
    }
    LevelKey {
        id: key

        anchors.bottom: parent.bottom
    }
}
