pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Glass
import Lamina.Theme
import Lamina.Controls

// The digits in large keys: three across as on a telephone, or six where only a low strip is within reach.
Grid {
    id: keys

    required property StaffCorner corner
    property real key: Theme.px(Theme.primary)
    property bool flat: false
    readonly property list<string> digits: keys.flat ? ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"] : ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0"]
    readonly property int across: keys.flat ? 6 : 3
    readonly property int down: keys.flat ? 2 : 4

    signal typed(string digit)
    signal erased

    columns: keys.across
    spacing: Theme.px(3.4)

    Repeater {
        model: keys.digits

        Item {
            id: slot

            required property string modelData

            width: keys.key
            height: keys.key

            KeyButton {
                objectName: slot.modelData === "" ? "" : "pin." + slot.modelData
                anchors.fill: parent
                visible: slot.modelData !== ""
                label: slot.modelData
                mm: Theme.roomy
                onActed: keys.typed(slot.modelData)
            }
        }
    }
    KeyButton {
        objectName: "pin.erase"
        width: keys.key
        height: keys.key
        icon: "erase"
        label: keys.corner.words.pinErase
        onActed: keys.erased()
    }
}
