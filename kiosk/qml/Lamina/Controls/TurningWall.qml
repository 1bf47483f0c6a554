pragma ComponentBehavior: Bound

import QtQuick

// The wall with one frame of a turning picture, pixel for pixel where it fits.
Wall {
    id: wall

    property string source: ""

    Image {
        // The still that stands there first is cut to what it shows of a frame of the turn.
        readonly property real frame: wall.source === "" ? 1104 : implicitWidth
        readonly property real fit: Math.max(1, Math.min(wall.width / Math.max(1, frame), wall.height / Math.max(1, implicitHeight)))

        anchors.centerIn: parent
        width: Math.round(implicitWidth * (fit < 1.15 ? 1 : fit))
        height: Math.round(implicitHeight * (fit < 1.15 ? 1 : fit))
        source: wall.source === "" ? "image://still/waiting" : wall.source
        asynchronous: false
        cache: false
        retainWhileLoading: true
    }
}
