pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Choices of which one holds, each a key of its own; the one that holds carries a tick, so no colour has to say it.
Item {
    id: picks

    property list<string> titles: []
    property list<string> names: []
    property int at: 0
    property string prefix: "pick"
    // Letters of three sizes show what they do.
    property bool rising: false
    readonly property real apart: Theme.px(3.4)
    readonly property real each: Math.floor((picks.width - picks.apart * (picks.titles.length - 1)) / Math.max(1, picks.titles.length))

    signal picked(int index)

    implicitHeight: Math.max(Theme.px(Theme.touchPrimary), Theme.em(14))

    Repeater {
        model: picks.titles

        Touchable {
            id: pick

            required property int index
            required property string modelData
            readonly property real grown: picks.rising ? [0.62, 0.82, 1][pick.index] ?? 1 : 1

            objectName: picks.prefix + "." + (picks.names[pick.index] ?? pick.index)
            x: pick.index * (picks.each + picks.apart)
            width: picks.each
            height: picks.height
            label: pick.modelData
            chosen: pick.index === picks.at
            Accessible.role: Accessible.RadioButton
            Accessible.checked: pick.chosen
            onActed: picks.picked(pick.index)

            CardFrame {
                anchors.fill: parent
                raised: !pick.held && !pick.chosen
                radius: pick.radius
                color: pick.held ? Theme.paint.pressed : pick.chosen ? Theme.paint.tideWash : Theme.paint.card
                edge: pick.chosen ? Theme.paint.tide : Theme.paint.edge
                edgeMm: pick.chosen ? 0.8 : Theme.paint.edgeWidth
            }
            Row {
                anchors.centerIn: parent
                spacing: Theme.px(2)

                IconGlyph {
                    anchors.verticalCenter: parent?.verticalCenter
                    visible: pick.chosen
                    name: "check"
                    stroke: 2.8
                    color: Theme.paint.tide
                    size: Math.min(Theme.em(6), Theme.px(8))
                }
                TextLine {
                    anchors.verticalCenter: parent?.verticalCenter
                    text: pick.label
                    font.pixelSize: picks?.rising ? Math.max(Theme.px(Theme.least), Math.min(Theme.px(18), pick.height * 0.8) * pick.grown) : Math.max(Theme.px(Theme.least), Math.min(Theme.em(Theme.label), (pick.width - Theme.px(16)) / Math.max(3, text.length) * 1.8, pick.height * 0.66))
                    font.weight: pick.chosen ? Theme.strong : Theme.medium
                    Accessible.ignored: true
                }
            }
        }
    }
}
