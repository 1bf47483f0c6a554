pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Glass
import Lamina.Theme
import Lamina.Controls

// Everything that makes the kiosk easier to use, one row each, and last what this screen is.
Item {
    id: access

    required property Glass glass
    readonly property real margin: Theme.px(Theme.margin)
    readonly property bool wide: Panel.landscape
    readonly property real gap: Theme.px(4)
    // Within reach large letters stand two or three rows at a time; the rest is one turn away.
    readonly property bool turned: Theme.large && access.glass.reach
    readonly property int atOnce: !access.turned ? access.all.length : access.wide ? 3 : 2
    readonly property int turns: Math.ceil(access.all.length / access.atOnce)
    readonly property int turn: Math.min(access.glass.at.more ?? 0, access.turns - 1)
    readonly property int columns: access.wide && access.glass.reach && !access.turned ? 2 : 1
    readonly property real beside: access.turned && access.wide ? pager.width + Theme.px(10) : 0
    readonly property real below: access.turned && !access.wide ? pager.height + access.gap : 0
    readonly property real each: (access.width - 2 * access.margin - access.beside - (access.columns - 1) * Theme.px(10)) / access.columns
    readonly property real top_: access.glass.reach ? Math.round(Panel.pixelHeight * (1 - Theme.reachShare)) : title.y + title.contentHeight + Theme.px(8)
    readonly property real room: access.height - access.top_ - access.below - Theme.px(access.turned ? 4 : 6)
    readonly property int down: Math.ceil(access.rows.length / access.columns)
    readonly property real tall: Math.min(Theme.px(40) * (Theme.large ? 1.5 : 1), (access.room - access.gap * (access.down - 1)) / access.down)
    readonly property bool mirrored: access.glass.hand === "left"
    readonly property var rows: access.all.slice(access.turn * access.atOnce, (access.turn + 1) * access.atOnce)
    readonly property var all: [
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
        },
        {
            name: "about",
            line: Words.aboutLine,
            title: Words.about,
            values: [""],
            titles: [Words.open],
            now: null
        }
    ]

    anchors.fill: parent

    function set(name: string, value: var): void {
        if (name === "textSize")
            access.glass.setTextSize(value);
        else if (name === "contrast")
            access.glass.setContrast(value);
        else if (name === "reach")
            access.glass.setReach(value);
        else if (name === "hand")
            access.glass.setHand(value);
        else if (name === "still")
            access.glass.setStill(value);
        else
            access.glass.showAbout();
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
        width: title.width
        visible: access.glass.reach
        text: Words.textTry
        mm: Theme.lead
    }
    Repeater {
        model: access.rows

        AccessRow {
            id: row

            required property int index
            required property var modelData

            x: access.margin + (access.mirrored ? access.beside : 0) + (row.index % access.columns) * (access.each + Theme.px(10))
            y: access.top_ + Math.floor(row.index / access.columns) * (row.height + access.gap)
            width: access.each
            height: access.tall
            name: row.modelData.name
            title: row.modelData.title
            line: row.modelData.line ?? ""
            values: row.modelData.values
            titles: row.modelData.titles
            now: row.modelData.now
            stacked: !access.wide && Theme.large
            narrow: !access.wide || access.columns > 1
            terse: access.beside > 0
            onPicked: value => access.set(row.modelData.name, value)
        }
    }
    Pager {
        id: pager

        x: access.wide && !access.mirrored ? access.width - access.margin - width : access.margin
        y: access.height - height - Theme.px(4)
        width: access.wide ? implicitWidth : access.width - 2 * access.margin
        height: implicitHeight
        visible: access.turned
        stacked: access.wide
        count: access.turns
        at: access.turn
        onTurned: to => access.glass.choose("more", to)
    }
}
