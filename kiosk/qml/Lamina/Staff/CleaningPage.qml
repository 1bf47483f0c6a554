pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Glass
import Lamina.Theme
import Lamina.Controls

// While the glass is wiped: how long nothing answers, in figures that are read from the end of a cloth's arm.
Item {
    id: page

    required property StaffCorner corner
    readonly property var words: page.corner.words

    StaffBand {
        id: band

        width: parent.width
        height: implicitHeight
        text: page.words.staff
    }
    Column {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.px(Theme.margin)
        spacing: Theme.px(6)

        Headline {
            objectName: "cleaning.title"
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: page.words.cleaning
            mm: Theme.hero
            least: Theme.label
        }
        TextLine {
            objectName: "cleaning.left"
            anchors.horizontalCenter: parent.horizontalCenter
            text: String(page.corner.left)
            font.pixelSize: Theme.px(58)
            font.weight: Theme.strong
            color: Theme.paint.tide
            Accessible.name: String(page.words.secondsLeft).replace("{n}", text)
        }
        Copy {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: page.words.cleaningLine
            mm: Theme.largest ? Theme.label : Theme.lead
        }
        Copy {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: page.words.cleaningEnd
            mm: Theme.label
            color: Theme.paint.inkQuiet
        }
    }
}
