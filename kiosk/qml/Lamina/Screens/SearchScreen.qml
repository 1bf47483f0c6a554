pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Glass
import Lamina.Theme
import Lamina.Controls

// A letter pad of large keys; what was found stands above it in portrait and beside it in landscape.
Item {
    id: search

    required property Glass glass
    readonly property bool landscape: Panel.landscape
    readonly property bool low: search.glass.reach
    readonly property bool beside: search.landscape && !search.low
    readonly property bool mirrored: search.glass.hand === "left"
    readonly property real margin: Theme.px(Theme.margin)
    readonly property real gap: Theme.px(3.2)
    // The pad takes the room there is: keys grow to 28 mm before they leave any.
    readonly property real padWide: search.beside ? Math.round((search.width - 2 * search.margin - Theme.px(14)) * 0.53) : search.width - 2 * search.margin
    readonly property real padTall: search.height * (search.beside ? 0.8 : search.landscape ? 0.36 : Theme.largest ? 0.36 : 0.42)
    readonly property real key: Math.floor(Math.max(Theme.px(Theme.touchPrimary), Math.min(Theme.px(28), (search.padWide + search.gap) / search.across - search.gap, (search.padTall + search.gap) / search.down - search.gap)))
    readonly property int across: search.landscape && search.low ? 15 : 6
    readonly property var letters: Words.letters.split("")
    readonly property int down: Math.ceil((search.letters.length + 3) / search.across)
    readonly property real wide: search.across * (search.key + search.gap) - search.gap
    readonly property real tall: search.down * (search.key + search.gap) - search.gap
    readonly property real padX: !search.beside ? Math.round((search.width - search.wide) / 2) : search.mirrored ? search.margin : search.width - search.margin - search.wide
    readonly property real padY: search.height - search.tall - Theme.px(8)
    readonly property real listX: search.beside && search.mirrored ? search.margin + search.wide + Theme.px(14) : search.margin
    readonly property real listWidth: search.beside ? search.width - search.wide - 2 * search.margin - Theme.px(14) : search.width - 2 * search.margin
    readonly property real listTop: query.y + query.height + Theme.px(6)
    readonly property real listHeight: (search.beside ? search.height : search.padY) - search.listTop - Theme.px(4)

    anchors.fill: parent

    Headline {
        id: title

        objectName: "search.title"
        x: search.listX
        y: Theme.px(Theme.largest ? 5 : 12)
        width: search.listWidth
        text: Words.searchTitle
        mm: Theme.largest ? Theme.lead : Theme.title
    }
    CardFrame {
        id: query

        x: search.listX
        y: title.y + title.contentHeight + Theme.px(Theme.largest ? 2 : 6)
        width: search.listWidth
        height: Math.max(Theme.px(22), Theme.em(16))
        edge: Theme.paint.tide
        edgeMm: 0.7
        raised: false

        IconGlyph {
            x: Theme.px(6)
            anchors.verticalCenter: parent.verticalCenter
            name: "search"
            color: Theme.paint.tide
            size: Theme.em(9)
        }
        TextLine {
            objectName: "search.query"
            x: Theme.px(9) + Theme.em(9)
            anchors.verticalCenter: parent.verticalCenter
            text: search.glass.query
            mm: Theme.lead
        }
    }
    Copy {
        id: hint

        x: search.listX
        y: search.listTop + Theme.px(2)
        width: search.listWidth
        visible: search.glass.results.length === 0
        text: search.glass.query === "" ? Words.searchHint : Words.emptySearch
        mm: Theme.body
        color: Theme.paint.inkQuiet
    }
    Copy {
        id: often

        x: search.listX
        y: hint.y + hint.contentHeight + Theme.em(6)
        width: search.listWidth
        visible: hint.visible && found.shows
        text: Words.peopleOftenAsk
        mm: Theme.label
        font.weight: Theme.strong
    }
    FoundList {
        id: found

        x: search.listX
        y: found.asking ? often.y + often.contentHeight + Theme.px(3) : search.listTop
        width: search.listWidth
        height: search.listHeight - (y - search.listTop)
        glass: search.glass
    }
    Grid {
        x: search.padX
        y: search.padY
        columns: search.across
        spacing: search.gap

        Repeater {
            model: search.letters

            KeyButton {
                required property string modelData

                objectName: "key." + modelData
                width: search.key
                height: search.key
                label: modelData
                face: modelData.toUpperCase()
                onActed: search.glass.type(modelData)
            }
        }
        KeyButton {
            objectName: "key.space"
            width: search.key
            height: search.key
            label: Words.space
            icon: "space"
            onActed: search.glass.type(" ")
        }
        KeyButton {
            objectName: "key.erase"
            width: search.key
            height: search.key
            label: Words.erase
            icon: "erase"
            onActed: search.glass.erase()
        }
        KeyButton {
            objectName: "key.clear"
            width: search.key
            height: search.key
            label: Words.eraseAll
            icon: "cross"
            onActed: search.glass.clearQuery()
        }
    }
}
