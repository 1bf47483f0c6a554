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
    readonly property int frameAt: Math.max(0, Math.min(walk.glass.at.frame ?? 0, walk.now.frames.length - 1))
    readonly property int card: walk.glass.at.card ?? 0
    readonly property bool wrong: walk.card === 1 && walk.now.wrong.length > 0
    readonly property bool asking: walk.card === 2
    readonly property bool last: walk.at >= walk.count - 1
    readonly property string side: walk.glass.side

    function pictureOf(frame: var): var {
        if (frame === undefined)
            return null;
        const sidewise = walk.side === "left" ? frame.left : walk.side === "right" ? frame.right : "";
        return walk.pictureNamed(sidewise || frame.picture);
    }

    function forward(): void {
        if (walk.wrong || walk.asking)
            walk.glass.choose("card", 0);
        else if (!walk.last)
            walk.glass.choose("step", walk.at + 1);
        else
            walk.go(walk.next);
    }

    art: walk.pictureOf(walk.now.frames[walk.frameAt])
    heading: walk.wrong ? Words.whatCouldGoWrong : walk.asking ? Words.whichSide : walk.now.title
    over: (Theme.largest ? "" : walk.title + ": ") + Words.fill(Words.fill(Words.stepOf, "n", String(walk.at + 1)), "count", String(walk.count))
    stepCount: walk.count
    stepAt: walk.at
    stagePart: 0.88
    turnCount: cards.count
    turnAt: cards.shown

    TurnCards {
        id: cards

        x: walk.body.x
        y: walk.body.y
        width: walk.body.width
        height: walk.body.height - (key.visible ? key.height + Theme.px(3) : 0)
        blocks: [
            {
                kind: "paragraph",
                sentences: walk.wrong ? walk.now.wrong : walk.asking ? [
                    {
                        text: Words.whichSideWhy
                    }
                ] : walk.now.sentences
            }
        ]
        at: walk.glass.at.more ?? 0
        pagerElsewhere: walk.frame.low
        onTurned: to => walk.glass.choose("more", to)
    }
    TissueKey {
        id: key

        x: walk.body.x
        y: walk.body.y + walk.body.height - height
        width: walk.body.width
        visible: !Theme.largest && !walk.asking && entries.length > 0
        entries: (walk.art?.key ?? []).filter(swatch => !Theme.large || swatch.tissue === "removed")
    }
    controls: [
        Segments {
            objectName: "walk.frames"
            width: walk.cell
            height: implicitHeight
            visible: walk.now.frames.length > 1 && !walk.asking && !walk.wrong
            prefix: "frame"
            titles: walk.now.frames.map(frame => frame.title)
            names: walk.now.frames.map(frame => frame.id)
            at: walk.frameAt
            onPicked: index => walk.glass.choose("frame", index)
        },
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
        PrimaryButton {
            objectName: "step.next"
            width: walk.cell
            height: implicitHeight
            visible: walk.wrong || walk.asking || !walk.last || Boolean(walk.next)
            icon: walk.wrong || walk.asking ? "back" : "next"
            label: walk.wrong || walk.asking ? Words.hideWrong : Words.fill(Words.nextIs, "title", walk.last ? walk.next?.title ?? "" : walk.steps[walk.at + 1].title)
            onActed: walk.forward()
        },
        StepAsides {
            width: walk.cell
            visible: !walk.wrong && !walk.asking && height > 0
            wrong: walk.now.wrong.length > 0
            sided: walk.sided && (!Theme.large || walk.at === 0 || (walk.frame.low && !Theme.largest))
            side: walk.side
            onWrongAsked: walk.glass.choose("card", 1)
            onSideAsked: walk.glass.choose("card", 2)
        },
        QuietButton {
            objectName: "step.previous"
            width: walk.cell
            height: implicitHeight
            visible: walk.at > 0 && !walk.wrong && !walk.asking && ((walk.frame.low && !Theme.largest) || (!Theme.large && walk.now.frames.length < 2))
            flat: true
            icon: "back"
            label: walk.steps[Math.max(0, walk.at - 1)].title
            onActed: walk.glass.choose("step", walk.at - 1)
        }
    ]
}
