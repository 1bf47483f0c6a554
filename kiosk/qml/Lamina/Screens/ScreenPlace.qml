pragma ComponentBehavior: Bound

import QtQuick

// Where one screen stands: the plan it is made from is asked for here, so that screen and place end together.
FocusScope {
    id: place

    function fill(name: string, values: var): void {
        const plan = Qt.createComponent(Qt.resolvedUrl(name + "Screen.qml"));
        if (plan.createObject(place, values) === null)
            console.error(plan.errorString());
    }

    focus: true
}
