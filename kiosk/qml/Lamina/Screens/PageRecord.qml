pragma ComponentBehavior: Bound

import QtQuick
import Lamina.Glass

// What every page brings from the edition, and how it opens another.
Item {
    id: record

    required property Glass glass
    required property string topic
    required property string language
    required property string title
    required property string say
    required property var review
    required property var lead
    required property var pictures
    required property var regionWords
    required property var next
    required property var related
    required property var sources

    anchors.fill: parent

    function pictureNamed(name: string): var {
        return record.pictures[name] ?? null;
    }

    function go(link: var): void {
        record.glass.open(link.topic, link.part ?? "");
    }
}
