pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// What people read and where they stop, over a week, a month or all that is kept; drawn with plain rectangles.
StaffPage {
    id: page

    readonly property var reading: page.corner.reading
    readonly property var rows: page.reading.rows ?? []
    readonly property string what: page.reading.what ?? "read"
    readonly property string fault: page.reading.fault ?? ""
    readonly property bool empty: page.reading.rows !== undefined && page.rows.length === 0
    readonly property list<int> spans: [7, 30, 400]
    // The keys leave one place of theirs free, which the pager takes.
    readonly property bool filled: Theme.largest && Panel.landscape

    readonly property string note: page.rows.length === 0 ? "" : page.what === "end" ? page.words.countsEndNote + " " + page.words.countsNote : page.words.countsNote

    title: page.words.counts
    // Where letters are largest the first card alone has room for it.
    line: Theme.largest ? "" : page.note
    across: Panel.landscape && !Theme.largest ? 3 : Panel.landscape ? 2 : 1

    Column {
        x: page.room.x
        y: page.room.y
        width: page.room.width
        visible: page.empty
        spacing: Theme.px(2)

        Copy {
            objectName: "counts.none"
            width: parent.width
            text: page.fault || page.words.countsNone
            mm: Theme.body
        }
        Copy {
            width: parent.width
            visible: page.fault === ""
            text: page.words.countsNoneLine
            mm: Theme.label
            color: Theme.paint.inkQuiet
        }
    }
    CountBars {
        id: bars

        x: page.room.x
        y: page.room.y
        width: page.room.width
        height: page.room.height
        visible: page.rows.length > 0
        rows: page.rows
        note: Theme.largest ? page.note : ""
        pagerElsewhere: page.low || page.filled
        at: page.corner.turn
        onTurned: to => page.corner.turnTo(to)
    }
    keys: [
        Segments {
            width: page.cell
            height: implicitHeight
            prefix: "staff.plot"
            titles: [page.words.countsRead, page.words.countsEnd]
            names: ["read", "end"]
            at: page.what === "end" ? 1 : 0
            onPicked: index => page.corner.choosePlot(index === 1 ? "end" : "read")
        },
        Segments {
            id: spans

            width: page.cell
            height: implicitHeight
            prefix: "staff.days"
            titles: [page.words.countsWeek, page.words.countsMonth, page.words.countsAll]
            names: ["7", "30", "400"]
            at: Math.max(0, page.spans.indexOf(page.reading.days ?? 7))
            onPicked: index => page.corner.chooseDays(page.spans[index])
        },
        QuietButton {
            objectName: "staff.save"
            width: page.cell
            height: Math.max(implicitHeight, spans.implicitHeight)
            visible: page.fault === ""
            icon: "save"
            label: page.reading.byIt ? page.words.table : page.words.save
            onActed: page.corner.go("save")
        },
        Pager {
            width: page.cell
            height: implicitHeight
            visible: (page.low || page.filled) && bars.count > 1
            count: bars.count
            at: bars.shown
            onTurned: to => page.corner.turnTo(to)
        }
    ]
}
