pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Glass
import Lamina.Theme
import Lamina.Controls

// What every page has: its picture on the wall or a band with its title, room for words, its controls and its review line.
Item {
    id: screen

    required property Glass glass
    required property string topic
    required property string language
    required property string title
    required property string say
    required property var review
    required property var lead
    required property var pictures
    required property var next
    required property var related
    required property var sources

    property var art: null
    property string turning: ""
    property string heading: screen.title
    property string over: ""
    property int stepCount: 0
    property int stepAt: 0
    property int turnCount: 1
    property int turnAt: 0
    property bool pointing: false
    property bool banded: true
    property bool footed: true
    property real stagePart: 1
    property int lowColumns: Panel.landscape ? 3 : 1
    readonly property bool pictured: screen.art !== null
    readonly property real cell: Math.floor((grid.width - grid.spacing * (grid.columns - 1)) / grid.columns)
    readonly property real wide: grid.width
    readonly property real controlsTop: grid.y
    readonly property rect body: Qt.rect(frame.words.x, screen.bodyTop, frame.words.width, Math.max(0, frame.words.y + frame.words.height - screen.bodyTop))
    readonly property real bodyTop: screen.pictured || !screen.banded ? name.y + name.contentHeight + Theme.px(4) : frame.words.y + (trail.visible ? trail.height + Theme.px(4) : 0)
    default property alias items: holder.data
    property alias controls: grid.data
    readonly property alias frame: frame
    readonly property alias stage: stage

    function pictureNamed(name: string): var {
        return screen.pictures[name] ?? null;
    }

    function go(link: var): void {
        screen.glass.open(link.topic, link.part ?? "");
    }

    PageFrame {
        id: frame

        page: screen
        pictured: screen.pictured
        stagePart: screen.stagePart
        reach: screen.glass.reach
        hand: screen.glass.hand
        controlsNeed: grid.implicitHeight + (foot.visible ? foot.height + grid.spacing : 0)
    }
    Stage {
        id: stage

        objectName: "stage"
        visible: screen.pictured
        x: frame.stage.x
        y: frame.stage.y
        width: frame.stage.width
        height: frame.stage.height
        picture: screen.art
        turning: screen.turning
        answers: screen.pointing
        region: screen.pointing ? screen.glass.at.region ?? "" : ""
        leaderSide: !screen.pointing ? "" : frame.beside ? (frame.mirrored ? "left" : "right") : Panel.landscape ? "" : "bottom"
        leaderTo: name.y + name.contentHeight * 0.5
        onFrameWidthChanged: if (screen.pointing && frameWidth > 0)
            screen.glass.stageMm = frameWidth / Panel.pxPerMm
        onTouched: (x, y) => screen.glass.touch(screen.art.name, x, y)
    }
    Band {
        visible: !screen.pictured && screen.banded
        width: parent.width
        height: frame.stage.height
    }
    PageTrail {
        id: trail

        visible: screen.over !== ""
        x: frame.words.x
        y: frame.words.y
        width: frame.words.width
        text: screen.over
        count: screen.stepCount
        at: screen.stepAt
    }
    Headline {
        id: name

        readonly property bool onBand: !screen.pictured && screen.banded

        objectName: "page.title"
        x: onBand ? Theme.px(Theme.margin) : frame.words.x
        y: onBand ? Math.round((frame.stage.height - contentHeight) / 2) : frame.words.y + (trail.visible ? trail.height + Theme.px(4) : 0)
        width: onBand ? screen.width - 2 * Theme.px(Theme.margin) : frame.words.width
        text: screen.heading
        mm: onBand && !Theme.large ? Theme.hero : Theme.title
        color: onBand ? Theme.paint.onWall : Theme.paint.ink
    }
    Item {
        id: holder

        anchors.fill: parent
    }
    Grid {
        id: grid

        columns: frame.low ? screen.lowColumns : 1
        spacing: Theme.px(Theme.gap)
        x: frame.controls.x
        y: foot.visible ? foot.y - spacing - height : frame.controls.y + frame.controls.height - height
        width: frame.controlsWide

        Pager {
            width: screen.cell
            visible: frame.low && screen.turnCount > 1
            count: screen.turnCount
            at: screen.turnAt
            onTurned: to => screen.glass.choose("more", to)
        }
    }
    ReviewLine {
        id: foot

        visible: screen.footed
        x: frame.controls.x
        y: frame.controls.y + frame.controls.height - height
        width: frame.controlsWide
        height: implicitHeight
        review: screen.review
        sourced: screen.sources.length > 0
        onSourcesAsked: screen.glass.choose("sources", true)
    }
}
