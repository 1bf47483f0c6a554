pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Theme

// Where picture, words and controls stand on a page, for this panel, text size, reach and hand. Draws nothing.
QtObject {
    id: frame

    required property Item page
    property bool pictured: true
    property bool reach: false
    property string hand: "right"
    property real controlsNeed: 0
    property real stagePart: 1
    // A page of words alone: no band above, its controls in one row below.
    property bool plain: false
    // A page where the picture is the card that is turned up: words keep to its name.
    property bool pictureFirst: false
    property real nameRoom: 0
    // The picture's part of a wide page where it is the card that is turned up.
    property real wallPart: Theme.wallShare

    readonly property bool landscape: Panel.landscape
    readonly property bool mirrored: frame.hand === "left"
    readonly property bool low: frame.reach
    // Picture beside words; otherwise it stands above them.
    readonly property bool beside: frame.landscape && frame.pictured && !frame.low
    // Controls in a column of their own beside the words.
    readonly property bool split: frame.landscape && !frame.low && !frame.beside && !frame.plain
    readonly property real margin: Theme.px(Theme.margin)
    readonly property real foot: Theme.px(5)
    readonly property real gutter: Theme.px(Theme.gutter)
    readonly property real w: frame.page.width
    readonly property real h: frame.page.height
    readonly property real lowTop: Math.round(Panel.pixelHeight * (1 - Theme.reachShare)) + Theme.px(2)

    // A page whose own lists fill the low zone, beside or instead of its controls.
    property bool lowFilled: false
    // Where words end in reach mode: above the low zone if it is filled, otherwise right above the controls.
    readonly property real lowStart: Math.min(frame.lowFilled ? frame.lowTop : frame.h, frame.h - frame.foot - frame.controlsNeed - Theme.px(2))

    readonly property real controlsWide: frame.split ? Math.round(frame.w * (Theme.largest ? 0.4 : 0.34)) : frame.beside ? frame.columnWidth() : frame.w - 2 * frame.margin
    readonly property rect stage: frame.stageRect()
    readonly property rect controls: frame.controlsRect()
    readonly property rect words: frame.wordsRect()

    function stageRect(): rect {
        if (frame.beside) {
            const wide = Math.round(Math.min(Theme.px(Theme.wallWidth), frame.w * (frame.pictureFirst ? frame.wallPart : !Theme.large ? Theme.wallShare : Theme.largest ? Theme.wallLeast : Theme.wallLess)));
            return Qt.rect(frame.mirrored ? frame.w - wide : 0, 0, wide, frame.h);
        }
        if (frame.landscape && frame.low && frame.pictured) {
            const half = Math.round(frame.w * 0.48);
            return Qt.rect(frame.mirrored ? frame.w - half : 0, 0, half, frame.lowStart - Theme.px(4));
        }
        return Qt.rect(0, 0, frame.w, frame.topShare());
    }

    function topShare(): real {
        const tall = Panel.pixelHeight;
        if (frame.plain && !frame.pictured)
            return 0;
        if (!frame.pictured)
            return Math.round((frame.landscape ? tall * 0.23 : tall * 0.19) * (Theme.largest ? 0.7 : 1));
        if (frame.landscape)
            return Math.round(Math.min(tall * 0.27, Math.max(tall * 0.12, frame.h - frame.controlsNeed - Theme.px(14))));
        if (frame.pictureFirst)
            return Math.round((frame.low ? frame.lowStart : frame.h - frame.controlsNeed - frame.foot) - frame.nameRoom);
        const share = Theme.largest ? 0.26 : Theme.large ? 0.36 : 0.5;
        const most = frame.low ? frame.lowStart - Theme.em(Theme.largest ? 62 : 84) : tall;
        return Math.round(Math.min(Theme.px(Theme.wallHeight) * frame.stagePart, tall * share * frame.stagePart, most));
    }

    function controlsRect(): rect {
        if (frame.low)
            return Qt.rect(frame.margin, frame.lowTop, frame.w - 2 * frame.margin, frame.h - frame.lowTop - frame.foot);
        const tall = frame.controlsNeed;
        if (frame.split) {
            const wide = frame.controlsWide;
            const x = frame.mirrored ? frame.margin : frame.w - wide - frame.margin;
            const top = frame.stage.height + Theme.px(8);
            return Qt.rect(x, Math.max(top, frame.h - frame.foot - tall), wide, Math.min(tall, frame.h - top));
        }
        const x = frame.beside ? frame.columnX() : frame.margin;
        return Qt.rect(x, frame.h - frame.foot - tall, frame.columnWidth(), tall);
    }

    function wordsRect(): rect {
        const gap = Theme.px(Theme.grid);
        if (frame.landscape && frame.low) {
            const x = !frame.pictured ? frame.margin : frame.mirrored ? frame.margin : frame.stage.width + frame.gutter;
            const wide = frame.pictured ? frame.w - frame.stage.width - frame.gutter - frame.margin : frame.w - 2 * frame.margin;
            const top = frame.pictured ? Theme.px(10) : frame.stage.height + Theme.px(6);
            return Qt.rect(x, top, wide, frame.lowStart - top - gap);
        }
        if (frame.beside)
            return Qt.rect(frame.columnX(), Theme.px(10), frame.columnWidth(), frame.controls.y - Theme.px(10) - gap);
        const top = frame.stage.height + Theme.px(8);
        if (frame.split) {
            const x = frame.mirrored ? frame.controls.x + frame.controls.width + frame.gutter : frame.margin;
            return Qt.rect(x, top, frame.w - frame.controls.width - 2 * frame.margin - frame.gutter, frame.h - top - frame.foot);
        }
        return Qt.rect(frame.margin, top, frame.w - 2 * frame.margin, (frame.low ? frame.lowStart : frame.controls.y) - top - gap);
    }

    function columnX(): real {
        return frame.mirrored ? frame.margin : frame.stage.width + frame.gutter;
    }

    function columnWidth(): real {
        return frame.beside ? frame.w - frame.stage.width - frame.gutter - frame.margin : frame.w - 2 * frame.margin;
    }
}
