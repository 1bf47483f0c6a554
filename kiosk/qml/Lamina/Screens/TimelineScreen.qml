pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Getting better: a strip of phases to tap or drag, the activities below it, and the sentence of what is chosen.
PageScreen {
    id: line

    required property var phases
    required property var rows
    readonly property bool gridded: !Theme.large && !line.frame.low
    // Within reach on a wide page the largest letters need every line above the low zone.
    readonly property bool scarce: Theme.largest && line.frame.low && Panel.landscape
    readonly property bool roaded: line.gridded && !Panel.landscape
    readonly property int rowTurns: !line.gridded || line.roaded || line.rows.length <= line.fitsIn(line.gridRoom.height) ? 1 : Math.ceil(line.rows.length / line.fitsIn(line.gridRoom.height - turner.height - Theme.px(4)))
    // Dealt evenly: five lines and five, not eight and two.
    readonly property int each: Math.ceil(line.rows.length / line.rowTurns)
    readonly property int rowsAt: Math.max(0, Math.min(line.glass.at.more ?? 0, line.rowTurns - 1))
    readonly property int phaseAt: Math.max(0, line.phases.findIndex(phase => phase.id === line.glass.at.phase))
    readonly property var phase: line.phases[line.phaseAt]
    readonly property int rowAt: line.rows.findIndex(row => row.id === line.glass.at.row)
    readonly property var row: line.rowAt < 0 ? null : line.rows[line.rowAt]
    // What the chosen activity is like in the chosen phase.
    readonly property var byThen: line.gridded ? line.row?.cells.find(cell => cell.phase === line.phase.id) ?? null : null
    readonly property string led: (line.lead ?? []).map(sentence => sentence.text).join(" ")
    readonly property real gap: Theme.px(6)
    readonly property real margin: Theme.px(Theme.margin)
    readonly property real sayWide: line.frame.controls.width
    readonly property rect gridRoom: Panel.landscape ? Qt.rect(line.frame.mirrored ? line.margin + line.sayWide + Theme.px(8) : line.margin, line.head + Theme.px(4), line.width - line.sayWide - 2 * line.margin - Theme.px(8), line.height - line.head - Theme.px(8)) : Qt.rect(line.margin, line.head + Theme.px(5), line.width - 2 * line.margin, Math.round((line.height - line.head) * 0.6))
    readonly property rect sayRoom: !line.gridded ? line.body : Panel.landscape ? Qt.rect(line.frame.mirrored ? line.margin : line.width - line.margin - line.sayWide, line.gridRoom.y, line.sayWide, line.frame.controls.y - line.gridRoom.y - line.gap) : Qt.rect(line.margin + (line.width - 2 * line.margin) * 0.4 + Theme.px(12), line.gridRoom.y + Theme.px(2), (line.width - 2 * line.margin) * 0.6 - Theme.px(12), road.roadTall)
    readonly property real head: line.gridded ? name.y + name.contentHeight + (Panel.landscape ? Theme.px(1) : intro.contentHeight + Theme.px(2)) : 0

    function fitsIn(tall: real): int {
        return Math.max(1, Math.floor((tall - Theme.px(40)) / Theme.px(19.4)));
    }

    function walkRows(by: int): void {
        const count = line.rows.length;
        line.glass.choose("more", 0);
        line.glass.choose("row", line.rows[line.rowAt < 0 ? 0 : (line.rowAt + by + count) % count].id);
    }

    // Beside the marks of a chosen activity a phase says how it is by then; alone it lets go of the activity.
    function pickPhase(id: string): void {
        if (!line.gridded) {
            line.glass.choose("more", 0);
            line.glass.choose("row", "");
        }
        line.glass.choose("phase", id);
    }

    function walkPhases(by: int): void {
        line.pickPhase(line.phases[Math.max(0, Math.min(line.phases.length - 1, line.phaseAt + by))].id);
    }

    heading: line.gridded ? "" : line.title
    banded: !line.gridded
    plain: line.scarce
    headingMm: line.scarce ? Theme.label : Theme.title
    lowColumns: !Panel.landscape ? 1 : Theme.large ? 2 : 3
    turnCount: said.count
    turnAt: said.shown

    Headline {
        id: name

        objectName: "timeline.title"
        x: line.margin
        y: Theme.px(11)
        width: line.width - 2 * line.margin
        visible: line.gridded
        text: line.title
        mm: 15
    }
    Copy {
        id: intro

        objectName: "timeline.lead"
        x: line.margin
        y: name.y + name.contentHeight + Theme.px(1)
        width: name.width
        visible: line.roaded
        text: line.led
        mm: Theme.label
        color: Theme.paint.inkQuiet
    }
    PhaseRoad {
        id: road

        x: line.gridRoom.x
        y: line.gridRoom.y
        width: line.gridRoom.width
        height: implicitHeight
        room: line.controlsTop - line.gridRoom.y - Theme.px(6)
        visible: line.roaded
        phases: line.roaded ? line.phases : []
        rows: line.roaded ? line.rows : []
        phase: line.phaseAt
        row: line.row?.id ?? ""
        onPhasePicked: id => line.pickPhase(id)
        onRowPicked: id => line.glass.choose("row", line.row?.id === id ? "" : id)
    }
    PhaseGrid {
        x: line.gridRoom.x
        y: line.gridRoom.y
        width: line.gridRoom.width
        height: line.gridRoom.height
        visible: line.gridded && !line.roaded
        phases: line.gridded && !line.roaded ? line.phases : []
        spare: turner.visible ? turner.height + Theme.px(3) : 0
        rows: line.gridded && !line.roaded ? line.rows.slice(line.rowsAt * line.each, (line.rowsAt + 1) * line.each) : []
        names: line.rows.map(row => row.title)
        phase: line.phaseAt
        row: line.row?.id ?? ""
        onPhasePicked: id => line.pickPhase(id)
        onRowPicked: id => line.glass.choose("row", line.row?.id === id ? "" : id)
    }
    // Between the lines it turns and what their marks mean.
    Pager {
        id: turner

        x: line.gridRoom.x + line.gridRoom.width - width
        y: line.gridRoom.y + line.gridRoom.height - Theme.px(14) - height
        width: Theme.px(96)
        height: implicitHeight
        visible: line.rowTurns > 1
        count: line.rowTurns
        at: line.rowsAt
        onTurned: to => line.glass.choose("more", to)
    }
    PhaseWords {
        id: said

        x: line.sayRoom.x
        y: line.sayRoom.y
        width: line.sayRoom.width
        height: line.sayRoom.height
        phase: line.phase
        row: line.row
        cell: line.byThen
        first: line.phaseAt === 0
        spans: line.row === null || line.gridded ? [] : line.row.cells.map(cell => ({
                    text: line.phases.find(phase => phase.id === cell.phase).title + ": " + cell.sentence.text
                }))
        at: line.glass.at.more ?? 0
        pagerElsewhere: line.frame.low
        alone: line.gridded
        lead: line.phaseAt === 0 && !line.gridded ? line.lead ?? [] : []
        note: line.gridded && !line.roaded ? line.led : ""
        hint: line.gridded ? Words.chooseActivity : ""
        onTurned: to => line.glass.choose("more", to)
    }
    controls: [
        PhaseStepper {
            width: line.cell
            visible: !line.gridded
            title: line.phase.title
            first: line.phaseAt === 0
            last: line.phaseAt === line.phases.length - 1
            onWalked: by => line.walkPhases(by)
        },
        QuietButton {
            objectName: "row.next"
            width: line.cell
            height: implicitHeight
            visible: !line.gridded
            label: line.row === null ? Words.whenCanI : Words.fill(Words.nextIs, "title", line.rows[(line.rowAt + 1) % line.rows.length].title)
            tail: "next"
            onActed: line.walkRows(1)
        },
        PrimaryButton {
            objectName: "timeline.next"
            width: line.cell
            height: implicitHeight
            visible: Boolean(line.next)
            label: line.next?.title ?? ""
            onActed: line.go(line.next)
        }
    ]
}
