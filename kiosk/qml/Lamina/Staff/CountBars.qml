pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Bars with their names and numbers: how much is sure in the dark part, how much it can be in the light one.
Item {
    id: bars

    property var rows: []
    property string note: ""
    property int at: 0
    property bool pagerElsewhere: false
    readonly property int columns: Panel.landscape && !Theme.largest ? 2 : 1
    readonly property real gap: Theme.px(Theme.large ? 4 : 3)
    readonly property real apart: Theme.px(Theme.gutter)
    readonly property real each: Math.floor((bars.width - bars.apart * (bars.columns - 1)) / bars.columns)
    readonly property real thick: Theme.px(6)
    // A name beside its number where all of them have room, else above it.
    readonly property bool beside: bars.rows.every(row => metrics.advanceWidth(row.name) + Math.ceil(metrics.advanceWidth(row.words) * 1.06) + Theme.px(5) <= bars.each)
    readonly property real line: Math.ceil(metrics.height * 0.95)
    property real named: bars.line
    property real numbered: bars.line
    property real notes: 0
    // A text that is not complete yet has no height, and what was measured is remembered.
    property bool complete: false
    readonly property real tall: (bars.beside ? bars.line : bars.named + bars.numbered) + bars.thick + Theme.px(3)
    readonly property bool paged: bars.rows.length > bars.fit(bars.height - bars.notes)
    readonly property real room: bars.height - (bars.paged && !bars.pagerElsewhere ? pager.implicitHeight : 0)
    // The first card has the note above its bars.
    readonly property int first: bars.fit(bars.room - bars.notes)
    readonly property int perCard: bars.fit(bars.room)
    readonly property int count: 1 + Math.ceil(Math.max(0, bars.rows.length - bars.first) / bars.perCard)
    readonly property int shown: Math.max(0, Math.min(bars.at, bars.count - 1))
    readonly property int from: bars.shown === 0 ? 0 : bars.first + (bars.shown - 1) * bars.perCard
    readonly property real under: bars.shown === 0 ? bars.notes : 0

    signal turned(int to)

    function fit(room: real): int {
        return Math.max(1, Math.floor((room + bars.gap) / (bars.tall + bars.gap))) * bars.columns;
    }

    function measure(): void {
        if (!bars.complete)
            return;
        packer.width = bars.width;
        bars.notes = bars.note === "" ? 0 : packer.tall("paragraph", bars.note, Theme.label) + Theme.px(4);
        packer.width = Math.floor(bars.each * 0.96);
        bars.named = bars.rows.reduce((most, row) => Math.max(most, packer.tall("paragraph", row.name, Theme.small)), bars.line);
        bars.numbered = bars.rows.reduce((most, row) => Math.max(most, packer.tall("paragraph", row.words, Theme.small)), bars.line);
    }

    onRowsChanged: bars.measure()
    onEachChanged: bars.measure()
    onNoteChanged: bars.measure()
    Component.onCompleted: {
        bars.complete = true;
        bars.measure();
    }

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
    Copy {
        objectName: "counts.note"
        width: bars.width
        visible: bars.shown === 0 && text !== ""
        text: bars.note
        mm: Theme.label
        color: Theme.paint.inkQuiet
    }
    Repeater {
        model: bars.rows.slice(bars.from, bars.shown === 0 ? bars.first : bars.from + bars.perCard)

        Item {
            id: row

            required property int index
            required property var modelData

            objectName: "bar." + row.modelData.name
            x: (row.index % bars.columns) * (bars.each + bars.apart)
            y: bars.under + Math.floor(row.index / bars.columns) * (bars.tall + bars.gap)
            width: bars.each
            height: bars.tall
            Accessible.role: Accessible.StaticText
            Accessible.name: row.modelData.name + ": " + row.modelData.words

            Copy {
                width: bars.each
                y: (bars.beside ? row.height - bars.thick - Theme.px(2) : number.y) - height
                height: contentHeight
                text: row.modelData.name
                mm: Theme.small
                font.weight: Theme.medium
                Accessible.ignored: true
            }
            Copy {
                id: number

                y: row.height - bars.thick - Theme.px(2) - height
                width: bars.each
                height: contentHeight
                horizontalAlignment: bars.beside ? Text.AlignRight : Text.AlignLeft
                text: row.modelData.words
                mm: Theme.small
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
