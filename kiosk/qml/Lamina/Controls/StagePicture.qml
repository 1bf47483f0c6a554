pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// One picture in the size that needs no scaling, changing by a short fade: the new one is whole at once, the old one leaves.
Item {
    id: sheet

    property var picture: null
    property string turning: ""
    property real roomX: 0
    property real roomY: 0
    // Where every part can be touched nothing may lie outside the room; a step's picture is cropped rather than made small.
    property bool whole: false
    // Where the chosen part is, in fractions of the picture: beside large letters, where the whole is small, it comes nearer.
    property var near: []
    readonly property real nearer: 1.8
    readonly property var stageArt: sheet.picture?.stage ?? null
    readonly property var halfArt: sheet.picture?.half ?? null
    readonly property real natural: Math.abs(Panel.pxPerMm / 4.03 - 1) < 0.08 ? 1 : Panel.pxPerMm / 4.03
    readonly property real fit: sheet.fitted()
    readonly property bool small: sheet.fit * (sheet.stageArt?.width ?? 0) <= (sheet.halfArt?.width ?? 0) * 1.1
    readonly property string source: sheet.turning !== "" ? sheet.turning : sheet.stageArt === null ? "" : (sheet.small ? sheet.halfArt?.source : sheet.stageArt?.source) ?? ""
    property string shown: ""

    function fitted(): real {
        if (sheet.stageArt === null)
            return 1;
        const across = sheet.roomX / sheet.stageArt.width;
        const down = sheet.roomY / sheet.stageArt.height;
        if (across >= 0.9 * sheet.natural && down >= 0.84 * sheet.natural)
            return sheet.natural;
        const all = Math.min(across * 1.08, down);
        if (sheet.whole)
            return sheet.near.length > 1 && all < 0.6 * sheet.natural ? all * sheet.nearer : all;
        const most = Math.min(across * 1.08, down * (across > down * 2.6 ? 1.8 : across > down * 1.8 ? 1.25 : 1));
        const half = sheet.halfArt === null ? 0 : sheet.halfArt.width / sheet.stageArt.width;
        return half > 0 && Math.abs(most / half - 1) < 0.09 ? half : most;
    }

    // The near part in the middle, as far as the picture reaches.
    function placed(room: real, size: real, at: real): real {
        const middle = (room - size) / 2;
        return Math.round(at < 0 || size <= room ? middle : Math.min(0, Math.max(room - size, room / 2 - at * size)));
    }

    width: Math.round((sheet.stageArt?.width ?? 0) * sheet.fit)
    height: Math.round((sheet.stageArt?.height ?? 0) * sheet.fit)
    x: sheet.placed(sheet.roomX, sheet.width, sheet.whole ? sheet.near[0] ?? -1 : -1)
    y: sheet.placed(sheet.roomY, sheet.height, sheet.whole ? sheet.near[1] ?? -1 : -1)
    Accessible.role: Accessible.Graphic
    Accessible.name: sheet.picture?.alt ?? ""

    onSourceChanged: {
        if (sheet.shown !== "" && sheet.turning === "" && sheet.source !== "" && Theme.fade > 0) {
            ghost.source = sheet.shown;
            leave.restart();
        }
        sheet.shown = sheet.source;
    }

    Image {
        id: front

        anchors.fill: parent
        source: sheet.source
        smooth: true
        asynchronous: false
        retainWhileLoading: true
    }
    Image {
        id: ghost

        anchors.fill: parent
        opacity: 0
        visible: opacity > 0
        smooth: true

        NumberAnimation {
            id: leave

            target: ghost
            property: "opacity"
            from: 0.6
            to: 0
            duration: Theme.fade
            easing.type: Theme.ease
        }
    }
}
