pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Whether the content before is to be shown again, and which pages that changes.
StaffPage {
    id: page

    readonly property var before: page.corner.updates.standing

    title: page.words.undoTitle
    line: page.fill(page.fill(page.words.undoLine, "title", page.before.previousTitle ?? ""), "date", page.before.previousBuilt ?? "")
    across: Panel.landscape || !Theme.large ? 2 : 1

    NewsCards {
        id: cards

        x: page.room.x
        y: page.room.y
        width: page.room.width
        height: page.room.height
        words: page.words
        heads: [page.words.backAdded, page.words.backChanged, page.words.backRemoved]
        pagerElsewhere: page.low
        at: page.corner.turn
        news: page.before.back ?? null
        onTurned: to => page.corner.turnTo(to)
    }
    keys: [
        Pager {
            width: page.cell
            height: implicitHeight
            visible: page.low && cards.count > 1
            count: cards.count
            at: cards.shown
            onTurned: to => page.corner.turnTo(to)
        },
        QuietButton {
            objectName: "staff.undoNo"
            width: page.cell
            height: yes.height
            centred: true
            label: page.words.undoNo
            onActed: page.corner.goBack()
        },
        PrimaryButton {
            id: yes

            objectName: "staff.undoYes"
            width: page.cell
            height: implicitHeight
            icon: "undo"
            label: page.words.undoYes
            onActed: page.corner.undo()
        }
    ]
}
