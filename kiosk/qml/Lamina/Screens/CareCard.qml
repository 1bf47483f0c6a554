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
    // For those who cannot walk to the desk; and the number to call.
    property string loud: ""
    property string phone: ""
    property var signs: []
    property var closing: []
    property bool open: false
    property int at: 0
    property int columns: 1
    // A folded card says only what to do, on one line.
    property bool brief: false
    readonly property color tone: care.level === "now" ? Theme.paint.alarm : care.level === "today" ? Theme.paint.sand : Theme.paint.tideWash
    readonly property color ink: care.level === "now" ? Theme.paint.onAlarm : care.level === "today" ? Theme.paint.onSand : Theme.paint.ink
    // In the largest letters the head of the open card says the whole of it, and the line below need not.
    readonly property bool spoken: care.brief && care.open && care.level === "now" && care.here !== ""
    // What the head says already stands there alone; who cannot walk is told beside it.
    readonly property var told: care.spoken ? [[care.loud, care.away]] : [[care.here, care.loud], [care.away, care.phone]]
    readonly property string face: care.spoken ? care.here : !care.brief || care.open ? care.title : care.level === "now" ? Words.levelNow : care.level === "today" ? Words.levelToday : Words.levelVisit
    // In the largest letters what to do is said once, and the turns after it are for signs; the head says it on.
    readonly property bool later: Theme.largest && care.at > 0
    readonly property real headHeight: Math.max(Theme.px(Theme.touchPrimary), name.contentHeight + Theme.px(5))

    signal acted
    signal turned(int to)

    CardFrame {
        anchors.fill: parent
    }
    Touchable {
        id: head

        objectName: "card." + care.level
        width: parent.width
        height: care.open ? care.headHeight : Math.max(care.headHeight, care.height)
        radius: Theme.px(Theme.radiusCard)
        label: care.title
        live: !care.open
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
            width: head.width - x - (Theme.largest ? Theme.em(14) : Theme.em(8) + Theme.px(9))
            anchors.verticalCenter: parent.verticalCenter
            text: care.face
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
    // What to do stands over all of the signs: over one column it would read as what to do for those alone.
    Column {
        id: doing

        visible: care.open
        opacity: care.later ? 0 : 1
        x: Theme.px(8)
        y: head.height + Theme.px(3.4)
        width: parent.width - 2 * x
        spacing: Theme.px(Theme.large ? 0 : 1)

        Repeater {
            model: care.open ? care.told.map(parts => parts.join(" ").trim()).filter(text => text !== "") : []

            Copy {
                required property int index

                objectName: "care.doing." + index
                required property string modelData

                width: doing.width
                text: modelData
                Accessible.ignored: care.later
                mm: Theme.large ? Theme.small : Theme.label
                font.weight: Theme.strong
            }
        }
    }
    Loader {
        active: care.open
        x: doing.x
        y: care.later ? doing.y : doing.y + doing.height + Theme.px(3)
        width: doing.width
        height: care.height - y - Theme.px(Theme.largest ? 2 : 4)

        sourceComponent: SignList {
            signs: care.signs
            closing: care.closing
            columns: care.columns
            at: care.at
            room: care.height - doing.y - Theme.px(Theme.largest ? 2 : 4) - (Theme.largest ? 0 : doing.height + Theme.px(3))
            kept: Theme.largest ? doing.height + Theme.px(3) : 0
            onTurned: to => care.turned(to)
        }
    }
}
