pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// What staff can do in ten seconds, the commonest filled.
StaffPage {
    id: page

    readonly property var light: page.corner.light
    readonly property string colour: page.light.colour ?? ""

    title: page.words.jobs
    touched: true

    StaffTiles {
        id: tiles

        pagerElsewhere: page.low
        x: page.room.x
        y: page.room.y
        width: page.room.width
        height: page.room.height
        at: page.corner.turn
        most: Theme.px(58)
        large: true
        items: [
            {
                id: "clean",
                title: page.words.clean,
                line: page.words.cleanLine,
                icon: "sparkle"
            },
            {
                id: "show",
                title: page.words.show,
                line: page.corner.shown.showing.title ? page.fill(page.words.showNow, "title", page.corner.shown.showing.title) : page.words.showLine,
                icon: "page"
            },
            {
                id: "updates",
                title: page.words.updates,
                line: page.words.updatesLine,
                icon: "bringIn"
            },
            {
                id: "health",
                title: page.words.health,
                line: page.light.title ?? page.words.looking,
                kept: true,
                icon: page.colour === "red" ? "cross" : page.colour === "amber" ? "warnings" : "pulse",
                tone: page.colour === "red" ? Theme.paint.coralInk : page.colour === "amber" ? Theme.paint.heed : page.colour === "green" ? Theme.paint.well : Theme.paint.tide
            },
            {
                id: "live",
                title: page.words.live,
                line: page.words.liveLine,
                icon: "screen"
            },
            {
                id: "counts",
                title: page.words.counts,
                line: page.words.countsLine,
                icon: "bars"
            }
        ]
        onTurned: to => page.corner.turnTo(to)
        onPicked: id => {
            if (id === "clean")
                page.corner.clean();
            else
                page.corner.go(id);
        }
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
        PrimaryButton {
            objectName: "staff.reset"
            width: page.cell
            height: implicitHeight
            icon: "reset"
            label: page.words.reset
            onActed: page.corner.resetNow()
        }
    ]
    across: page.low && Panel.landscape && tiles.count > 1 ? 2 : 1
}
