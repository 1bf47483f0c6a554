pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// A page by a few letters of its name or words: the pad every visitor has, and what was found above it.
StaffPage {
    id: page

    readonly property var letters: page.words.alphabet.split("")
    readonly property real key: Math.floor(Math.min(Theme.px(Panel.landscape ? 22 : 24), (page.room.width + page.apart) / page.along - page.apart))
    readonly property real apart: Theme.px(3.2)
    readonly property int along: Panel.landscape ? 15 : Math.max(6, Math.floor((page.room.width + page.apart) / (Theme.px(21) + page.apart)))
    readonly property int down: Math.ceil((page.letters.length + 2) / page.along)
    readonly property real padTall: page.down * (page.key + page.apart) - page.apart

    readonly property var found: page.corner.query === "" ? [] : page.corner.topics

    title: page.corner.query === "" ? page.words.find : page.corner.query
    line: page.corner.query === "" ? page.words.findLine : page.found.length === 0 ? page.words.findNone : ""
    touched: true

    StaffTiles {
        x: page.room.x
        y: page.low ? page.top_ : page.room.y
        width: page.room.width
        height: (page.low ? page.room.y : page.room.y + page.room.height - page.padTall) - y - Theme.px(5)
        most: Theme.px(34)
        prefix: "staff.found."
        at: page.corner.turn
        items: page.found.slice(0, page.low ? 3 : 12).map(each => ({
                    id: each.topic,
                    title: each.title
                }))
        onTurned: to => page.corner.turnTo(to)
        onPicked: id => page.corner.show(id)
    }
    Grid {
        x: page.room.x
        y: page.room.y + page.room.height - page.padTall
        columns: page.along
        spacing: page.apart

        Repeater {
            model: page.letters

            KeyButton {
                required property string modelData

                objectName: "staff.key." + modelData
                width: page.key
                height: page.key
                label: modelData
                face: modelData.toUpperCase()
                onActed: page.corner.type(modelData)
            }
        }
        KeyButton {
            objectName: "staff.key.erase"
            width: page.key
            height: page.key
            icon: "erase"
            label: page.words.pinErase
            onActed: page.corner.erase()
        }
    }
}
