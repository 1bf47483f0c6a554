pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Plain sentences a few at a time; the filled button goes through them, then names what comes next. Benefits stand beside their harms.
PageScreen {
    id: article

    required property var sections
    required property var pairs
    required property string picture
    readonly property int parts: article.sections.length
    // Cards of a visit are the sections and then every pair; one page shows as many pairs as fit.
    readonly property int card: Math.max(0, Math.min(article.glass.at.card ?? 0, article.parts + article.pairs.length - 1))
    readonly property bool pairing: article.card >= article.parts
    readonly property var section: article.pairing ? null : article.sections[article.card]
    readonly property int total: article.parts + (article.pairs.length > 0 ? 1 : 0)
    readonly property bool last: article.card >= article.parts - 1 && (article.pairing || article.pairs.length === 0)
    readonly property bool opening: article.card === 0 && article.lead.length > 0
    readonly property int more: article.glass.at.more ?? 0
    readonly property var drawn: article.pairing ? null : article.pictureNamed(article.section?.picture || (article.card === 0 || article.brief ? article.picture : ""))
    // A few words keep the page's picture beside them.
    readonly property bool brief: article.section !== null && article.section.blocks.every(block => block.kind === "paragraph") && article.said < 240
    // Letters of all its words.
    readonly property int said: (article.section?.blocks ?? []).reduce((sum, block) => sum + block.sentences.reduce((long, sentence) => long + sentence.text.length, 0), 0)
    // A long list, warning signs above all, is read whole: it has all of the page, without band, inset and ways past it.
    readonly property bool listing: (Panel.landscape || Theme.large) && article.drawn === null && article.said > (Theme.large ? 180 : 330) && article.section.blocks.some(block => block.kind !== "paragraph")
    // In the largest letters the page's own picture has a card of its own, the first; the other parts are words alone.
    readonly property int upFront: Theme.largest && article.card === 0 && article.drawn !== null ? 1 : 0
    readonly property string placed: Words.fill(Words.fill(article.pairing && couples.count > 1 ? Words.placeOf : Words.pageOf, "n", String((article.pairing && couples.count > 1 ? couples.sheet : Math.min(article.card, article.parts)) + 1)), "count", String(article.pairing && couples.count > 1 ? couples.count : article.total))

    function titleOf(card: int): string {
        return card < article.parts ? article.sections[card]?.title ?? "" : Words.benefitsTitle;
    }

    function turnTo(to: int): void {
        if (article.pairing && to < couples.base)
            article.glass.choose("card", article.parts + couples.pairOf(to));
        article.glass.choose("more", article.pairing ? to - couples.base : to);
    }

    function blocks(): var {
        const own = article.section?.blocks ?? [];
        return article.opening ? [
            {
                kind: "paragraph",
                sentences: article.lead
            }
        ].concat(own) : own;
    }

    art: Theme.largest && !article.pictureFirst ? null : article.drawn
    plain: Theme.largest || article.frame.low || article.listing
    pictureFirst: article.upFront > 0 && article.more === 0
    nameRoom: Theme.em(50)
    heading: article.opening ? article.title : article.titleOf(article.card)
    // In the largest letters pairs need the height; the button says which page it is.
    headingMm: Theme.largest && article.pairing ? Theme.label : Theme.title
    placing: article.total > 1 && !(Theme.largest && article.pairing)
    over: article.total > 1 ? (article.opening || Theme.large ? "" : article.title + ": ") + article.placed : ""
    stepCount: article.total
    stepAt: Math.min(article.card, article.parts)
    lowColumns: 1

    TurnCards {
        id: cards

        x: article.body.x
        y: article.body.y
        width: article.body.width
        height: article.pictureFirst || article.pairing ? 0 : article.body.height
        visible: !article.pairing && !article.pictureFirst
        most: article.pictured ? Theme.sentencesFit : Theme.sentencesWide
        lines: Theme.linesFit
        blocks: article.blocks()
        at: Math.max(0, article.more - article.upFront)
        pagerElsewhere: true
    }
    // Words alone keep the page's picture in sight, hung above the way on.
    Thumb {
        readonly property real above: article.controlsTop - y - Theme.px(6)

        x: article.frame.controls.x
        y: article.frame.stage.height + Theme.px(8)
        width: article.frame.controlsWide
        height: Math.min(above, Math.round(width / 1.5))
        visible: article.frame.split && shown !== null && above > Theme.px(44)
        shown: article.pictureNamed(article.picture)
    }
    PairRows {
        id: couples

        x: article.body.x
        y: article.body.y
        width: article.body.width
        height: article.body.height
        visible: article.pairing
        pairs: article.pairing ? article.pairs : []
        at: article.card - article.parts
        turn: article.more
    }
    controls: [
        Repeater {
            model: article.last && !Theme.largest && !article.listing ? article.related.slice(0, article.frame.low || article.pictured || Theme.large ? 1 : 2) : []

            QuietButton {
                required property var modelData

                objectName: "related." + modelData.topic
                width: article.cell
                height: implicitHeight
                label: modelData.title
                tail: "next"
                onActed: article.go(modelData)
            }
        },
        Onward {
            width: article.cell
            count: article.pairing ? couples.count : cards.count + article.upFront
            at: article.pairing ? couples.sheet : cards.shown + (article.pictureFirst ? 0 : article.upFront)
            counted: !article.pictureFirst
            nextName: "article.next"
            nextTitle: article.pictureFirst ? "" : !article.last ? article.titleOf(article.card + 1) : article.next?.title ?? ""
            skipLabel: article.last || article.listing ? "" : article.titleOf(article.card + 1)
            previousName: "article.previous"
            previousLabel: article.card === 0 ? "" : article.titleOf(article.pairing ? article.parts - 1 : article.card - 1)
            onTurned: to => article.turnTo(to)
            onNextAsked: {
                if (article.last)
                    article.go(article.next);
                else
                    article.glass.choose("card", article.card + 1);
            }
            onPreviousAsked: article.glass.choose("card", article.pairing ? article.parts - 1 : article.card - 1)
        }
    ]
}
