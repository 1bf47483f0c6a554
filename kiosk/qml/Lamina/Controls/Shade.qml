pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// A soft shadow, baked as a nine-patch: the software renderer has no blur. Put it first in the thing that casts it.
BorderImage {
    id: shade

    property bool high: false
    readonly property int pad: shade.high ? 60 : 26
    readonly property int slice: shade.high ? 96 : 50

    anchors.fill: parent
    anchors.margins: -shade.pad
    source: shade.high ? "images/shade-high.png" : "images/shade-low.png"
    border.left: shade.slice
    border.right: shade.slice
    border.top: shade.slice
    border.bottom: shade.slice
    visible: Theme.paint.lit
    Accessible.ignored: true
}
