pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// One word: how it sounds, what it means, what else it is called, and the page that explains it.
CardFrame {
    id: sheet

    required property var term
    property bool low: false

    signal asked

    Headline {
        id: word

        x: Theme.px(10)
        y: Theme.px(8)
        width: parent.width - Theme.px(20)
        text: sheet.term.word
    }
    Copy {
        id: say

        x: word.x
        y: word.y + word.contentHeight + Theme.px(1)
        width: word.width
        visible: sheet.term.say !== ""
        text: visible ? Words.soundsLike + ": " + sheet.term.say : ""
        mm: Theme.label
        color: Theme.paint.inkQuiet
    }
    TurnCards {
        x: word.x
        y: say.y + say.contentHeight + Theme.px(4)
        width: word.width
        height: opens.y - y - Theme.px(4)
        alone: true
        blocks: [
            {
                kind: "paragraph",
                sentences: [sheet.term.meaning]
            },
            {
                kind: "paragraph",
                sentences: sheet.term.also.length > 0 ? [
                    {
                        text: Words.alsoCalled + ": " + sheet.term.also.join(", ")
                    }
                ] : []
            }
        ]
    }
    PrimaryButton {
        id: opens

        objectName: "term.opens"
        x: word.x
        y: parent.height - (visible ? height + Theme.px(8) : 0)
        width: word.width
        height: implicitHeight
        visible: Boolean(sheet.term.opens) && !sheet.low
        label: sheet.term.opens?.title ?? ""
        onActed: sheet.asked()
    }
}
