pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Bars with their names and numbers: how much is sure in the dark part, how much it can be in the light one.
Item {
    id: bars

    property var rows: []
    property int at: 0
    property bool pagerElsewhere: false
    readonly property int columns: Panel.landscape && !Theme.largest ? 2 : 1
    readonly property real gap: Theme.px(Theme.large ? 4 : 3)
    readonly property real apart: Theme.px(Theme.gutter)
    readonly property real each: Math.floor((bars.width - bars.apart * (bars.columns - 1)) / bars.columns)
    readonly property real thick: Theme.px(6)
    readonly property real tall: metrics.height * 0.95 + bars.thick + Theme.px(2)
    readonly property int whole: Math.max(1, Math.floor((bars.height + bars.gap) / (bars.tall + bars.gap))) * bars.columns
    readonly property int paged: Math.max(1, Math.floor((bars.height - (bars.pagerElsewhere ? 0 : pager.implicitHeight)) / (bars.tall + bars.gap))) * bars.columns
    readonly property int atOnce: bars.rows.length <= bars.whole ? bars.whole : bars.paged
    readonly property int count: Math.max(1, Math.ceil(bars.rows.length / bars.atOnce))
    readonly property int shown: Math.max(0, Math.min(bars.at, bars.count - 1))

    signal turned(int to)

    FontMetrics {
        id: metrics

        font.family: Theme.family
        font.weight: Theme.medium
        font.pixelSize: Theme.em(Theme.label)
    }
    Repeater {
        model: bars.rows.slice(bars.shown * bars.atOnce, (bars.shown + 1) * bars.atOnce)

        Item {
            id: row

            required property int index
            required property var modelData

            objectName: "bar." + row.modelData.name
            x: (row.index % bars.columns) * (bars.each + bars.apart)
            y: Math.floor(row.index / bars.columns) * (bars.tall + bars.gap)
            width: bars.each
            height: bars.tall
            Accessible.role: Accessible.StaticText
            Accessible.name: row.modelData.name + ": " + row.modelData.words

            TextLine {
                id: name

                width: row.width - number.implicitWidth - Theme.px(4)
                text: row.modelData.name
                mm: Theme.label
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: Theme.px(Theme.least)
                elide: Text.ElideRight
                height: metrics.height * 0.95
                verticalAlignment: Text.AlignBottom
            }
            TextLine {
                id: number

                anchors.right: parent.right
                height: name.height
                verticalAlignment: Text.AlignBottom
                text: row.modelData.words
                mm: Theme.label
                font.weight: Theme.strong
            }
            Rectangle {
                y: name.height + Theme.px(1)
                width: Math.max(bars.thick, row.width * row.modelData.share)
                height: bars.thick
                radius: Theme.px(1)
                color: Theme.paint.tideWash
                border.width: Theme.px(0.5)
                border.color: Theme.paint.tide
            }
            Rectangle {
                y: name.height + Theme.px(1)
                width: row.width * row.modelData.solid
                height: bars.thick
                radius: Theme.px(1)
                color: Theme.paint.tide
            }
        }
    }
    Pager {
        id: pager

        y: bars.height - height
        width: bars.width
        height: implicitHeight
        visible: !bars.pagerElsewhere && bars.count > 1
        count: bars.count
        at: bars.shown
        onTurned: to => bars.turned(to)
    }
}
