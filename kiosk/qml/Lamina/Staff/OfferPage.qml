pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// One offer: whose it is, when it was made, what it would change; or why it cannot be used.
StaffPage {
    id: page

    readonly property var offer: (page.corner.updates.offers ?? []).find(one => one.id === page.corner.chosen) ?? null
    readonly property var news: page.offer?.news ?? null
    readonly property string refusal: page.offer?.refusal ?? ""
    readonly property bool same: page.news !== null && page.news.addedCount + page.news.changedCount + page.news.removedCount === 0 && !(page.news.words ?? false) && !(page.news.clinic ?? false)
    readonly property bool usable: page.offer !== null && page.refusal === ""

    function paragraph(text: string): var {
        return {
            kind: "paragraph",
            sentences: [
                {
                    text: text
                }
            ]
        };
    }

    function summed(): string {
        if (page.news === null)
            return "";
        const parts = [[page.words.newsAdded, page.news.addedCount], [page.words.newsChanged, page.news.changedCount], [page.words.newsRemoved, page.news.removedCount]];
        return parts.filter(part => part[1] > 0).map(part => page.fill(part[0], "n", String(part[1]))).join(" · ");
    }

    function listed(heading: string, titles: var, count: int): var {
        if (count === 0)
            return [];
        const lines = titles.map(title => ({
                    text: title
                }));
        if (count > titles.length)
            lines.push({
                text: page.fill(page.words.newsMore, "n", String(count - titles.length))
            });
        return [page.paragraph(page.fill(heading, "n", String(count))),
            {
                kind: "list",
                sentences: lines
            }
        ];
    }

    title: page.offer === null ? page.words.updatesNone : page.offer.title || page.offer.place
    line: page.usable ? page.fill(page.words.offerFrom, "title", page.offer.whose) + " · " + page.fill(page.words.offerBuilt, "date", page.offer.built) : ""
    across: page.low && Panel.landscape ? 2 : 1

    Copy {
        id: sum

        objectName: "offer.sum"
        x: page.room.x
        y: page.room.y
        width: page.room.width
        height: visible ? contentHeight + Theme.px(4) : 0
        // Where there is but one kind of change, its list says the same.
        visible: page.usable && page.summed().includes("·")
        text: page.summed()
        mm: Theme.large ? Theme.label : Theme.body
        font.weight: Theme.strong
    }
    TurnCards {
        id: cards

        x: page.room.x
        y: page.room.y + sum.height
        width: page.room.width
        height: page.room.height - sum.height
        mm: Theme.body
        most: Theme.sentencesFit
        lines: Theme.linesFit
        pagerElsewhere: page.low
        at: page.corner.turn
        blocks: page.offer === null ? [] : page.refusal !== "" ? [page.paragraph(page.words.offerRefused + "."), page.paragraph(page.refusal)] : page.same || !page.offer.fresh ? [page.paragraph(page.offer.fresh ? page.words.offerSame : page.words.offerHere)] : page.listed(page.words.newsAdded, page.news.added, page.news.addedCount).concat(page.listed(page.words.newsChanged, page.news.changed, page.news.changedCount), page.listed(page.words.newsRemoved, page.news.removed, page.news.removedCount))
        onTurned: to => page.corner.turnTo(to)
    }
    keys: [
        Pager {
            width: page.cell
            height: implicitHeight
            visible: page.low && cards.count > 1
            count: cards.count
            at: cards.shown
            onTurned: to => page.corner.turnTo(to)
        },
        PrimaryButton {
            objectName: "staff.install"
            width: page.cell
            height: implicitHeight
            visible: page.usable && page.offer.fresh
            icon: "bringIn"
            label: page.words.install
            onActed: page.corner.install(page.corner.chosen)
        }
    ]
}
