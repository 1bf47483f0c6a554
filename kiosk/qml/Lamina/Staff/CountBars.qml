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
    // A name beside its number where all of them have room, else above it.
    readonly property real numbered: bars.rows.reduce((most, row) => Math.max(most, Math.ceil(metrics.advanceWidth(row.words) * 1.06)), 0)
    readonly property bool stacked: bars.rows.some(row => metrics.advanceWidth(row.name) > bars.each - bars.numbered - Theme.px(5))
    readonly property real named: bars.stacked ? bars.each : bars.each - bars.numbered - Theme.px(4)
    readonly property real line: Math.ceil(metrics.height * 0.95)
    readonly property real lines: bars.stacked ? bars.measured : bars.line
    property real measured: bars.line
    readonly property real tall: bars.lines + (bars.stacked ? bars.line : 0) + bars.thick + Theme.px(2)
    readonly property int whole: Math.max(1, Math.floor((bars.height + bars.gap) / (bars.tall + bars.gap))) * bars.columns
    readonly property int paged: Math.max(1, Math.floor((bars.height - (bars.pagerElsewhere ? 0 : pager.implicitHeight)) / (bars.tall + bars.gap))) * bars.columns
    readonly property int atOnce: bars.rows.length <= bars.whole ? bars.whole : bars.paged
    readonly property int count: Math.max(1, Math.ceil(bars.rows.length / bars.atOnce))
    readonly property int shown: Math.max(0, Math.min(bars.at, bars.count - 1))

    signal turned(int to)

    function measure(): void {
        packer.width = Math.floor(bars.each * 0.96);
        bars.measured = bars.rows.reduce((most, row) => Math.max(most, packer.tall("paragraph", row.name, Theme.small)), bars.line);
    }

    onRowsChanged: bars.measure()
    onEachChanged: bars.measure()
    Component.onCompleted: bars.measure()

    Connections {
        target: Theme

        function onTextSizeChanged(): void {
            bars.measure();
        }
    }
    CardPacker {
        id: packer
    }

    FontMetrics {
        id: metrics

        font.family: Theme.family
        font.weight: Theme.medium
        font.pixelSize: Theme.em(Theme.small)
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

            Copy {
                id: name

                width: bars.named
                height: bars.lines
                verticalAlignment: Text.AlignBottom
                text: row.modelData.name
                mm: Theme.small
                font.weight: Theme.medium
                Accessible.ignored: true
            }
            TextLine {
                id: number

                x: bars.stacked ? 0 : row.width - width
                y: bars.stacked ? bars.lines : bars.lines - bars.line
                height: bars.line
                verticalAlignment: Text.AlignBottom
                text: row.modelData.words
                font.weight: Theme.strong
                Accessible.ignored: true
            }
            Rectangle {
                y: row.height - height
                width: Math.max(bars.thick, row.width * row.modelData.share)
                height: bars.thick
                radius: Theme.px(1)
                color: Theme.paint.tideWash
                border.width: Theme.px(0.5)
                border.color: Theme.paint.tide
            }
            Rectangle {
                y: row.height - height
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
