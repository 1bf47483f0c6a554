pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Glass
import Lamina.Theme
import Lamina.Controls

// What the patient wants to ask, from every page, in large letters to show to the surgeon; a key takes a line off.
Item {
    id: slip

    required property Glass glass
    readonly property bool low: slip.glass.reach
    readonly property bool mirrored: slip.glass.hand === "left"
    readonly property real margin: Theme.px(Theme.margin)
    readonly property real gap: Theme.px(3.4)
    readonly property real key: Theme.px(Theme.touchPrimary)
    readonly property real mm: Theme.largest ? Theme.body : Theme.lead
    readonly property var asked: slip.glass.slipped
    // Two figures need more room than one.
    readonly property real numbered: Theme.em(slip.asked.length > 9 ? 19 : 14)
    readonly property real top_: hint.y + hint.contentHeight + Theme.px(Theme.largest ? 2 : 6)
    // Within reach the keys that take a line off stand together below the list.
    readonly property real room: pager.y - slip.top_ - Theme.px(3) - (slip.low ? slip.key + slip.gap : 0)
    readonly property int most: slip.low ? Math.floor((name.width + slip.gap) / slip.lowKey) : 99
    readonly property real lowKey: Theme.em(slip.asked.length > 9 ? 36 : 32)
    readonly property var sheet: slip.sheets[slip.at]
    property var sheets: [[]]
    readonly property int at: Math.max(0, Math.min(slip.glass.at.more ?? 0, slip.sheets.length - 1))
    property bool ready: false

    anchors.fill: parent

    // Deals the questions onto sheets by measure; a question is never cut.
    function deal(): void {
        if (!slip.ready || slip.width < 1 || slip.room < 1)
            return;
        packer.width = slip.width - 2 * slip.margin - (slip.low ? 0 : slip.key) - slip.numbered - Theme.px(8);
        const talls = slip.asked.map(asked => Math.max(slip.low ? 0 : slip.key, packer.tall("paragraph", asked.text, slip.mm)) + Theme.px(4));
        const sheets = [[]];
        let used = 0;
        for (let i = 0; i < slip.asked.length; i++) {
            const tall = talls[i];
            if (used > 0 && (used + tall > slip.room || sheets[sheets.length - 1].length >= slip.most)) {
                sheets.push([]);
                used = 0;
            }
            sheets[sheets.length - 1].push({
                asked: slip.asked[i],
                number: i + 1,
                y: used,
                tall: tall
            });
            used += tall + slip.gap;
        }
        slip.sheets = sheets;
    }

    onAskedChanged: slip.deal()
    onWidthChanged: slip.deal()
    onRoomChanged: slip.deal()
    Component.onCompleted: {
        slip.ready = true;
        slip.deal();
    }

    CardPacker {
        id: packer
    }
    Headline {
        id: name

        objectName: "slip.title"
        x: slip.margin
        y: Theme.px(Theme.largest ? 6 : 12)
        width: slip.width - 2 * slip.margin
        text: Words.myQuestions
    }
    Copy {
        id: hint

        x: slip.margin
        y: name.y + name.contentHeight + Theme.px(2)
        width: name.width
        text: slip.asked.length > 0 ? Words.slipHint : Words.slipEmpty
        mm: Theme.largest ? Theme.small : Theme.body
        color: Theme.paint.inkQuiet
    }
    Repeater {
        model: slip.sheet

        Item {
            id: line

            required property var modelData

            objectName: "slip.line." + line.modelData.asked.id
            x: slip.margin
            y: slip.top_ + line.modelData.y
            width: name.width
            height: line.modelData.tall

            CardFrame {
                anchors.fill: parent
            }
            TextLine {
                id: number

                x: slip.mirrored && !slip.low ? off.width + Theme.px(6) : Theme.px(5)
                y: words.y
                text: String(line.modelData.number)
                mm: slip.mm
                font.weight: Theme.strong
                color: Theme.paint.tide
            }
            Copy {
                id: words

                x: number.x + slip.numbered
                y: Math.round((line.height - contentHeight) / 2)
                width: packer.width
                text: line.modelData.asked.text
                mm: slip.mm
            }
            KeyButton {
                id: off

                objectName: off.visible ? "slip.off." + line.modelData.asked.id : ""
                visible: !slip.low
                x: slip.mirrored ? Theme.px(2) : line.width - width - Theme.px(2)
                y: Math.round((line.height - height) / 2)
                width: slip.key
                height: slip.key
                icon: "cross"
                label: Words.takeOff
                onActed: slip.glass.takeOff(line.modelData.asked.topic, line.modelData.asked.id)
            }
        }
    }
    Repeater {
        model: slip.low ? slip.sheet : []

        QuietButton {
            id: lowOff

            required property int index
            required property var modelData
            readonly property real step: slip.lowKey

            objectName: "slip.off." + lowOff.modelData.asked.id
            x: slip.mirrored ? slip.margin + lowOff.index * lowOff.step : slip.width - slip.margin - (slip.sheet.length - lowOff.index) * lowOff.step + slip.gap
            y: pager.y - slip.gap - height
            width: lowOff.step - slip.gap
            height: slip.key
            icon: "cross"
            label: String(lowOff.modelData.number)
            Accessible.name: Words.takeOff + " " + lowOff.label
            onActed: slip.glass.takeOff(lowOff.modelData.asked.topic, lowOff.modelData.asked.id)
        }
    }
    PrimaryButton {
        objectName: "slip.choose"
        x: slip.margin
        y: pager.y + pager.height - height
        width: name.width
        height: implicitHeight
        visible: slip.asked.length === 0 && slip.glass.canGoBack
        label: Words.showAll
        onActed: slip.glass.goBack()
    }
    Pager {
        id: pager

        x: slip.margin
        y: slip.height - height - Theme.px(5)
        width: name.width
        height: implicitHeight
        visible: slip.sheets.length > 1
        count: slip.sheets.length
        at: slip.at
        onTurned: to => slip.glass.choose("more", to)
    }
}
