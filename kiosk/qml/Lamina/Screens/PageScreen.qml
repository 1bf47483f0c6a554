pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// What every page has: its picture on the wall or a band with its title, room for words, its controls and its review line.
PageRecord {
    id: screen

    property var art: null
    property string heading: screen.title
    property real headingMm: Theme.title
    property string over: ""
    // Whether the line above the name stands there; set apart where its words follow from the room that is left.
    property bool placing: screen.over !== ""
    property int stepCount: 0
    property int stepAt: 0
    property int turnCount: 1
    property int turnAt: 0
    property bool pointing: false
    property string tissue: ""
    property bool banded: true
    property bool footed: true
    property bool plain: false
    property bool pictureFirst: false
    property bool lowFilled: false
    // Height is dear at any size.
    property bool closed: false
    property real stagePart: 1
    property real wallPart: Theme.wallShare
    property string chip: ""
    property int lowColumns: Panel.landscape ? 3 : 1
    readonly property bool pictured: screen.art !== null
    readonly property real cell: Math.floor((grid.width - grid.spacing * (grid.columns - 1)) / grid.columns)
    readonly property real wide: grid.width
    readonly property real controlsTop: grid.y
    // In two columns four controls can need less height than three: once a pager came it keeps its place, or the room its coming makes would send it away again.
    property bool paged: false
    // In a row of controls the sources stand at its end, where height is dear.
    readonly property bool abreast: screen.footed && Panel.landscape && (Theme.large || screen.closed) && !frame.beside && (screen.plain || frame.low)
    // Room for the name alone, under a picture that is the card turned up.
    property real nameRoom: Theme.em(44)
    readonly property rect body: Qt.rect(frame.words.x, screen.bodyTop, frame.words.width, Math.max(0, frame.words.y + frame.words.height - screen.bodyTop))
    readonly property real bodyTop: !name.onBand ? name.y + name.contentHeight + Theme.px(4) : frame.words.y + (trail.visible ? trail.height + Theme.px(4) : 0)
    signal chipActed

    onTurnCountChanged: if (screen.turnCount > 1 && grid.columns === 2)
        screen.paged = true

    default property alias items: holder.data
    property alias controls: grid.data
    readonly property alias frame: frame
    readonly property alias stage: stage
    property alias turning: stage.turning
    property alias frames: stage.frames

    PageFrame {
        id: frame

        page: screen
        pictured: screen.pictured
        stagePart: screen.stagePart
        plain: screen.plain
        pictureFirst: screen.pictureFirst
        lowFilled: screen.lowFilled
        nameRoom: screen.nameRoom
        wallPart: screen.wallPart
        reach: screen.glass.reach
        hand: screen.glass.hand
        controlsNeed: screen.abreast ? Math.max(grid.implicitHeight, foot.height) : grid.implicitHeight + (foot.visible ? foot.height + grid.spacing : 0)
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
        onDragged: by => screen.glass.turn(by)
        answers: screen.pointing
        region: screen.pointing ? screen.glass.at.region ?? "" : ""
        lit: stage.chosen.reduce((lines, part) => lines.concat(JSON.parse(screen.glass.outline(stage.picture.outlines, part.code))), [])
        leaderSide: !screen.pointing ? "" : frame.beside ? (frame.mirrored ? "left" : "right") : Panel.landscape ? "" : "bottom"
        leaderTo: name.y + name.keyMiddle
        gutter: Math.abs(frame.mirrored ? frame.words.x + frame.words.width - frame.stage.x : frame.words.x - frame.stage.width) - Theme.px(1.4)
        onFrameWidthChanged: if (screen.pointing && frameWidth > 0)
            screen.glass.stageMm = frameWidth / Panel.pxPerMm
        onTouched: (x, y) => screen.glass.touch(screen.art.name, x, y)
    }
    Band {
        visible: name.onBand
        width: parent.width
        height: frame.stage.height
    }
    PageTrail {
        id: trail

        visible: screen.placing
        x: frame.words.x
        y: frame.words.y
        width: frame.words.width
        text: screen.over
        count: screen.stepCount
        at: screen.stepAt
        chip: screen.chip
        onChipActed: screen.chipActed()
    }
    PageName {
        id: name

        readonly property bool onBand: !screen.pictured && screen.banded && !screen.plain

        objectName: "page.title"
        x: onBand ? Theme.px(Theme.margin) : frame.words.x + name.before
        y: onBand ? Math.round((frame.stage.height - contentHeight) / 2) : frame.words.y + (trail.visible ? trail.height + Theme.px(4) : 0)
        width: onBand ? screen.width - 2 * Theme.px(Theme.margin) : frame.words.width - name.indent
        text: screen.heading
        tissue: screen.tissue
        keyAfter: frame.mirrored && frame.beside
        mm: onBand && !Theme.large ? Theme.hero : screen.headingMm
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
        y: foot.visible && !screen.abreast ? foot.y - spacing - height : frame.controls.y + frame.controls.height - height
        width: frame.controlsWide - (screen.abreast ? foot.width + spacing : 0)

        Pager {
            width: screen.cell
            visible: frame.low && (screen.turnCount > 1 || screen.paged)
            count: screen.turnCount
            at: screen.turnAt
            onTurned: to => screen.glass.choose("more", to)
        }
    }
    ReviewLine {
        id: foot

        visible: screen.footed
        x: frame.controls.x + frame.controlsWide - width
        y: frame.controls.y + frame.controls.height - height
        width: screen.abreast ? foot.least : frame.controlsWide
        height: implicitHeight
        narrow: screen.abreast
        review: screen.review
        sourced: screen.sources.length > 0
        onSourcesAsked: screen.glass.choose("sources", true)
    }
}
