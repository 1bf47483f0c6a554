pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme
import Lamina.Controls

// Tiles of one size in columns, as many as fit by measure; lines give way first, then the rest stands on further cards.
Item {
    id: tiles

    property var items: []
    property int columns: Panel.landscape ? (Theme.largest ? 2 : 3) : Theme.large ? 1 : 2
    property int at: 0
    property real mm: Theme.body
    property real most: Theme.px(44)
    // Large signs, where there are few and every one is a way on.
    property bool large: false
    // Lines are never left out: they say what no other line says. One item alone says so of its own with `kept`.
    property bool whole: false
    property bool pagerElsewhere: false
    readonly property real signed: Theme.em(tiles.large ? 13 : 9.5)
    property string prefix: "staff."
    readonly property real gap: Theme.px(Theme.gap)
    readonly property real each: Math.floor((tiles.width - tiles.gap * (tiles.across - 1)) / tiles.across)
    readonly property int shown: Math.max(0, Math.min(tiles.at, tiles.count - 1))
    readonly property var here: tiles.items.slice(tiles.shown * tiles.atOnce, (tiles.shown + 1) * tiles.atOnce)
    readonly property int atOnce: Math.max(1, tiles.rows * tiles.across)
    readonly property int count: Math.max(1, Math.ceil(tiles.items.length / tiles.atOnce))
    property int across: 1
    property int rows: 1
    property bool lined: true
    property real tall: 1
    property real size: tiles.mm
    property bool ready: false

    signal picked(string id)
    signal turned(int to)

    // The height the tallest tile needs in so many columns.
    function need(across: int, lined: bool, mm: real): real {
        const wide = Math.floor((tiles.width - tiles.gap * (across - 1)) / across);
        let most = Theme.px(Theme.touchPrimary);
        for (const item of tiles.items) {
            packer.width = Math.floor((wide - (item.icon ? Theme.px(9) + tiles.signed : Theme.px(6)) - Theme.px(5)) * 0.93);
            const tall = (text, mm) => text ? packer.tall("paragraph", text, mm) * Theme.lineTitle / Theme.lineText : 0;
            most = Math.max(most, tall(item.over, Theme.small) + tall(item.title, mm) + (lined || item.kept ? tall(item.line, Theme.small) : 0) + Theme.px(8));
        }
        return Math.ceil(most);
    }

    function fits(tall: real, room: real): int {
        return Math.floor((room + tiles.gap) / (tall + tiles.gap));
    }

    function lay(): void {
        if (!tiles.ready || tiles.width < 1 || tiles.height < 1 || tiles.items.length === 0)
            return;
        const all = tiles.items.length;
        const paged = tiles.height - (tiles.pagerElsewhere ? 0 : pager.implicitHeight + tiles.gap);
        let plan = null;
        const ways = tiles.whole ? [true] : [true, false];
        for (const lined of ways) {
            for (let across = Math.min(tiles.columns, all); across > 0 && plan === null; across--) {
                const tall = tiles.need(across, lined, tiles.mm);
                const down = Math.ceil(all / across);
                if (down <= tiles.fits(tall, tiles.height))
                    plan = [across, down, lined, Math.max(tall, Math.min(tiles.most, (tiles.height - tiles.gap * (down - 1)) / down)), tiles.mm];
            }
        }
        // Else the columns that show the most at once, in smaller letters where none would fit.
        let best = 0;
        for (const mm of plan === null ? [tiles.mm, Theme.small] : []) {
            for (const lined of best > 0 ? [] : ways) {
                for (let across = tiles.columns; across > 0; across--) {
                    const tall = tiles.need(across, lined, mm);
                    const down = tiles.fits(tall, paged);
                    if (down * across > best) {
                        best = down * across;
                        plan = [across, down, lined, Math.max(tall, Math.min(tiles.most, (paged - tiles.gap * (down - 1)) / down)), mm];
                    }
                }
            }
        }
        plan = plan ?? [1, 1, tiles.whole, paged, Theme.small];
        tiles.size = plan[4];
        tiles.across = plan[0];
        tiles.rows = plan[1];
        tiles.lined = plan[2];
        tiles.tall = Math.floor(plan[3]);
    }

    onItemsChanged: tiles.lay()
    onWidthChanged: tiles.lay()
    onHeightChanged: tiles.lay()
    onColumnsChanged: tiles.lay()
    Component.onCompleted: {
        tiles.ready = true;
        tiles.lay();
    }

    Connections {
        target: Theme

        function onTextSizeChanged(): void {
            tiles.lay();
        }
    }
    CardPacker {
        id: packer
    }
    Repeater {
        model: tiles.here

        StaffTile {
            id: tile

            required property int index
            required property var modelData

            objectName: tile.modelData.inert ? "" : tiles.prefix + tile.modelData.id
            x: (tile.index % tiles.across) * (tiles.each + tiles.gap)
            y: Math.floor(tile.index / tiles.across) * (tiles.tall + tiles.gap)
            width: tiles.each
            height: tiles.tall
            mm: tiles.size
            lined: tiles.lined || (tile.modelData.kept ?? false)
            large: tiles.large
            label: tile.modelData.title
            over: tile.modelData.over ?? ""
            line: tile.modelData.line ?? ""
            icon: tile.modelData.icon ?? ""
            tone: tile.modelData.tone ?? Theme.paint.tide
            inert: tile.modelData.inert ?? false
            onActed: tiles.picked(tile.modelData.id)
        }
    }
    Pager {
        id: pager

        y: tiles.height - height
        width: tiles.width
        height: implicitHeight
        visible: tiles.count > 1 && !tiles.pagerElsewhere
        count: tiles.count
        at: tiles.shown
        onTurned: to => tiles.turned(to)
    }
}
