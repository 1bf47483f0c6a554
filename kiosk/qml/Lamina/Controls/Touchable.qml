pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// Anything that acts when touched: on release, inside itself, however slow the hand; and from a key or a screen reader.
// One that went away while a finger lay on it, because another finger acted, acts no more.
Item {
    id: touchable

    property string label: ""
    property bool live: true
    property bool chosen: false
    property real radius: Theme.px(Theme.radius)
    readonly property bool held: tap.pressed && touchable.live

    signal acted

    function act(): void {
        if (touchable.live && touchable.visible)
            touchable.acted();
    }

    // One that has the focus keeps it until it moves on: Qt will not take it away.
    activeFocusOnTab: touchable.live && touchable.visible || touchable.activeFocus
    Accessible.role: Accessible.Button
    Accessible.name: touchable.label
    Accessible.focusable: true
    Accessible.ignored: !touchable.live
    Accessible.onPressAction: touchable.act()
    Keys.onReturnPressed: touchable.act()
    Keys.onEnterPressed: touchable.act()
    Keys.onSpacePressed: touchable.act()

    TapHandler {
        id: tap

        enabled: touchable.live
        gesturePolicy: TapHandler.ReleaseWithinBounds
        longPressThreshold: Theme.patience
        onTapped: touchable.act()
    }
    // Few are ever reached by keys: the ring is made only where they stand.
    Loader {
        anchors.fill: parent
        z: 2
        active: touchable.activeFocus
        sourceComponent: FocusRing {
            radius: touchable.radius
        }
    }
}
