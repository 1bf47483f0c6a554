pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// The way through a page: its one filled button turns the cards first and names what comes next on the last of them.
Item {
    id: onward

    property int count: 1
    property int at: 0
    property bool counted: true
    property string nextTitle: ""
    // What is said of it: that it comes next, or tells more.
    property string phrase: Words.nextIs
    // Where the way leads back instead of on, the button's own words.
    property string backLabel: ""
    readonly property string nextLabel: onward.nextTitle === "" ? onward.backLabel : onward.lean ? onward.nextTitle : Words.fill(onward.phrase, "title", onward.nextTitle)
    property string nextName: ""
    property string skipLabel: ""
    property string previousLabel: ""
    property string previousName: ""
    readonly property bool turning: onward.at < onward.count - 1
    // Everything in one row; otherwise the quiet names stand below the filled button.
    readonly property bool wide: onward.width > Theme.em(Theme.largest ? 200 : 250)
    // Where height is dear a key with an arrow stands for the name of what was before.
    readonly property bool lean: !onward.wide && (Theme.largest || (Theme.large && Panel.landscape))
    readonly property bool skips: onward.turning && onward.skipLabel !== "" && !onward.lean && !Theme.largest
    readonly property bool retraces: onward.previousLabel !== "" && !onward.lean && !(onward.wide && onward.at > 0)
    readonly property bool keyed: onward.at > 0 || (onward.lean && onward.previousLabel !== "")
    readonly property real gap: Theme.px(3.4)
    readonly property real quiet: onward.wide ? Math.floor(onward.width * 0.27) : onward.previousLabel !== "" && onward.skipLabel !== "" ? Math.floor((onward.width - onward.gap) / 2) : onward.width
    // Heights hang on the words alone, never on which card is turned up: a page does not jump, nor chase itself.
    readonly property real quietTall: onward.lean ? 0 : Math.max(onward.previousLabel !== "" ? before.implicitHeight : 0, onward.skipLabel !== "" && !Theme.largest ? after.implicitHeight : 0)
    readonly property real row: Math.max(Theme.px(Theme.primary), probe.contentHeight + Theme.px(8), onward.wide ? onward.quietTall : 0)
    readonly property real under: onward.wide ? 0 : onward.quietTall
    readonly property real start: onward.wide && onward.retraces ? onward.quiet + onward.gap : 0

    signal turned(int to)
    signal nextAsked
    signal previousAsked

    implicitHeight: onward.row + (onward.under > 0 ? onward.under + onward.gap : 0)
    height: implicitHeight

    Copy {
        id: probe

        visible: false
        width: onward.width - Theme.px(24 + 8 + 9) - Theme.em(Theme.icon) - onward.gap - (onward.wide && onward.skipLabel !== "" && !Theme.largest ? onward.quiet + onward.gap : 0) - (onward.wide && onward.previousLabel !== "" ? onward.quiet + onward.gap : 0)
        text: onward.nextLabel
        mm: filled.mm
        font.weight: Theme.strong
        lineHeight: Theme.lineTitle
    }
    KeyButton {
        id: less

        objectName: onward.at > 0 ? "cards.less" : onward.keyed ? onward.previousName : ""
        x: onward.start
        width: Theme.px(24)
        height: onward.row
        visible: onward.keyed
        icon: "back"
        label: onward.at > 0 ? Words.previous : onward.previousLabel
        onActed: {
            if (onward.at > 0)
                onward.turned(onward.at - 1);
            else
                onward.previousAsked();
        }
    }
    PrimaryButton {
        id: filled

        objectName: onward.turning ? "cards.more" : onward.nextName
        x: onward.start + (onward.keyed ? less.width + onward.gap : 0)
        width: onward.width - x - (onward.wide && onward.skips ? onward.quiet + onward.gap : 0)
        height: onward.row
        visible: onward.turning || onward.nextLabel !== ""
        mm: onward.lean && !Theme.largest ? Theme.label : Theme.body + 0.4
        icon: onward.turning ? "next" : onward.backLabel !== "" ? "back" : "next"
        label: onward.turning ? Words.goOn : onward.nextLabel
        aside: onward.turning && onward.counted ? Words.fill(Words.fill(Words.placeOf, "n", String(onward.at + 1)), "count", String(onward.count)) : ""
        onActed: {
            if (onward.turning)
                onward.turned(onward.at + 1);
            else
                onward.nextAsked();
        }
    }
    QuietButton {
        id: before

        objectName: onward.retraces ? onward.previousName : ""
        y: onward.wide ? 0 : onward.implicitHeight - height
        width: onward.quiet
        height: onward.wide ? onward.row : onward.under
        visible: onward.retraces
        flat: true
        icon: "back"
        label: onward.previousLabel
        onActed: onward.previousAsked()
    }
    QuietButton {
        id: after

        objectName: onward.skips ? onward.nextName : ""
        x: onward.width - width
        y: onward.wide ? 0 : onward.implicitHeight - height
        width: onward.quiet
        height: onward.wide ? onward.row : onward.under
        visible: onward.skips
        flat: true
        tail: "next"
        label: onward.skipLabel
        onActed: onward.nextAsked()
    }
}
