pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Glass
import Lamina.Theme
import Lamina.Screens

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
    readonly property Item question: main.around?.question ?? null
    readonly property list<string> bare: ["Attract", "Language"]
    readonly property bool staffed: main.corner !== null && main.corner.place !== ""
    readonly property bool railed: main.bare.indexOf(main.glass.screen) < 0
    // What stands around the screen. Its plan is large: the first frame of a start does without.
    property Surround around: null
    readonly property bool surrounded: main.begun || main.railed || main.staffed || main.glass.idleLeft > 0
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

    function surround(): void {
        if (main.around !== null || !main.surrounded)
            return;
        const plan = Qt.createComponent(Qt.resolvedUrl("Around.qml"));
        main.around = plan.createObject(main, {
            glass: main.glass,
            door: main.door,
            corner: main.corner,
            staffed: Qt.binding(() => main.staffed),
            railed: Qt.binding(() => main.railed),
            begun: Qt.binding(() => main.begun)
        }) as Surround;
        if (main.around === null)
            console.error(plan.errorString());
        else
            main.around.staffLeft.connect(() => holder.forceActiveFocus());
    }

    onSurroundedChanged: main.surround()
    Component.onCompleted: {
        main.surround();
        main.show();
    }

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
        height: parent.height - (main.around?.barHeight ?? 0)
        visible: !(main.around?.covers ?? false) && !main.staffed
        enabled: main.glass.idleLeft === 0
        focus: true
    }
}
