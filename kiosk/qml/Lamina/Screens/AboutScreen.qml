pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Who made this, from what sources, under which licences.
PageScreen {
    id: about

    required property var sections
    readonly property int card: Math.max(0, Math.min(about.glass.at.card ?? 0, about.sections.length - 1))
    readonly property bool last: about.card >= about.sections.length - 1

    heading: about.sections[about.card]?.title ?? about.title
    over: about.title
    stepCount: about.sections.length
    stepAt: about.card
    turnCount: cards.count
    turnAt: cards.shown

    TurnCards {
        id: cards

        x: about.body.x
        y: about.body.y
        width: about.body.width
        height: about.body.height
        mm: Theme.body
        blocks: about.sections[about.card]?.blocks ?? []
        at: about.glass.at.more ?? 0
        pagerElsewhere: about.frame.low
        onTurned: to => about.glass.choose("more", to)
    }
    controls: [
        PrimaryButton {
            objectName: "about.next"
            width: about.cell
            height: implicitHeight
            visible: !about.last
            label: Words.fill(Words.nextIs, "title", about.sections[about.card + 1]?.title ?? "")
            onActed: about.glass.choose("card", about.card + 1)
        },
        TextLine {
            text: Words.fill(Words.editionLine, "edition", about.glass.edition)
            color: Theme.paint.inkQuiet
        }
    ]
}
