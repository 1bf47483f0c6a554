"""What stands between Qt Quick and the visit; importing it takes a hook of PySide6 out of the way."""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401  it puts the hook in

# PySide6 replaces __import__ so that a module may ask for other spellings of Qt's names. The hook reads the
# source of every module imported from then on, and keeps it: a tenth of a start, and 4 MiB.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
