pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Glass
import Lamina.Theme
import Lamina.Controls

// What was found, best first, as many as there is room for: its name, the page it stands on, the sentence that says it.
// Before a word is typed, and where none is found, what people often ask stands here instead.
Item {
    id: list

    required property Glass glass
    readonly property bool asking: list.glass.results.length === 0
    readonly property var found: list.asking ? list.glass.attract.map(ask => ({
                topic: ask.topic,
                part: ask.part ?? "",
                title: ask.question,
                page: "",
                line: "",
                kind: ""
            })) : list.glass.results
    // From the third letter on, and in letters that leave room for it, the sentence is shown too.
    readonly property bool told: !Theme.large && list.glass.query.trim().length > 2
    readonly property real gap: Theme.px(3.2)
    readonly property real mm: Theme.largest ? Theme.label : Theme.body
    readonly property int at: Math.max(0, Math.min(list.glass.at.more ?? 0, list.sheets.length - 1))
    readonly property bool shows: list.sheets[0].length > 0
    property var sheets: [[]]
    property bool ready: false

    function lineOf(hit: var): string {
        if (list.asking)
            return "";
        const kind = Words.word("kind" + hit.kind.split("_").map(part => part.charAt(0).toUpperCase() + part.slice(1)).join(""));
        if (!list.told || hit.line === "")
            return hit.page || (Theme.largest ? "" : kind);
        return hit.page === "" ? hit.line : hit.page + ": " + hit.line;
    }

    function sheetsIn(room: real, talls: list<real>): var {
        const sheets = [[]];
        let used = 0;
        for (let i = 0; i < talls.length; i++) {
            if (used > 0 && used + talls[i] > room) {
                sheets.push([]);
                used = 0;
            }
            sheets[sheets.length - 1].push({
                hit: list.found[i],
                y: used,
                tall: talls[i]
            });
            used += talls[i] + list.gap;
        }
        return sheets;
    }

    function deal(): void {
        if (!list.ready || list.width < 1)
            return;
        if (list.height < 1) {
            list.sheets = [[]];
            return;
        }
        // Names stand in heavier letters than those that are measured.
        packer.width = (list.width - Theme.em(8) - Theme.px(13)) * 0.94;
        const tall = (text, mm) => text === "" ? 0 : packer.tall("paragraph", text, mm);
        const talls = list.found.map(hit => Math.max(Theme.px(Theme.touchPrimary), tall(hit.title, list.mm) + tall(list.lineOf(hit), Theme.small) + Theme.px(6)));
        const whole = list.sheetsIn(list.height, talls);
        if (list.asking)
            list.sheets = [whole[0].filter(row => row.y + row.tall <= list.height)];
        else
            list.sheets = whole.length < 2 ? whole : list.sheetsIn(list.height - pager.implicitHeight - list.gap, talls);
    }

    onFoundChanged: list.deal()
    onWidthChanged: list.deal()
    onHeightChanged: list.deal()
    onToldChanged: list.deal()
    Component.onCompleted: {
        list.ready = true;
        list.deal();
    }

    CardPacker {
        id: packer
    }
    Repeater {
        model: list.sheets[list.at]

        ChoiceRow {
            required property var modelData

            objectName: (list.asking ? "asked." : "result.") + modelData.hit.topic + (modelData.hit.part ? "." + modelData.hit.part : "")
            y: modelData.y
            width: list.width
            height: modelData.tall
            mm: list.mm
            label: modelData.hit.title
            line: list.lineOf(modelData.hit)
            onActed: list.glass.open(modelData.hit.topic, modelData.hit.part ?? "")
        }
    }
    Pager {
        id: pager

        y: list.height - height
        width: list.width
        height: implicitHeight
        visible: list.sheets.length > 1
        count: list.sheets.length
        at: list.at
        onTurned: to => list.glass.choose("more", to)
    }
}
