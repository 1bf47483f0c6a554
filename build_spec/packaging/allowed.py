"""Reads allowed.txt: what the packaged folder may carry and must; knows not how it is packed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

LINUX, WINDOWS = (Path(__file__).with_name(name) for name in ("allowed.txt", "allowed.windows.txt"))
LIST = WINDOWS if sys.platform == "win32" else LINUX

_OF_THIS_PYTHON = re.compile(r"\.cpython-3\d+-[a-z0-9_]+-linux-gnu(?=\.so$)|\.cp3\d+-win_amd64(?=\.pyd$)")


def as_listed(path: str) -> str:
    """A path below ``_internal`` as the list writes it."""
    path = re.sub(r"^python3\.\d+/lib-dynload/", "lib-dynload/", path.replace("\\", "/"))
    return _OF_THIS_PYTHON.sub("", path)


def read_list(file: Path = LIST) -> tuple[frozenset[str], frozenset[str]]:
    """What must be there, and what may be; folders end with ``/``."""
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    must = frozenset(line for line in lines if not line.startswith("?"))
    return must, frozenset(line[1:].strip() for line in lines if line.startswith("?"))


def is_allowed(path: str, file: Path = LIST) -> bool:
    """Whether the list names ``path`` (below ``_internal``) or a folder it lies in."""
    must, may = read_list(file)
    return _is_named(as_listed(path), must | may)


def compare(paths: Iterable[str], file: Path = LIST) -> tuple[list[str], list[str]]:
    """What of ``paths`` the list does not name, and what it names that is missing; both sorted."""
    must, may = read_list(file)
    found = {as_listed(path) for path in paths}
    extra = sorted(path for path in found if not _is_named(path, must | may))
    missing = {
        name
        for name in must
        if name not in found and not (name.endswith("/") and any(path.startswith(name) for path in found))
    }
    return extra, sorted(missing)


def _is_named(path: str, names: frozenset[str]) -> bool:
    return path in names or any(name.endswith("/") and path.startswith(name) for name in names)
