pragma ComponentBehavior: Bound

import QtQuick

// Black, white and one aqua: white edges stand where light and shadow did.
Paint {
    paper: "#000000"
    card: "#000000"
    wall: "#000000"
    wallEdge: "#000000"
    band: "#000000"
    onWall: "#FFFFFF"
    ink: "#FFFFFF"
    inkQuiet: "#FFFFFF"
    tide: "#8CE8F5"
    tidePressed: "#FFFFFF"
    onTide: "#000000"
    tideWash: "#0A3A41"
    coral: "#FF9C86"
    coralInk: "#FFB4A3"
    coralWash: "#2A0B05"
    alarm: "#FF9C86"
    onAlarm: "#000000"
    well: "#7BE3A4"
    heed: "#FFE14D"
    sand: "#FFE14D"
    onSand: "#000000"
    mist: "#262626"
    pressed: "#3A3A3A"
    stone: "#FFFFFF"
    hair: "#8A8A8A"
    edge: "#FFFFFF"
    rim: "#FFFFFF"
    halo: "#CC8CE8F5"
    veil: "#B4000000"
    dim: "#E6000000"
    edgeWidth: 0.75
    lit: false
    tissue: ({
            bone: "#F4EAD0",
            disc: "#9CD2F0",
            nerve: "#FFD24A",
            cord: "#FFE9B0",
            ligament: "#E4C98E",
            muscle: "#F09A8C",
            removed: "#FF7A5E",
            skin: "#F0CDB0",
            metal: "#D5DDE2",
            graft: "#E6CF8E",
            tumor: "#C9A3DC"
        })
}
