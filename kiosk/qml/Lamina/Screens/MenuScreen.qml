pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// A page of doors: home is six of them with pictures, every other menu is of the same family.
PageScreen {
    id: menu

    required property var doors
    readonly property bool landscape: Panel.landscape
    readonly property real margin: Theme.px(Theme.margin)
    readonly property real spacing: Theme.px(6)
    readonly property int most: Theme.largest && menu.landscape ? 4 : 6
    readonly property int at: Math.max(0, Math.min(menu.glass.at.more ?? 0, menu.turnCount - 1))
    readonly property var here: menu.doors.slice(menu.at * menu.most, (menu.at + 1) * menu.most)
    readonly property int count: menu.here.length
    readonly property int across: menu.landscape ? (menu.count === 4 || menu.count === 2 ? 2 : Math.min(3, menu.count)) : menu.frame.low ? 2 : menu.count < 4 || Theme.largest ? 1 : 2
    readonly property int down: Math.max(1, Math.ceil(menu.count / menu.across))
    readonly property real doorsTop: menu.frame.low ? menu.frame.lowTop : menu.title !== "" ? menu.headBottom : menu.margin
    readonly property real headBottom: head.y + head.height + Theme.px(6)
    readonly property real foot: menu.turnCount > 1 ? pager.height + Theme.px(4) : 0
    readonly property real room: menu.height - menu.doorsTop - Theme.px(6) - menu.foot - note.height
    readonly property var hero: menu.frame.low ? menu.pictureNamed(menu.here[0]?.picture ?? "") : null

    turnCount: Math.max(1, Math.ceil(menu.doors.length / menu.most))
    heading: ""
    banded: false
    footed: false
    art: menu.frame.low ? menu.hero : null

    Column {
        id: head

        x: menu.pictured ? menu.frame.words.x : menu.margin
        y: menu.pictured ? menu.frame.words.y : Theme.px(11)
        width: menu.pictured ? menu.frame.words.width : menu.width - 2 * menu.margin
        spacing: Theme.px(3)

        Headline {
            objectName: "menu.title"
            width: parent.width
            text: menu.title
        }
        Copy {
            width: parent.width
            visible: menu.frame.low || (!menu.landscape && !Theme.large)
            text: menu.lead.map(sentence => sentence.text).join(" ")
            mm: Theme.body
            color: Theme.paint.inkQuiet
        }
    }
    Repeater {
        model: menu.here

        DoorCard {
            id: door

            required property var modelData
            required property int index
            readonly property var shown: menu.pictureNamed(door.modelData.picture)

            objectName: "door." + door.modelData.topic
            width: Math.floor((menu.width - 2 * menu.margin - menu.spacing * (menu.across - 1)) / menu.across)
            height: Math.floor(Math.min((menu.room - menu.spacing * (menu.down - 1)) / menu.down, Theme.px(menu.landscape ? 170 : 118) * (Theme.largest ? 1.2 : 1)))
            x: menu.margin + (door.index % menu.across) * (door.width + menu.spacing)
            y: menu.doorsTop + Math.floor(door.index / menu.across) * (door.height + menu.spacing)
            label: door.modelData.title
            line: door.modelData.line
            aside: menu.across === 1 || menu.frame.low
            art: menu.frame.low ? null : door.shown?.card ?? null
            alt: door.shown?.alt ?? ""
            onActed: menu.glass.open(door.modelData.topic, "")
        }
    }
    Pager {
        id: pager

        x: menu.margin
        y: menu.height - height - Theme.px(5) - note.height
        width: menu.width - 2 * menu.margin
        visible: menu.turnCount > 1
        count: menu.turnCount
        at: menu.at
        onTurned: to => menu.glass.choose("more", to)
    }
    Copy {
        id: note

        x: menu.margin
        y: menu.height - height - Theme.px(1)
        height: visible ? implicitHeight + Theme.px(1) : 0
        visible: menu.glass.sample && Theme.textSize < 1.2
        text: Words.sampleShort
        mm: Theme.small
        width: menu.width - 2 * menu.margin
        color: Theme.paint.inkQuiet
    }
}
