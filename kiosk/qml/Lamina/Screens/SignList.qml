pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// A long list in as many columns as asked, as much of it as shows whole; says which part of it this is and turns to the rest.
Item {
    id: list

    property var signs: []
    property var closing: []
    property int columns: 1
    property int at: 0
    // The room of a turn, and what the first one gives of it to what to do, said above it.
    property real room: list.height
    property real kept: 0
    property var dealt: []
    property real size: Theme.body
    property bool ready: false
    readonly property real gap: Theme.px(10)
    readonly property real wide: Math.floor((list.width - list.gap * (list.columns - 1)) / list.columns)
    readonly property real between: Theme.em(Theme.largest ? 0.7 : 1.6)
    readonly property int count: Math.max(1, Math.ceil(list.dealt.length / list.columns))
    readonly property int shown: Math.max(0, Math.min(list.at, list.count - 1))
    readonly property var here: list.dealt.slice(list.shown * list.columns, (list.shown + 1) * list.columns)
    readonly property int before: list.counted(list.dealt.slice(0, list.shown * list.columns))

    signal turned(int to)

    function counted(cards: var): int {
        return cards.reduce((sum, card) => sum + card.filter(line => line.kind === "list").length, 0);
    }

    // In `room`, but for the first turn, which has less of it: a sign it cannot say whole waits for the next.
    function deal(mm: real, room: real): var {
        packer.blocks = list.blocksFrom(0);
        const first = packer.pack(mm, room - list.kept).slice(0, list.columns);
        let said = list.counted(first);
        if (list.kept < 1 || said < 1)
            return packer.pack(mm, room - list.kept);
        const last = first[first.length - 1];
        const end = last[last.length - 1];
        if (end.kind === "list" && end.text !== list.signs[said - 1].text) {
            first[first.length - 1] = last.slice(0, -1);
            said -= 1;
        } else if (said >= list.signs.length)
            return packer.pack(mm, room - list.kept);
        packer.blocks = list.blocksFrom(said);
        return first.concat(packer.pack(mm, room));
    }

    function blocksFrom(start: int): var {
        return [
            {
                kind: "list",
                sentences: list.signs.slice(start)
            },
            {
                kind: "paragraph",
                sentences: list.closing
            }
        ];
    }

    function lay(): void {
        if (!list.ready || list.wide < 1 || list.room < 1)
            return;
        packer.width = list.wide;
        packer.between = list.between;
        const room = list.room - foot.height - Theme.px(Theme.largest ? 1 : 3);
        let best = null;
        for (const mm of Theme.largest ? [Theme.label] : Theme.large ? [Theme.body, Theme.label] : [Theme.lead, Theme.body, Theme.label]) {
            const dealt = list.deal(mm, room);
            if (best !== null && Math.ceil(dealt.length / list.columns) >= Math.ceil(best.length / list.columns))
                continue;
            best = dealt;
            list.size = mm;
        }
        // What fits one turn stands in columns of much the same height.
        for (const share of list.columns > 1 && best.length <= list.columns ? [0.4, 0.5, 0.6, 0.7, 0.8, 0.9] : []) {
            const level = list.deal(list.size, room * share);
            if (level.length <= list.columns) {
                best = level;
                break;
            }
        }
        list.dealt = best;
    }

    onWidthChanged: list.lay()
    onRoomChanged: list.lay()
    onSignsChanged: list.lay()
    onColumnsChanged: list.lay()
    onKeptChanged: list.lay()
    Component.onCompleted: {
        list.ready = true;
        list.lay();
    }

    Connections {
        target: Theme

        function onTextSizeChanged(): void {
            list.lay();
        }
    }
    CardPacker {
        id: packer

        lines: 99
        most: 99
    }
    Repeater {
        model: list.here

        Column {
            id: column

            required property int index
            required property var modelData

            x: column.index * (list.wide + list.gap)
            width: list.wide
            spacing: list.between

            Repeater {
                model: column.modelData

                SentenceLine {
                    required property var modelData

                    width: list.wide
                    kind: modelData.kind
                    text: modelData.text
                    mm: list.size
                }
            }
        }
    }
    SignsFoot {
        id: foot

        anchors.bottom: parent.bottom
        width: parent.width
        from: list.before + 1
        to: list.before + list.counted(list.here)
        of: list.signs.length
        turns: list.count
        at: list.shown
        onTurned: to => list.turned(to)
        onHeightChanged: list.lay()
    }
}
