pragma Singleton
pragma ComponentBehavior: Bound

import QtQuick

// The glass itself: its size in pixels and inches, hence millimetres. Set once by Main, from the window and the settings.
QtObject {
    id: panel

    property real inches: 21.5
    property real pixelWidth: 1920
    property real pixelHeight: 1080
    readonly property real pxPerMm: Math.sqrt(pixelWidth * pixelWidth + pixelHeight * pixelHeight) / (Math.max(7, inches) * 25.4)
    readonly property bool landscape: pixelWidth >= pixelHeight
    readonly property real widthMm: pixelWidth / pxPerMm
    readonly property real heightMm: pixelHeight / pxPerMm
}
