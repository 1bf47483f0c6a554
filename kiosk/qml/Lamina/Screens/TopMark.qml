pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// In the upper corner of a page without a foot: that it is a sample, and the way to its sources where a hand may reach so high.
Item {
    id: mark

    property var review: null
    property bool sourced: false
    property bool low: false
    readonly property bool tapped: mark.sourced && !mark.low
    // Room a title must leave.
    readonly property real taken: mark.width > 0 ? mark.width + Theme.px(6) : 0
    readonly property real lowest: mark.y + mark.height

    signal sourcesAsked

    width: mark.tapped ? line.least : word.visible ? word.implicitWidth : 0
    height: mark.tapped ? line.implicitHeight : word.implicitHeight

    ReviewLine {
        id: line

        width: line.least
        height: line.implicitHeight
        visible: mark.tapped
        narrow: true
        review: mark.review
        sourced: mark.tapped
        onSourcesAsked: mark.sourcesAsked()
    }
    TextLine {
        id: word

        visible: !mark.tapped && text !== ""
        text: mark.review?.sample ? Words.sampleTiny : ""
        mm: Theme.large ? Theme.nameLeast * 2 / Theme.textSize : Theme.small
        color: Theme.paint.inkQuiet
    }
}
