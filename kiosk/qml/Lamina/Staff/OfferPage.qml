pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// One offer: whose it is, when it was made, what it would change; or why it cannot be used.
StaffPage {
    id: page

    readonly property var offer: (page.corner.updates.offers ?? []).find(one => one.id === page.corner.chosen) ?? null
    readonly property string refusal: page.offer?.refusal ?? ""
    readonly property bool usable: page.offer !== null && page.refusal === ""
    readonly property string standing: page.offer === null || page.offer.fresh ? "" : page.offer.shown ? page.words.offerShown : page.words.offerOlder
    // Where room is dear the pager stands beside the key.
    readonly property bool aside: page.low || Theme.largest && Panel.landscape

    title: page.offer === null ? page.words.updatesNone : page.offer.title || page.offer.place
    line: !page.usable ? "" : page.offer.undone ? page.words.offerUndoneLine : page.fill(page.words.offerFrom, "title", page.offer.whose) + " · " + page.fill(page.words.offerBuilt, "date", page.offer.built)
    across: page.aside && Panel.landscape && cards.count > 1 ? 2 : 1

    NewsCards {
        id: cards

        x: page.room.x
        y: page.room.y
        width: page.room.width
        height: page.room.height
        words: page.words
        pagerElsewhere: page.aside
        at: page.corner.turn
        news: page.usable ? page.offer.news : null
        instead: page.refusal !== "" ? [page.words.offerRefused + ".", page.refusal] : page.standing === "" ? [] : page.offer.shown ? [page.standing + "."] : [page.standing + ".", page.words.offerOlderLine]
        onTurned: to => page.corner.turnTo(to)
    }
    keys: [
        Pager {
            width: page.cell
            height: implicitHeight
            visible: page.aside && cards.count > 1
            count: cards.count
            at: cards.shown
            onTurned: to => page.corner.turnTo(to)
        },
        PrimaryButton {
            objectName: "staff.install"
            width: page.cell
            height: implicitHeight
            visible: page.usable && page.offer.fresh && !page.offer.undone
            icon: "bringIn"
            label: page.words.install
            onActed: page.corner.install(page.corner.chosen)
        },
        QuietButton {
            objectName: "staff.installAgain"
            width: page.cell
            height: implicitHeight
            visible: page.usable && page.offer.fresh && page.offer.undone
            icon: "bringIn"
            label: page.words.installAgain
            onActed: page.corner.install(page.corner.chosen)
        }
    ]
}
