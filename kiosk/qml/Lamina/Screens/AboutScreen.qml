pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Whose this is, who made it, from what sources, under which licences.
PageScreen {
    id: about

    required property var sections
    readonly property int card: Math.max(0, Math.min(about.glass.at.card ?? 0, about.sections.length - 1))
    readonly property var section: about.sections[about.card]
    readonly property bool opening: about.card === 0 && about.lead.length > 0

    function titleOf(card: int): string {
        return about.sections[card]?.title ?? "";
    }

    heading: about.titleOf(about.card)
    over: about.title
    stepCount: about.sections.length
    stepAt: about.card
    plain: Theme.largest || about.frame.low
    lowColumns: 1

    TurnCards {
        id: cards

        x: about.body.x
        y: about.body.y
        width: about.body.width
        height: about.body.height
        most: Theme.sentencesFit
        lines: Theme.linesFit
        blocks: (about.opening ? [
                {
                    kind: "paragraph",
                    sentences: about.lead
                }
            ] : []).concat(about.section?.blocks ?? [])
        at: about.glass.at.more ?? 0
        pagerElsewhere: true
    }
    controls: [
        Copy {
            objectName: "about.whose"
            width: about.cell
            visible: !about.frame.low && !Theme.largest
            text: [Words.fill(Words.shownAt, "clinic", about.glass.clinic.name ?? ""), Words.fill(Words.editionLine, "edition", about.glass.edition)].join("\n")
            mm: Theme.small
            color: Theme.paint.inkQuiet
        },
        Onward {
            width: about.cell
            count: cards.count
            at: cards.shown
            nextName: "about.next"
            nextTitle: about.titleOf(about.card + 1)
            skipLabel: about.titleOf(about.card + 1)
            previousName: "about.previous"
            previousLabel: about.titleOf(about.card - 1)
            onTurned: to => about.glass.choose("more", to)
            onNextAsked: about.glass.choose("card", about.card + 1)
            onPreviousAsked: about.glass.choose("card", about.card - 1)
        }
    ]
}
