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

    art: nerves_.pictureNamed(nerves_.picture)
    heading: nerves_.nerve.title
    over: nerves_.title
    turnCount: cards.count
    turnAt: cards.shown
    pointing: true

    Binding {
        target: nerves_.stage
        property: "region"
        value: nerves_.nerve.regions[0] ?? ""
    }
    TurnCards {
        id: cards

        x: nerves_.body.x
        y: nerves_.body.y
        width: nerves_.body.width
        height: nerves_.body.height
        at: nerves_.glass.at.more ?? 0
        pagerElsewhere: nerves_.frame.low
        blocks: [
            {
                kind: "paragraph",
                sentences: [
                    {
                        text: Words.whatItFeels + ": "
                    }
                ].concat(nerves_.nerve.feels)
            },
            {
                kind: "paragraph",
                sentences: [
                    {
                        text: Words.whatItMoves + ": "
                    }
                ].concat(nerves_.nerve.moves)
            }
        ]
        onTurned: to => nerves_.glass.choose("more", to)
    }
    controls: [
        Copy {
            width: nerves_.cell
            visible: !nerves_.frame.low && !Theme.large
            text: Words.peopleDiffer
            mm: Theme.small
            color: Theme.paint.inkQuiet
        },
        Grid {
            id: levels

            columns: Math.max(1, Math.floor((nerves_.cell + Theme.px(3.4)) / (Theme.em(22) + Theme.px(3.4))))
            spacing: Theme.px(3.4)

            Repeater {
                model: nerves_.nerves

                KeyButton {
                    required property int index
                    required property var modelData

                    objectName: "nerve." + modelData.id
                    width: Theme.em(22)
                    height: Theme.px(Theme.touchPrimary)
                    label: modelData.title
                    face: modelData.id.toUpperCase()
                    mm: Theme.label
                    chosen: index === nerves_.at
                    onActed: nerves_.glass.choose("row", modelData.id)
                }
            }
        },
        PrimaryButton {
            objectName: "nerves.next"
            width: nerves_.cell
            height: implicitHeight
            visible: Boolean(nerves_.next)
            label: nerves_.next?.title ?? ""
            onActed: nerves_.go(nerves_.next)
        }
    ]
}
