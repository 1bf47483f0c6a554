import QtQuick
import QtQuick.Controls.Basic

Window {
    id: window
    width: 400
    height: 300
    property int clicks: 0
    property int taps: 0
    property real dragged: 0
    property bool held: button.pressed

    Button {
        id: button
        objectName: "button"
        x: 10; y: 10; width: 180; height: 100
        text: "press"
        focus: true
        onClicked: window.clicks += 1
    }
    Rectangle {
        objectName: "tile"
        x: 200; y: 10; width: 180; height: 100
        TapHandler {
            gesturePolicy: TapHandler.ReleaseWithinBounds
            onTapped: window.taps += 1
        }
    }
    Rectangle {
        objectName: "strip"
        x: 10; y: 150; width: 380; height: 100
        TapHandler { onTapped: window.taps += 1 }
        DragHandler {
            target: null
            dragThreshold: 4
            onActiveTranslationChanged: window.dragged = activeTranslation.x
        }
    }
}
