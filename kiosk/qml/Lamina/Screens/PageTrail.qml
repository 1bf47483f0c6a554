pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Above a page's name: where it belongs, and how far along it is.
Column {
    id: trail

    property string text: ""
    property int count: 0
    property int at: 0

    spacing: Theme.px(2.4)

    TextLine {
        text: trail.text
        color: Theme.paint.inkQuiet
    }
    Steps {
        width: trail.width
        visible: trail.count > 1
        count: trail.count
        at: trail.at
    }
}
