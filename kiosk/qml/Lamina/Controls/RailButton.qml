pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// One slot of the bar: icon beside its words, or above a shorter word.
Touchable {
    id: button

    property string icon: ""
    property string longName: ""
    property string shortName: button.longName
    property bool stacked: false
    property bool here: false
    property bool alarm: false
    property color tone: button.alarm ? Theme.paint.coralWash : button.here ? Theme.paint.mist : "transparent"
    readonly property color ink: button.alarm ? Theme.paint.coralInk : Theme.paint.ink
    readonly property real glyphSize: Theme.px(Theme.icon) * (Theme.largest ? 1.3 : Theme.large ? 1.15 : 1)

    label: button.longName
    opacity: button.live ? 1 : 0
    implicitWidth: button.stacked ? Math.max(Theme.px(Theme.touchPrimary), words.implicitWidth + Theme.px(3)) : words.implicitWidth + button.glyphSize + Theme.px(9)
    implicitHeight: button.stacked ? button.glyphSize + words.implicitHeight + Theme.px(5) : Theme.px(22)

    Rectangle {
        anchors.fill: parent
        radius: button.radius
        color: button.held ? Theme.paint.pressed : button.tone
        border.width: button.alarm && !Theme.paint.lit ? 3 : 0
        border.color: Theme.paint.coralInk
        antialiasing: true
    }
    IconGlyph {
        name: button.icon
        color: button.ink
        size: button.glyphSize
        x: button.stacked ? Math.round((button.width - width) / 2) : Math.round((button.width - width - Theme.px(2.4) - words.width) / 2)
        y: button.stacked ? Theme.px(2) : Math.round((button.height - height) / 2)
    }
    TextLine {
        id: words

        text: button.stacked ? button.shortName : button.longName
        color: button.ink
        x: button.stacked ? Math.round((button.width - width) / 2) : Math.round((button.width - width + button.glyphSize + Theme.px(2.4)) / 2)
        y: button.stacked ? button.height - height - Theme.px(1.4) : Math.round((button.height - height) / 2)
        Accessible.ignored: true
    }
}
