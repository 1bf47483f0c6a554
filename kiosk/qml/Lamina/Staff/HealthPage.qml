pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// The health light: a colour, a sign and a word; then what is wrong, what to do, and what to tell IT.
StaffPage {
    id: page

    readonly property var light: page.corner.light
    readonly property bool told: page.light.word !== undefined
    readonly property string word: page.light.word ?? ""
    readonly property color tone: page.word === "fault" ? Theme.paint.alarm : page.word === "look" ? Theme.paint.heed : Theme.paint.well
    readonly property var wrong: page.light.lines ?? []

    title: page.words.health

    Rectangle {
        id: lamp

        x: page.room.x
        y: page.room.y
        width: page.room.width
        height: Math.max(Theme.px(22), verdict.contentHeight + Theme.px(8))
        visible: page.told
        radius: Theme.px(Theme.radiusCard)
        color: page.tone

        IconGlyph {
            id: sign

            x: Theme.px(8)
            anchors.verticalCenter: parent.verticalCenter
            name: page.word === "fault" ? "cross" : page.word === "look" ? "warnings" : "check"
            color: Theme.paint.onAlarm
            stroke: 2.6
            size: Theme.em(11)
        }
        Copy {
            id: verdict

            objectName: "health.word"
            x: sign.x + sign.width + Theme.px(6)
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - x - Theme.px(6)
            text: page.light.title ?? ""
            mm: Theme.lead
            font.weight: Theme.strong
            lineHeight: Theme.lineTitle
            color: Theme.paint.onAlarm
        }
    }
    Copy {
        x: page.room.x
        y: lamp.y + lamp.height + Theme.px(6)
        width: page.room.width
        visible: page.told && page.wrong.length === 0
        text: page.words.goodLine ?? ""
        mm: Theme.body
    }
    StaffTiles {
        id: tiles

        x: page.room.x
        y: lamp.y + lamp.height + Theme.px(4)
        width: page.room.width
        height: page.room.y + page.room.height - y
        columns: 1
        whole: true
        pagerElsewhere: page.low
        at: page.corner.turn
        items: page.wrong.map(line => ({
                    id: line.detail,
                    title: line.title + ". " + line.todo,
                    line: line.detail,
                    icon: line.state === "fault" ? "cross" : "warnings",
                    tone: line.state === "fault" ? Theme.paint.coralInk : Theme.paint.heed,
                    inert: true
                }))
        onTurned: to => page.corner.turnTo(to)
    }
    keys: [
        Pager {
            width: page.cell
            height: implicitHeight
            visible: page.low && tiles.count > 1
            count: tiles.count
            at: tiles.shown
            onTurned: to => page.corner.turnTo(to)
        }
    ]
    across: 1
}
