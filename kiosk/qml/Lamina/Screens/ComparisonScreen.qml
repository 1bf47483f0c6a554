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
    readonly property int most: Theme.largest ? 1 : !Panel.landscape ? (Theme.large ? 1 : 2) : Theme.large || compare.columns.length === 4 ? 2 : 3
    readonly property int turns: Math.ceil(compare.columns.length / compare.most)
    readonly property int at: Math.max(0, Math.min(compare.glass.at.more ?? 0, compare.turns - 1))
    readonly property int first: Math.min(compare.at * compare.most, Math.max(0, compare.columns.length - compare.most))
    readonly property var here: compare.columns.slice(compare.first, compare.first + compare.most)
    readonly property real margin: Theme.px(Theme.margin)
    readonly property real gap: Theme.px(6)
    readonly property real each: Math.floor((compare.width - 2 * compare.margin - compare.gap * (compare.here.length - 1)) / Math.max(1, compare.here.length))
    readonly property real startY: name.y + name.contentHeight + Theme.px(5)
    readonly property real tall: (compare.frame.low ? compare.frame.lowTop : compare.height - bar.height - Theme.px(9)) - compare.startY - Theme.px(4)

    heading: ""
    banded: false
    footed: false

    Headline {
        id: name

        objectName: "compare.title"
        x: compare.margin
        y: Theme.px(Theme.largest ? 5 : 10)
        width: compare.width - 2 * compare.margin
        text: compare.row.title
        mm: 15
    }
    Repeater {
        model: compare.here

        CompareColumn {
            required property int index
            required property var modelData

            x: compare.margin + index * (compare.each + compare.gap)
            y: compare.startY
            width: compare.each
            height: compare.tall
            shown: compare.pictureNamed(modelData.picture)
            title: modelData.title
            amount: modelData.amount
            sentences: compare.row.cells[compare.first + index] ?? []
        }
    }
    Item {
        id: bar

        readonly property bool short_: Theme.large
        readonly property bool two: Theme.large || !Panel.landscape
        readonly property real share: bar.two || compare.turns < 2 ? bar.width : bar.width - Theme.px(86)

        x: compare.margin
        y: compare.height - height - Theme.px(5)
        width: compare.width - 2 * compare.margin
        height: (compare.turns > 1 && bar.two && !bar.short_ ? turn.implicitHeight + Theme.px(3.6) : 0) + (bar.short_ ? (Panel.landscape ? 0 : compare.turns > 1 ? turn.implicitHeight + Theme.px(3.6) : 0) + step.implicitHeight : choices.lines * (choices.tall + Theme.px(3.4)) - Theme.px(3.4))

        PrimaryButton {
            id: step

            objectName: "compare.nextRow"
            visible: bar.short_
            width: Panel.landscape && compare.turns > 1 ? bar.width * 0.55 : bar.width
            height: implicitHeight
            label: Words.fill(Words.nextIs, "title", compare.rows[(compare.rowAt + 1) % compare.rows.length].title)
            onActed: compare.glass.choose("row", compare.rows[(compare.rowAt + 1) % compare.rows.length].id)
        }
        Grid {
            id: choices

            visible: !bar.short_

            readonly property int across: Theme.largest ? 2 : Theme.large || !Panel.landscape ? 3 : Math.ceil(compare.rows.length / Math.ceil(compare.rows.length / 6))
            readonly property int lines: Math.ceil(compare.rows.length / choices.across)
            readonly property real tall: Math.max(Theme.px(18), Theme.em(15))

            columns: choices.across
            spacing: Theme.px(3.4)

            Repeater {
                model: compare.rows

                QuietButton {
                    required property int index
                    required property var modelData

                    objectName: "row." + modelData.id
                    width: Math.floor((bar.share - choices.spacing * (choices.across - 1)) / choices.across)
                    height: choices.tall
                    mm: Theme.small
                    centred: true
                    chosen: index === compare.rowAt
                    label: modelData.title
                    onActed: compare.glass.choose("row", modelData.id)
                }
            }
        }
        Pager {
            id: turn

            anchors.right: parent.right
            anchors.bottom: parent.bottom
            width: bar.short_ && Panel.landscape ? bar.width * 0.42 : bar.two ? bar.width : Theme.px(80)
            visible: compare.turns > 1
            count: compare.turns
            at: compare.at
            onTurned: to => compare.glass.choose("more", to)
        }
    }
}
