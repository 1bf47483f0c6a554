pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Recovery as a strip: phases across to tap or drag, activities down, an honest mark where they meet.
Item {
    id: grid

    property var phases: []
    property var rows: []
    // The names of all activities, shown or on another turn: columns stand still.
    property list<string> names: []
    property int phase: 0
    property string row: ""
    // Names take what the longest needs: every pixel more belongs to the columns and their heads.
    readonly property real nameWidth: Math.min(grid.width * 0.4, widest.implicitWidth + Theme.px(4))
    readonly property real column: (grid.width - grid.nameWidth) / Math.max(1, grid.phases.length)
    readonly property real head: Theme.em(24)
    // Kept free above what the marks mean.
    property real spare: 0
    readonly property real foot: Theme.em(16) + grid.spare
    readonly property real apart: Theme.px(3.2)
    readonly property real pitch: Math.floor(Math.min(Theme.px(29), (grid.height - grid.head - grid.foot) / Math.max(1, grid.rows.length)))
    readonly property real line: grid.pitch - grid.apart

    signal phasePicked(string id)
    signal rowPicked(string id)

    Column {
        id: widest

        visible: false

        Repeater {
            model: grid.names

            TextLine {
                required property string modelData

                text: modelData
                font.weight: Theme.strong
                Accessible.ignored: true
            }
        }
    }
    CardFrame {
        x: grid.nameWidth + grid.column * grid.phase
        width: grid.column
        height: grid.head + grid.pitch * grid.rows.length + grid.apart
        radius: Theme.px(Theme.radius)
    }
    DragHandler {
        target: null
        yAxis.enabled: false
        onCentroidChanged: {
            const at = Math.floor((centroid.position.x - grid.nameWidth) / grid.column);
            if (active && at >= 0 && at < grid.phases.length && at !== grid.phase)
                grid.phasePicked(grid.phases[at].id);
        }
    }
    Copy {
        y: Math.round((grid.head - contentHeight) / 2)
        width: grid.nameWidth
        text: Words.whenCanI
        mm: Theme.label
        lineHeight: Theme.lineTitle
        font.weight: Theme.strong
    }
    Repeater {
        model: grid.phases

        Touchable {
            id: head

            required property int index
            required property var modelData

            objectName: "phase." + head.modelData.id
            x: grid.nameWidth + grid.column * head.index + grid.apart / 2
            width: grid.column - grid.apart
            height: grid.head
            label: head.modelData.title
            chosen: head.index === grid.phase
            onActed: grid.phasePicked(head.modelData.id)

            Rectangle {
                anchors.fill: parent
                radius: head.radius
                color: head.chosen ? Theme.paint.ink : head.held ? Theme.paint.pressed : "transparent"
            }
            Copy {
                anchors.fill: parent
                anchors.leftMargin: -grid.apart / 2
                anchors.rightMargin: anchors.leftMargin
                text: head.label
                mm: Theme.small
                font.weight: Theme.medium
                lineHeight: Theme.lineTitle
                horizontalAlignment: Text.AlignHCenter
                verticalAlignment: Text.AlignVCenter
                color: head.chosen ? Theme.paint.paper : Theme.paint.ink
            }
        }
    }
    Repeater {
        model: grid.rows

        Touchable {
            id: row

            required property int index
            required property var modelData

            objectName: "row." + row.modelData.id
            y: grid.head + grid.apart + grid.pitch * row.index
            width: grid.width
            height: grid.line
            label: row.modelData.title
            chosen: row.modelData.id === grid.row
            onActed: grid.rowPicked(row.modelData.id)

            Rectangle {
                anchors.fill: parent
                anchors.leftMargin: -Theme.px(3)
                radius: row.radius
                color: row.held ? Theme.paint.pressed : row.chosen ? Theme.paint.tideWash : "transparent"
            }
            TextLine {
                anchors.verticalCenter: parent.verticalCenter
                text: row.label
                font.weight: row.chosen ? Theme.strong : Theme.medium
                Accessible.ignored: true
            }
            Repeater {
                model: row.modelData.cells

                LevelMark {
                    required property int index
                    required property var modelData

                    x: Math.round(grid.nameWidth + grid.column * (index + 0.5) - width / 2)
                    y: Math.round((row.height - height) / 2)
                    size: Theme.px(9.6)
                    level: modelData.level
                }
            }
        }
    }
    LevelKey {
        anchors.bottom: parent.bottom
    }
}
