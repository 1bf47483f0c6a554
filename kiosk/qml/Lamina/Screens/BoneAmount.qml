pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// How much bone goes: one, two or three hatched squares of three, and the words.
Row {
    id: bone

    property string amount: ""
    readonly property int rank: bone.amount === "least" ? 1 : bone.amount === "middle" ? 2 : 3

    height: Theme.em(11)
    spacing: Theme.px(1.6)

    Repeater {
        model: 3

        Swatch {
            required property int index

            anchors.verticalCenter: parent?.verticalCenter
            size: Theme.em(6)
            tissue: index < bone.rank ? "removed" : "bone"
        }
    }
    TextLine {
        anchors.verticalCenter: parent?.verticalCenter
        leftPadding: Theme.px(2)
        text: bone.rank === 1 ? Words.leastBone : bone.rank === 2 ? Words.middleBone : Words.mostBone
        color: Theme.paint.inkQuiet
    }
}
