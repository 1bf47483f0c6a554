pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// One thing compared, as a line across the page: a small picture, its name, how much bone, its answer. It says how tall it must be.
Item {
    id: row

    property var shown: null
    property string title: ""
    property string amount: ""
    property string answer: ""
    property bool tight: false
    readonly property real pad: Theme.px(Theme.largest ? 2 : Theme.large ? 3 : 5)
    readonly property bool pictured: row.shown !== null && !Theme.largest
    // In the largest letters the picture stands beside the words if they leave it room, or above them on a tall page.
    // What a line needs is asked before that, and hangs on none of it.
    readonly property bool maybe: Theme.largest && Panel.landscape && row.shown !== null
    readonly property bool beside: row.maybe && row.tallWith(besideProbe.contentHeight) <= row.height
    readonly property real besideWide: Theme.px(84)
    readonly property real hung: Theme.largest && !Panel.landscape && row.shown !== null ? Math.min(row.width * 0.72, row.height - row.need - Theme.px(4)) : 0
    readonly property real upper: row.above ? row.hung + Theme.px(Theme.mat) : 0
    readonly property bool above: row.hung > row.width * 0.25
    readonly property real plainThumb: row.pictured ? Theme.px(Panel.landscape ? 66 : Theme.large ? 50 : 92) : 0
    readonly property real thumb: row.beside ? row.besideWide : row.plainThumb
    readonly property real plainStart: row.plainThumb + Theme.px(7)
    readonly property real start: row.thumb + Theme.px(7)
    // On a wide page the name stands beside the answer.
    readonly property bool abreast: Panel.landscape && !Theme.largest
    readonly property real nameWide: row.abreast ? Math.round((row.width - row.plainStart) * 0.3) : row.width - (row.maybe ? row.besideWide : row.plainThumb) - Theme.px(14)
    readonly property real saidWide: row.width - (row.maybe ? Theme.px(7) : row.plainStart + (row.abreast ? row.nameWide + Theme.px(8) : 0)) - Theme.px(8)
    // In the largest letters on a wide page how much bone stands beside the name: a line more for the answer.
    readonly property bool lined: Panel.landscape && Theme.largest && row.amount !== ""
    readonly property real nameTall: row.lined ? Math.max(name.contentHeight, bone.height) : name.contentHeight + (row.amount !== "" ? bone.height + Theme.px(1) : 0)
    readonly property real need: row.tallWith(probe.contentHeight)
    readonly property real needTight: row.tallWith(tightProbe.contentHeight)

    function tallWith(said: real): real {
        return 2 * row.pad + Math.max(row.plainThumb * 0.64, row.abreast ? Math.max(row.nameTall, said) : row.nameTall + Theme.px(2) + said);
    }

    CardFrame {
        anchors.fill: parent
    }
    Thumb {
        id: mount

        x: Theme.px(Theme.mat)
        y: row.above ? x : Math.round((row.height - height) / 2)
        width: row.above ? row.width - 2 * x : row.thumb
        height: Math.round(row.above ? row.hung : Math.min(row.height - 2 * x, row.thumb * (row.beside ? 1 : 0.72)))
        visible: row.pictured || row.above || row.beside
        shown: row.shown
    }
    Headline {
        id: name

        x: row.start
        y: row.abreast ? Math.round((row.height - row.nameTall) / 2) : row.upper + Math.max(row.pad, Math.round((row.height - row.upper - row.nameTall - Theme.px(2) - words.contentHeight) / 2))
        width: row.lined ? row.nameWide * 0.6 : row.nameWide
        text: row.title
        mm: Theme.lead
        least: Theme.small
    }
    BoneAmount {
        id: bone

        x: row.lined ? row.width - width - Theme.px(8) : name.x
        y: row.lined ? name.y + Math.round((row.nameTall - height) / 2) : name.y + name.contentHeight + Theme.px(1)
        visible: row.amount !== ""
        amount: row.amount
    }
    Copy {
        id: words

        objectName: "compare.answer." + row.title
        x: row.abreast ? row.start + row.nameWide + Theme.px(8) : row.start
        y: row.abreast ? Math.round((row.height - contentHeight) / 2) : name.y + row.nameTall + Theme.px(2)
        width: row.width - x - Theme.px(8)
        text: row.answer
        mm: row.tight ? Theme.label : Theme.body
    }
    Copy {
        id: probe

        visible: false
        width: row.saidWide
        text: row.answer
        Accessible.ignored: true
    }
    Copy {
        id: besideProbe

        visible: false
        width: row.width - row.besideWide - Theme.px(15)
        text: row.answer
        mm: words.mm
        Accessible.ignored: true
    }
    Copy {
        id: tightProbe

        visible: false
        width: probe.width
        text: row.answer
        mm: Theme.label
        Accessible.ignored: true
    }
}
