pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// One list of warning signs, by what to do: the head says what, the shape and the icon say how fast.
Item {
    id: care

    property string level: "now"
    property string title: ""
    property string here: ""
    property string away: ""
    property var signs: []
    property var closing: []
    property bool open: false
    property bool pagerElsewhere: false
    property int at: 0
    readonly property alias count: cards.count
    readonly property alias shown: cards.shown
    readonly property color tone: care.level === "now" ? Theme.paint.alarm : care.level === "today" ? Theme.paint.sand : Theme.paint.tideWash
    readonly property color ink: care.level === "now" ? Theme.paint.onAlarm : care.level === "today" ? Theme.paint.onSand : Theme.paint.ink
    readonly property real headHeight: Math.max(Theme.px(Theme.primary), name.contentHeight + Theme.px(9))

    signal acted
    signal turned(int to)

    CardFrame {
        anchors.fill: parent
    }
    Touchable {
        id: head

        objectName: "card." + care.level
        width: parent.width
        height: care.headHeight
        radius: Theme.px(Theme.radiusCard)
        label: care.title
        onActed: care.acted()

        Rectangle {
            anchors.fill: parent
            radius: head.radius
            color: head.held ? Qt.darker(care.tone, 1.12) : care.tone
            border.width: Theme.paint.lit ? 0 : 3
            border.color: Theme.paint.edge
        }
        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: head.radius
            color: head.held ? Qt.darker(care.tone, 1.12) : care.tone
            visible: care.open && Theme.paint.lit
        }
        IconGlyph {
            id: glyph

            x: Theme.px(7)
            anchors.verticalCenter: parent.verticalCenter
            name: care.level === "now" ? "warnings" : care.level === "today" ? "phone" : "talk"
            color: care.ink
            size: Theme.em(11)
        }
        Headline {
            id: name

            x: glyph.x + glyph.width + Theme.px(5)
            width: head.width - x - Theme.em(14)
            anchors.verticalCenter: parent.verticalCenter
            text: care.title
            mm: Theme.largest ? Theme.label : care.open ? Theme.title * 0.85 : Theme.heading
            least: Theme.small
            color: care.ink
            Accessible.ignored: true
        }
        IconGlyph {
            anchors.right: parent.right
            anchors.rightMargin: Theme.px(6)
            anchors.verticalCenter: parent.verticalCenter
            visible: !care.open
            name: "down"
            color: care.ink
            size: Theme.em(8)
        }
    }
    Column {
        id: doing

        visible: care.open
        x: Theme.px(9)
        y: head.height + Theme.px(5)
        width: parent.width - Theme.px(18)
        spacing: Theme.px(2)

        Repeater {
            model: Theme.large ? [] : [care.here, care.away]

            Copy {
                required property string modelData

                width: doing.width
                text: modelData
                mm: Theme.label
                font.weight: Theme.strong
                visible: text !== ""
            }
        }
    }
    TurnCards {
        id: cards

        visible: care.open
        x: doing.x
        y: doing.y + doing.height + Theme.px(4)
        width: doing.width
        height: care.open ? care.height - y - Theme.px(5) : 0
        mm: Theme.body
        least: Theme.label
        at: care.at
        pagerElsewhere: care.pagerElsewhere
        lines: 8
        blocks: [
            {
                kind: "paragraph",
                sentences: Theme.large ? [care.here, care.away].filter(text => text !== "").map(text => ({text: text})) : []
            },
            {
                kind: "list",
                sentences: care.signs
            },
            {
                kind: "paragraph",
                sentences: care.closing
            }
        ]
        onTurned: to => care.turned(to)
    }
}
