pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Glass
import Lamina.Theme
import Lamina.Controls

// What every page of the corner has: the band, its name, room for what it says, its keys, and the bar.
Item {
    id: page

    required property Glass glass
    required property StaffCorner corner
    readonly property var words: page.corner.words
    property string title: ""
    property string line: ""
    // What stands in the room is touched: in reach mode the room itself lies low.
    property bool touched: false
    property int across: Panel.landscape ? 3 : Theme.largest ? 1 : 2
    readonly property bool low: page.glass.reach
    readonly property bool mirrored: page.glass.hand === "left"
    readonly property real margin: Theme.px(Theme.margin)
    readonly property real gap: Theme.px(Theme.gap)
    readonly property real lowTop: Math.round(Panel.pixelHeight * (1 - Theme.reachShare)) + Theme.px(2)
    readonly property real headEnd: note.visible ? note.y + note.contentHeight : name.y + name.contentHeight
    readonly property real keysTop: grid.implicitHeight > 0 ? grid.y - Theme.px(Theme.grid) : bar.y - Theme.px(4)
    readonly property real top_: page.headEnd + Theme.px(Theme.largest ? 3 : 6)
    readonly property real roomTop: page.low && page.touched ? page.lowTop : page.top_
    readonly property rect room: Qt.rect(page.margin, page.roomTop, page.width - 2 * page.margin, Math.max(1, page.keysTop - page.roomTop))
    readonly property real cell: Math.floor((grid.width - grid.spacing * (grid.columns - 1)) / grid.columns)

    default property alias items: holder.data
    property alias keys: grid.data

    function fill(phrase: string, gap: string, value: string): string {
        return String(phrase).replace("{" + gap + "}", value);
    }

    StaffBand {
        id: band

        width: parent.width
        height: implicitHeight
        text: page.words.staff
    }
    Headline {
        id: name

        objectName: "staff.title"
        x: page.margin
        y: band.height + Theme.px(Theme.largest && Panel.landscape ? 3 : 8)
        width: page.width - 2 * page.margin
        text: page.title
        mm: Theme.largest && Panel.landscape ? Theme.lead : Theme.title * 0.9
        least: Theme.largest ? Theme.label : Theme.titleLeast
    }
    Copy {
        id: note

        objectName: "staff.line"
        x: page.margin
        y: name.y + name.contentHeight + Theme.px(1)
        width: name.width
        visible: page.line !== ""
        text: page.line
        mm: Theme.label
        color: Theme.paint.inkQuiet
    }
    Item {
        id: holder

        anchors.fill: parent
    }
    Grid {
        id: grid

        x: page.margin
        y: bar.y - Theme.px(4) - implicitHeight
        width: page.width - 2 * page.margin
        columns: page.across
        spacing: page.gap
        layoutDirection: page.mirrored ? Qt.RightToLeft : Qt.LeftToRight
    }
    StaffBar {
        id: bar

        y: page.height - height
        width: page.width
        height: implicitHeight
        glass: page.glass
        corner: page.corner
    }
}
