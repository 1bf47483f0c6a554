pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// One thing compared, as a column: its picture on the same camera as tall as the words leave it (no slit), how much bone, its answer.
Item {
    id: column

    property var shown: null
    property string title: ""
    property string amount: ""
    property string answer: ""
    property real mm: Theme.body
    // Room of the words of the neighbour that says most: all pictures end on one line.
    property real wordsTall: column.need
    readonly property real need: title.contentHeight + (column.amount !== "" ? bone.height + Theme.px(2) : 0) + words.contentHeight + Theme.px(7)
    readonly property real most: column.width * 0.75
    readonly property real pictured: column.shown === null ? 0 : Math.max(0, Math.min(column.most, column.height - column.wordsTall - Theme.px(12)))

    CardFrame {
        anchors.fill: parent
    }
    Thumb {
        id: mount

        x: Theme.px(Theme.mat)
        y: x
        width: column.width - 2 * x
        height: column.pictured
        visible: column.pictured > column.width * 0.36
        shown: column.shown
    }
    Headline {
        id: title

        x: Theme.px(7)
        y: (mount.visible ? mount.y + mount.height : 0) + Theme.px(4)
        width: column.width - Theme.px(14)
        text: column.title
        mm: Theme.lead
        least: Theme.small
    }
    BoneAmount {
        id: bone

        x: title.x
        y: title.y + title.contentHeight + Theme.px(1)
        visible: column.amount !== ""
        amount: column.amount
    }
    Copy {
        id: words

        objectName: "compare.answer." + column.title
        x: title.x
        y: (column.amount !== "" ? bone.y + bone.height : title.y + title.contentHeight) + Theme.px(2)
        width: title.width
        text: column.answer
        mm: column.mm
    }
}
