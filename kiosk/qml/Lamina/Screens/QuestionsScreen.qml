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
    readonly property real gap: Theme.px(questions.frame.low ? 2.95 : 3.4)
    property real tallest: Theme.px(Theme.touchPrimary)
    property real mm: Theme.body
    // The questions of this group, dealt by measure: a question is never cut, and few are said larger.
    property var sheets: [[]]
    property bool ready: false
    readonly property real margin: Theme.px(Theme.margin)
    readonly property real under: name.y + name.contentHeight + Theme.px(5)
    readonly property bool aside: questions.landscape_ && !questions.frame.low
    readonly property real listX: questions.aside && questions.frame.mirrored ? questions.frame.controls.x + questions.frame.controls.width + questions.frame.gutter : questions.margin
    readonly property real listWide: questions.width - 2 * questions.margin - (questions.aside ? questions.frame.controls.width + questions.frame.gutter : 0)
    readonly property rect list: Qt.rect(questions.listX, questions.under, questions.listWide, (questions.aside ? questions.height - Theme.px(6) : questions.controlsTop - Theme.px(4)) - questions.under)
    // Where they may stand, whatever they say; in reach mode the tallest of them may reach out of it.
    readonly property rect space: questions.frame.low ? Qt.rect(questions.frame.controls.x, questions.frame.lowTop, questions.wide, questions.controlsTop - questions.frame.lowTop - Theme.px(3)) : questions.list
    readonly property real lowEdge: Math.min(questions.frame.lowTop, questions.controlsTop - questions.tallest - Theme.px(4))
    readonly property real listTop: questions.frame.low ? questions.lowEdge : questions.list.y
    readonly property int at: Math.max(0, Math.min(questions.glass.at.more ?? 0, questions.turns - 1))
    readonly property int turns: questions.sheets.length

    readonly property string hint: questions.glass.slipped.length > 0 ? Words.slipHint : Words.slipEmpty
    // The filled button never passes by a question.
    readonly property bool unread: questions.at < questions.turns - 1

    // Three controls abreast in the largest letters: each says less.
    readonly property bool scarce: questions.frame.low && Theme.largest && questions.landscape_

    function tall(question: var, mm: real): real {
        return Math.max(Theme.px(Theme.touchPrimary), Math.ceil(packer.tall("paragraph", question.sentence.text, mm) * 0.9) + Theme.px(7));
    }

    // Sheets of questions so large, in the room that is left when so much of it goes to something else.
    function dealt(mm: real, taken: real): var {
        const talls = questions.group.questions.map(question => questions.tall(question, mm));
        const room = Math.max(questions.space.height, questions.frame.low ? Math.max(...talls) + Theme.px(1) : 0) - taken;
        const sheets = [[]];
        let used = 0;
        questions.group.questions.forEach((question, i) => {
            if (used > 0 && used + talls[i] > room) {
                sheets.push([]);
                used = 0;
            }
            sheets[sheets.length - 1].push({
                question: question,
                y: used,
                tall: talls[i]
            });
            used += talls[i] + questions.gap;
        });
        return sheets;
    }

    function deal(): void {
        if (!questions.ready || questions.space.width < 1 || (questions.space.height < 1 && !questions.frame.low))
            return;
        // The words of a row are a little bolder than those measured, and their lines a little closer.
        packer.width = Math.floor((questions.space.width - Theme.em(10) - Theme.px(14)) * 0.94);
        let mm = questions.frame.low && Theme.large ? Theme.label : Theme.body;
        let sheets = questions.dealt(mm, 0);
        if (!Theme.large && questions.dealt(Theme.lead, 0).length === 1) {
            mm = Theme.lead;
            sheets = questions.dealt(mm, 0);
        } else if (sheets.length > 1 && !questions.frame.low) {
            sheets = questions.dealt(mm, Theme.em(11.5) + Theme.px(10));
        }
        questions.mm = mm;
        questions.tallest = sheets.reduce((most, sheet) => sheet.reduce((tall, line) => Math.max(tall, line.tall), most), 0);
        questions.sheets = sheets;
    }

    onGroupChanged: questions.deal()
    onSpaceChanged: questions.deal()
    Component.onCompleted: {
        questions.ready = true;
        questions.deal();
    }

    heading: ""
    banded: false
    closed: questions.frame.low
    turnCount: questions.turns
    turnAt: questions.at

    CardPacker {
        id: packer
    }
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
    Copy {
        x: questions.margin
        y: questions.under
        width: trail.width
        visible: questions.frame.low && y + contentHeight < questions.lowEdge
        text: questions.hint
        mm: Theme.label
    }
    Repeater {
        model: questions.sheets[questions.at] ?? []

        ChoiceRow {
            required property var modelData

            objectName: "question." + modelData.question.id
            x: questions.space.x
            y: questions.listTop + modelData.y
            width: questions.space.width
            height: modelData.tall
            tickable: true
            mm: questions.mm
            ticked: questions.ticks.indexOf(modelData.question.id) >= 0
            label: modelData.question.sentence.text
            onActed: questions.glass.tick(modelData.question.id)
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
            text: questions.hint
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
            visible: questions.unread || !questions.last || Boolean(questions.next)
            mm: questions.scarce ? Theme.label : Theme.body + 0.4
            label: questions.unread ? Words.moreQuestions : questions.last ? questions.next?.title ?? "" : questions.scarce ? questions.groups[questions.card + 1]?.title ?? "" : Words.fill(Words.nextIs, "title", questions.groups[questions.card + 1]?.title ?? "")
            onActed: {
                if (questions.unread)
                    questions.glass.choose("more", questions.at + 1);
                else if (questions.last)
                    questions.go(questions.next);
                else
                    questions.glass.choose("card", questions.card + 1);
            }
        }
    ]
}
