pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Glass
import Lamina.Theme
import Lamina.Controls

// The bar of the corner: out, back, how large, in which language; at the places a hand knows from every page.
Rectangle {
    id: bar

    required property Glass glass
    required property StaffCorner corner
    readonly property bool stacked: !Panel.landscape
    readonly property int across: !Panel.landscape && Theme.large ? 2 : 4
    readonly property real gap: Theme.px(3)
    readonly property real pad: Theme.px(7)
    readonly property real each: Math.floor((bar.width - 2 * bar.pad - bar.gap * (bar.across - 1)) / bar.across)

    implicitHeight: slots.implicitHeight + 2 * bar.gap
    color: Theme.paint.paper
    Accessible.role: Accessible.ToolBar

    Rectangle {
        width: parent.width
        height: Math.max(1, Theme.px(Theme.paint.lit ? Theme.hairline : Theme.paint.edgeWidth))
        color: Theme.paint.lit ? Theme.paint.hair : Theme.paint.edge
    }
    Grid {
        id: slots

        x: bar.pad
        y: bar.gap
        columns: bar.across
        spacing: bar.gap

        RailButton {
            objectName: "staff.leave"
            width: bar.each
            stacked: bar.stacked
            icon: "leave"
            longName: bar.corner.words.leave
            onActed: bar.corner.leave()
        }
        RailButton {
            objectName: live ? "staff.back" : ""
            width: bar.each
            stacked: bar.stacked
            icon: "back"
            longName: bar.corner.words.goBack
            live: bar.corner.canGoBack
            onActed: bar.corner.goBack()
        }
        RailButton {
            objectName: "staff.textSize"
            width: bar.each
            stacked: bar.stacked
            icon: "letters"
            longName: bar.corner.words.letters
            onActed: bar.glass.setTextSize(bar.glass.textSize < 1.2 ? 1.4 : bar.glass.textSize < 1.7 ? 2 : 1)
        }
        RailButton {
            objectName: "staff.language"
            width: bar.each
            stacked: bar.stacked
            icon: "globe"
            longName: bar.corner.words.language
            onActed: bar.glass.setLanguage(bar.glass.language === "en" ? "es" : "en")
        }
    }
}
