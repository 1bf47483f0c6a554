pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// The spine to touch: a touched part lights up, is named and explained; views turn it, layers show and hide.
PageScreen {
    id: diagram

    required property var views
    required property var layers
    readonly property int viewAt: diagram.indexOf(diagram.views, diagram.glass.at.view ?? "")
    // A diagram whose pictures are still to be made has no view, and shows its words.
    readonly property var view: diagram.views[diagram.viewAt] ?? {
        title: "",
        shots: [],
        frames: []
    }
    readonly property bool turns: diagram.view.frames.length > 1
    // Larger letters and two rows of layers would leave the words one line: then the way of looking shares a row.
    readonly property bool crowded: Theme.largest || Theme.large && diagram.loose.length > diagram.chipColumns
    readonly property string lookedFrom: diagram.crowded && diagram.views.length > 1 ? diagram.view.title : ""
    readonly property var on: (diagram.glass.at.layers ?? []).length > 0 ? diagram.glass.at.layers : diagram.layers.filter(layer => layer.on || layer.fixed).map(layer => layer.id)
    readonly property var turnLabels: diagram.labelsOfTurn()
    readonly property var loose: diagram.layers.filter(layer => !layer.fixed)
    readonly property var regions: (diagram.art?.regions ?? []).filter(region => region.listed)
    readonly property var part: diagram.stage.part
    readonly property var said: diagram.part === null ? null : diagram.regionWords[diagram.part.id] ?? null
    readonly property int partAt: diagram.part === null ? -1 : diagram.regions.findIndex(region => region.id === diagram.part.id)
    // As many beside each other as fit, in rows of the same length: two and two, not three and one.
    readonly property int chipsFit: Math.max(1, Math.floor(diagram.cell / Theme.em(56)))
    readonly property int chipColumns: Math.max(1, Math.ceil(diagram.loose.length / Math.ceil(Math.max(1, diagram.loose.length) / diagram.chipsFit)))
    readonly property real chipWidth: Math.floor((diagram.cell - Theme.px(3.4) * (diagram.chipColumns - 1)) / diagram.chipColumns)

    function indexOf(list: var, id: string): int {
        return Math.max(0, list.findIndex(item => item.id === id));
    }

    // What lies at the edges of each frame, by its source.
    function labelsOfTurn(): var {
        const found = {};
        for (const name of diagram.view.frames) {
            const frame = diagram.pictureNamed(name);
            found[frame?.stage?.source ?? ""] = JSON.stringify(frame?.labels ?? []);
        }
        return found;
    }

    function shot(): var {
        const wanted = diagram.on.slice().sort().join("+");
        const shots = diagram.view.shots;
        const found = shots.find(shot => shot.layers === wanted) ?? shots[0];
        return found === undefined ? null : diagram.pictureNamed(found.picture);
    }

    function lookOn(): void {
        diagram.glass.choose("view", diagram.views[(diagram.viewAt + 1) % diagram.views.length].id);
    }

    function walkParts(by: int): void {
        const count = diagram.regions.length;
        const to = diagram.partAt < 0 ? (by > 0 ? 0 : count - 1) : (diagram.partAt + by + count) % count;
        diagram.glass.choose("region", diagram.regions[to].id);
    }

    art: diagram.shot()
    stage.whole: true
    turning: diagram.glass.turnFrame
    stage.turnLabels: diagram.turnLabels[diagram.glass.turnFrame] ?? ""
    frames: diagram.view.frames.length
    pointing: !diagram.turns
    tissue: diagram.part?.tissue ?? ""
    heading: diagram.said?.name ?? diagram.title
    lowColumns: Panel.landscape && !Theme.largest ? 2 : 1

    TurnCards {
        id: cards

        x: diagram.body.x
        y: diagram.body.y
        width: diagram.body.width
        height: diagram.body.height
        most: Theme.sentencesFit
        pagerElsewhere: true
        at: diagram.glass.at.more ?? 0
        blocks: [
            {
                kind: "paragraph",
                sentences: diagram.said?.sentences ?? diagram.lead
            }
        ]
    }
    controls: [
        Onward {
            readonly property var link: diagram.said?.opens ?? (diagram.part === null ? diagram.next : null)

            width: diagram.cell
            visible: Boolean(link) || cards.count > 1
            count: cards.count
            at: cards.shown
            nextName: "diagram.next"
            nextTitle: link?.title ?? ""
            phrase: Words.learnMoreIs
            onTurned: to => diagram.glass.choose("more", to)
            onNextAsked: diagram.go(link)
        },
        TurnStepper {
            width: diagram.cell
            visible: diagram.turns
            // nine taps go round
            frames: Math.max(1, Math.round(diagram.view.frames.length / 9))
            view: diagram.lookedFrom
            onViewAsked: diagram.lookOn()
            onTurned: by => diagram.glass.turn(by)
        },
        PartStepper {
            width: diagram.cell
            visible: diagram.regions.length > 0 && !diagram.turns
            chosen: diagram.part !== null
            view: diagram.lookedFrom
            onViewAsked: diagram.lookOn()
            onWalked: by => diagram.walkParts(by)
            onCleared: diagram.glass.choose("region", "")
        },
        Segments {
            objectName: "diagram.views"
            width: diagram.cell
            height: implicitHeight
            visible: diagram.views.length > 1 && !diagram.crowded
            prefix: "view"
            titles: diagram.views.map(view => view.title)
            names: diagram.views.map(view => view.id)
            at: diagram.viewAt
            onPicked: index => diagram.glass.choose("view", diagram.views[index].id)
        },
        Grid {
            columns: diagram.chipColumns
            spacing: Theme.px(3.4)
            visible: diagram.loose.length > 0 && !diagram.turns && (!Theme.largest || diagram.frame.split)

            Repeater {
                model: diagram.loose

                Chip {
                    required property var modelData

                    objectName: "layer." + modelData.id
                    width: diagram.chipWidth
                    height: implicitHeight
                    label: modelData.title
                    tissue: modelData.tissue
                    on: diagram.on.indexOf(modelData.id) >= 0
                    onActed: diagram.glass.toggleLayer(modelData.id)
                }
            }
        }
    ]
}
