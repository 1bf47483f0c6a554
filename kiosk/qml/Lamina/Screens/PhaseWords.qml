pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// What a phase brings or, for a chosen activity, the whole answer in large letters. Before anything is chosen, how to ask.
Item {
    id: said

    property var phase: null
    property var row: null
    // The chosen activity in the chosen phase.
    property var cell: null
    property int at: 0
    property bool pagerElsewhere: false
    property bool alone: false
    property bool first: false
    // Where the answer and its phase do not stand together, one card says the phase and another the answer.
    readonly property bool together: said.cell !== null && whole.contentHeight < said.height - cards.y - now.height - Theme.px(6)
    readonly property var answer: ({
            kind: "paragraph",
            sentences: said.row?.answer ?? said.phase.sentences
        })
    readonly property var byThen: ({
            kind: "paragraph",
            sentences: said.cell === null || said.together ? [] : [
                {
                    text: said.phase.title + ": " + said.cell.sentence.text
                }
            ]
        })
    // How the activity is in every phase, where no road shows it.
    property var spans: []
    property var lead: []
    property string hint: ""
    property string note: ""
    readonly property real below: now.visible ? now.height + Theme.px(4) : hint.visible ? hint.contentHeight + (note.visible ? note.contentHeight + Theme.px(2) : 0) + Theme.px(4) : 0
    readonly property alias count: cards.count
    readonly property alias shown: cards.shown

    signal turned(int to)

    Headline {
        id: what

        width: said.width
        text: said.row?.title ?? said.phase.title
        mm: Theme.largest ? 9.6 : 14.3
        least: Theme.label
    }
    TurnCards {
        id: cards

        y: what.contentHeight + Theme.px(3)
        width: said.width
        height: said.height - y - said.below
        mm: Theme.lead
        least: Theme.body
        at: said.at
        pagerElsewhere: said.pagerElsewhere
        alone: said.alone
        blocks: [said.first ? said.answer : said.byThen, said.first ? said.byThen : said.answer,
            {
                kind: "list",
                sentences: said.spans
            },
            {
                kind: "paragraph",
                sentences: said.row !== null ? [] : said.lead
            }
        ]
        onTurned: to => said.turned(to)
    }
    Copy {
        id: whole

        width: said.width
        visible: false
        text: (said.row?.answer ?? []).map(sentence => sentence.text).join(" ")
        mm: Theme.label
    }
    Rectangle {
        id: now

        y: said.height - height
        width: said.width
        height: when.contentHeight + then.contentHeight + Theme.px(8)
        visible: said.together
        radius: Theme.px(Theme.radius)
        color: Theme.paint.tideWash

        LevelMark {
            id: mark

            x: Theme.px(4)
            y: when.y + (when.contentHeight - height) / 2
            size: Theme.px(9.6)
            level: said.cell?.level ?? "ask"
        }
        Copy {
            id: when

            x: mark.level === "none" ? mark.x : mark.x + mark.width + Theme.px(3)
            y: Theme.px(4)
            width: now.width - x - Theme.px(4)
            text: said.phase.title
            mm: Theme.label
            font.weight: Theme.strong
        }
        Copy {
            id: then

            objectName: "timeline.now"
            x: Theme.px(4)
            y: when.y + when.contentHeight
            width: now.width - 2 * x
            text: said.cell?.sentence.text ?? ""
            mm: Theme.label
        }
    }
    Copy {
        id: note

        objectName: "timeline.note"
        y: said.height - contentHeight
        width: said.width
        visible: said.note !== "" && said.row === null
        text: said.note
        mm: Theme.small
        color: Theme.paint.inkQuiet
    }
    Copy {
        id: hint

        y: said.height - contentHeight - (note.visible ? note.contentHeight + Theme.px(2) : 0)
        width: said.width
        visible: said.hint !== "" && said.row === null
        text: said.hint
        mm: Theme.label
        font.weight: Theme.strong
    }
}
