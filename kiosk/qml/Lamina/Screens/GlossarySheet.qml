pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// One word: how it sounds, what it means, what else it is called, and the page that explains it.
CardFrame {
    id: sheet

    required property var term
    property bool low: false
    // What it means comes first: the way on, then how it sounds, stand where they leave it four lines.
    readonly property real room: sheet.height - word.y - word.contentHeight - Theme.px(12)
    readonly property bool leads: Boolean(sheet.term.opens) && !sheet.low && sheet.room - opens.implicitHeight - Theme.px(8) > Theme.em(44)
    readonly property bool sounds: sheet.term.say !== "" && sheet.room - say.contentHeight - (sheet.leads ? opens.implicitHeight + Theme.px(8) : 0) > Theme.em(44)

    signal asked

    Headline {
        id: word

        x: Theme.px(Theme.largest ? 6 : 10)
        y: Theme.px(Theme.largest ? 4 : 8)
        width: parent.width - 2 * x
        text: sheet.term.word
        mm: Theme.largest ? Theme.lead : Theme.large ? Theme.title : Theme.hero
    }
    Copy {
        id: say

        x: word.x
        y: word.y + word.contentHeight + Theme.px(1)
        width: word.width
        visible: sheet.sounds
        text: Words.soundsLike + ": " + sheet.term.say
        mm: Theme.body
        color: Theme.paint.inkQuiet
    }
    TurnCards {
        x: word.x
        y: say.y + (say.visible ? say.contentHeight : 0) + Theme.px(Theme.largest ? 2 : 4)
        width: word.width
        height: opens.y - y - Theme.px(4)
        mm: Theme.large ? Theme.lead : 14.3
        least: Theme.label
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
        visible: sheet.leads
        label: sheet.term.opens?.title ?? ""
        onActed: sheet.asked()
    }
}
