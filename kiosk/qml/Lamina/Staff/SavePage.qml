pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Where the table of the counts goes, and in one sentence where it went, or how it is had where it cannot go.
StaffPage {
    id: page

    readonly property var places: page.corner.outlets.places ?? []
    readonly property string instead: page.corner.outlets.instead ?? ""

    title: page.instead !== "" ? page.words.table : page.words.saveTitle
    touched: true

    Copy {
        id: said

        objectName: "save.said"
        x: page.room.x
        y: page.top_
        width: page.room.width
        height: visible ? contentHeight : 0
        visible: text !== ""
        text: page.corner.saved || page.instead
        wrapMode: Text.Wrap
        mm: Theme.large ? Theme.label : Theme.body
        font.weight: Theme.strong
    }
    StaffTiles {
        id: tiles

        pagerElsewhere: page.low
        x: page.room.x
        y: page.low ? page.room.y : said.y + (said.visible ? said.height + Theme.px(6) : 0)
        width: page.room.width
        height: page.room.y + page.room.height - y
        columns: 1
        most: Theme.px(30)
        prefix: "staff.outlet."
        at: page.corner.turn
        items: page.places.map((place, number) => ({
                    id: String(number),
                    title: place,
                    icon: "save"
                }))
        onTurned: to => page.corner.turnTo(to)
        onPicked: id => page.corner.save(Number(id))
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
