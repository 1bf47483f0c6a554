pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Plain sentences a few at a time; the filled button names what comes next. Benefits stand beside their harms.
PageScreen {
    id: article

    required property var sections
    required property var pairs
    required property string picture
    // A visit counts an article's sections only; its pairs follow the last one as further turns.
    readonly property int pairsFrom: 50
    readonly property int total: article.sections.length + article.pairs.length
    readonly property int more: article.glass.at.more ?? 0
    readonly property int card: Math.max(0, Math.min((article.glass.at.card ?? 0) + Math.max(0, article.more - article.pairsFrom + 1), article.total - 1))
    readonly property var section: article.card < article.sections.length ? article.sections[article.card] : null
    readonly property var pair: article.section === null ? article.pairs[article.card - article.sections.length] ?? null : null
    readonly property bool last: article.card >= article.total - 1
    readonly property bool opening: article.card === 0 && article.lead.length > 0

    function titleOf(card: int): string {
        return card < article.sections.length ? article.sections[card].title : Words.benefitsTitle;
    }

    function turnTo(card: int): void {
        if (card < article.sections.length)
            article.glass.choose("card", card);
        else
            article.glass.choose("more", article.pairsFrom + card - article.sections.length);
    }

    function blocks(): var {
        const own = article.section?.blocks ?? [];
        return article.opening ? [{kind: "paragraph", sentences: article.lead}].concat(own) : own;
    }

    art: article.pair !== null ? null : article.pictureNamed(article.section?.picture || article.picture)
    heading: article.opening ? article.title : article.titleOf(article.card)
    over: article.total > 1 ? (article.opening ? Words.fill(Words.fill(Words.pageOf, "n", "1"), "count", String(article.total)) : article.title) : ""
    stepCount: article.total
    stepAt: article.card
    turnCount: cards.visible ? cards.count : 1
    turnAt: cards.shown

    TurnCards {
        id: cards

        x: article.body.x
        y: article.body.y
        width: article.body.width
        height: article.body.height
        visible: article.pair === null
        blocks: article.blocks()
        at: article.more
        pagerElsewhere: article.frame.low
        onTurned: to => article.glass.choose("more", to)
    }
    PairCard {
        x: article.body.x
        y: article.body.y
        width: article.body.width
        height: article.body.height - Theme.px(4)
        visible: article.pair !== null
        benefit: article.pair?.benefit ?? []
        harm: article.pair?.harm ?? []
    }
    controls: [
        PrimaryButton {
            objectName: "article.next"
            width: article.cell
            height: implicitHeight
            visible: !article.last || Boolean(article.next)
            label: Words.fill(Words.nextIs, "title", article.last ? article.next?.title ?? "" : article.titleOf(article.card + 1))
            onActed: {
                if (article.last)
                    article.go(article.next);
                else
                    article.turnTo(article.card + 1);
            }
        },
        QuietButton {
            objectName: "article.previous"
            width: article.cell
            height: implicitHeight
            visible: article.card > 0
            flat: true
            icon: "back"
            label: article.card > 0 ? article.titleOf(article.card - 1) : ""
            onActed: article.turnTo(article.card - 1)
        },
        Repeater {
            model: article.last ? article.related.slice(0, article.frame.low || article.pictured ? 1 : 2) : []

            QuietButton {
                required property var modelData

                objectName: "related." + modelData.topic
                width: article.cell
                height: implicitHeight
                label: modelData.title
                tail: "next"
                onActed: article.go(modelData)
            }
        }
    ]
}
