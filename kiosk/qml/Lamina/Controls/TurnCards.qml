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
    // Turns by itself where the visit keeps no place for it: one of several cards on a page.
    property bool alone: false
    property int own: 0
    property var turns: []
    property real size: cards.mm
    readonly property int count: Math.max(1, cards.turns.length)
    readonly property int shown: Math.max(0, Math.min(cards.alone ? cards.own : cards.at, cards.count - 1))
    readonly property real between: Theme.em(3.2)
    readonly property real pagerRoom: cards.pagerElsewhere ? 0 : pager.implicitHeight + Theme.px(2.6)
    property bool ready: false

    signal turned(int to)

    function tall(kind: string, text: string, mm: real): real {
        probe.mm = mm;
        probe.width = cards.width - (kind === "paragraph" ? 0 : Theme.em(mm * 1.25));
        probe.text = text;
        return probe.contentHeight;
    }

    // As many words of a sentence as fit in `room`; a sentence is cut only when a card cannot hold it alone.
    function cut(kind: string, text: string, mm: real, room: real): list<string> {
        const all = text.split(" ");
        let from = 1;
        let to = all.length;
        while (from < to) {
            const mid = Math.ceil((from + to) / 2);
            if (cards.tall(kind, all.slice(0, mid).join(" "), mm) <= room)
                from = mid;
            else
                to = mid - 1;
        }
        return [all.slice(0, from).join(" "), all.slice(from).join(" ")];
    }

    function pack(mm: real, room: real): var {
        const out = [];
        let card = [];
        let used = 0;
        let held = 0;
        const turn = () => {
            if (card.length > 0)
                out.push(card);
            card = [];
            used = 0;
            held = 0;
        };
        for (const block of cards.blocks ?? []) {
            let fresh = true;
            const queue = block.sentences.map(sentence => sentence.text);
            while (queue.length > 0) {
                const text = queue.shift();
                const most = block.kind === "paragraph" ? Theme.sentencesShown : cards.lines;
                const last = card.length > 0 ? card[card.length - 1] : null;
                const joins = !fresh && last !== null && block.kind === "paragraph";
                const whole = joins ? last.text + " " + text : text;
                const before = joins ? used - last.tall : used + (card.length > 0 ? cards.between : 0);
                const height = cards.tall(block.kind, whole, mm);
                if (card.length > 0 && (held >= most || before + height > room)) {
                    turn();
                    fresh = true;
                    queue.unshift(text);
                    continue;
                }
                if (before + height > room && text.indexOf(" ") > 0) {
                    const halves = cards.cut(block.kind, text, mm, room);
                    if (halves[1] !== "") {
                        card.push({kind: block.kind, text: halves[0], tall: room});
                        turn();
                        queue.unshift(halves[1]);
                        continue;
                    }
                }
                if (joins)
                    card.pop();
                card.push({kind: block.kind, text: whole, tall: height});
                used = before + height;
                held += 1;
                fresh = false;
            }
        }
        turn();
        return out;
    }

    function lay(): void {
        if (!cards.ready || cards.width < 1 || cards.height < 1)
            return;
        let best = cards.pack(cards.mm, cards.height);
        let size = cards.mm;
        if (best.length > 1 && cards.least < cards.mm) {
            best = cards.pack(cards.least, cards.height);
            size = cards.least;
        }
        if (best.length > 1 && Theme.label < size) {
            const tight = cards.pack(Theme.label, cards.height);
            if (tight.length < best.length) {
                best = tight;
                size = Theme.label;
            }
        }
        if (best.length > 1 && cards.pagerRoom > 0)
            best = cards.pack(size, cards.height - cards.pagerRoom);
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
    Copy {
        id: probe

        visible: false
        Accessible.ignored: true
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
