pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Words in plain words: letters to jump by, a list to choose from, one word with how it sounds and what it means.
PageScreen {
    id: glossary

    required property var terms
    readonly property bool landscape: Panel.landscape
    readonly property var sorted: glossary.terms.map(term => [glossary.folded(term.word), term]).sort((a, b) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0).map(pair => pair[1])
    readonly property var letters: glossary.firsts()
    readonly property string letter: glossary.glass.at.letter ?? ""
    readonly property var listed: glossary.letter === "" ? glossary.sorted : glossary.sorted.filter(term => glossary.first(term.word) === glossary.letter)
    readonly property var term: glossary.terms.find(term => term.id === glossary.glass.at.row) ?? glossary.listed[glossary.at * glossary.fits] ?? glossary.listed[0]
    readonly property real margin: Theme.px(Theme.margin)
    readonly property real gap: Theme.px(3.4)
    readonly property real key: Theme.px(Theme.touchSecondary + 1)
    readonly property real listWidth: glossary.landscape ? Math.round(glossary.width * (Theme.largest ? 0.34 : 0.36)) : glossary.width - 2 * glossary.margin
    readonly property real rowHeight: Math.max(Theme.px(18), Theme.em(Theme.large ? 18.6 : 15))
    readonly property int keyColumns: Math.max(1, Math.floor((glossary.width - 2 * glossary.margin + glossary.gap) / (glossary.key + glossary.gap)))
    readonly property real keysTall: Math.ceil(glossary.letters.length / glossary.keyColumns) * (glossary.key + glossary.gap)
    readonly property real keysY: glossary.height - glossary.keysTall - Theme.px(3)
    readonly property real listTop: glossary.frame.low ? glossary.frame.lowTop : glossary.landscape ? name.y + name.contentHeight + Theme.px(glossary.frame.mirrored ? 9 : 6) : Math.round(glossary.height * (Theme.largest ? 0.6 : Theme.large ? 0.56 : 0.46))
    readonly property real listTall: glossary.keysY - glossary.listTop - Theme.px(6.4) - (glossary.oneRow ? 0 : turn.implicitHeight)
    // One row of words and no more: what turns the list stands at its end.
    readonly property bool oneRow: glossary.frame.low && glossary.landscape && Theme.largest
    readonly property int listColumns: glossary.oneRow ? 2 : glossary.frame.low && glossary.landscape ? 3 : !glossary.landscape && !Theme.large ? 2 : 1
    readonly property real listSpan: glossary.frame.low ? Math.round((glossary.width - 2 * glossary.margin) * (glossary.oneRow ? 0.72 : 1)) : glossary.listWidth
    readonly property int down: Math.max(1, Math.floor((glossary.listTall + glossary.gap) / (glossary.rowHeight + glossary.gap)))
    readonly property int fits: glossary.down * glossary.listColumns
    readonly property int turns: Math.max(1, Math.ceil(glossary.listed.length / glossary.fits))
    readonly property int at: Math.max(0, Math.min(glossary.glass.at.more ?? 0, glossary.turns - 1))
    readonly property bool over_: glossary.landscape && !glossary.frame.low
    readonly property real sayX: glossary.over_ ? (glossary.frame.mirrored ? glossary.margin : glossary.margin + glossary.listWidth + Theme.px(Theme.largest ? 8 : 16)) : glossary.margin
    readonly property real listX: (glossary.over_ || glossary.oneRow) && glossary.frame.mirrored ? glossary.width - glossary.margin - glossary.listSpan : glossary.margin

    // How a dictionary reads a word: neither capitals nor accents count, and ñ is a letter of its own, after n.
    function folded(word: string): string {
        return word.toLowerCase().replace(/ñ/g, "n\uffff").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
    }

    function first(word: string): string {
        const letter = word.charAt(0).toUpperCase();
        return letter === "Ñ" ? letter : letter.normalize("NFD").charAt(0);
    }

    function firsts(): list<string> {
        const out = [];
        for (const term of glossary.sorted)
            if (out.indexOf(glossary.first(term.word)) < 0)
                out.push(glossary.first(term.word));
        return out;
    }

    heading: ""
    banded: false
    footed: false
    lowFilled: true

    Headline {
        id: name

        x: glossary.margin
        y: Theme.px(Theme.largest ? 5 : 10)
        width: glossary.width - 2 * glossary.margin - mark.taken
        text: glossary.title
        mm: Theme.largest && !glossary.landscape ? Theme.lead : 14.3
        least: Theme.largest ? Theme.label : Theme.titleLeast
    }
    TopMark {
        id: mark

        x: glossary.width - glossary.margin - width
        y: name.y + Math.max(0, Math.round((name.size * 1.2 - height) / 2))
        review: glossary.review
        sourced: glossary.sources.length > 0
        low: glossary.frame.low
        onSourcesAsked: glossary.glass.choose("sources", true)
    }
    Repeater {
        model: glossary.listed.slice(glossary.at * glossary.fits, (glossary.at + 1) * glossary.fits)

        ChoiceRow {
            required property int index
            required property var modelData

            objectName: "term." + modelData.id
            width: Math.floor((glossary.listSpan - glossary.gap * (glossary.listColumns - 1)) / glossary.listColumns)
            height: Math.min(glossary.rowHeight, Math.max(Theme.px(Theme.touchSecondary), glossary.listTall))
            x: glossary.listX + (index % glossary.listColumns) * (width + glossary.gap)
            y: glossary.listTop + Math.floor(index / glossary.listColumns) * (glossary.rowHeight + glossary.gap)
            mm: Theme.label
            tight: true
            icon: ""
            label: modelData.word
            chosen: modelData.id === glossary.term.id
            onActed: glossary.glass.choose("row", modelData.id)
        }
    }
    Pager {
        id: turn

        x: !glossary.oneRow ? glossary.listX : glossary.frame.mirrored ? glossary.margin : glossary.listX + glossary.listSpan + glossary.gap
        y: glossary.oneRow ? glossary.listTop : glossary.keysY - height - Theme.px(3)
        width: glossary.oneRow ? glossary.width - 2 * glossary.margin - glossary.listSpan - glossary.gap : glossary.listSpan
        visible: glossary.turns > 1
        count: glossary.turns
        at: glossary.at
        onTurned: to => glossary.glass.choose("more", to)
    }
    GlossarySheet {
        x: glossary.sayX
        y: name.y + name.contentHeight + Theme.px(6)
        width: glossary.width - x - (glossary.over_ && glossary.frame.mirrored ? glossary.margin + glossary.listWidth + Theme.px(Theme.largest ? 8 : 16) : glossary.margin)
        height: (glossary.over_ ? glossary.keysY : glossary.listTop) - y - Theme.px(6)
        term: glossary.term
        low: glossary.frame.low
        onAsked: glossary.go(glossary.term.opens)
    }
    Grid {
        x: glossary.margin
        y: glossary.keysY
        columns: glossary.keyColumns
        spacing: glossary.gap

        Repeater {
            model: glossary.letters

            KeyButton {
                required property string modelData

                objectName: "letter." + modelData
                width: glossary.key
                height: glossary.key
                label: modelData
                mm: Theme.label
                chosen: modelData === glossary.letter
                onActed: glossary.glass.choose("letter", glossary.letter === modelData ? "" : modelData)
            }
        }
    }
}
