import QtQuick

// What a screen must know of what stands around it, whatever that is.
Item {
    property real barHeight: 0
    property bool covers: false
    property Item question: null

    signal staffLeft
}
