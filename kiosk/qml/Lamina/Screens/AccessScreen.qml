pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Glass
import Lamina.Theme
import Lamina.Controls

// Everything that makes the kiosk easier to use, one row each.
Item {
    id: access

    required property Glass glass
    readonly property real margin: Theme.px(Theme.margin)
    readonly property bool wide: Panel.landscape
    readonly property real gap: Theme.px(4)
    readonly property int columns: access.wide && access.glass.reach ? 2 : 1
    readonly property real each: (access.width - 2 * access.margin - (access.columns - 1) * Theme.px(10)) / access.columns
    readonly property real top_: access.glass.reach ? Math.round(Panel.pixelHeight * (1 - Theme.reachShare)) : title.y + title.contentHeight + Theme.px(8)
    readonly property real room: access.height - access.top_ - Theme.px(6)
    readonly property var rows: [
        {
            name: "textSize",
            title: Words.textSize,
            values: [1, 1.4, 2],
            titles: ["A", "A", "A"],
            now: access.glass.textSize
        },
        {
            name: "contrast",
            line: Words.contrastLine,
            title: Words.contrast,
            values: [false, true],
            titles: [Words.switchedOff, Words.switchedOn],
            now: access.glass.contrast
        },
        {
            name: "reach",
            line: Words.reachLine,
            title: Words.reach,
            values: [false, true],
            titles: [Words.switchedOff, Words.switchedOn],
            now: access.glass.reach
        },
        {
            name: "hand",
            title: Words.hand,
            values: ["left", "right"],
            titles: [Words.handLeft, Words.handRight],
            now: access.glass.hand
        },
        {
            name: "still",
            line: Words.stillLine,
            title: Words.still,
            values: [false, true],
            titles: [Words.switchedOff, Words.switchedOn],
            now: access.glass.still
        }
    ]

    function set(name: string, value: var): void {
        if (name === "textSize")
            access.glass.setTextSize(value);
        else if (name === "contrast")
            access.glass.setContrast(value);
        else if (name === "reach")
            access.glass.setReach(value);
        else if (name === "hand")
            access.glass.setHand(value);
        else
            access.glass.setStill(value);
    }

    Headline {
        id: title

        objectName: "access.title"
        x: access.margin
        y: Theme.px(Theme.largest && access.wide ? 5 : 12)
        width: access.width - 2 * access.margin
        text: Words.accessTitle
        mm: Theme.largest && access.wide ? Theme.lead : Theme.title
    }
    Copy {
        x: access.margin
        y: title.y + title.contentHeight + Theme.px(8)
        visible: access.glass.reach
        text: Words.textTry
        mm: Theme.lead
    }
    Repeater {
        model: access.rows

        Item {
            id: row

            required property int index
            required property var modelData
            readonly property int down: Math.ceil(access.rows.length / access.columns)
            readonly property real tall: Math.min(Theme.px(40) * (Theme.large ? 1.5 : 1), (access.room - access.gap * (row.down - 1)) / row.down)
            readonly property real named: row.modelData.line || access.columns === 1 && access.wide ? 0.48 : 0.3
            readonly property bool stacked: !access.wide && Theme.large && !access.glass.reach

            x: access.margin + (row.index % access.columns) * (access.each + Theme.px(10))
            y: access.top_ + Math.floor(row.index / access.columns) * (row.tall + access.gap)
            width: access.each
            height: row.tall

            CardFrame {
                anchors.fill: parent
                raised: false
                color: Theme.paint.mist
            }
            Copy {
                id: caption

                x: Theme.px(6)
                width: row.stacked ? parent.width - 2 * x : parent.width * (row.named - 0.02) - x
                y: row.stacked ? Theme.px(2) : Math.round((row.height - contentHeight - (hint.visible ? hint.contentHeight : 0)) / 2)
                text: row.modelData.title
                mm: row.stacked ? Theme.small : Theme.label
                font.weight: Theme.strong
                font.pixelSize: Math.max(Theme.px(Theme.small), Math.min(Theme.em(mm), Math.round(row.tall * 0.38)))
            }
            Copy {
                id: hint

                x: caption.x
                y: caption.y + caption.contentHeight
                width: caption.width
                visible: text !== "" && !row.stacked && !Theme.large
                text: row.modelData.line ?? ""
                mm: Theme.small
                color: Theme.paint.inkQuiet
            }
            Picks {
                x: row.stacked ? Theme.px(6) : parent.width * row.named
                y: row.stacked ? caption.y + caption.contentHeight + Theme.px(1) : Math.round((row.height - height) / 2)
                width: parent.width - x - Theme.px(6)
                height: Math.max(Theme.px(Theme.touchSecondary), Math.min(implicitHeight, row.height - (row.stacked ? caption.y + caption.contentHeight + Theme.px(1) : 0) - Theme.px(3)))
                prefix: "access." + row.modelData.name
                titles: row.modelData.titles
                rising: row.modelData.name === "textSize"
                names: row.modelData.values.map(value => String(value))
                at: Math.max(0, row.modelData.values.findIndex(value => value === row.modelData.now))
                onPicked: index => access.set(row.modelData.name, row.modelData.values[index])
            }
        }
    }
}
