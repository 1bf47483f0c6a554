pragma ComponentBehavior: Bound

import QtQuick

// Warm paper and a deep teal wall. Contrast with paper or with the surface named, measured by tests/shots/contrast.py.
Paint {
    paper: "#FBF8F3"
    card: "#FFFDFA"
    wall: "#1C5A64"
    wallEdge: "#0B3640"
    band: "#0E4652"
    onWall: "#FDF8EC"
    ink: "#14323A"
    inkQuiet: "#2B4547"
    tide: "#0B5E6B"
    tidePressed: "#08444E"
    onTide: "#FFFFFF"
    tideWash: "#DCEBEA"
    coral: "#C8452F"
    coralInk: "#8C2315"
    coralWash: "#FAE6DF"
    alarm: "#A02C1A"
    onAlarm: "#FFFFFF"
    well: "#1B6039"
    heed: "#7A5200"
    sand: "#F0DFB8"
    onSand: "#14323A"
    mist: "#EFE8DC"
    pressed: "#E4DACA"
    stone: "#8A7F6F"
    hair: "#DDD3C3"
    edge: "transparent"
    rim: "#FFFFFF"
    halo: "#669FE3F0"
    veil: "#A6184E58"
    dim: "#D90B3640"
    edgeWidth: 0
    lit: true
    tissue: ({
            bone: "#EDE0C4",
            disc: "#7FB2CC",
            nerve: "#E2B22C",
            cord: "#F3DDA2",
            ligament: "#CDB27C",
            muscle: "#C9776B",
            removed: "#C8452F",
            skin: "#D9B79C",
            metal: "#A9B4BA",
            graft: "#B9A36A",
            tumor: "#8E6AA0"
        })
}
