pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// Sentences on cards that are turned, never scrolled: at most three on each, measured to fit the room there is.
Item {
    id: cards

    property var blocks: []
    property int at: 0
    property real mm: Theme.lead
    property real least: Theme.body
    property bool pagerElsewhere: false
    property int lines: Theme.linesShown
    property int most: Theme.sentencesShown
    // Turns by itself where the visit keeps no place for it: one of several cards on a page.
    property bool alone: false
    property int own: 0
    property var turns: []
    property real size: cards.mm
    readonly property int count: Math.max(1, cards.turns.length)
    // A sentence goes on from one card to the next: no card could hold it.
    readonly property bool halved: packer.halves(cards.turns)
    readonly property int shown: Math.max(0, Math.min(cards.alone ? cards.own : cards.at, cards.count - 1))
    readonly property real between: Theme.em(3.2)
    readonly property real pagerRoom: cards.pagerElsewhere ? 0 : pager.implicitHeight + Theme.px(2.6)
    property bool ready: false

    signal turned(int to)

    function lay(): void {
        if (!cards.ready || cards.width < 1 || cards.height < 1)
            return;
        // Set here, not bound: this may run before a binding of the packer has heard of the same change.
        packer.blocks = cards.blocks;
        packer.width = cards.width;
        packer.between = cards.between;
        packer.lines = cards.lines;
        packer.most = cards.most;
        // Few words are said larger.
        let size = cards.mm === Theme.lead && !Theme.large ? Theme.roomy : cards.mm;
        let best = packer.pack(size, cards.height);
        if (best.length > 1 && size !== cards.mm) {
            size = cards.mm;
            best = packer.pack(size, cards.height);
        }
        if (best.length > 1 && cards.least < cards.mm) {
            best = packer.pack(cards.least, cards.height);
            size = cards.least;
        }
        if (best.length > 1 && Theme.label < size) {
            const tight = packer.pack(Theme.label, cards.height);
            if (tight.length < best.length || packer.halves(best) && !packer.halves(tight)) {
                best = tight;
                size = Theme.label;
            }
        }
        if (best.length > 1 && cards.pagerRoom > 0)
            best = packer.pack(size, cards.height - cards.pagerRoom);
        cards.size = size;
        cards.turns = best;
    }

    onWidthChanged: cards.lay()
    onHeightChanged: cards.lay()
    onBlocksChanged: {
        cards.own = 0;
        cards.lay();
    }
    onMmChanged: cards.lay()
    Component.onCompleted: {
        cards.ready = true;
        cards.lay();
    }

    Connections {
        target: Theme

        function onTextSizeChanged(): void {
            cards.lay();
        }
    }
    CardPacker {
        id: packer
    }
    Column {
        width: parent.width
        spacing: cards.between

        Repeater {
            model: cards.turns[cards.shown] ?? []

            SentenceLine {
                required property var modelData

                width: cards.width
                kind: modelData.kind
                text: modelData.text
                mm: cards.size
            }
        }
    }
    Pager {
        id: pager

        anchors.bottom: parent.bottom
        width: parent.width
        visible: cards.count > 1 && !cards.pagerElsewhere
        count: cards.count
        at: cards.shown
        onTurned: to => {
            cards.own = to;
            cards.turned(to);
        }
    }
}
