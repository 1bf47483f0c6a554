pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Deals benefits with their harms onto pages by measure. A pair too long for one page goes on over the next,
// and neither half is ever alone: the shorter one stays beside the rest of the other.
Item {
    id: dealer

    // The size of letters chosen, in mm, and the pages: lists of {pair, title, benefit, harm, tall}.
    property real mm: Theme.body
    property var sheets: [[]]
    readonly property real gap: Theme.px(4)
    readonly property real pad: Theme.px(Theme.largest ? 4 : 5)
    readonly property real head: Theme.em(Theme.largest ? 9.6 : 12)
    // Room for the name of a pair, above its halves.
    readonly property real titleMm: Theme.largest ? Theme.label : Theme.lead
    readonly property real titleTall: Theme.em(dealer.titleMm * 1.3)
    readonly property real titleGap: Theme.px(Theme.largest ? 1 : 2)

    visible: false

    // Whether the halves of a pair stand side by side in this width.
    function across(width: real): bool {
        return (width - dealer.gap) / 2 > Theme.em(92);
    }

    function deal(pairs: var, width: real, height: real): void {
        const across = dealer.across(width);
        const room = height - (pairs.some(pair => pair.title) ? dealer.titleTall + dealer.titleGap : 0);
        const most = across ? room : (room - dealer.gap) / 2;
        packer.width = (across ? (width - dealer.gap) / 2 : width) - 2 * dealer.pad;
        const sizes = [Theme.body, Theme.label, Theme.small];
        // The largest letters that let every pair stand whole; where none do, the labels' size, over several pages.
        const mm = sizes.find(size => pairs.every(pair => dealer.tallOf(pair, size) <= most)) ?? Theme.label;
        const sheets = [];
        let left = 0;
        for (let i = 0; i < pairs.length; i++) {
            const tall = dealer.tallOf(pairs[i], mm);
            const whole = height - room + (across ? tall : 2 * tall + dealer.gap);
            if (tall <= most) {
                if (whole > left) {
                    sheets.push([]);
                    left = height;
                }
                sheets[sheets.length - 1].push(dealer.entry(i, pairs[i], dealer.said(pairs[i].benefit), dealer.said(pairs[i].harm), tall));
                left -= whole + dealer.gap;
                continue;
            }
            const benefits = dealer.parts(pairs[i].benefit, mm, most);
            const harms = dealer.parts(pairs[i].harm, mm, most);
            for (let n = 0; n < Math.max(benefits.length, harms.length); n++)
                sheets.push([dealer.entry(i, pairs[i], benefits[Math.min(n, benefits.length - 1)], harms[Math.min(n, harms.length - 1)], most)]);
            left = 0;
        }
        dealer.mm = mm;
        dealer.sheets = sheets.length > 0 ? sheets : [[]];
    }

    function entry(number: int, pair: var, benefit: string, harm: string, tall: real): var {
        return {
            pair: number,
            id: pair.id,
            title: pair.title ?? "",
            benefit: benefit,
            harm: harm,
            tall: tall
        };
    }

    function said(sentences: var): string {
        return sentences.map(sentence => sentence.text).join(" ");
    }

    function tallOf(pair: var, mm: real): real {
        const words = half => packer.tall("paragraph", dealer.said(half), mm);
        return dealer.head + Math.max(words(pair.benefit), words(pair.harm)) + dealer.pad * 1.2;
    }

    function parts(sentences: var, mm: real, tall: real): list<string> {
        packer.blocks = [
            {
                kind: "paragraph",
                sentences: sentences
            }
        ];
        return packer.pack(mm, tall - dealer.head - dealer.pad * 1.2).map(card => card.map(block => block.text).join(" "));
    }

    CardPacker {
        id: packer

        most: 99
    }
}
