"""``python -m tests.faults.planted BUG COMMAND...``: the command line with one known bug put back into it.

A search for bugs that has never found one proves little: these are for it to find.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import kiosk.authoring.build
import kiosk.cli
import kiosk.updates.trust  # so that every module that is to carry the bug is here
from kiosk.authoring.stock import Stock
from kiosk.content.history import Installed
from kiosk.content.shelf import Shelf
from kiosk.updates.install import Installation
from kiosk.updates.offer import Offer


def no_sync() -> None:
    """What was fetched or built is not written out before the pointer is."""
    _everywhere("settle", lambda _folder, _files: None)
    Stock.settle = lambda self: None  # type: ignore[method-assign]


def no_folder_sync() -> None:
    """The bytes of a file are synced, its name in the folder is not."""
    _everywhere("sync_folder", lambda _folder: None)


def pointer_first() -> None:
    """The pointer is switched before the root of the edition it names is there."""
    put_root, remember = Shelf.put_root, Installation._remember

    def show_early(self: Installation, installed: Installed, offer: Offer | None = None) -> None:
        self.shelf.show(installed.edition, installed.root)
        put_root(self.shelf, installed.edition, held.pop())
        remember(self, installed, offer)

    held: list[bytes] = []
    Installation._remember = show_early  # type: ignore[method-assign]
    Shelf.put_root = lambda self, edition, root, durable=True: held.append(root)  # type: ignore


def written_in_place() -> None:
    """A file is written over instead of beside."""

    def overwrite(path: Path, data: bytes, durable: bool = True, mode: int = 0o666) -> None:
        path.write_bytes(data)

    _everywhere("write_whole", overwrite)


def unchecked_write() -> None:
    """What a write says of how much it wrote is not looked at."""

    def write(path: Path, data: bytes, durable: bool = True, mode: int = 0o666) -> None:
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        os.write(handle, data)
        os.fsync(handle)
        os.close(handle)
        part.replace(path)

    _everywhere("write_whole", write)


def _everywhere(name: str, function: Callable[..., None]) -> None:
    """``function`` in place of ``name`` in every module of the kiosk that is loaded."""
    for module in [one for path, one in sys.modules.items() if path.startswith("kiosk.")]:
        if hasattr(module, name):
            setattr(module, name, function)


BUGS: dict[str, Callable[[], None]] = {
    bug.__name__: bug for bug in (no_sync, no_folder_sync, pointer_first, written_in_place, unchecked_write)
}

if __name__ == "__main__":
    BUGS[sys.argv[1]]()
    sys.exit(kiosk.cli.main(sys.argv[2:]))
