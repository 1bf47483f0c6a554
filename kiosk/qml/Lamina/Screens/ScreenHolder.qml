pragma ComponentBehavior: Bound

import QtQuick

// Shows one screen at a time, made anew. Loader.setSource would do it alone, but in Qt 6.11 it keeps for ever what it is given to set.
Loader {
    id: holder

    // The place a screen stands in goes first, and with it what ties the screen to the glass: it must not follow the next page.
    function show(name: string, values: var): void {
        holder.active = false;
        holder.active = true;
        (holder.item as ScreenPlace).fill(name, values);
    }

    active: false
    sourceComponent: ScreenPlace {}
}
