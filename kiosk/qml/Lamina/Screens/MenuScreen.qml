pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// A page of doors: home is six of them with pictures, every other menu is of the same family.
PageScreen {
    id: menu

    required property var doors
    readonly property real margin: Theme.px(Theme.margin)
    readonly property real spacing: Theme.px(Theme.large && !Panel.landscape ? 4.4 : 6)
    // Within reach on a narrow page large names need lines of their own, and the button that turns stands beside them.
    readonly property bool listed: menu.frame.low && !Panel.landscape && Theme.large && menu.doors.length > 6 || menu.cramped
    readonly property bool cramped: menu.frame.low && !Panel.landscape && Theme.largest && !menu.glass.onHome
    readonly property int fits: menu.listed ? (Theme.largest ? 3 : 4) : Panel.landscape && (Theme.largest || menu.longLow) ? 4 : menu.listing && !Theme.large ? 8 : 6
    // Beyond home, or more doors than six: a list, small whole pictures with name and line beside them.
    readonly property bool listing: (menu.doors.length > 6 || !menu.glass.onHome) && !Theme.largest && !menu.frame.low && (Panel.landscape || !Theme.large)
    // Many doors within reach in larger letters: fewer of them abreast, their names on one line.
    readonly property bool longLow: menu.frame.low && Theme.large && menu.doors.length > 6
    // Dealt evenly: five and four doors, not six and three.
    readonly property int most: Math.ceil(menu.doors.length / Math.max(1, Math.ceil(menu.doors.length / menu.fits)))
    readonly property int turns: Math.max(1, Math.ceil(menu.doors.length / menu.most))
    readonly property bool stacked: menu.turns > 1 && (menu.listed || menu.frame.low && Theme.largest)
    readonly property int at: Math.max(0, Math.min(menu.glass.at.more ?? 0, menu.turns - 1))
    readonly property var here: menu.doors.slice(menu.at * menu.most, (menu.at + 1) * menu.most)
    // Home says whose pages these are, and opens the page that tells it all.
    readonly property bool told: menu.glass.onHome && !(menu.frame.low && Theme.large)
    readonly property int across: Panel.landscape ? (menu.listing || menu.frame.low && Theme.largest || menu.longLow || menu.here.length === 4 || menu.here.length === 2 ? 2 : Math.min(3, menu.here.length)) : menu.listed || menu.listing ? 1 : menu.frame.low ? 2 : menu.here.length < 4 || Theme.largest ? 1 : 2
    // Turned pages of one list have rows of one height.
    readonly property int down: menu.listed ? menu.most : Math.max(1, Math.ceil((menu.listing ? menu.most : menu.here.length) / menu.across))
    readonly property real doorsTop: menu.frame.low ? menu.frame.lowTop : menu.title !== "" ? head.y + head.height + Theme.px(6) : menu.margin
    readonly property real doorsWide: menu.width - 2 * menu.margin - (menu.stacked ? pager.width + menu.spacing : 0)
    readonly property real doorsX: menu.margin + (menu.stacked && menu.frame.mirrored ? pager.width + menu.spacing : 0)
    readonly property real foot: menu.turns > 1 && !menu.stacked ? pager.key + Theme.px(menu.told ? 6 : 4) : 0
    readonly property real room: menu.height - menu.doorsTop - Theme.px(6) - menu.foot - note.height
    // Two rows of the largest letters on a wide page: pictures beside the names, or there is room for none.
    readonly property bool rowsLow: Panel.landscape && Theme.largest && menu.across === 2 && menu.down > 1
    property int nameMost: 10000
    readonly property var hero: menu.frame.low ? menu.pictureNamed(menu.here.find(door => door.picture)?.picture ?? "") : null

    // The names of a page's doors are of one family: none is much larger than the longest can be.
    function even(): void {
        let least = 10000;
        for (let i = 0; i < cards.count; i++)
            least = Math.min(least, (cards.itemAt(i) as DoorCard)?.nameOwn ?? least);
        menu.nameMost = Math.round(least * 1.2);
    }

    heading: ""
    banded: false
    footed: false
    lowFilled: true
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
            visible: menu.frame.low || menu.listing || (!Panel.landscape && !Theme.large)
            text: (menu.frame.low ? menu.lead.slice(0, (Theme.largest ? 1 : Theme.large ? 2 : 3) - (Panel.landscape || Theme.largest ? 0 : 1)) : menu.lead).map(sentence => sentence.text).join(" ")
            mm: Theme.body
            color: Theme.paint.inkQuiet
        }
    }
    Repeater {
        id: cards

        model: menu.here

        DoorCard {
            id: door

            required property var modelData
            required property int index
            readonly property bool warns: door.modelData.topic === "warning-signs"
            readonly property var shown: menu.pictureNamed(door.modelData.picture)

            objectName: "door." + door.modelData.topic
            width: Math.floor((menu.doorsWide - menu.spacing * (menu.across - 1)) / menu.across)
            height: Math.floor(Math.min((menu.room - menu.spacing * (menu.down - 1)) / menu.down, Theme.px(Panel.landscape ? 170 : 118) * (Theme.largest ? 1.2 : 1)))
            x: menu.doorsX + (door.index % menu.across) * (door.width + menu.spacing)
            y: menu.doorsTop + Math.floor(door.index / menu.across) * (door.height + menu.spacing)
            label: door.modelData.title
            line: door.modelData.line
            least: menu.frame.low && Panel.landscape && Theme.largest ? Theme.nameLeast : menu.rowsLow ? Theme.small * 0.92 : Theme.small
            aside: menu.across === 1 || menu.frame.low || menu.listing || menu.rowsLow
            art: menu.frame.low ? null : door.warns ? ({}) : door.shown?.card ?? null
            alt: door.warns ? "" : door.shown?.alt ?? ""
            nameMost: menu.nameMost
            onNameOwnChanged: menu.even()
            onHeldChanged: if (door.held)
                menu.glass.foresee(door.modelData.topic)
            onActed: menu.glass.open(door.modelData.topic, "")

            // Warning signs wear their own mark where other doors hang a picture.
            Rectangle {
                visible: door.warns && (door.pictured || door.across)
                x: door.mat
                y: door.mat
                width: door.across ? Math.round(Math.min(door.height * 1.35, door.width * 0.4)) : door.width - 2 * door.mat
                height: door.height - 2 * door.mat - (door.across ? 0 : door.need)
                radius: Theme.px(Theme.radius)
                color: Theme.paint.coralWash

                IconGlyph {
                    anchors.centerIn: parent
                    name: "warnings"
                    color: Theme.paint.coralInk
                    size: Math.round(Math.min(parent.width, parent.height) * 0.62)
                }
            }
        }
    }
    Pager {
        id: pager

        stacked: menu.stacked
        x: stacked && !menu.frame.mirrored ? menu.width - menu.margin - width : menu.margin
        y: stacked ? menu.doorsTop : menu.height - height - Theme.px(menu.told ? 7 : 5) - note.height
        width: stacked ? implicitWidth : menu.width - 2 * menu.margin
        height: stacked ? menu.room : implicitHeight
        visible: menu.turns > 1
        count: menu.turns
        at: menu.at
        onTurned: to => menu.glass.choose("more", to)
    }
    Item {
        id: note

        x: menu.margin
        y: menu.height - height - Theme.px(menu.told ? 3 : 1)
        width: menu.width - 2 * menu.margin
        height: !visible ? 0 : Math.max(said.visible ? said.contentHeight : 0, about.visible ? about.height : 0) + Theme.px(1)
        visible: said.visible || about.visible

        Copy {
            id: said

            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - (about.visible ? about.width + Theme.px(6) : 0)
            visible: menu.glass.sample && (menu.told || !Theme.large)
            text: Words.sampleShort
            mm: Theme.small
            lineHeight: Theme.lineTitle
            color: Theme.paint.inkQuiet
        }
        QuietButton {
            id: about

            objectName: "menu.about"
            anchors.right: parent.right
            height: implicitHeight
            visible: menu.told
            flat: true
            room: Theme.touchSecondary
            mm: Theme.small
            label: Theme.large ? Words.aboutShort : Words.about
            tail: "next"
            onActed: menu.glass.showAbout()
        }
    }
}
