pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// What a phase brings or, for a chosen activity, how far most people are by then and the whole answer.
Item {
    id: said

    property var phase: null
    property var row: null
    property int at: 0
    property bool pagerElsewhere: false
    property bool alone: false
    readonly property string level: said.row?.cells.find(cell => cell.phase === said.phase.id)?.level ?? "ask"
    readonly property alias count: cards.count
    readonly property alias shown: cards.shown

    signal turned(int to)

    function inWords(): string {
        return said.level === "most" ? Words.most : said.level === "some" ? Words.some : said.level === "ask" ? Words.ask : Words.notYet;
    }

    Headline {
        id: what

        width: said.width
        text: said.row?.title ?? said.phase.title
        mm: Theme.largest ? 9.6 : 14.3
        least: Theme.label
    }
    Row {
        id: mark

        y: what.contentHeight + Theme.px(2)
        height: said.row === null ? 0 : Theme.em(13)
        visible: said.row !== null
        spacing: Theme.px(3)

        LevelMark {
            anchors.verticalCenter: parent?.verticalCenter
            level: said.level
        }
        TextLine {
            anchors.verticalCenter: parent?.verticalCenter
            text: (Theme.largest ? "" : said.phase.title + ": ") + said.inWords()
        }
    }
    TurnCards {
        id: cards

        y: mark.y + mark.height + Theme.px(3)
        width: said.width
        height: said.height - y
        mm: Theme.large ? Theme.lead : Theme.lead * 0.92
        least: Theme.label
        at: said.at
        pagerElsewhere: said.pagerElsewhere
        alone: said.alone
        blocks: [
            {
                kind: "paragraph",
                sentences: said.row?.answer ?? said.phase.sentences
            }
        ]
        onTurned: to => said.turned(to)
    }
}
