pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// The one bar, always in the same order: Home, Back, Search, Warning signs, Text size, language, Easier to use.
Rectangle {
    id: rail

    property bool canGoBack: false
    property bool onHome: false
    property string screen: ""
    readonly property bool stacked: !Panel.landscape || Theme.large || rail.width < Theme.px(440)
    readonly property int rows: !Panel.landscape && Theme.large ? 2 : 1
    readonly property real pad: Theme.px(rail.stacked ? 7 : 10)
    readonly property real gap: Theme.px(3)
    readonly property real line: home.implicitHeight
    readonly property var slots: [home, back, search, warnings, letters, language, access]

    signal chosen(string name)

    // Every slot gets its own width plus an equal share of what is left over in its row.
    function place(): void {
        const cut = rail.rows === 2 ? 4 : 7;
        const lines = rail.rows === 2 ? [rail.slots.slice(0, cut), rail.slots.slice(cut)] : [rail.slots];
        for (let r = 0; r < lines.length; r++) {
            let sum = 0;
            for (const slot of lines[r])
                sum += slot.implicitWidth;
            const spare = Math.max(0, rail.width - 2 * rail.pad - sum - rail.gap * (lines[r].length - 1)) / lines[r].length;
            let at = rail.pad;
            for (const slot of lines[r]) {
                slot.x = Math.round(at);
                slot.y = Math.round(rail.gap + r * (rail.line + rail.gap));
                slot.width = Math.floor(slot.implicitWidth + spare);
                slot.height = rail.line;
                at += slot.implicitWidth + spare + rail.gap;
            }
        }
    }

    implicitHeight: rail.rows * rail.line + (rail.rows + 1) * rail.gap + Theme.px(rail.stacked ? 0 : 2)
    color: Theme.paint.paper
    Accessible.role: Accessible.ToolBar
    Component.onCompleted: rail.place()
    onWidthChanged: rail.place()
    onLineChanged: rail.place()
    onStackedChanged: rail.place()
    onRowsChanged: rail.place()

    Connections {
        target: Words

        function onMapChanged(): void {
            rail.place();
        }
    }
    Rectangle {
        width: parent.width
        height: Math.max(1, Theme.px(Theme.paint.lit ? Theme.hairline : Theme.paint.edgeWidth))
        color: Theme.paint.lit ? Theme.paint.hair : Theme.paint.edge
    }
    RailButton {
        id: home

        objectName: "rail.home"
        stacked: rail.stacked
        icon: "home"
        longName: Words.home
        here: rail.onHome
        onActed: rail.chosen("home")
    }
    RailButton {
        id: back

        objectName: "rail.back"
        stacked: rail.stacked
        icon: "back"
        longName: Words.back
        live: rail.canGoBack
        onActed: rail.chosen("back")
    }
    RailButton {
        id: search

        objectName: "rail.search"
        stacked: rail.stacked
        icon: "search"
        longName: Words.search
        here: rail.screen === "Search"
        onActed: rail.chosen("search")
    }
    RailButton {
        id: warnings

        objectName: "rail.warnings"
        stacked: rail.stacked
        icon: "warnings"
        longName: Words.warningSigns
        shortName: Words.warningSignsShort
        alarm: true
        onActed: rail.chosen("warnings")
    }
    RailButton {
        id: letters

        objectName: "rail.textSize"
        stacked: rail.stacked
        icon: "letters"
        longName: Words.textSize
        onActed: rail.chosen("textSize")
    }
    RailButton {
        id: language

        objectName: "rail.language"
        stacked: rail.stacked
        icon: "globe"
        longName: Words.language
        onActed: rail.chosen("language")
    }
    RailButton {
        id: access

        objectName: "rail.access"
        stacked: rail.stacked
        icon: "access"
        longName: Words.accessShort
        here: rail.screen === "Access"
        onActed: rail.chosen("access")
    }
}
