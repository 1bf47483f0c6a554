pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// The foot of every page: who checked it, and the sources behind one tap.
Item {
    id: foot

    property var review: null
    property bool sourced: true
    // Beside other controls: what it says stands above the name of its button.
    property bool narrow: false
    readonly property bool joined: foot.narrow && foot.sourced && foot.brief !== ""
    readonly property string brief: foot.review?.sample ? Words.sampleTiny : ""
    readonly property real least: foot.sourced ? button.implicitWidth : 0

    signal sourcesAsked

    function line(): string {
        if (foot.review === null || foot.review === undefined)
            return "";
        if (foot.review.sample)
            return Theme.large ? foot.brief : Words.sampleShort;
        if (foot.review.state !== "approved")
            return Words.notReviewed;
        return Words.fill(Words.fill(Words.reviewedBy, "reviewer", foot.review.reviewer ?? ""), "date", foot.review.approvedUntil ?? "");
    }

    implicitHeight: Math.max(button.implicitHeight, foot.narrow ? 0 : words.contentHeight)

    Copy {
        id: words

        objectName: "review.line"
        anchors.left: parent.left
        anchors.right: button.left
        anchors.rightMargin: Theme.px(4)
        anchors.verticalCenter: parent.verticalCenter
        visible: !foot.narrow && (!Theme.large || foot.brief !== "")
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
        label: foot.joined ? foot.brief + "\n" + Words.sources : Words.sources
        icon: "sources"
        mm: foot.joined && Theme.large ? Theme.nameLeast * 2 / Theme.textSize : Theme.small
        onActed: foot.sourcesAsked()
    }
}
