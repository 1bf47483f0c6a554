pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// Deals sentences onto cards by measuring them: three sentences a card, list lines up to `lines`, nothing cut off.
Item {
    id: packer

    property var blocks: []
    property real between: 0
    property int lines: Theme.linesShown
    property int most: Theme.sentencesShown

    // Heights already measured; text at one size and width is always as tall.
    readonly property var known: new Map()

    visible: false

    function tall(kind: string, text: string, mm: real): real {
        const key = [kind, mm, Theme.textSize, packer.width, text].join("\n");
        const met = packer.known.get(key);
        if (met !== undefined)
            return met;
        probe.mm = mm;
        probe.width = packer.width - (kind === "paragraph" ? 0 : Theme.em(mm * 1.25));
        probe.text = text;
        packer.known.set(key, probe.contentHeight);
        return probe.contentHeight;
    }

    // As many sentences of a line as fit in `room`, or else words; a sentence is cut only when a card cannot hold it alone.
    function cut(kind: string, text: string, mm: real, room: real): list<string> {
        const all = text.split(" ");
        let from = 1;
        let to = all.length;
        while (from < to) {
            const mid = Math.ceil((from + to) / 2);
            if (packer.tall(kind, all.slice(0, mid).join(" "), mm) <= room)
                from = mid;
            else
                to = mid - 1;
        }
        const at = all.slice(0, from).map(word => packer.ends(word)).lastIndexOf(true) + 1 || from;
        return [all.slice(0, at).join(" "), all.slice(at).join(" ")];
    }

    function ends(text: string): bool {
        return ".!?".includes(text.slice(-1));
    }

    function halves(turns: var): bool {
        return turns.some(card => card.some(block => block.half === true));
    }

    function pack(mm: real, room: real): var {
        const out = [];
        let card = [];
        let used = 0;
        let said = 0;
        let listed = 0;
        const turn = () => {
            if (card.length > 0)
                out.push(card);
            card = [];
            used = 0;
            said = 0;
            listed = 0;
        };
        for (const block of packer.blocks ?? []) {
            let fresh = true;
            const queue = block.sentences.map(sentence => sentence.text);
            // A paragraph that fits a card of its own is not begun where it cannot end.
            if (block.kind === "paragraph" && used > room * 0.4) {
                const all = packer.tall(block.kind, queue.join(" "), mm);
                if (all <= room && queue.length <= packer.most && (used + packer.between + all > room || said + queue.length > packer.most))
                    turn();
            }
            while (queue.length > 0) {
                const text = queue.shift();
                const full = block.kind === "paragraph" ? said >= packer.most : listed >= packer.lines;
                const last = card.length > 0 ? card[card.length - 1] : null;
                const joins = !fresh && last !== null && block.kind === "paragraph";
                const whole = joins ? last.text + " " + text : text;
                const before = joins ? used - last.tall : used + (card.length > 0 ? packer.between : 0);
                const height = packer.tall(block.kind, whole, mm);
                if (card.length > 0 && (full || before + height > room)) {
                    turn();
                    fresh = true;
                    queue.unshift(text);
                    continue;
                }
                if (before + height > room && text.indexOf(" ") > 0) {
                    const halves = packer.cut(block.kind, text, mm, room);
                    if (halves[1] !== "") {
                        card.push({
                            kind: block.kind,
                            text: halves[0],
                            tall: room,
                            half: !packer.ends(halves[0])
                        });
                        turn();
                        queue.unshift(halves[1]);
                        continue;
                    }
                }
                if (joins)
                    card.pop();
                card.push({
                    kind: block.kind,
                    text: whole,
                    tall: height
                });
                used = before + height;
                if (block.kind === "paragraph")
                    said += 1;
                else
                    listed += 1;
                fresh = false;
            }
        }
        turn();
        return out;
    }

    Copy {
        id: probe

        Accessible.ignored: true
    }
}
