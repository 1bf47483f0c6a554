pragma ComponentBehavior: Bound

import QtQuick

// Shows one screen at a time. A Loader would do the same, but in Qt 6.11 it keeps for ever what it is given to set.
FocusScope {
    id: holder

    property Item shown: null
    readonly property var plans: ({})

    // A screen that cannot be made leaves the last one up; Qt says why.
    function show(name: string, values: var): void {
        const plan = holder.plans[name] ?? Qt.createComponent(Qt.resolvedUrl(name + "Screen.qml"));
        holder.plans[name] = plan;
        const made = plan.createObject(holder, values) as Item;
        if (made === null) {
            console.error(plan.errorString());
            return;
        }
        if (holder.shown !== null) {
            holder.shown.visible = false;
            holder.shown.destroy();
        }
        holder.shown = made;
    }
}
