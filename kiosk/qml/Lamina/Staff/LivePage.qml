pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// What is on the glass and until when.
StaffPage {
    id: page

    readonly property var facts: page.corner.live.length > 0 ? page.corner.live : []

    title: page.words.live

    StaffTiles {
        id: tiles

        x: page.room.x
        y: page.room.y
        width: page.room.width
        height: page.room.height
        columns: Panel.landscape && !Theme.largest ? 2 : 1
        whole: true
        pagerElsewhere: page.low
        at: page.corner.turn
        items: page.facts.map((fact, number) => ({
                    id: String(number),
                    title: fact.value,
                    over: fact.label,
                    inert: true
                }))
        onTurned: to => page.corner.turnTo(to)
    }
    keys: [
        Pager {
            width: page.cell
            height: implicitHeight
            visible: page.low && tiles.count > 1
            count: tiles.count
            at: tiles.shown
            onTurned: to => page.corner.turnTo(to)
        }
    ]
    across: 1
}
