pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Three care cards by what to do, one open at a time, the most urgent first and open.
PageScreen {
    id: warnings

    required property var cards
    readonly property int open: Math.max(0, Math.min(warnings.glass.at.card ?? 0, warnings.cards.length - 1))
    readonly property int others: Math.max(1, warnings.cards.length - 1)
    readonly property real gap: Theme.px(4)
    readonly property bool across: Panel.landscape
    readonly property real margin: Theme.px(Theme.margin)
    readonly property real topEdge: Theme.px(6)
    // On a wide page the review line stands beside the folded cards: the signs need the height.
    readonly property bool shared: warnings.across
    readonly property real room: warnings.height - warnings.topEdge - Theme.px(4) - (warnings.shared ? 0 : footer.height + Theme.px(2))
    readonly property real head: warnings.headOf()
    readonly property real full: warnings.width - 2 * warnings.margin
    readonly property real foldedFull: warnings.full - (warnings.shared ? (Theme.large ? footer.least + Theme.px(6) : Theme.em(150)) : 0)
    readonly property real folded: warnings.across ? (warnings.foldedFull - warnings.gap * (warnings.others - 1)) / warnings.others : warnings.full
    readonly property real foldedTall: warnings.across ? warnings.head : warnings.others * (warnings.head + warnings.gap) - warnings.gap
    readonly property real openTall: warnings.room - warnings.foldedTall - warnings.gap

    // Which number to call, or where to ask for it.
    function phone(card: var): string {
        const clinic = warnings.glass.clinic;
        if (card.level === "now")
            return "";
        return clinic.phone ? Words.fill(Words.callUs, "phone", clinic.phone) : clinic.ask_phone || "";
    }

    // The clinic's own words where it has given some: who to tell here, what to do at home.
    function said(card: var, where: string): string {
        const clinic = warnings.glass.clinic;
        const words = card[where]?.text ?? "";
        if (card.level !== "now")
            return words;
        return (where === "here" ? clinic.desk_now : clinic.away) || words;
    }

    function headOf(): real {
        let most = Math.max(Theme.px(Theme.touchPrimary), warnings.shared ? footer.implicitHeight : 0);
        for (let i = 0; i < list.count; i++)
            if (i !== warnings.open)
                most = Math.max(most, (list.itemAt(i) as CareCard)?.headHeight ?? 0);
        return most;
    }

    // The open card fills the page; the others wait below it, where every hand reaches.
    function place(index: int): rect {
        if (index === warnings.open)
            return Qt.rect(0, 0, warnings.full, warnings.openTall);
        const rank = index < warnings.open ? index : index - 1;
        const below = warnings.openTall + warnings.gap;
        if (warnings.across)
            return Qt.rect(rank * (warnings.folded + warnings.gap), below, warnings.folded, warnings.head);
        return Qt.rect(0, below + rank * (warnings.head + warnings.gap), warnings.full, warnings.head);
    }

    banded: false
    footed: false
    heading: ""

    Repeater {
        id: list

        model: warnings.cards

        CareCard {
            id: care

            required property int index
            required property var modelData
            readonly property rect room: warnings.place(care.index)

            x: warnings.margin + care.room.x
            y: warnings.topEdge + care.room.y
            width: care.index === warnings.open ? warnings.full : warnings.folded
            height: care.room.height
            level: care.modelData.level
            title: care.modelData.title
            here: warnings.said(care.modelData, "here")
            away: warnings.said(care.modelData, "away")
            loud: care.modelData.level === "now" ? warnings.glass.clinic.call_out ?? "" : ""
            phone: warnings.phone(care.modelData)
            signs: care.modelData.signs
            closing: care.modelData.closing
            open: care.index === warnings.open
            brief: Theme.largest
            columns: warnings.across && !Theme.largest ? 2 : 1
            at: warnings.glass.at.more ?? 0
            onActed: warnings.glass.choose("card", care.index)
            onTurned: to => warnings.glass.choose("more", to)
        }
    }
    ReviewLine {
        id: footer

        x: warnings.shared ? warnings.margin + warnings.foldedFull + Theme.px(6) : warnings.margin
        y: warnings.shared ? warnings.topEdge + warnings.room - Math.round((warnings.head + height) / 2) : warnings.height - height - Theme.px(2)
        width: warnings.shared ? warnings.full - warnings.foldedFull - Theme.px(6) : warnings.full
        height: implicitHeight
        narrow: warnings.shared && Theme.large
        review: warnings.review
        sourced: warnings.sources.length > 0
        onSourcesAsked: warnings.glass.choose("sources", true)
    }
}
