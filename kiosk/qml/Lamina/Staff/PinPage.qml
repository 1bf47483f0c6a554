pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Glass
import Lamina.Theme
import Lamina.Controls

// The keypad of the staff door. It shows how many digits were typed, never which, and says in words how long to wait.
FocusScope {
    id: page

    required property Glass glass
    required property StaffDoor door
    required property StaffCorner corner
    readonly property var words: page.corner.words
    readonly property bool low: page.glass.reach
    readonly property bool beside: Panel.landscape && !page.low
    readonly property bool mirrored: page.glass.hand === "left"
    readonly property bool checking: page.door.state === "checking"
    readonly property real margin: Theme.px(Theme.margin)
    readonly property real foot: Theme.px(8)
    readonly property real gap: Theme.px(3.4)
    readonly property real key: Theme.px(page.beside || !Panel.landscape ? 28 : 24)
    readonly property real padWide: keys.across * (page.key + page.gap) - page.gap
    readonly property real wide: page.beside ? Math.max(page.padWide, Theme.em(76)) : page.width - 2 * page.margin
    readonly property real x_: !page.beside ? page.margin : page.mirrored ? page.margin : page.width - page.margin - page.wide
    readonly property real textX: page.beside && page.mirrored ? page.x_ + page.wide + Theme.px(Theme.gutter) : page.margin
    readonly property real textWide: page.beside ? page.width - 2 * page.margin - page.wide - Theme.px(Theme.gutter) : page.width - 2 * page.margin
    readonly property bool abreast: !page.beside && (Panel.landscape || !Theme.large)
    readonly property string said: page.checking ? page.words.pinChecking : page.door.wait > 90 ? page.fill(page.words.pinWaitMinutes, Math.ceil(page.door.wait / 60)) : page.door.wait > 1 ? page.fill(page.words.pinWaitSeconds, page.door.wait) : page.door.wait === 1 ? page.words.pinWaitOne : page.door.refused ? page.words.pinWrong : page.words.pinHint

    function fill(phrase: string, value: real): string {
        return String(phrase).replace("{n}", String(value));
    }

    focus: true
    Keys.onReturnPressed: page.door.submit()
    Keys.onEnterPressed: page.door.submit()

    StaffBand {
        id: band

        width: parent.width
        height: implicitHeight
        text: page.words.staff
    }
    Headline {
        id: name

        objectName: "pin.title"
        x: page.textX
        y: page.beside ? keys.y : band.height + Theme.px(Panel.landscape || Theme.largest ? 5 : 14)
        width: page.textWide
        text: page.words.pinTitle
        least: Theme.label
    }
    // One dot a digit.
    Item {
        id: dots

        objectName: "pin.dots"
        x: page.textX
        y: name.y + name.contentHeight + Theme.px(page.beside ? 12 : Theme.largest ? 4 : 7)
        width: page.textWide
        height: Theme.px(12)
        Accessible.role: Accessible.StaticText
        Accessible.name: page.fill(page.words.pinTyped, page.door.typed)

        Row {
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.px(3)

            Repeater {
                model: page.door.typed

                Rectangle {
                    width: Theme.px(8)
                    height: width
                    radius: width / 2
                    color: Theme.paint.ink
                    antialiasing: true
                }
            }
        }
        Rectangle {
            anchors.bottom: parent.bottom
            width: Math.min(parent.width, Theme.px(130))
            height: Theme.px(0.8)
            color: Theme.paint.stone
        }
    }
    Copy {
        objectName: "pin.said"
        x: page.textX
        y: dots.y + dots.height + Theme.px(page.beside ? 8 : 4)
        width: page.textWide
        text: page.said
        mm: Theme.largest ? Theme.label : Theme.body
    }
    StaffKeys {
        id: keys

        x: page.beside ? page.x_ + Math.round((page.wide - page.padWide) / 2) : Math.round((page.width - page.padWide) / 2)
        y: open.y - height - Theme.px(Panel.landscape && page.low ? 3.4 : 6)
        corner: page.corner
        key: page.key
        flat: Panel.landscape && page.low
        enabled: !page.checking
        onTyped: digit => page.door.key(digit)
        onErased: page.door.erase()
    }
    PrimaryButton {
        id: open

        objectName: "pin.open"
        x: page.abreast && page.mirrored ? page.x_ : page.abreast ? page.x_ + cancel.width + page.gap : page.x_
        y: page.abreast ? page.height - page.foot - height : cancel.y - height - page.gap
        width: page.abreast ? Math.floor((page.wide - page.gap) * 0.6) : page.wide
        height: implicitHeight
        icon: "check"
        live: page.door.typed > 0 && page.door.wait === 0 && !page.checking
        opacity: live ? 1 : 0
        label: page.words.pinOpen
        onActed: page.door.submit()
    }
    QuietButton {
        id: cancel

        objectName: "pin.cancel"
        x: page.abreast && page.mirrored ? page.x_ + open.width + page.gap : page.x_
        y: page.height - page.foot - height
        width: page.abreast ? page.wide - page.gap - Math.floor((page.wide - page.gap) * 0.6) : page.wide
        height: page.abreast ? open.height : implicitHeight
        centred: true
        label: page.words.pinCancel
        onActed: page.door.close()
    }
}
