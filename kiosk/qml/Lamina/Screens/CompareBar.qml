pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Which question is asked of each: all of them as keys, or in large letters the next one; and turning where not all stand on one page.
Item {
    id: bar

    property var rows: []
    property int rowAt: 0
    property int turns: 1
    property int at: 0
    readonly property bool one: Theme.large
    readonly property bool abreast: bar.one && Panel.landscape
    readonly property real apart: Theme.px(3.4)
    readonly property int across: !Panel.landscape ? 3 : Math.ceil(bar.rows.length / Math.ceil(bar.rows.length / 6))
    readonly property real key: Math.max(Theme.px(18), Theme.em(15))
    readonly property var next: bar.rows[(bar.rowAt + 1) % bar.rows.length]
    // Its height without and with turning; neither follows from how many turns there are.
    readonly property real plain: bar.one ? step.implicitHeight : Math.ceil(bar.rows.length / bar.across) * (bar.key + bar.apart) - bar.apart
    readonly property real turned: bar.plain + (bar.abreast ? 0 : turn.implicitHeight + bar.apart)

    signal picked(string row)
    signal turnedTo(int turn)

    implicitHeight: bar.turns > 1 ? bar.turned : bar.plain
    height: implicitHeight

    PrimaryButton {
        id: step

        objectName: "compare.nextRow"
        visible: bar.one
        width: bar.abreast ? bar.width * 0.55 : bar.width
        height: implicitHeight
        label: Words.fill(Words.nextIs, "title", bar.next.title)
        onActed: bar.picked(bar.next.id)
    }
    Grid {
        visible: !bar.one
        columns: bar.across
        spacing: bar.apart

        Repeater {
            model: bar.one ? [] : bar.rows

            QuietButton {
                required property int index
                required property var modelData

                objectName: "row." + modelData.id
                width: Math.floor((bar.width - bar.apart * (bar.across - 1)) / bar.across)
                height: bar.key
                mm: Theme.small
                centred: true
                chosen: index === bar.rowAt
                label: modelData.title
                onActed: bar.picked(modelData.id)
            }
        }
    }
    Pager {
        id: turn

        anchors.right: parent.right
        anchors.bottom: parent.bottom
        width: bar.abreast ? bar.width * 0.42 : bar.width
        visible: bar.turns > 1
        count: bar.turns
        at: bar.at
        onTurned: to => bar.turnedTo(to)
    }
}
