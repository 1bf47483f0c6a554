"""The outlines of a picture's parts for the glow, the last few pictures kept; knows no page and no window.

They are read when a picture comes to rest on the glass, so that a tap finds them here. May be asked in any
thread.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Protocol

from kiosk.content.errors import ContentError
from kiosk.content.outlines import Rings
from kiosk.ui.errors import BadPicture
from kiosk.ui.values import as_json

KEPT = 4
"""Pictures whose outlines are kept, as some 60 KB of text each: of the view shown and those before it."""


class OutlineSource(Protocol):
    """What gives outlines by their blob, checked, as an ``Edition`` does. Raises ``ContentError``."""

    def outlines(self, sha256: str) -> Mapping[int, Rings]: ...


class Outlines:
    """``faulted`` is told, in any thread, of outlines that cannot be read; their parts do not glow."""

    def __init__(self, source: OutlineSource, faulted: Callable[[BadPicture], None]) -> None:
        self._source = source
        self._faulted = faulted
        self._kept: OrderedDict[str, Mapping[int, str]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, blob: str, code: int) -> str:
        """The polygons of the part with this code in the mask, as JSON; none where they cannot be read."""
        if not blob:
            return "[]"
        try:
            found = self._texts(blob).get(code)
            if found is None:
                raise BadPicture(blob, f"it outlines no part with the code {code}")
        except BadPicture as fault:
            self._faulted(fault)
            return "[]"
        return found

    def ready(self, blob: str) -> None:
        """Read them now; a fault is told."""
        try:
            self._texts(blob)
        except BadPicture as fault:
            self._faulted(fault)

    def has(self, blob: str) -> bool:
        """Whether they are read and kept."""
        with self._lock:
            return blob in self._kept

    def change_source(self, source: OutlineSource) -> None:
        """Read from another edition from now on. What is read stays: a name is its content."""
        self._source = source

    def _texts(self, blob: str) -> Mapping[int, str]:
        with self._lock:
            if blob in self._kept:
                self._kept.move_to_end(blob)
                return self._kept[blob]
        try:
            outlines = self._source.outlines(blob)
        except ContentError as fault:
            raise BadPicture(blob, str(fault)) from fault
        texts = {code: as_json(rings) for code, rings in outlines.items()}
        with self._lock:
            self._kept[blob] = texts
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return texts
