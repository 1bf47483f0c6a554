pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Questions to tick and take along, one group at a time; the filled button goes to the next group.
PageScreen {
    id: questions

    required property var groups
    readonly property int card: Math.max(0, Math.min(questions.glass.at.card ?? 0, questions.groups.length - 1))
    readonly property var group: questions.groups[questions.card]
    readonly property bool landscape_: Panel.landscape
    readonly property var ticks: questions.glass.slip
    readonly property bool last: questions.card >= questions.groups.length - 1
    readonly property real lineHeight: Math.max(Theme.px(Theme.touchPrimary), Theme.em(Theme.largest ? (questions.landscape_ ? 37 : 47) : questions.rowsWidth < Theme.em(200) ? 38 : questions.rowsWidth > Theme.em(380) ? 20 : 28))
    readonly property real rowsWidth: questions.frame.low ? questions.wide : questions.listWide
    readonly property real margin: Theme.px(Theme.margin)
    readonly property real under: name.y + name.contentHeight + Theme.px(5)
    readonly property bool aside: questions.landscape_ && !questions.frame.low
    readonly property real listX: questions.aside && questions.frame.mirrored ? questions.frame.controls.x + questions.frame.controls.width + questions.frame.gutter : questions.margin
    readonly property real listWide: questions.width - 2 * questions.margin - (questions.aside ? questions.frame.controls.width + questions.frame.gutter : 0)
    readonly property rect list: Qt.rect(questions.listX, questions.under, questions.listWide, (questions.aside ? questions.height - Theme.px(6) : questions.controlsTop - Theme.px(4)) - questions.under)
    readonly property rect room: questions.frame.low ? Qt.rect(questions.frame.controls.x, questions.lowEdge, questions.wide, questions.controlsTop - questions.lowEdge - Theme.px(4)) : questions.list
    readonly property real lowEdge: Math.min(questions.frame.lowTop, questions.controlsTop - questions.lineHeight - Theme.px(4))
    readonly property int most: Math.max(1, Math.floor((questions.room.height + Theme.px(3.4)) / (questions.lineHeight + Theme.px(3.4))))
    readonly property int fits: questions.most >= questions.group.questions.length || questions.frame.low ? questions.most : Math.max(1, Math.floor((questions.room.height - Theme.em(11.5) - Theme.px(10)) / (questions.lineHeight + Theme.px(3.4))))
    readonly property int at: Math.max(0, Math.min(questions.glass.at.more ?? 0, questions.turns - 1))
    readonly property int turns: Math.ceil(questions.group.questions.length / questions.fits)

    // Three controls abreast in the largest letters: each says less.
    readonly property bool scarce: questions.frame.low && Theme.largest && questions.landscape_

    heading: ""
    banded: false
    turnCount: questions.turns
    turnAt: questions.at

    PageTrail {
        id: trail

        x: questions.margin
        y: Theme.px(Theme.largest ? 4 : 9)
        width: questions.width - 2 * questions.margin
        text: questions.title
        count: questions.groups.length
        at: questions.card
    }
    Headline {
        id: name

        objectName: "questions.title"
        x: questions.margin
        y: trail.y + trail.height + Theme.px(3)
        width: trail.width
        text: questions.group.title
        mm: 15
    }
    Repeater {
        model: questions.group.questions.slice(questions.at * questions.fits, (questions.at + 1) * questions.fits)

        ChoiceRow {
            required property int index
            required property var modelData

            objectName: "question." + modelData.id
            x: questions.room.x
            y: questions.room.y + index * (questions.lineHeight + Theme.px(3.4))
            width: questions.room.width
            height: Math.max(questions.lineHeight, implicitHeight)
            tickable: true
            mm: questions.frame.low && Theme.large ? Theme.label : Theme.body
            ticked: questions.ticks.indexOf(modelData.id) >= 0
            label: modelData.sentence.text
            onActed: questions.glass.tick(modelData.id)
        }
    }
    Pager {
        x: questions.list.x
        y: questions.list.y + questions.list.height - height
        width: questions.list.width
        visible: questions.turns > 1 && !questions.frame.low
        count: questions.turns
        at: questions.at
        onTurned: to => questions.glass.choose("more", to)
    }
    controls: [
        Copy {
            width: questions.cell
            visible: !questions.frame.low && !Theme.largest
            text: questions.glass.slipped.length > 0 ? Words.slipHint : Words.slipEmpty
            mm: Theme.label
        },
        QuietButton {
            objectName: "questions.slip"
            width: questions.cell
            height: implicitHeight
            visible: questions.glass.slipped.length > 0
            label: questions.scarce ? String(questions.glass.slipped.length) : Words.fill(Words.myQuestionsCount, "count", String(questions.glass.slipped.length))
            Accessible.name: Words.fill(Words.myQuestionsCount, "count", String(questions.glass.slipped.length))
            icon: "ask"
            tail: "next"
            onActed: questions.glass.showSlip()
        },
        PrimaryButton {
            objectName: "questions.next"
            width: questions.cell
            height: implicitHeight
            visible: !questions.last || Boolean(questions.next)
            mm: questions.scarce ? Theme.label : Theme.body + 0.4
            label: questions.last ? questions.next?.title ?? "" : questions.scarce ? questions.groups[questions.card + 1]?.title ?? "" : Words.fill(Words.nextIs, "title", questions.groups[questions.card + 1]?.title ?? "")
            onActed: {
                if (questions.last)
                    questions.go(questions.next);
                else
                    questions.glass.choose("card", questions.card + 1);
            }
        }
    ]
}
