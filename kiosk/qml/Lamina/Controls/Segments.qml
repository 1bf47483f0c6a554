pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// A few choices of which one holds: Before, Plan, After.
Item {
    id: segments

    property list<string> titles: []
    property list<string> names: []
    property int at: 0
    property string prefix: "segment"
    property real mm: Theme.label
    readonly property real apart: Theme.px(3.2)
    readonly property int count: Math.max(1, segments.titles.length)
    readonly property real widest: segments.width / Math.max(1, segments.longest())
    // Words that are too wide for their share of one row stand in two rows.
    readonly property int across: segments.words.some(word => metrics.advanceWidth(word) > segments.roomOf(segments.count)) ? Math.ceil(segments.count / 2) : segments.count
    readonly property int rows: Math.ceil(segments.count / segments.across)
    readonly property var words: segments.titles.join(" ").split(" ")
    readonly property real each: segments.shareOf(segments.across)
    readonly property real room: segments.roomOf(segments.across)
    readonly property real tall: (segments.height - segments.apart * (segments.rows - 1)) / segments.rows

    signal picked(int index)

    function longest(): real {
        let most = 0;
        for (let i = 0; i < segments.titles.length; i++)
            most = Math.max(most, segments.titles[i].length);
        return most * segments.titles.length;
    }

    readonly property real letters: Math.max(Theme.px(Theme.least), Math.min(Theme.em(segments.mm), segments.widest * 1.72))
    // A title that needs it stands on two lines, and all of them are taller.
    readonly property bool folded: segments.titles.some(title => metrics.advanceWidth(title) > segments.room)

    function shareOf(across: int): real {
        return (segments.width - segments.apart * (across - 1)) / across;
    }

    function roomOf(across: int): real {
        return Math.floor(segments.shareOf(across)) - Theme.px(1.6);
    }

    implicitHeight: segments.rows * Math.max(Theme.px(Theme.touchPrimary), Theme.em(14), segments.folded ? metrics.height * 1.92 + Theme.px(3) : 0) + segments.apart * (segments.rows - 1)

    FontMetrics {
        id: metrics

        font.family: Theme.family
        font.weight: Theme.medium
        font.pixelSize: segments.letters
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
                anchors.margins: Theme.px(1.4)
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
                font.pixelSize: Math.max(Theme.px(Theme.least), Math.min(segments.letters, segments.tall * 0.62))
                color: segment.chosen ? Theme.paint.paper : Theme.paint.ink
                Accessible.ignored: true
            }
        }
    }
}
