pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// How far along people are with one thing, by shape: empty ring, half, full, or a question.
Item {
    id: mark

    property string level: "not_yet"
    property real size: Theme.em(9)

    implicitWidth: mark.size
    implicitHeight: mark.size
    Accessible.ignored: true

    Rectangle {
        anchors.fill: parent
        radius: width / 2
        color: mark.level === "most" ? Theme.paint.tide : "transparent"
        border.width: Math.max(2, mark.size * 0.09)
        border.color: mark.level === "not_yet" ? Theme.paint.stone : Theme.paint.tide
        antialiasing: true
    }
    Item {
        visible: mark.level === "some"
        width: parent.width / 2
        height: parent.height
        clip: true

        Rectangle {
            width: mark.width
            height: mark.height
            radius: width / 2
            color: Theme.paint.tide
            antialiasing: true
        }
    }
    IconGlyph {
        anchors.centerIn: parent
        visible: mark.level === "most"
        name: "check"
        size: mark.size * 0.66
        stroke: 3.2
        color: Theme.paint.onTide
    }
    TextLine {
        anchors.centerIn: parent
        visible: mark.level === "ask"
        text: "?"
        font.pixelSize: Math.max(1, mark.size * 0.8)
        font.weight: Theme.strong
        color: Theme.paint.tide
        Accessible.ignored: true
    }
}
