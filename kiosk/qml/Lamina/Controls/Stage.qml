pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// A picture on the wall: pixel for pixel, cropped to its safe middle, with its chosen part lit and its edges named.
Item {
    id: stage

    property var picture: null
    property string turning: ""
    // The labels of the frame of a turn that shows, as JSON: the same text while they stay the same.
    property string turnLabels: ""
    property string region: ""
    // Parts lit beside it: an area in two pieces.
    property var beside: []
    // The colour laid over the chosen part where the picture itself has none; "" leaves it as it is.
    property string litTissue: ""
    property string leaderSide: ""
    property real leaderTo: 0
    property real gutter: 0
    property bool answers: false
    property alias whole: sheet.whole
    // How many frames its turn has; 0 where it stands still.
    property int frames: 0
    readonly property real frameWidth: sheet.width
    readonly property var part: stage.find(stage.region)
    readonly property var chosen: stage.turning !== "" ? [] : [stage.region].concat(stage.beside).map(id => stage.find(id)).filter(part => part !== null)
    // The outlines of the chosen parts, each a flat run of x, y.
    property var lit: []
    readonly property bool pointed: stage.leaderSide !== "" && stage.part !== null && stage.part.anchor.length > 1
    // Where the line to the name begins.
    readonly property point tip: stage.pointed ? Qt.point(sheet.x + stage.part.anchor[0] * sheet.width, sheet.y + stage.part.anchor[1] * sheet.height) : Qt.point(0, 0)
    readonly property bool paired: (stage.picture?.labels ?? []).some(label => label.edge === "left_half")

    // A part that is named beside the picture must be seen in it.
    readonly property bool partInRoom: {
        const at = stage.turning === "" ? stage.part?.anchor ?? [] : [];
        const x = sheet.x + (at[0] ?? 0.5) * sheet.width;
        const y = sheet.y + (at[1] ?? 0.5) * sheet.height;
        return at.length < 2 || (x >= 0 && x <= stage.width && y >= 0 && y <= stage.height);
    }

    signal touched(real x, real y)
    signal dragged(int by)

    function find(id: string): var {
        const regions = stage.picture?.regions ?? [];
        for (let i = 0; i < regions.length; i++)
            if (regions[i].id === id)
                return regions[i];
        return null;
    }

    // Large letters reach far into the picture, and a turn's subject is wide from one of its sides: left and right stand
    // in the lower corners, where the subject seldom is. Between large ones there is no room for a third.
    function edges(): var {
        const turned = stage.turnLabels !== "";
        const all = stage.paired ? [] : turned ? JSON.parse(stage.turnLabels) : stage.picture?.labels ?? [];
        const cornered = Theme.large && (turned || all.some(label => label.edge === "left" || label.edge === "right"));
        return all.filter(label => label.edge === "bottom" ? !cornered && room.height > Theme.em(70) : label.edge !== "top" || room.height > Theme.em(70));
    }

    // A label in the middle of the upper or lower edge, moved aside where the line to a name would run through it.
    function acrossAt(edge: string, wide: real, high: real): real {
        const middle = Math.round((stage.width - wide) / 2);
        const clear = Theme.px(3);
        const level = edge === "top" ? stage.tip.y < room.inset + high + clear : stage.tip.y > stage.height - room.inset - high - clear;
        const below = edge === "bottom" && stage.leaderSide === "bottom";
        const right = stage.tip.x > middle - clear;
        const left = stage.tip.x < middle + wide + clear;
        const met = below || (level && stage.leaderSide === "bottom") ? left && right : level && (stage.leaderSide === "left" ? right : left);
        return !stage.pointed || stage.turning !== "" || !met ? middle : stage.leaderSide === "right" ? stage.tip.x - clear - wide : stage.tip.x + clear;
    }

    // The same for one in the middle of a side.
    function downAt(edge: string, high: real): real {
        const middle = Math.round((stage.height - high) / 2);
        const clear = Theme.px(3);
        const met = stage.leaderSide === edge && stage.tip.y > middle - clear && stage.tip.y < middle + high + clear;
        return !stage.pointed || stage.turning !== "" || !met ? middle : stage.tip.y < stage.height / 2 ? stage.tip.y + clear : stage.tip.y - clear - high;
    }

    Item {
        id: room

        readonly property real inset: Theme.px(4)

        anchors.fill: parent
        clip: true

        Wall {
            anchors.fill: parent
        }
        StagePicture {
            id: sheet

            picture: stage.picture
            turning: stage.turning
            near: stage.part?.anchor ?? []
            roomX: room.width
            roomY: room.height
        }
        RegionGlow {
            objectName: "glow"
            x: sheet.x
            y: sheet.y
            width: sheet.width
            height: sheet.height
            roomWidth: room.width
            roomHeight: room.height
            tissue: stage.litTissue
            outlines: stage.lit
        }
        Repeater {
            model: stage.edges()

            EdgeLabel {
                required property var modelData
                readonly property string edge: modelData.edge
                readonly property bool aside: edge === "left" || edge === "right"

                objectName: "edge." + edge
                text: modelData.text
                x: edge === "left" ? room.inset : edge === "right" ? stage.width - width - room.inset : stage.acrossAt(edge, width, height)
                y: edge === "top" ? room.inset : aside && !Theme.large && stage.frames < 2 ? stage.downAt(edge, height) : stage.height - height - room.inset
            }
        }
        Loader {
            anchors.fill: parent
            active: stage.paired
            sourceComponent: PairLabels {
                labels: stage.picture?.labels ?? []
                across: sheet.width
            }
        }
    }
    Leader {
        anchors.fill: parent
        visible: stage.pointed && stage.turning === ""
        side: stage.leaderSide
        to: stage.leaderTo
        gutter: stage.gutter
        from: stage.tip
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.max(2, Theme.px(Theme.paint.edgeWidth))
        color: Theme.paint.edge
        visible: !Theme.paint.lit
    }
    // Half a turn for the width of the wall, as if the finger held its front.
    DragHandler {
        id: drag

        property int gone: 0

        enabled: stage.frames > 1
        target: null
        onActiveChanged: drag.gone = 0
        onActiveTranslationChanged: {
            const to = Math.round(-drag.activeTranslation.x / stage.width * stage.frames / 2);
            if (drag.active && to !== drag.gone) {
                stage.dragged(to - drag.gone);
                drag.gone = to;
            }
        }
    }
    TapHandler {
        enabled: stage.answers
        gesturePolicy: TapHandler.ReleaseWithinBounds
        longPressThreshold: Theme.patience
        onTapped: (point, button) => stage.touched((point.position.x - sheet.x) / Math.max(1, sheet.width), (point.position.y - sheet.y) / Math.max(1, sheet.height))
    }
}
