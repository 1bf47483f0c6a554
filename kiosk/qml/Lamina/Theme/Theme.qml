pragma Singleton
pragma ComponentBehavior: Bound

import QtQuick

// Every colour, size, font and duration. Lengths are millimetres of the real panel; px() turns them into pixels.
QtObject {
    id: theme

    property real textSize: 1
    property bool contrast: false
    property bool still: false
    // No motion at all, fades neither: for drawing the screens.
    property bool instant: false

    readonly property Paint paint: contrast ? highPaint : normalPaint
    readonly property NormalPaint normalPaint: NormalPaint {}
    readonly property ContrastPaint highPaint: ContrastPaint {}

    readonly property bool large: textSize > 1.2
    readonly property bool largest: textSize > 1.7

    function px(mm: real): int {
        return Math.round(mm * Panel.pxPerMm);
    }

    // Pixels of a length that grows with the patient's text size.
    function em(mm: real): int {
        return Math.round(mm * Panel.pxPerMm * textSize);
    }

    function tissue(token: string): color {
        return paint.tissue[token] ?? paint.stone;
    }

    // --- type: font size in mm; a capital is 0.668 of it ---------------------------------------------
    readonly property string family: "Atkinson Hyperlegible Next"
    // At the middle size its capitals must still be 7.3 mm tall.
    readonly property real small: large && !largest ? 7.8 : 7.4
    // No letter is smaller, whatever its room: capitals of 4.9 mm, and of 7.3 mm for those who asked for larger.
    readonly property real least: large ? 10.95 : 7.4
    readonly property real label: 8.2
    readonly property real body: 9.1
    readonly property real lead: 11.4
    readonly property real roomy: 13.2
    readonly property real heading: 11.4
    readonly property real title: largest ? 12.6 : large ? 15 : 17.8
    readonly property real titleLeast: 10
    // Two lines of a name in a low door; at the largest size its capitals are still 7.4 mm tall.
    readonly property real nameLeast: 5.6
    readonly property real hero: largest ? 15 : large ? 19 : 24
    readonly property real capital: 0.668
    readonly property int regular: Font.Normal
    readonly property int medium: Font.Medium
    readonly property int strong: Font.DemiBold
    readonly property real lineText: 1.02
    readonly property real lineTitle: 0.88
    readonly property real tightening: -0.012

    // --- space, mm -----------------------------------------------------------------------------------
    readonly property real grid: 4
    readonly property real gap: 3.6
    readonly property real margin: 14
    readonly property real gutter: 14
    readonly property real radius: 4
    readonly property real radiusCard: 6
    readonly property real mat: 2.6
    readonly property real primary: 24
    readonly property real secondary: 18
    readonly property real touchPrimary: 20
    readonly property real touchSecondary: 16
    readonly property real icon: 9
    readonly property real iconStroke: 2.1
    readonly property real ring: 1.1
    readonly property real hairline: 0.35
    readonly property real wallWidth: 274
    readonly property real wallHeight: 238
    readonly property real wallShare: 0.575
    readonly property real wallLess: 0.5
    readonly property real wallLeast: 0.42
    readonly property real reachShare: 0.4
    readonly property int sentencesShown: 3
    readonly property int sentencesFit: 6
    readonly property int sentencesWide: 9
    readonly property int linesFit: 20
    readonly property int linesShown: 5

    // --- motion, ms ----------------------------------------------------------------------------------
    readonly property int quick: still || instant ? 0 : 120
    readonly property int calm: still || instant ? 0 : 200
    readonly property int fade: instant ? 0 : 200
    readonly property int ease: Easing.OutCubic
    readonly property int turnFrame: 90
    readonly property int question: 9000
    readonly property real patience: 60
    // Until a waiting screen that just came begins to move, ms.
    readonly property int settled: 1200
}
