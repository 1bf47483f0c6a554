pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Glass
import Lamina.Theme

// What staff see over the glass: the keypad of the door, the corner's page, or the glass being cleaned.
FocusScope {
    id: place

    required property Glass glass
    required property StaffDoor door
    required property StaffCorner corner
    readonly property string name: place.corner.place === "corner" ? place.corner.page : place.corner.place
    readonly property var plans: ({
            keypad: keypad,
            cleaning: cleaning,
            jobs: jobs,
            show: show,
            find: find,
            health: health,
            live: live,
            updates: updates,
            offer: offer,
            undo: undo,
            counts: counts,
            save: save
        })

    Rectangle {
        anchors.fill: parent
        color: Theme.paint.paper
    }
    Loader {
        anchors.fill: parent
        focus: true
        sourceComponent: place.plans[place.name] ?? null
    }
    Component {
        id: keypad

        PinPage {
            glass: place.glass
            door: place.door
            corner: place.corner
        }
    }
    Component {
        id: cleaning

        CleaningPage {
            corner: place.corner
        }
    }
    Component {
        id: jobs

        JobsPage {
            glass: place.glass
            corner: place.corner
        }
    }
    Component {
        id: show

        ShowPage {
            glass: place.glass
            corner: place.corner
        }
    }
    Component {
        id: find

        FindPage {
            glass: place.glass
            corner: place.corner
        }
    }
    Component {
        id: health

        HealthPage {
            glass: place.glass
            corner: place.corner
        }
    }
    Component {
        id: live

        LivePage {
            glass: place.glass
            corner: place.corner
        }
    }
    Component {
        id: updates

        UpdatesPage {
            glass: place.glass
            corner: place.corner
        }
    }
    Component {
        id: offer

        OfferPage {
            glass: place.glass
            corner: place.corner
        }
    }
    Component {
        id: undo

        UndoPage {
            glass: place.glass
            corner: place.corner
        }
    }
    Component {
        id: counts

        CountsPage {
            glass: place.glass
            corner: place.corner
        }
    }
    Component {
        id: save

        SavePage {
            glass: place.glass
            corner: place.corner
        }
    }
}
