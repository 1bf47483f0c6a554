pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// A title that shrinks to `least` before it wraps.
Text {
    id: headline

    property real mm: Theme.title
    property real least: Theme.titleLeast
    readonly property real wish: Theme.em(headline.mm)
    readonly property real room: headline.width / Math.max(1, metrics.advanceWidth)
    // The size its own words ask for, and the most it may take beside others.
    property int most: 10000
    readonly property int own: Math.round(Math.max(Theme.em(headline.least), Math.min(headline.wish, headline.wish * headline.room * 0.99)))
    readonly property int size: Math.min(headline.own, headline.most)

    textFormat: Text.PlainText
    wrapMode: Text.WordWrap
    color: Theme.paint.ink
    lineHeight: Theme.lineTitle
    font.family: Theme.family
    font.weight: Theme.strong
    font.letterSpacing: headline.size * Theme.tightening
    font.pixelSize: Math.max(1, headline.size)
    Accessible.role: Accessible.Heading
    Accessible.name: headline.text

    TextMetrics {
        id: metrics

        text: headline.text
        font.family: Theme.family
        font.weight: Theme.strong
        font.pixelSize: Math.max(1, headline.wish)
        font.letterSpacing: headline.wish * Theme.tightening
    }
}
