"""What stands between Qt Quick and the visit; importing it makes a start short."""

from __future__ import annotations

import builtins
import os
from pathlib import Path

import PySide6.QtCore  # noqa: F401  it puts the hook in

# PySide6 replaces __import__ so that a module may ask for other spellings of Qt's names. The hook reads the
# source of every module imported from then on, and keeps it: a tenth of a start, and 4 MiB.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)

# Reading the forty files of Debian's fontconfig takes another tenth; and letters look alike everywhere.
_LETTERS = Path(__file__).parents[2] / "assets" / "fonts" / "fonts.conf"
os.environ.setdefault("FONTCONFIG_FILE", str(_LETTERS))

# Qt would else gather moves until the next frame: whether a page drags could not be told at the next event.
# It is read when a window is made.
os.environ.setdefault("QML_NO_TOUCH_COMPRESSION", "1")
