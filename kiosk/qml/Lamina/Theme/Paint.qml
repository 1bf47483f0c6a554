pragma ComponentBehavior: Bound

import QtQuick

// One complete set of colours. Each property is a job, never a shade.
QtObject {
    required property color paper
    required property color card
    required property color wall
    required property color wallEdge
    required property color band
    required property color onWall
    required property color ink
    required property color inkQuiet
    required property color tide
    required property color tidePressed
    required property color onTide
    required property color tideWash
    required property color coral
    required property color coralInk
    required property color coralWash
    required property color alarm
    required property color onAlarm
    required property color well
    required property color heed
    required property color sand
    required property color onSand
    required property color mist
    required property color pressed
    required property color stone
    required property color hair
    required property color edge
    required property color rim
    required property color halo
    required property color veil
    required property color dim
    // A black page has no shadows: raised things get an edge of this width in mm instead.
    required property real edgeWidth
    required property bool lit
    required property var tissue
}
