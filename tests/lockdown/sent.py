"""The keys of docs/escapes.md by their rows, as xdotool names them; witness and kiosk get the same."""

from __future__ import annotations

KEYS: dict[str, tuple[str, ...]] = {
    "K1": ("alt+F4", "ctrl+q", "ctrl+w", "alt+space"),
    "K2": (*(f"ctrl+alt+F{number}" for number in range(1, 13)), "alt+Sys_Req", "ctrl+alt+BackSpace"),
    "K3": ("ctrl+alt+Delete", "ctrl+shift+Escape", "ctrl+Escape"),
    "K5": ("alt+Tab", "alt+Escape", "ctrl+alt+Tab"),
    "K6": ("F1", "F3", "F5", "F6", "F10", "F11", "F12", "shift+F10", "Menu", "Escape"),
    "K7": (
        *(f"ctrl+{key}" for key in "ospntlhfuj"),
        *("ctrl+shift+equal", "ctrl+equal", "ctrl+minus", "ctrl+0", "ctrl+shift+i"),
    ),
    "K8": ("Print", "shift+Print", "alt+Print", "super+shift+s", "super+g", "super"),
    "K9": (
        *(f"XF86{name}" for name in ("AudioPlay", "AudioStop", "AudioNext", "AudioPrev", "Eject")),
        *(f"XF86{name}" for name in ("PowerOff", "Sleep", "WakeUp", "HomePage", "Mail", "Calculator")),
        *(f"XF86{name}" for name in ("Search", "Favorites", "Back", "Forward", "Reload", "WWW", "Explorer")),
    ),
    "H3": ("XF86AudioRaiseVolume", "XF86AudioLowerVolume", "XF86AudioMute", "XF86AudioMicMute"),
}

ALL = tuple(key for keys in KEYS.values() for key in keys)

OF_THE_SERVER = frozenset(f"ctrl+alt+F{number}" for number in range(1, 13))
"""The display server keeps these for itself (the machine's consoles): they reach no program in the cage."""
