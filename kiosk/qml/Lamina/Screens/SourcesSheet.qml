pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Glass
import Lamina.Theme
import Lamina.Controls

// Where a page comes from, laid over it: one citation a line, and a way back.
Rectangle {
    id: sheet

    required property Glass glass
    readonly property real margin: Theme.px(Theme.margin)
    readonly property bool low: sheet.glass.reach
    // Room for the door to the page about this screen, beside the way back and the turning of the cards.
    readonly property bool roomy: bar.width > Theme.em(Theme.large ? 164 : 190) + Theme.px(38)
    readonly property var citations: sheet.visible ? sheet.glass.page.sources ?? [] : []

    color: Theme.paint.paper

    TapHandler {}
    Headline {
        id: name

        x: sheet.margin
        y: sheet.margin
        width: parent.width - 2 * sheet.margin
        text: Words.sourcesTitle
    }
    TurnCards {
        id: cards

        x: sheet.margin
        y: name.y + name.contentHeight + Theme.px(8)
        width: name.width
        height: sample.y - y - Theme.px(4)
        mm: Theme.label
        least: Theme.label
        lines: Theme.linesFit
        most: Theme.linesFit
        pagerElsewhere: true
        at: sheet.glass.at.more ?? 0
        blocks: [
            {
                kind: "list",
                sentences: sheet.citations.map(text => ({
                            text: text
                        }))
            }
        ]
    }
    Copy {
        id: sample

        x: sheet.margin
        y: bar.y - height - Theme.px(4)
        width: name.width
        height: visible ? contentHeight : 0
        visible: sheet.glass.sample
        text: Words.sampleNotice
        mm: Theme.small
        color: Theme.paint.inkQuiet
    }
    Item {
        id: bar

        x: sheet.margin
        y: parent.height - height - Theme.px(6)
        width: name.width
        height: close.height + (sheet.roomy ? 0 : about.height + Theme.px(3.4))

        PrimaryButton {
            id: close

            objectName: "sources.close"
            y: bar.height - height
            width: sheet.roomy ? Math.max(Theme.em(50), Theme.px(72)) : Math.min(bar.width * 0.5, Theme.px(150))
            height: implicitHeight
            label: Words.close
            icon: "cross"
            onActed: sheet.glass.choose("sources", false)
        }
        QuietButton {
            id: about

            objectName: "sources.about"
            x: sheet.roomy ? close.width + Theme.px(4) : 0
            height: sheet.roomy ? close.height : implicitHeight
            flat: true
            label: Theme.large && sheet.roomy ? Words.aboutShort : Words.about
            tail: "next"
            onActed: sheet.glass.showAbout()
        }
        Pager {
            anchors.right: parent.right
            anchors.verticalCenter: close.verticalCenter
            width: bar.width - close.width - Theme.px(8) - (sheet.roomy ? about.width + Theme.px(4) : 0)
            visible: cards.count > 1
            count: cards.count
            at: cards.shown
            onTurned: to => sheet.glass.choose("more", to)
        }
    }
}
