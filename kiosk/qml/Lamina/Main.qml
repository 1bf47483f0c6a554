pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Glass
import Lamina.Theme
import Lamina.Controls
import Lamina.Screens
import Lamina.Staff

// The whole glass: one screen, the bar, and what may lie over them. It holds no state of its own.
Item {
    id: main

    required property Glass glass
    property real panelInches: 21.5
    property StaffDoor door: null
    property StaffCorner corner: null
    property bool instant: false
    // The first frame is on the glass: what it could do without is made from now on, in idle moments.
    property bool begun: false
    readonly property Item question: notice.item as Item
    readonly property list<string> bare: ["Attract", "Language"]
    readonly property bool staffed: main.corner !== null && main.corner.place !== ""
    readonly property bool railed: main.bare.indexOf(main.glass.screen) < 0
    readonly property list<string> pageless: ["Attract", "Language", "Search", "Access", "Slip"]

    function show(): void {
        const values = {
            glass: main.glass
        };
        if (main.pageless.indexOf(main.glass.screen) < 0) {
            const page = main.glass.page;
            for (const key in page)
                if (key !== "kind")
                    values[key] = page[key];
        }
        holder.show(main.glass.screen, values);
    }

    function obey(name: string): void {
        const glass = main.glass;
        if (name === "home")
            glass.goHome();
        else if (name === "back")
            glass.goBack();
        else if (name === "search")
            glass.showSearch();
        else if (name === "warnings")
            glass.showWarnings();
        else if (name === "textSize")
            glass.setTextSize(glass.textSize < 1.2 ? 1.4 : glass.textSize < 1.7 ? 2 : 1);
        else if (name === "language")
            glass.setLanguage(glass.language === "en" ? "es" : "en");
        else if (name === "access")
            glass.showAccess();
    }

    Component.onCompleted: main.show()

    Binding {
        target: Panel
        property: "pixelWidth"
        value: main.width
    }
    Binding {
        target: Panel
        property: "pixelHeight"
        value: main.height
    }
    Binding {
        target: Panel
        property: "inches"
        value: main.panelInches
    }
    Binding {
        target: Theme
        property: "textSize"
        value: main.glass.textSize
    }
    Binding {
        target: Theme
        property: "contrast"
        value: main.glass.contrast
    }
    Binding {
        target: Theme
        property: "still"
        value: main.glass.still
    }
    Binding {
        target: Theme
        property: "instant"
        value: main.instant
    }
    Binding {
        target: Words
        property: "map"
        value: main.glass.words
    }
    Connections {
        target: main.glass

        function onPageChanged(): void {
            main.show();
        }
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.paint.paper
    }
    // Held while screens without a wall are shown: else every picture page would decode it anew.
    Image {
        visible: false
        source: main.begun ? "image://still/wall" : ""
    }
    ScreenHolder {
        id: holder

        width: parent.width
        height: parent.height - (main.railed ? rail.height : 0)
        visible: !sources.visible && !main.staffed
        enabled: main.glass.idleLeft === 0
        focus: true
    }
    Loader {
        id: sources

        anchors.fill: holder
        enabled: main.glass.idleLeft === 0
        visible: main.railed && !main.staffed && (main.glass.at.sources ?? false)
        active: main.begun || visible
        asynchronous: !visible
        sourceComponent: SourcesSheet {
            glass: main.glass
        }
    }
    Loader {
        id: rail

        anchors.bottom: parent.bottom
        width: parent.width
        enabled: main.glass.idleLeft === 0
        visible: main.railed && !main.staffed
        active: main.begun || main.railed
        asynchronous: !main.railed
        sourceComponent: Rail {
            canGoBack: main.glass.canGoBack
            onHome: main.glass.onHome
            screen: main.glass.screen
            onChosen: name => main.obey(name)
        }
    }
    // Over everything, and only while staff are there.
    Loader {
        id: staff

        anchors.fill: parent
        enabled: main.glass.idleLeft === 0
        active: main.staffed
        sourceComponent: StaffPlace {
            glass: main.glass
            door: main.door
            corner: main.corner
        }
        onLoaded: (staff.item as StaffPlace).forceActiveFocus()
        onActiveChanged: if (!staff.active)
            holder.forceActiveFocus()
    }
    Loader {
        id: notice

        readonly property bool asking: main.glass.idleLeft > 0

        anchors.fill: parent
        visible: notice.asking
        active: main.begun || notice.asking
        asynchronous: !notice.asking
        sourceComponent: IdleNotice {
            glass: main.glass
        }
    }
}
