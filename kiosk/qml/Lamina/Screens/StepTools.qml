pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// What a step offers besides going on: before, plan, after; what can go wrong here; and, in the low zone, the side.
Grid {
    id: tools

    property list<string> titles: []
    property list<string> names: []
    property int at: 0
    property bool wrong: true
    property bool sided: false
    property string sideLabel: ""
    readonly property bool framed: tools.titles.length > 1
    readonly property bool wide: tools.width > Theme.em(Theme.largest ? 200 : 250)
    readonly property bool abreast: tools.wide || tools.width > Theme.em(140)
    readonly property int asides: (tools.wrong ? 1 : 0) + (tools.sided ? 1 : 0)
    readonly property real framesWide: tools.wide && tools.framed ? Math.floor((tools.width - tools.spacing) * 0.4) : tools.width
    readonly property real asidesWide: tools.wide && tools.framed ? tools.width - tools.spacing - tools.framesWide : tools.width
    readonly property real each: tools.abreast && tools.asides > 1 ? Math.floor((tools.asidesWide - tools.spacing) / 2) : tools.asidesWide

    signal framePicked(int index)
    signal wrongAsked
    signal sideAsked

    columns: tools.wide ? 2 : 1
    spacing: Theme.px(3.4)

    Segments {
        objectName: "walk.frames"
        width: tools.asides > 0 ? tools.framesWide : tools.width
        height: implicitHeight
        visible: tools.framed
        prefix: "frame"
        titles: tools.titles
        names: tools.names
        at: tools.at
        onPicked: index => tools.framePicked(index)
    }
    Grid {
        columns: tools.abreast ? 2 : 1
        spacing: tools.spacing
        visible: tools.asides > 0

        QuietButton {
            objectName: "step.wrong"
            width: tools.each
            height: implicitHeight
            visible: tools.wrong
            label: Words.whatCouldGoWrong
            tail: "next"
            onActed: tools.wrongAsked()
        }
        QuietButton {
            objectName: "step.side"
            width: tools.each
            height: implicitHeight
            visible: tools.sided
            label: tools.sideLabel
            onActed: tools.sideAsked()
        }
    }
}
