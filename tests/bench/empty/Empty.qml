import QtQuick

Rectangle {
    color: "#FBF8F3"
}
