pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// An operation, one idea a step on one camera: before, plan, after; what can go wrong here; which side is yours.
PageScreen {
    id: walk

    required property var steps
    required property bool sided
    readonly property int count: walk.steps.length
    readonly property int at: Math.max(0, Math.min(walk.glass.at.step ?? 0, walk.count - 1))
    readonly property var now: walk.steps[walk.at]
    // None at either end, and for a moment while the step changes.
    readonly property var before: walk.steps[walk.at - 1] ?? null
    readonly property var after: walk.steps[walk.at + 1] ?? null
    readonly property int frameAt: Math.max(0, Math.min(walk.glass.at.frame ?? 0, walk.now.frames.length - 1))
    readonly property var moment: walk.now.frames[walk.frameAt]
    // A moment with words of its own says what is coloured, too.
    readonly property bool own: walk.moment?.sentences.length > 0
    readonly property var said: walk.own ? walk.moment.sentences : walk.now.sentences
    // The next picture of this step; the way on leads through all of them, unless they are other ways to do it.
    readonly property var coming: walk.now.choices ? null : walk.now.frames[walk.frameAt + 1] ?? null
    // The operation's name, before what its title says of the page.
    readonly property string operation: walk.title.split(",")[0]
    readonly property int card: walk.glass.at.card ?? 0
    readonly property bool wrong: walk.card === 1 && walk.now.wrong.length > 0
    readonly property bool asking: walk.card === 2
    readonly property bool aside: walk.wrong || walk.asking
    readonly property bool last: walk.at >= walk.count - 1
    readonly property string side: walk.glass.side
    readonly property string sideLabel: Words.fill(Words.sideIs, "side", (walk.side === "left" ? Words.left : Words.right).toLowerCase())
    // A picture that has a side shows the right one until a side is chosen, and says so.
    readonly property bool example: (walk.moment?.left ?? "") !== "" && !walk.asking
    readonly property string sideQuestion: walk.example ? Words.exampleSide : Panel.landscape && Theme.large ? Words.fill(Words.sideIs, "side", "?") : Words.whichSide
    readonly property int more: walk.glass.at.more ?? 0
    // In the largest letters the picture has a card of its own, the first.
    readonly property int upFront: Theme.largest && !walk.aside ? 1 : 0

    function pictureOf(frame: var): var {
        if (frame === undefined)
            return null;
        const sidewise = walk.side === "left" ? frame.left : walk.side === "right" ? frame.right : "";
        return walk.pictureNamed(sidewise || frame.picture);
    }

    // Words that several moments share do not name their colours: the key then tells only what is taken out, and what is
    // put in to stay.
    function keyed(tissue: string): bool {
        if (walk.own || walk.now.frames.length < 2)
            return !Theme.large || !walk.own && tissue === "removed";
        const held = walk.art.key.some(swatch => swatch.tissue === "graft");
        return tissue === "removed" || held && (!Theme.large || walk.pictureFirst) && ["metal", "graft"].includes(tissue);
    }

    function forward(): void {
        if (walk.aside)
            walk.glass.choose("card", 0);
        else if (walk.coming !== null)
            walk.glass.choose("frame", walk.frameAt + 1);
        else if (!walk.last)
            walk.glass.choose("step", walk.at + 1);
        else
            walk.go(walk.next);
    }

    art: Theme.largest && (walk.aside || walk.more > 0) ? null : walk.pictureOf(walk.moment)
    plain: Theme.largest || walk.frame.low
    pictureFirst: walk.upFront > 0 && walk.more === 0
    nameRoom: Theme.em(key.visible ? 62 : 46)
    heading: walk.wrong ? Words.whatCouldGoWrong : walk.asking ? Words.whichSide : walk.now.title
    // Beside the picture stand its name, the side and up to four moments, all in the largest letters.
    wallPart: Theme.wallLess
    readonly property bool briefly: Panel.landscape && Theme.largest && walk.chip !== ""
    over: (Theme.large ? "" : walk.operation + ": ") + Words.fill(Words.fill(Theme.large && !walk.briefly ? Words.stepOf : Words.placeOf, "n", String(walk.at + 1)), "count", String(walk.count))
    stepCount: walk.count
    stepAt: walk.at
    stagePart: 0.86
    lowColumns: 1
    chip: !walk.sided || walk.frame.low || walk.asking ? "" : walk.side === "" ? walk.sideQuestion : walk.sideLabel
    onChipActed: walk.glass.choose("card", 2)

    TurnCards {
        id: cards

        x: walk.body.x
        y: walk.body.y
        width: walk.body.width
        height: walk.pictureFirst ? 0 : walk.body.height - (key.visible ? key.height + Theme.px(3) : 0)
        visible: !walk.pictureFirst
        most: Theme.sentencesFit
        // What can go wrong is never said louder than the step itself.
        mm: walk.wrong && !Theme.large ? Theme.body : Theme.lead
        blocks: [
            {
                kind: "paragraph",
                sentences: walk.wrong ? walk.now.wrong : walk.asking ? [
                    {
                        text: Words.whichSideWhy
                    }
                ] : walk.said
            }
        ]
        at: Math.max(0, walk.more - walk.upFront)
        pagerElsewhere: true
    }
    TissueKey {
        id: key

        x: walk.body.x
        y: walk.body.y + (walk.pictureFirst ? 0 : walk.body.height - height)
        width: walk.body.width
        visible: walk.pictured && !walk.asking && entries.length > 0
        entries: (walk.art?.key ?? []).filter(swatch => walk.keyed(swatch.tissue))
    }
    controls: [
        Segments {
            objectName: "walk.side"
            width: walk.cell
            height: implicitHeight
            visible: walk.asking
            prefix: "side"
            titles: [Words.left, Words.right, Words.notSure]
            names: ["left", "right", "none"]
            at: walk.side === "left" ? 0 : walk.side === "right" ? 1 : 2
            onPicked: index => walk.glass.setSide(["left", "right", ""][index])
        },
        StepTools {
            width: walk.cell
            visible: !walk.aside && (framed || asides > 0)
            titles: Theme.largest && !walk.pictureFirst ? [] : walk.now.frames.map(frame => frame.title)
            names: walk.now.frames.map(frame => frame.id)
            at: walk.frameAt
            wrong: walk.now.wrong.length > 0 && !walk.pictureFirst
            sided: walk.sided && walk.frame.low
            sideLabel: walk.side === "" ? walk.sideQuestion : walk.sideLabel
            onFramePicked: index => walk.glass.choose("frame", index)
            onWrongAsked: walk.glass.choose("card", 1)
            onSideAsked: walk.glass.choose("card", 2)
        },
        Onward {
            width: walk.cell
            count: walk.asking ? 1 : cards.count + walk.upFront
            at: walk.asking ? 0 : cards.shown + (walk.pictureFirst ? 0 : walk.upFront)
            counted: !walk.pictureFirst
            nextName: "step.next"
            backLabel: walk.aside ? Words.hideWrong : ""
            nextTitle: walk.aside || walk.pictureFirst ? "" : walk.coming !== null ? walk.coming.title : (walk.last ? walk.next : walk.after)?.title ?? ""
            skipLabel: walk.aside ? "" : walk.after?.title ?? ""
            previousName: "step.previous"
            previousLabel: walk.aside ? "" : walk.before?.title ?? ""
            onTurned: to => walk.glass.choose("more", to)
            onNextAsked: walk.forward()
            onPreviousAsked: walk.glass.choose("step", walk.at - 1)
        }
    ]
}
