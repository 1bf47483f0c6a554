pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Glass
import Lamina.Theme
import Lamina.Controls

// The waiting screen: the spine turning on its wall, one question with its answer a tap away, two ways to start.
Item {
    id: attract

    required property Glass glass
    property int asked: 0
    property bool paused: attract.glass.still
    readonly property bool landscape: Panel.landscape
    readonly property real margin: Theme.px(16)
    readonly property var questions: attract.glass.attract
    readonly property var question: attract.questions[attract.asked % Math.max(1, attract.questions.length)] ?? null
    readonly property real wallWidth: attract.landscape ? Math.round(attract.width * 0.56) : attract.width
    readonly property real wallHeight: attract.landscape ? attract.height : Math.round(attract.height * 0.48)

    anchors.fill: parent
    onPausedChanged: attract.glass.playTurn(!attract.paused)

    // The still stands there at once; what turns is made ready when nothing else waits for it.
    Timer {
        running: true
        interval: Theme.settled
        onTriggered: attract.glass.playTurn(!attract.paused)
    }
    Timer {
        running: !attract.paused && attract.visible && attract.questions.length > 1
        interval: Theme.question
        repeat: true
        onTriggered: attract.asked = (attract.asked + 1) % attract.questions.length
    }
    TurningWall {
        width: attract.wallWidth
        height: attract.wallHeight
        source: attract.glass.turnFrame
    }
    TapHandler {
        longPressThreshold: Theme.patience
        onTapped: attract.glass.showLanguage()
    }
    Column {
        id: words

        x: attract.landscape ? attract.wallWidth + attract.margin : attract.margin
        y: attract.landscape ? Theme.px(Theme.largest ? 10 : 18) : attract.wallHeight + Theme.px(Theme.largest ? 6 : 10)
        width: attract.width - x - attract.margin
        spacing: Theme.px(6)

        Headline {
            width: parent.width
            objectName: "attract.title"
            text: Words.attractTitle
            mm: Theme.title
        }
        Headline {
            width: parent.width
            objectName: "attract.titleOther"
            text: Words.attractTitleOther
            mm: Theme.title
            color: Theme.paint.tide
        }
    }
    Touchable {
        id: ask

        objectName: "attract.question"
        x: words.x
        y: words.y + words.height + Theme.px(10)
        width: words.width
        height: asks.height + Theme.px(10)
        visible: attract.question !== null && !attract.glass.reach && !Theme.largest
        label: attract.question?.question ?? ""
        onActed: attract.glass.open(attract.question.topic, attract.question.part ?? "")

        Rectangle {
            anchors.fill: parent
            radius: ask.radius
            color: ask.held ? Theme.paint.pressed : Theme.paint.tideWash
        }
        Column {
            id: asks

            x: Theme.px(8)
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - Theme.px(28)

            TextLine {
                text: Words.peopleOftenAsk
                color: Theme.paint.inkQuiet
            }
            Headline {
                width: parent.width
                text: ask.label
                mm: 12.6
                least: Theme.body
                Accessible.ignored: true
            }
        }
        IconGlyph {
            anchors.right: parent.right
            anchors.rightMargin: Theme.px(7)
            anchors.verticalCenter: parent.verticalCenter
            name: "next"
            size: Theme.px(11)
            color: Theme.paint.tide
        }
    }
    Column {
        id: starts

        x: words.x
        y: attract.height - height - Theme.px(12)
        width: words.width
        spacing: Theme.px(4)

        PrimaryButton {
            objectName: "attract.start"
            width: parent.width
            height: Math.max(Theme.px(30), implicitHeight)
            label: Words.start
            mm: Theme.lead
            onActed: attract.glass.begin(attract.glass.language)
        }
        PrimaryButton {
            objectName: "attract.startOther"
            width: parent.width
            height: Math.max(Theme.px(30), implicitHeight)
            label: Words.startOther
            mm: Theme.lead
            onActed: attract.glass.begin(attract.glass.language === "en" ? "es" : "en")
        }
        Copy {
            width: parent.width
            visible: !Theme.largest
            text: [Words.nothingStored, Words.nothingStoredOther].concat(attract.glass.sample ? [Words.sampleShort, Words.sampleShortOther] : []).join("\n")
            mm: Theme.small
            lineHeight: Theme.lineTitle
            color: Theme.paint.inkQuiet
        }
    }
    KeyButton {
        objectName: "attract.pause"
        x: Theme.px(10)
        y: attract.wallHeight - height - Theme.px(10)
        visible: !attract.glass.still && !attract.glass.reach
        icon: attract.paused ? "play" : "pause"
        label: attract.paused ? Words.play : Words.pause
        onActed: attract.paused = !attract.paused
    }
}
