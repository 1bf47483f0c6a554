pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// One row of the settings: its name, a line that explains it, and keys to choose from.
Item {
    id: row

    property string name: ""
    property string title: ""
    property string line: ""
    property var values: []
    property var titles: []
    property var now: null
    // The keys stand below the name.
    property bool stacked: false
    property bool narrow: false
    // In a low row every word counts: the name large, beside wide keys.
    property bool terse: false
    readonly property real named: row.terse ? 0.42 : row.line !== "" || !row.narrow ? 0.48 : 0.3

    signal picked(var value)

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
        text: row.title
        mm: row.stacked ? Theme.small : Theme.label
        lineHeight: Theme.lineTitle
        font.weight: Theme.strong
        font.pixelSize: Math.max(Theme.px(Theme.least), Math.min(Theme.em(mm), Math.round(row.height * (row.stacked ? 0.3 : row.terse ? 0.56 : hint.visible || row.narrow ? 0.38 : 0.5))))
    }
    Copy {
        id: hint

        x: caption.x
        y: caption.y + caption.contentHeight
        width: caption.width
        visible: text !== "" && !row.stacked && !Theme.large && row.height > Theme.px(28)
        text: row.line
        mm: Theme.small
        color: Theme.paint.inkQuiet
    }
    Picks {
        x: row.stacked ? Theme.px(6) : parent.width * row.named
        y: row.stacked ? caption.y + caption.contentHeight + Theme.px(1) : Math.round((row.height - height) / 2)
        width: parent.width - x - Theme.px(6)
        height: Math.max(Theme.px(Theme.touchSecondary), Math.min(implicitHeight, row.height - (row.stacked ? caption.y + caption.contentHeight + Theme.px(1) : 0) - Theme.px(3)))
        prefix: "access." + row.name
        titles: row.titles
        rising: row.name === "textSize"
        names: row.values.map(value => String(value))
        at: row.values.findIndex(value => value === row.now)
        onPicked: index => row.picked(row.values[index])
    }
}
