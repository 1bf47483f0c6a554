pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// One thing to choose, or with `inert` one thing to know: a sign, a name, a quiet line above or below it.
Touchable {
    id: tile

    property string over: ""
    property string line: ""
    property string icon: ""
    property color tone: Theme.paint.tide
    property bool inert: false
    property bool lined: true
    property bool large: false
    property real mm: Theme.body
    readonly property real start: tile.icon === "" ? Theme.px(6) : Theme.px(5) + sign.width + Theme.px(4)
    readonly property real tall: (above.visible ? above.contentHeight : 0) + name.contentHeight + (below.visible ? below.contentHeight : 0)

    live: !tile.inert

    CardFrame {
        anchors.fill: parent
        raised: !tile.held && !tile.inert
        radius: tile.radius
        color: tile.held ? Theme.paint.pressed : tile.inert ? Theme.paint.mist : Theme.paint.card
    }
    IconGlyph {
        id: sign

        x: Theme.px(5)
        anchors.verticalCenter: parent.verticalCenter
        visible: tile.icon !== ""
        name: tile.icon
        size: Theme.em(tile.large ? 13 : 9.5)
        color: tile.tone
    }
    Copy {
        id: above

        x: tile.start
        y: Math.round((tile.height - tile.tall) / 2)
        width: tile.width - x - Theme.px(5)
        visible: tile.over !== ""
        text: tile.over
        mm: Theme.small
        lineHeight: Theme.lineTitle
        color: Theme.paint.inkQuiet
        Accessible.ignored: !tile.inert
    }
    Copy {
        id: name

        x: tile.start
        y: above.visible ? above.y + above.contentHeight : Math.round((tile.height - tile.tall) / 2)
        width: above.width
        text: tile.label
        mm: tile.mm
        font.weight: Theme.strong
        lineHeight: Theme.lineTitle
        Accessible.ignored: !tile.inert
    }
    Copy {
        id: below

        x: tile.start
        y: name.y + name.contentHeight
        width: above.width
        visible: tile.lined && tile.line !== ""
        text: tile.line
        mm: Theme.small
        lineHeight: Theme.lineTitle
        color: Theme.paint.inkQuiet
        Accessible.ignored: !tile.inert
    }
}
