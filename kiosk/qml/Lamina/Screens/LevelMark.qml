pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// How far along people are with one thing, by shape: empty ring, half, full with a tick, or a question; nothing for what is not counted so. Baked: a page shows sixty.
Image {
    id: mark

    property string level: "not_yet"
    property real size: Theme.em(9)

    width: mark.size
    height: mark.size
    source: mark.level === "none" ? "" : Qt.resolvedUrl("images/" + mark.level + (Theme.contrast ? "-contrast" : "") + ".png")
    sourceSize.width: Math.round(mark.size)
    sourceSize.height: Math.round(mark.size)
    Accessible.ignored: true
}
