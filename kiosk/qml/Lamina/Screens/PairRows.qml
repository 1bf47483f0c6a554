pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Benefits beside their harms, in equal rooms and equal letters, as many pairs as the page has room for.
Item {
    id: rows

    property var pairs: []
    // The pair that must be seen, and how many pages were turned from there.
    property int at: 0
    property int turn: 0
    readonly property bool across: (rows.width - rows.gap) / 2 > Theme.em(92)
    readonly property real gap: Theme.px(4)
    readonly property real pad: Theme.px(Theme.largest ? 4 : 5)
    readonly property real each: rows.across ? (rows.width - rows.gap) / 2 : rows.width
    readonly property real head: Theme.em(Theme.largest ? 9.6 : 12)
    // First pair of every page, by measure; the last entry is the number of pairs. And how tall each pair's boxes are.
    property list<int> starts: [0, 0]
    property list<real> talls: []
    property real mm: Theme.body
    property bool ready: false
    readonly property int count: Math.max(1, rows.starts.length - 1)
    readonly property int base: rows.sheetOf(rows.at)
    readonly property int sheet: Math.min(rows.base + rows.turn, rows.count - 1)
    readonly property int first: rows.starts[rows.sheet] ?? 0
    readonly property var shown: rows.pairs.slice(rows.first, rows.starts[rows.sheet + 1] ?? 0)

    function words(sentences: var): string {
        return sentences.map(sentence => sentence.text).join(" ");
    }

    function sheetOf(pair: int): int {
        let sheet = 0;
        while (sheet < rows.starts.length - 2 && rows.starts[sheet + 1] <= pair)
            sheet++;
        return sheet;
    }

    function boxTall(sentences: var, mm: real): real {
        return rows.head + packer.tall("paragraph", rows.words(sentences), mm) + rows.pad * 1.2;
    }

    function deal(): void {
        if (!rows.ready || rows.width < 1 || rows.height < 1)
            return;
        // Reckoned here: this may run before the bindings have heard of the new width.
        const half = (rows.width - rows.gap) / 2;
        const across = half > Theme.em(92);
        packer.width = (across ? half : rows.width) - 2 * rows.pad;
        let mm = Theme.body;
        const measured = () => rows.pairs.map(pair => Math.max(rows.boxTall(pair.benefit, mm), rows.boxTall(pair.harm, mm)));
        let talls = measured();
        const titled = rows.pairs.some(pair => pair.title) ? rows.head + Theme.px(1) : 0;
        const whole = tall => titled + (across ? tall : 2 * tall + rows.gap);
        for (const less of [Theme.label, Theme.small]) {
            if (Math.max(...talls.map(whole)) <= rows.height)
                break;
            mm = less;
            talls = measured();
        }
        const starts = [0];
        let used = 0;
        for (let i = 0; i < talls.length; i++) {
            if (i > starts[starts.length - 1] && used + whole(talls[i]) > rows.height) {
                starts.push(i);
                used = 0;
            }
            used += whole(talls[i]) + rows.gap;
        }
        starts.push(talls.length);
        rows.mm = mm;
        rows.talls = talls;
        rows.starts = starts;
    }

    onWidthChanged: rows.deal()
    onHeightChanged: rows.deal()
    onPairsChanged: rows.deal()
    Component.onCompleted: {
        rows.ready = true;
        rows.deal();
    }

    Connections {
        target: Theme

        function onTextSizeChanged(): void {
            rows.deal();
        }
    }
    CardPacker {
        id: packer
    }
    Column {
        width: rows.width
        spacing: rows.gap

        Repeater {
            model: rows.shown

            Column {
                id: pair

                required property int index
                required property var modelData
                readonly property real tall: rows.talls[rows.first + pair.index] ?? 0

                width: rows.width
                spacing: Theme.px(1)

                TextLine {
                    objectName: "pair." + pair.modelData.id
                    height: rows.head
                    visible: text !== ""
                    text: pair.modelData.title ?? ""
                    mm: Theme.lead
                    font.weight: Theme.strong
                }
                Grid {
                    columns: rows.across ? 2 : 1
                    spacing: rows.gap

                    PairCard {
                        width: rows.each
                        height: pair.tall
                        pad: rows.pad
                        head: rows.head
                        mm: rows.mm
                        title: Words.benefit
                        icon: "check"
                        text: rows.words(pair.modelData.benefit)
                    }
                    PairCard {
                        width: rows.each
                        height: pair.tall
                        pad: rows.pad
                        head: rows.head
                        mm: rows.mm
                        title: Words.risk
                        icon: "warnings"
                        text: rows.words(pair.modelData.harm)
                    }
                }
            }
        }
    }
}
