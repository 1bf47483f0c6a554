pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Things side by side on the same picture; one question at a time asked of each, in equal rooms.
PageScreen {
    id: compare

    required property var columns
    required property var rows
    readonly property int rowAt: Math.max(0, compare.rows.findIndex(row => row.id === compare.glass.at.row))
    readonly property var row: compare.rows[compare.rowAt]
    // Columns in normal letters on a wide page; else lines across it, as many as show whole.
    readonly property bool upright: Panel.landscape && !Theme.large
    // All of them in smaller words sooner than some of them, and one that fits sooner than one that does not.
    readonly property bool tight: !compare.upright && (Theme.largest ? compare.tallOver(bar.turned) < compare.tallest : compare.holds(bar.plain, compare.tallest) < compare.columns.length && compare.holds(bar.plain, compare.tallestTight) >= compare.columns.length)
    readonly property real lineTall: compare.tight ? compare.tallestTight : compare.tallest
    readonly property int most: compare.holds(bar.plain, compare.lineTall) >= compare.columns.length ? compare.columns.length : compare.holds(bar.turned, compare.lineTall)
    readonly property int turns: Math.ceil(compare.columns.length / compare.most)
    readonly property int at: Math.max(0, Math.min(compare.glass.at.more ?? 0, compare.turns - 1))
    readonly property int first: Math.min(compare.at * compare.most, Math.max(0, compare.columns.length - compare.most))
    readonly property real margin: Theme.px(Theme.margin)
    readonly property real gap: Theme.px(compare.upright ? 6 : 4)
    readonly property real wideAll: compare.width - 2 * compare.margin
    readonly property real columnWide: Math.floor((compare.wideAll - compare.gap * (compare.most - 1)) / compare.most)
    readonly property real startY: Math.max(name.y + name.contentHeight, mark.y + mark.height) + Theme.px(Theme.largest ? 3 : 5)
    readonly property real tall: compare.tallOver(bar.implicitHeight)
    readonly property real share: Math.max(compare.lineTall, Math.min(Theme.largest ? compare.tall : Theme.em(110), Math.floor((compare.tall - compare.gap * (compare.most - 1)) / compare.most)))
    property real tallest: 1
    property real tallestTight: 1

    // Room for what is compared above a bar so tall; in reach mode nothing else stands in the low zone.
    function tallOver(bottom: real): real {
        const top = compare.height - Theme.px(5) - bottom;
        return (compare.frame.low ? Math.min(compare.frame.lowTop, top) : top) - compare.startY - Theme.px(4);
    }

    function holds(bottom: real, each: real): int {
        const count = compare.columns.length;
        return compare.upright ? count : Math.max(1, Math.min(count, Math.floor((compare.tallOver(bottom) + compare.gap) / (each + compare.gap))));
    }

    function answer(index: int): string {
        return (compare.row.cells[index] ?? []).map(block => block.sentences.map(sentence => sentence.text).join(" ")).join("\n");
    }

    function measure(): void {
        const needs = [];
        const tight = [];
        for (let i = 0; i < list.count; i++) {
            const lying = list.itemAt(i) as CompareRow;
            needs.push(lying?.need ?? (list.itemAt(i) as CompareColumn)?.need ?? 1);
            tight.push(lying?.needTight ?? 1);
        }
        compare.tallest = Math.max(1, ...needs);
        compare.tallestTight = Math.max(1, ...tight);
    }

    heading: ""
    banded: false
    footed: false

    Headline {
        id: name

        objectName: "compare.title"
        x: compare.margin
        y: Theme.px(Theme.largest ? 5 : 10)
        width: compare.width - 2 * compare.margin - mark.taken
        text: compare.row.title
        mm: 15
    }
    TopMark {
        id: mark

        x: compare.width - compare.margin - width
        y: name.y + Math.max(0, Math.round((name.size * 1.2 - height) / 2))
        review: compare.review
        sourced: compare.sources.length > 0
        low: compare.frame.low
        onSourcesAsked: compare.glass.choose("sources", true)
    }
    Repeater {
        id: list

        model: compare.columns
        delegate: compare.upright ? standing : lying
        onItemAdded: compare.measure()
    }
    Component {
        id: standing

        CompareColumn {
            required property int index
            required property var modelData

            x: compare.margin + index * (compare.columnWide + compare.gap)
            y: compare.startY
            width: compare.columnWide
            height: compare.tall
            shown: compare.pictureNamed(modelData.picture)
            title: modelData.title
            amount: modelData.amount
            answer: compare.answer(index)
            wordsTall: compare.tallest
            onNeedChanged: compare.measure()
        }
    }
    Component {
        id: lying

        CompareRow {
            required property int index
            required property var modelData

            x: compare.margin
            y: compare.startY + (index - compare.first) * (compare.share + compare.gap)
            width: compare.wideAll
            height: compare.share
            tight: compare.tight
            visible: index >= compare.first && index < compare.first + compare.most
            shown: compare.pictureNamed(modelData.picture)
            title: modelData.title
            amount: modelData.amount
            answer: compare.answer(index)
            onNeedChanged: compare.measure()
            onNeedTightChanged: compare.measure()
        }
    }
    CompareBar {
        id: bar

        x: compare.margin
        y: compare.height - height - Theme.px(5)
        width: compare.wideAll
        rows: compare.rows
        rowAt: compare.rowAt
        turns: compare.turns
        at: compare.at
        onPicked: row => compare.glass.choose("row", row)
        onTurnedTo: turn => compare.glass.choose("more", turn)
    }
}
