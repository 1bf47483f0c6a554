pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Three care cards by what to do, one open at a time, the most urgent first and open.
PageScreen {
    id: warnings

    required property var cards
    readonly property int open: Math.max(0, Math.min(warnings.glass.at.card ?? 0, warnings.cards.length - 1))
    readonly property real gap: Theme.px(5)
    readonly property bool beside: Panel.landscape && !Theme.large && !warnings.frame.low
    readonly property real margin: Theme.px(Theme.margin)
    readonly property real topEdge: Theme.px(11)
    readonly property real room: warnings.height - warnings.topEdge - warnings.frame.foot * 2 - footer.height
    readonly property real head: warnings.headOf()
    readonly property real folded: warnings.beside ? (warnings.room - warnings.gap * (warnings.cards.length - 2)) / Math.max(1, warnings.cards.length - 1) : warnings.head
    readonly property real full: warnings.width - 2 * warnings.margin
    readonly property real openWidth: warnings.beside ? Math.round(warnings.full * 0.62) : warnings.full

    function headOf(): real {
        let most = Theme.px(Theme.primary);
        for (let i = 0; i < list.count; i++)
            most = Math.max(most, (list.itemAt(i) as CareCard)?.headHeight ?? 0);
        return most;
    }

    function order(index: int): int {
        return index < warnings.open ? index : index - 1;
    }

    // Apart from place(): how tall a head is follows from its width.
    function widthOf(index: int): real {
        if (warnings.beside)
            return index === warnings.open ? warnings.openWidth : warnings.full - warnings.openWidth - warnings.gap;
        const others = Math.max(1, warnings.cards.length - 1);
        return Panel.landscape && index !== warnings.open ? (warnings.full - warnings.gap * (others - 1)) / others : warnings.full;
    }

    function place(index: int): rect {
        const others = Math.max(1, warnings.cards.length - 1);
        const chosen = index === warnings.open;
        const rank = warnings.order(index);
        if (warnings.beside) {
            const side = warnings.full - warnings.openWidth - warnings.gap;
            if (chosen)
                return Qt.rect(warnings.frame.mirrored ? side + warnings.gap : 0, 0, warnings.openWidth, warnings.room);
            return Qt.rect(warnings.frame.mirrored ? 0 : warnings.openWidth + warnings.gap, rank * (warnings.folded + warnings.gap), side, warnings.folded);
        }
        if (Panel.landscape) {
            const each = (warnings.full - warnings.gap * (others - 1)) / others;
            const rest = warnings.room - warnings.head - warnings.gap;
            return chosen ? Qt.rect(0, 0, warnings.full, rest) : Qt.rect(rank * (each + warnings.gap), rest + warnings.gap, each, warnings.head);
        }
        const tall = warnings.room - others * (warnings.head + warnings.gap);
        if (chosen)
            return Qt.rect(0, warnings.frame.low ? 0 : index * (warnings.head + warnings.gap), warnings.full, tall);
        const above = warnings.frame.low ? tall + warnings.gap + rank * (warnings.head + warnings.gap) : index < warnings.open ? index * (warnings.head + warnings.gap) : tall + index * warnings.gap + (index - 1) * warnings.head;
        return Qt.rect(0, above, warnings.full, warnings.head);
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
            readonly property bool first: care.index === warnings.open
            readonly property rect room: warnings.place(care.index)

            x: warnings.margin + care.room.x
            y: warnings.topEdge + care.room.y
            width: warnings.widthOf(care.index)
            height: care.room.height
            level: care.modelData.level
            title: care.modelData.title
            here: care.modelData.here?.text ?? ""
            away: care.modelData.away?.text ?? ""
            signs: care.modelData.signs
            closing: care.modelData.closing
            open: care.first
            at: warnings.glass.at.more ?? 0
            onActed: warnings.glass.choose("card", care.index)
            onTurned: to => warnings.glass.choose("more", to)

            Copy {
                id: notes

                visible: !care.first && warnings.beside
                x: Theme.px(8)
                y: care.headHeight + Theme.px(6)
                width: parent.width - Theme.px(16)
                text: care.modelData.signs.slice(0, 3).map(sign => "\u2022 " + sign.text).join("\n") + (care.modelData.signs.length > 3 ? "\n" + Words.seeAllSigns + " \u203A" : "")
                mm: Theme.small
            }
        }
    }
    ReviewLine {
        id: footer

        x: warnings.margin
        y: warnings.height - height - Theme.px(2)
        width: warnings.full
        height: implicitHeight
        review: warnings.review
        sourced: warnings.sources.length > 0
        onSourcesAsked: warnings.glass.choose("sources", true)
    }
}
