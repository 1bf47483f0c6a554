pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// The picture's key: colour in the swatch, never in the letters.
Flow {
    id: key

    property var entries: []

    spacing: Theme.px(Theme.grid)

    Repeater {
        model: key.entries

        Row {
            id: entry

            required property var modelData

            objectName: "key." + entry.modelData.tissue
            spacing: Theme.px(2.4)

            Swatch {
                anchors.verticalCenter: parent.verticalCenter
                tissue: entry.modelData.tissue
            }
            TextLine {
                anchors.verticalCenter: parent.verticalCenter
                text: entry.modelData.text
            }
        }
    }
}
