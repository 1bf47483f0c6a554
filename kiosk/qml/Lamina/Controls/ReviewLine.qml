pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// The foot of every page: who checked it, and the sources behind one tap.
Item {
    id: foot

    property var review: null
    property bool sourced: true

    // What it needs where its words are not shown.
    readonly property real least: foot.sourced ? button.implicitWidth : 0

    signal sourcesAsked

    function line(): string {
        if (foot.review === null || foot.review === undefined)
            return "";
        if (foot.review.sample)
            return Words.sampleShort;
        if (foot.review.state !== "approved")
            return Words.notReviewed;
        return Words.fill(Words.fill(Words.reviewedBy, "reviewer", foot.review.reviewer ?? ""), "date", foot.review.approvedUntil ?? "");
    }

    implicitHeight: Theme.large ? button.implicitHeight : Math.max(button.implicitHeight, words.contentHeight)

    Copy {
        id: words

        objectName: "review.line"
        anchors.left: parent.left
        anchors.right: button.left
        anchors.rightMargin: Theme.px(4)
        anchors.verticalCenter: parent.verticalCenter
        visible: !Theme.large
        text: foot.line()
        mm: Theme.small
        lineHeight: Theme.lineTitle
        color: Theme.paint.inkQuiet
    }
    QuietButton {
        id: button

        objectName: "review.sources"
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: foot.sourced
        width: foot.sourced ? implicitWidth : 0
        flat: true
        room: Theme.touchSecondary
        label: Words.sources
        icon: "sources"
        mm: Theme.small
        onActed: foot.sourcesAsked()
    }
}
