pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Glass
import Lamina.Controls
import Lamina.Screens
import Lamina.Staff

// What stands around a screen and over it: the bar, the sources, staff's place, the question whether anybody is there.
Surround {
    id: around

    required property Glass glass
    required property StaffDoor door
    required property StaffCorner corner
    required property bool staffed
    required property bool railed
    required property bool begun

    function obey(name: string): void {
        const glass = around.glass;
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

    objectName: "around"
    anchors.fill: parent
    barHeight: around.railed ? rail.height : 0
    covers: sources.visible
    question: notice.item as Item

    Loader {
        id: sources

        width: parent.width
        height: parent.height - around.barHeight
        enabled: around.glass.idleLeft === 0
        visible: around.railed && !around.staffed && (around.glass.at.sources ?? false)
        active: around.begun || visible
        asynchronous: !visible
        sourceComponent: SourcesSheet {
            glass: around.glass
        }
    }
    Loader {
        id: rail

        anchors.bottom: parent.bottom
        width: parent.width
        enabled: around.glass.idleLeft === 0
        visible: around.railed && !around.staffed
        active: around.begun || around.railed
        asynchronous: !around.railed
        sourceComponent: Rail {
            canGoBack: around.glass.canGoBack
            onHome: around.glass.onHome
            screen: around.glass.screen
            onChosen: name => around.obey(name)
        }
    }
    // Over everything, and only while staff are there.
    Loader {
        id: staff

        anchors.fill: parent
        enabled: around.glass.idleLeft === 0
        active: around.staffed
        sourceComponent: StaffPlace {
            glass: around.glass
            door: around.door
            corner: around.corner
        }
        onLoaded: (staff.item as StaffPlace).forceActiveFocus()
        onActiveChanged: if (!staff.active)
            around.staffLeft()
    }
    Loader {
        id: notice

        readonly property bool asking: around.glass.idleLeft > 0

        anchors.fill: parent
        visible: notice.asking
        active: around.begun || notice.asking
        asynchronous: !notice.asking
        sourceComponent: IdleNotice {
            glass: around.glass
        }
    }
}
