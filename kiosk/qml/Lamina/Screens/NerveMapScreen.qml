pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Which nerve serves what: a body outline with one area lit, what it feels, what it moves.
PageScreen {
    id: nerves_

    required property var nerves
    required property string picture
    readonly property int at: Math.max(0, nerves_.nerves.findIndex(nerve => nerve.id === nerves_.glass.at.row))
    readonly property var nerve: nerves_.nerves[nerves_.at]
    readonly property int more: nerves_.glass.at.more ?? 0
    // In the largest letters the picture has a card of its own, the first.
    readonly property int upFront: Theme.largest ? 1 : 0

    // What a nerve does, opened by the words that say which of the two it is.
    function told(name: string, sentences: var): var {
        const said = sentences.map(sentence => sentence.text);
        return {
            kind: "paragraph",
            sentences: said.map((text, index) => ({
                        text: index === 0 ? name + ": " + text : text
                    }))
        };
    }

    // Where no line of its own has room, what a map cannot tell is the last thing said.
    function hedged(): var {
        return {
            kind: "paragraph",
            sentences: [
                {
                    text: Words.peopleDiffer
                }
            ]
        };
    }

    art: nerves_.upFront > 0 && nerves_.more > 0 ? null : nerves_.pictureNamed(nerves_.picture)
    plain: Theme.largest
    pictureFirst: nerves_.upFront > 0 && nerves_.more === 0
    nameRoom: Theme.em(46)
    heading: nerves_.nerve.title
    over: Theme.large ? nerves_.title : nerves_.title + ". " + Words.touchTheBody
    lowColumns: Panel.landscape && (nerves_.upFront === 0 || nerves_.pictureFirst) ? 2 : 1
    tissue: "nerve"
    pointing: true

    Binding {
        target: nerves_.stage
        property: "litTissue"
        value: "nerve"
    }
    Binding {
        target: nerves_.stage
        property: "region"
        value: nerves_.nerve.regions[0] ?? ""
    }
    Binding {
        target: nerves_.stage
        property: "beside"
        value: nerves_.nerve.regions.slice(1)
    }
    TurnCards {
        id: cards

        x: nerves_.body.x
        y: nerves_.body.y
        width: nerves_.body.width
        height: nerves_.pictureFirst ? 0 : nerves_.body.height
        visible: !nerves_.pictureFirst
        at: Math.max(0, nerves_.more - nerves_.upFront)
        pagerElsewhere: true
        most: Theme.sentencesFit
        blocks: [nerves_.told(Words.whatItFeels, nerves_.nerve.feels), nerves_.told(Words.whatItMoves, nerves_.nerve.moves)].concat(hedge.visible ? [] : [nerves_.hedged()])
    }
    controls: [
        Copy {
            id: hedge

            width: nerves_.cell
            visible: !nerves_.frame.low && !Theme.large
            text: Words.peopleDiffer
            mm: Theme.small
            color: Theme.paint.inkQuiet
        },
        Flow {
            width: nerves_.cell
            spacing: Theme.px(3.4)
            visible: nerves_.upFront === 0 || nerves_.pictureFirst

            Repeater {
                model: nerves_.nerves

                KeyButton {
                    required property int index
                    required property var modelData

                    objectName: "nerve." + modelData.id
                    width: Math.max(Theme.px(17), Theme.em(4.5 * modelData.id.length) + Theme.px(4.4))
                    height: Theme.px(Theme.touchPrimary)
                    label: modelData.title
                    face: modelData.id.toUpperCase()
                    mm: Theme.label
                    chosen: index === nerves_.at
                    onActed: nerves_.glass.choose("row", modelData.id)
                }
            }
        },
        Onward {
            width: nerves_.cell
            visible: Boolean(nerves_.next) || count > 1
            count: cards.count + nerves_.upFront
            at: cards.shown + (nerves_.pictureFirst ? 0 : nerves_.upFront)
            counted: !nerves_.pictureFirst
            nextName: "nerves.next"
            nextTitle: nerves_.pictureFirst ? "" : nerves_.next?.title ?? ""
            onTurned: to => nerves_.glass.choose("more", to)
            onNextAsked: nerves_.go(nerves_.next)
        }
    ]
}
