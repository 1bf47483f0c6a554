pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// How far along: one bar a step, the one you are on taller. The words above say it too.
Row {
    id: steps

    property int count: 1
    property int at: 0
    readonly property real each: (steps.width - steps.spacing * (steps.count - 1)) / Math.max(1, steps.count)

    spacing: Theme.px(2)
    height: Theme.px(4)
    Accessible.role: Accessible.ProgressBar
    Accessible.name: Words.fill(Words.fill(Words.stepOf, "n", String(steps.at + 1)), "count", String(steps.count))

    Repeater {
        model: steps.count

        Rectangle {
            id: bar

            required property int index

            anchors.verticalCenter: parent?.verticalCenter
            width: steps.each
            height: Theme.px(bar.index === steps.at ? 3.6 : 2.2)
            radius: height / 2
            color: bar.index <= steps.at ? Theme.paint.tide : Theme.paint.hair
            antialiasing: true
        }
    }
}
