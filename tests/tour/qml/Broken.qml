import QtQuick

// One fault of each kind the tour must name; the words say which.
Rectangle {
    width: 800
    height: 600
    color: "white"

    Text {
        x: 20
        y: 20
        width: 700
        text: "A sound title"
        textFormat: Text.PlainText
        color: "black"
        font.pixelSize: 40
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    Text {
        x: 20
        y: 100
        width: 120
        elide: Text.ElideRight
        text: "elided because its box is far too narrow"
        textFormat: Text.PlainText
        color: "black"
        font.pixelSize: 40
    }
    Text {
        x: 700
        y: 180
        text: "off the screen to the right"
        textFormat: Text.PlainText
        color: "black"
        font.pixelSize: 40
    }
    Text {
        x: 20
        y: 260
        text: "pale grey"
        textFormat: Text.PlainText
        color: "#B8B8B8"
        font.pixelSize: 40
    }
    Text {
        x: 20
        y: 340
        text: "tiny letters"
        textFormat: Text.PlainText
        color: "black"
        font.pixelSize: 12
    }
    Rectangle {
        x: 20
        y: 420
        width: 30
        height: 30
        color: "black"
        Accessible.role: Accessible.Button
        Accessible.name: "tiny target"
    }
    Rectangle {
        x: 200
        y: 420
        width: 100
        height: 100
        color: "black"
        Accessible.role: Accessible.Button
        Accessible.name: "sound target"
    }
    Rectangle {
        x: 304
        y: 420
        width: 100
        height: 100
        color: "black"
        Accessible.role: Accessible.Button
        Accessible.name: "close target"
    }
    Text {
        x: 480
        y: 420
        text: "one over"
        textFormat: Text.PlainText
        color: "black"
        font.pixelSize: 40
    }
    Text {
        x: 500
        y: 430
        text: "the other"
        textFormat: Text.PlainText
        color: "black"
        font.pixelSize: 40
    }
    Item {
        property bool partInRoom: false

        objectName: "stage"
        width: 10
        height: 10
    }
    Item {
        property bool halved: true

        objectName: "cards"
        width: 10
        height: 10
    }
}
