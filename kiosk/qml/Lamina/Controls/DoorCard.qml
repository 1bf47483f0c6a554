pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// A door: its picture hung in the card with a mat, its name below. Without a picture the name stands large.
Touchable {
    id: door

    property string line: ""
    property var art: null
    property string alt: ""
    property bool aside: false
    property real least: Theme.small
    property alias nameMost: name.most
    readonly property alias nameOwn: name.own
    readonly property bool pictured: door.art !== null && door.art !== undefined && door.height - door.need > Theme.px(34)
    readonly property bool across: door.aside && door.art !== null && door.art !== undefined && door.width > Theme.px(120)
    readonly property bool pictured_: door.art !== null && door.art !== undefined && !door.across
    readonly property real need: name.contentHeight + note.height + Theme.px(9)
    readonly property real mat: Theme.px(Theme.mat)

    radius: Theme.px(Theme.radiusCard)

    CardFrame {
        anchors.fill: parent
        raised: !door.held
        color: door.held ? Theme.paint.pressed : door.pictured || door.aside ? Theme.paint.card : Theme.paint.tideWash
        radius: door.radius
    }
    Item {
        id: mount

        visible: door.pictured || door.across
        x: door.mat
        y: door.mat
        width: door.across ? Math.round(Math.min(door.height * 1.35, door.width * 0.4)) : door.width - 2 * door.mat
        height: door.across ? door.height - 2 * door.mat : door.height - 2 * door.mat - words.height
        clip: true

        Rectangle {
            anchors.fill: parent
            color: Theme.paint.wall
        }
        Image {
            anchors.fill: parent
            source: "images/wall-card.png"
            visible: Theme.paint.lit
            fillMode: mount.width > 600 || mount.height > 400 ? Image.Stretch : Image.Pad
        }
        Image {
            anchors.horizontalCenter: parent.horizontalCenter
            // A low door shows more of the upper part: heads stay on.
            y: Math.round((mount.height - height) * 0.25)
            visible: mount.visible
            source: mount.visible ? door.art?.source ?? "" : ""
            readonly property real fit: Math.max(mount.width / 600, mount.height / 400)
            width: Math.abs(fit - 1) < 0.12 ? 600 : Math.round(600 * fit)
            height: Math.abs(fit - 1) < 0.12 ? 400 : Math.round(400 * fit)
            smooth: true
            Accessible.role: Accessible.Graphic
            Accessible.name: door.alt
        }
        Corners {
            color: door.held ? Theme.paint.pressed : Theme.paint.card
        }
    }
    Item {
        id: words

        x: door.across ? mount.x + mount.width : door.mat
        y: door.across ? 0 : door.pictured ? door.height - height - door.mat : 0
        width: door.width - x - door.mat
        height: door.across || !door.pictured ? door.height : door.need

        Headline {
            id: name

            x: Theme.px(5)
            y: Math.round((words.height - name.contentHeight - note.height) / 2)
            width: words.width - Theme.px(8) - (end.visible ? end.width : 0)
            text: door.label
            mm: Theme.lead
            least: door.least
            Accessible.ignored: true
        }
        Copy {
            id: note

            x: Theme.px(5)
            y: name.y + name.contentHeight + Theme.px(1)
            width: name.width
            height: visible ? contentHeight + Theme.px(1) : 0
            visible: door.line !== "" && Theme.textSize < 1.2 && (door.height > Theme.px(108) || !door.pictured_ && door.height > name.contentHeight + note.contentHeight + Theme.px(7))
            text: door.line
            mm: Theme.small
            color: Theme.paint.inkQuiet
            lineHeight: Theme.lineTitle
        }
        IconGlyph {
            id: end

            anchors.right: parent.right
            anchors.rightMargin: Theme.px(3)
            anchors.verticalCenter: parent.verticalCenter
            visible: !Theme.largest
            name: "next"
            size: Theme.em(7.6)
            color: Theme.paint.tide
        }
    }
}
