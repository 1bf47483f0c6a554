pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// A picture on the wall: pixel for pixel, cropped to its safe middle, with its chosen part lit and its edges named.
Item {
    id: stage

    property var picture: null
    property string turning: ""
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

    // Large letters reach far into the picture: at its sides they stand in the lower corners, where the subject
    // seldom is, and between them there is no room for a third.
    function edges(): var {
        const all = stage.paired ? [] : stage.picture?.labels ?? [];
        const cornered = Theme.large && stage.turning === "" && all.some(label => label.edge === "left" || label.edge === "right");
        return all.filter(label => label.edge === "bottom" ? !cornered && room.height > Theme.em(70) : label.edge === "top" ? room.height > Theme.em(70) : stage.turning === "");
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

                text: modelData.text
                x: edge === "left" ? room.inset : edge === "right" ? stage.width - width - room.inset : Math.round((stage.width - width) / 2)
                y: edge === "top" ? room.inset : aside && !Theme.large ? Math.round((stage.height - height) / 2) : stage.height - height - room.inset
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
        from: stage.pointed ? Qt.point(sheet.x + stage.part.anchor[0] * sheet.width, sheet.y + stage.part.anchor[1] * sheet.height) : Qt.point(0, 0)
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
