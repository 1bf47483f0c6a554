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
    readonly property bool across: dealer.across(rows.width)
    readonly property real each: rows.across ? (rows.width - dealer.gap) / 2 : rows.width
    property bool ready: false
    readonly property int count: dealer.sheets.length
    readonly property int base: rows.sheetOf(rows.at)
    readonly property int sheet: Math.min(rows.base + rows.turn, rows.count - 1)

    // The pair a page begins with, and the page a pair begins on.
    function pairOf(sheet: int): int {
        return dealer.sheets[sheet]?.[0]?.pair ?? 0;
    }

    function sheetOf(pair: int): int {
        return Math.max(0, dealer.sheets.findIndex(sheet => sheet.some(entry => entry.pair === pair)));
    }

    function deal(): void {
        // Reckoned there: this may run before the bindings have heard of the new width.
        if (rows.ready && rows.width > 1 && rows.height > 1)
            dealer.deal(rows.pairs, rows.width, rows.height);
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
    PairPacker {
        id: dealer
    }
    Column {
        width: rows.width
        spacing: dealer.gap

        Repeater {
            model: dealer.sheets[rows.sheet]

            Column {
                id: pair

                required property var modelData

                width: rows.width
                spacing: dealer.titleGap

                Headline {
                    objectName: "pair." + pair.modelData.id
                    width: rows.width
                    height: dealer.titleTall
                    visible: text !== ""
                    text: pair.modelData.title
                    mm: dealer.titleMm
                    least: Theme.small
                }
                Grid {
                    columns: rows.across ? 2 : 1
                    spacing: dealer.gap

                    PairCard {
                        width: rows.each
                        height: pair.modelData.tall
                        pad: dealer.pad
                        head: dealer.head
                        mm: dealer.mm
                        title: Words.benefit
                        icon: "check"
                        text: pair.modelData.benefit
                    }
                    PairCard {
                        width: rows.each
                        height: pair.modelData.tall
                        pad: dealer.pad
                        head: dealer.head
                        mm: dealer.mm
                        title: Words.risk
                        icon: "warnings"
                        text: pair.modelData.harm
                    }
                }
            }
        }
    }
}
