pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Whether the content before is to be shown again.
StaffPage {
    id: page

    title: page.words.undoTitle
    across: Panel.landscape || !Theme.large ? 2 : 1

    Copy {
        x: page.room.x
        y: page.room.y
        width: page.room.width
        text: page.fill(page.words.undoLine, "title", page.corner.updates.standing.previousTitle ?? "")
        mm: Theme.largest ? Theme.body : Theme.lead
    }
    keys: [
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
