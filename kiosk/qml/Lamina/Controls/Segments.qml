pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// A few choices of which one holds: Before, Plan, After. In one row or two, their letters as large as their pills allow.
Item {
    id: segments

    property list<string> titles: []
    property list<string> names: []
    property int at: 0
    property string prefix: "segment"
    property real mm: Theme.label
    readonly property real apart: Theme.px(3.2)
    // Around the words of the chosen one its pill goes on, and around that a rim of the card.
    readonly property real rim: Theme.px(1)
    readonly property real air: Theme.px(2)
    readonly property int count: Math.max(1, segments.titles.length)
    // Words are measured at this size, and at any other they are as much wider as it is larger.
    readonly property int probe: 100
    readonly property real least: Math.max(Theme.px(Theme.least), Theme.em(Theme.largest ? 6.4 : Theme.small))
    readonly property var lay: segments.layOf(segments.titles, segments.width)
    readonly property int across: segments.lay.across
    readonly property int letters: segments.lay.letters
    readonly property int rows: Math.ceil(segments.count / segments.across)
    readonly property real each: segments.shareOf(segments.across)
    readonly property real room: segments.roomOf(segments.across)
    readonly property real tall: (segments.height - segments.apart * (segments.rows - 1)) / segments.rows
    readonly property real wordsTall: metrics.height / segments.probe * segments.letters * (segments.lay.lines > 1 ? 1.92 : 1)

    signal picked(int index)

    function shareOf(across: int): real {
        return (segments.width - segments.apart * (across - 1)) / across;
    }

    function roomOf(across: int): real {
        return Math.floor(segments.shareOf(across)) - 2 * (segments.rim + segments.air);
    }

    // How wide a title is on one line, or on two broken where they come out most alike.
    function wideOf(title: string, lines: int): real {
        const words = title.split(" ");
        const breaks = lines < 2 || words.length < 2 ? [words.length] : words.slice(1).map((word, at) => at + 1);
        return Math.min(...breaks.map(at => Math.max(metrics.advanceWidth(words.slice(0, at).join(" ")), metrics.advanceWidth(words.slice(at).join(" "))))) / segments.probe;
    }

    // One row sooner than two, and one line sooner than two, as long as the letters stay large enough.
    function layOf(titles: list<string>, width: real): var {
        const half = Math.ceil(segments.count / 2);
        let found = null;
        for (const across of [segments.count, half]) {
            for (const lines of [1, 2]) {
                const widest = Math.max(0.01, ...titles.map(title => segments.wideOf(title, lines)));
                const fits = Math.floor(segments.roomOf(across) / widest * 0.985);
                found = {
                    across: across,
                    lines: lines,
                    letters: Math.max(Theme.px(Theme.least), Math.min(Theme.em(segments.mm), fits))
                };
                if (fits >= segments.least)
                    return found;
            }
        }
        return found;
    }

    implicitHeight: segments.rows * Math.max(Theme.px(Theme.touchPrimary), Theme.em(Theme.largest ? 11 : 14), segments.wordsTall + Theme.px(5)) + segments.apart * (segments.rows - 1)

    FontMetrics {
        id: metrics

        font.family: Theme.family
        font.weight: Theme.medium
        font.pixelSize: segments.probe
    }

    CardFrame {
        anchors.fill: parent
        radius: Theme.px(Theme.radius)
    }
    Repeater {
        model: segments.titles

        Touchable {
            id: segment

            required property int index
            required property string modelData

            objectName: segments.prefix + "." + (segments.names[segment.index] ?? segment.index)
            x: Math.round((segments.each + segments.apart) * (segment.index % segments.across))
            y: Math.round((segments.tall + segments.apart) * Math.floor(segment.index / segments.across))
            width: Math.floor(segments.each)
            height: Math.floor(segments.tall)
            label: segment.modelData
            chosen: segment.index === segments.at
            Accessible.role: Accessible.RadioButton
            Accessible.checked: segment.chosen
            onActed: segments.picked(segment.index)

            Rectangle {
                anchors.fill: parent
                anchors.margins: segments.rim
                radius: Theme.px(Theme.radius - 1)
                color: segment.chosen ? Theme.paint.ink : segment.held ? Theme.paint.pressed : "transparent"
                antialiasing: true
            }
            TextLine {
                anchors.centerIn: parent
                width: segments.room
                text: segment.label
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.WordWrap
                lineHeight: 0.92
                font.pixelSize: segments.letters
                color: segment.chosen ? Theme.paint.paper : Theme.paint.ink
                Accessible.ignored: true
            }
        }
    }
}
