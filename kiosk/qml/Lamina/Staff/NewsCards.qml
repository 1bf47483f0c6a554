pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// What one edition changes of another, on cards: a heading stands on every card that has lines of its list.
Item {
    id: cards

    required property var words
    property var news: null
    // Said before the news; and what is said alone in place of it.
    property var lead: []
    property var instead: []
    // What the lists are called here: of added, changed and removed pages.
    property list<string> heads: [cards.words.newsAdded, cards.words.newsChanged, cards.words.newsRemoved]
    property int at: 0
    property bool pagerElsewhere: false
    property var turns: []
    property real size: Theme.body
    property bool ready: false
    readonly property real between: Theme.largest ? Theme.px(3) : Theme.em(2.4)
    readonly property int count: Math.max(1, cards.turns.length)
    readonly property int shown: Math.max(0, Math.min(cards.at, cards.count - 1))

    signal turned(int to)

    function part(name: string): string {
        if (name === "phone")
            return cards.news.phone === "" ? cards.words.partPhoneGone : cards.words.partPhone.replace("{n}", cards.news.phone);
        return cards.words["part" + name.charAt(0).toUpperCase() + name.slice(1)];
    }

    function pages(heading: string, titles: var, count: int): var {
        const left = count - titles.length;
        const more = left > 0 ? [cards.words.newsMore.replace("{n}", String(left))] : [];
        return {
            head: heading.replace("{n}", String(count)),
            lines: [...titles, ...more]
        };
    }

    // Lists with their headings; a sentence is a heading without a list.
    function groups(): var {
        const said = text => ({
                    head: text,
                    lines: []
                });
        if (cards.instead.length > 0 || cards.news === null)
            return cards.instead.map(said);
        const news = cards.news;
        const lists = [cards.pages(cards.heads[0], news.added, news.addedCount), cards.pages(cards.heads[1], news.changed, news.changedCount), cards.pages(cards.heads[2], news.removed, news.removedCount)].filter(one => one.lines.length > 0);
        const none = !news.known ? [said(cards.words.offerUnknown)] : lists.length === 0 ? [said(cards.words.offerSame)] : [];
        const parts = news.parts.length > 0 ? [
            {
                head: cards.words.newsParts,
                lines: news.parts.map(cards.part)
            }
        ] : [];
        return [...cards.lead.map(said), ...none, ...lists, ...parts];
    }

    function pack(groups: var, mm: real, room: real): var {
        const out = [];
        let card = [];
        let used = 0;
        const put = (kind, text) => {
            used += (card.length > 0 ? cards.between : 0) + packer.tall(kind, text, mm);
            card.push({
                kind: kind,
                text: text
            });
        };
        for (const group of groups) {
            let headed = false;
            for (const line of group.lines.length > 0 ? group.lines : [""]) {
                const parts = headed ? [] : [packer.tall("paragraph", group.head, mm)];
                if (line !== "")
                    parts.push(packer.tall("list", line, mm));
                const need = parts.reduce((all, tall) => all + tall + cards.between, 0);
                if (card.length > 0 && used + need > room) {
                    out.push(card);
                    card = [];
                    used = 0;
                    headed = false;
                }
                if (!headed)
                    put("paragraph", group.head);
                if (line !== "")
                    put("list", line);
                headed = true;
            }
        }
        return card.length > 0 ? [...out, card] : out;
    }

    function lay(): void {
        if (!cards.ready || cards.width < 1 || cards.height < 1)
            return;
        const groups = cards.groups();
        packer.width = cards.width;
        let size = Theme.body;
        let best = cards.pack(groups, size, cards.height);
        if (best.length > 1) {
            size = Theme.label;
            best = cards.pack(groups, size, cards.height);
        }
        if (best.length > 1 && !cards.pagerElsewhere)
            best = cards.pack(groups, size, cards.height - pager.implicitHeight - Theme.px(2.6));
        cards.size = size;
        cards.turns = best;
    }

    onWidthChanged: cards.lay()
    onHeightChanged: cards.lay()
    onNewsChanged: cards.lay()
    onLeadChanged: cards.lay()
    onInsteadChanged: cards.lay()
    onHeadsChanged: cards.lay()
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
        onTurned: to => cards.turned(to)
    }
}
