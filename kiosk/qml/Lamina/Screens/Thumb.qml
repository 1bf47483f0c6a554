pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// A card-sized picture on its wall, cropped to the room it has, corners rounded; which way is which in its lower corners.
Item {
    id: thumb

    property var shown: null
    readonly property real wide: thumb.shown?.card?.width ?? 600
    readonly property real tall: thumb.shown?.card?.height ?? 400
    readonly property real fit: Math.max(thumb.width / thumb.wide, thumb.height / thumb.tall)
    // One to one where that is nearly the size: no smoothing.
    readonly property real scaled: Math.abs(thumb.fit - 1) < 0.12 && thumb.fit <= 1 ? 1 : thumb.fit
    readonly property var labels: thumb.shown?.labels ?? []
    readonly property bool sided: thumb.label("left") !== null && thumb.label("right") !== null
    // Of two subjects from one place a card shows the right one (docs/format.md, section 2); two of different places it shows both.
    readonly property bool paired: !thumb.sided && thumb.label("left_half") !== null
    readonly property string subject: thumb.sided ? thumb.word("right_half", true) : ""
    readonly property real inset: Theme.px(2)
    // Two words with clear air between them, or none: one alone would leave the other end to be guessed.
    readonly property real clear: thumb.width - 2 * thumb.inset - Theme.px(4)
    readonly property bool brief: long.width > thumb.clear

    function label(edge: string): var {
        return thumb.labels.find(label => label.edge === edge) ?? null;
    }

    function word(edge: string, brief: bool): string {
        const label = thumb.label(edge);
        return (brief ? label?.short : "") || (label?.text ?? "");
    }

    clip: true

    Rectangle {
        anchors.fill: parent
        color: Theme.paint.wall
    }
    Image {
        anchors.centerIn: parent
        width: Math.round(thumb.wide * thumb.scaled)
        height: Math.round(thumb.tall * thumb.scaled)
        source: thumb.visible ? thumb.shown?.card?.source ?? "" : ""
        smooth: true
        Accessible.role: Accessible.Graphic
        Accessible.name: thumb.shown?.alt ?? ""
    }
    // Only measured.
    Row {
        id: long

        visible: false

        EdgeLabel {
            text: thumb.word("left", false)
        }
        EdgeLabel {
            text: thumb.word("right", false)
        }
    }
    Item {
        anchors.fill: parent
        visible: thumb.sided && left.width + right.width <= thumb.clear && left.height < thumb.height * 0.4

        EdgeLabel {
            objectName: "thumb.subject"
            x: thumb.inset
            y: thumb.inset
            visible: thumb.subject !== "" && width <= thumb.clear && height < thumb.height * 0.3
            text: thumb.subject
        }
        EdgeLabel {
            id: left

            x: thumb.inset
            y: thumb.height - height - thumb.inset
            text: thumb.word("left", thumb.brief)
        }
        EdgeLabel {
            id: right

            x: thumb.width - width - thumb.inset
            y: left.y
            text: thumb.word("right", thumb.brief)
        }
    }
    Loader {
        anchors.fill: parent
        active: thumb.paired
        sourceComponent: PairLabels {
            labels: thumb.labels
            across: thumb.wide * thumb.scaled
            inset: thumb.inset
            foot: false
        }
    }
    Corners {}
}
