pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Which page stays on the glass: the one that was open when the door was held, one by name, or one that is looked for.
StaffPage {
    id: page

    readonly property var stood: page.corner.shown.stood
    readonly property var showing: page.corner.shown.showing

    title: page.words.showTitle
    line: page.words.showLine
    touched: true
    across: page.low && Panel.landscape ? (page.showing.topic !== "" ? 3 : 2) : page.showing.topic !== "" && (Panel.landscape || !Theme.large) ? 2 : 1

    StaffTiles {
        id: tiles

        pagerElsewhere: page.low
        x: page.room.x
        y: page.room.y
        width: page.room.width
        height: page.room.height
        most: Theme.px(38)
        prefix: "staff.page."
        at: page.corner.turn
        items: (page.stood.topic !== "" ? [
                {
                    id: page.stood.topic,
                    title: page.stood.title,
                    over: page.words.showOpen,
                    icon: "page"
                }
            ] : []).concat(page.corner.topics.filter(each => each.topic !== page.stood.topic).map(each => ({
                    id: each.topic,
                    title: each.title
                })))
        onTurned: to => page.corner.turnTo(to)
        onPicked: id => page.corner.show(id)
    }
    keys: [
        Pager {
            width: page.cell
            height: implicitHeight
            visible: page.low && tiles.count > 1
            count: tiles.count
            at: tiles.shown
            onTurned: to => page.corner.turnTo(to)
        },
        QuietButton {
            objectName: "staff.find"
            width: page.cell
            height: implicitHeight
            icon: "search"
            label: page.words.find
            onActed: page.corner.go("find")
        },
        QuietButton {
            objectName: "staff.stopShowing"
            width: page.cell
            height: implicitHeight
            visible: page.showing.topic !== ""
            icon: "cross"
            label: page.words.showStop
            onActed: page.corner.stopShowing()
        }
    ]
}
