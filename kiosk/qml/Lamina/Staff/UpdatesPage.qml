pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// New content: what lies on the sticks and servers at hand, how far it has come, how it ended, and the way back.
StaffPage {
    id: page

    readonly property var news: page.corner.updates
    readonly property var offers: page.news.offers ?? []
    readonly property bool busy: page.news.busy ?? false
    readonly property bool away: !(page.news.reachable ?? false)
    readonly property bool undoable: !page.busy && (page.news.standing?.previous ?? "") !== ""
    readonly property real share: page.news.progress?.share ?? 0
    readonly property int fresh: page.offers.filter(offer => offer.fresh && !offer.undone).length
    readonly property bool done: page.news.done ?? false
    readonly property string message: [page.news.message ?? "", page.news.stick ?? false ? page.words.updatesTake : ""].filter(text => text !== "").join(" ")
    readonly property string found: page.news.failed ? page.words.updatesFailed : page.done ? page.words.updatesDone : page.fresh > 1 ? page.words.updatesSome : page.fresh === 1 ? page.words.updatesOne : page.words.updatesNoneFresh
    readonly property string about: page.busy ? page.words.installingLine : page.away ? page.words.updatesAwayLine : page.offers.length === 0 && !page.done ? page.words.updatesNoneLine : ""

    // Why it cannot be used, or what speaks for nothing to do; then whose it is and when it was made.
    function told(offer: var): string {
        if (offer.refusal !== "")
            return page.words.offerRefused;
        const standing = offer.undone ? page.words.offerUndone : offer.fresh ? "" : offer.shown ? page.words.offerShown : page.words.offerOlder;
        const here = standing === "" ? "" : standing + " · ";
        return here + page.fill(page.words.offerFrom, "title", offer.whose) + " · " + page.fill(page.words.offerBuilt, "date", offer.built);
    }

    title: page.busy ? page.words.installing : page.away ? page.words.updatesAway : page.offers.length === 0 && !page.done ? page.words.updatesNone : page.found
    touched: !page.busy && page.offers.length > 0
    across: page.busy ? 1 : page.low && Panel.landscape ? 3 : page.low || Panel.landscape || !Theme.large ? 2 : 1

    Column {
        id: said

        x: page.room.x
        y: page.touched ? page.top_ : page.room.y
        width: page.room.width
        spacing: Theme.px(5)

        // How the last thing asked ended.
        Copy {
            objectName: "updates.message"
            width: parent.width
            visible: text !== "" && !page.busy
            text: page.message
            mm: Theme.large ? Theme.label : Theme.body
            font.weight: Theme.strong
        }
        Copy {
            width: parent.width
            visible: text !== ""
            text: page.about
            mm: Theme.large ? Theme.label : Theme.body
        }
        Rectangle {
            width: parent.width
            height: Theme.px(9)
            visible: page.busy
            radius: height / 2
            color: Theme.paint.mist
            border.width: Theme.px(0.5)
            border.color: Theme.paint.stone
            Accessible.role: Accessible.ProgressBar
            Accessible.name: percent.text

            Rectangle {
                width: Math.max(parent.height, parent.width * page.share)
                height: parent.height
                radius: height / 2
                color: Theme.paint.tide
            }
        }
        Copy {
            id: percent

            objectName: "updates.percent"
            width: parent.width
            visible: page.busy
            text: page.fill(page.words.progress, "n", String(Math.floor(page.share * 100)))
            mm: Theme.lead
            font.weight: Theme.strong
        }
    }
    StaffTiles {
        id: tiles

        pagerElsewhere: page.low
        x: page.room.x
        y: page.low ? page.room.y : said.y + (said.height > 0 ? said.height + Theme.px(5) : 0)
        width: page.room.width
        height: page.room.y + page.room.height - y
        visible: page.touched
        columns: 1
        whole: true
        prefix: "staff.offer."
        at: page.corner.turn
        items: page.offers.map(offer => ({
                    id: offer.id,
                    title: offer.title || offer.place,
                    line: page.told(offer),
                    icon: offer.refusal !== "" ? "warnings" : offer.undone ? "reset" : offer.fresh ? "bringIn" : offer.shown ? "check" : "cross",
                    tone: offer.refusal !== "" ? Theme.paint.coralInk : Theme.paint.tide
                }))
        onTurned: to => page.corner.turnTo(to)
        onPicked: id => page.corner.go("offer", id)
    }
    keys: [
        Pager {
            width: page.cell
            height: implicitHeight
            visible: page.low && tiles.visible && tiles.count > 1
            count: tiles.count
            at: tiles.shown
            onTurned: to => page.corner.turnTo(to)
        },
        QuietButton {
            objectName: "staff.undo"
            width: page.cell
            height: implicitHeight
            visible: page.undoable && !page.away
            icon: "undo"
            label: page.words.undo
            onActed: page.corner.go("undo")
        },
        QuietButton {
            objectName: "staff.look"
            width: page.cell
            height: implicitHeight
            // Where room is dear what was found comes first.
            visible: !page.busy && !page.away && !(page.low && Theme.largest && page.offers.length > 0)
            icon: "reset"
            label: page.words.updatesLook
            onActed: page.corner.lookForContent()
        },
        QuietButton {
            objectName: "staff.cancelInstall"
            width: page.cell
            height: implicitHeight
            visible: page.busy
            icon: "cross"
            label: page.words.cancel
            onActed: page.corner.cancelInstall()
        }
    ]
}
