pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// What the four marks of the timeline mean.
Row {
    spacing: Theme.px(6)

    Repeater {
        model: [["not_yet", Words.notYet], ["some", Words.some], ["most", Words.most], ["ask", Words.ask]]

        Row {
            id: sign

            required property var modelData

            spacing: Theme.px(2)

            LevelMark {
                anchors.verticalCenter: parent?.verticalCenter
                size: Theme.px(9.6)
                level: sign.modelData[0]
            }
            TextLine {
                anchors.verticalCenter: parent?.verticalCenter
                text: sign.modelData[1]
                color: Theme.paint.inkQuiet
            }
        }
    }
}
