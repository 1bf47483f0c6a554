pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// The two quiet questions of a step: what can go wrong here, and which side is yours.
Item {
    id: asides

    property bool wrong: true
    property bool sided: true
    property string side: ""
    readonly property bool both: asides.wrong && asides.sided
    readonly property bool stacked: asides.width < Theme.em(140)
    readonly property real half: asides.both && !asides.stacked ? Math.floor((asides.width - Theme.px(3.4)) / 2) : asides.width
    readonly property real tall: !asides.wrong && !asides.sided ? 0 : asides.both && asides.stacked ? first.implicitHeight + second.implicitHeight + Theme.px(3.4) : Math.max(asides.wrong ? first.implicitHeight : 0, asides.sided ? second.implicitHeight : 0)

    signal wrongAsked
    signal sideAsked

    implicitHeight: asides.tall
    height: asides.tall

    QuietButton {
        id: first

        objectName: "step.wrong"
        width: asides.half
        height: asides.both && asides.stacked ? implicitHeight : asides.tall
        visible: asides.wrong
        label: Words.whatCouldGoWrong
        tail: "next"
        onActed: asides.wrongAsked()
    }
    QuietButton {
        id: second

        objectName: "step.side"
        x: asides.both && !asides.stacked ? asides.width - width : 0
        y: asides.both && asides.stacked ? first.height + Theme.px(3.4) : 0
        width: asides.half
        height: asides.both && asides.stacked ? implicitHeight : asides.tall
        visible: asides.sided
        label: asides.side === "left" ? Words.leftSide : asides.side === "right" ? Words.rightSide : Words.whichSide
        onActed: asides.sideAsked()
    }
}
