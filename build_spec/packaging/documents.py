"""Which documents IT is given with the .deb: the guide, and all that one of them links to; rewrites none."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from build_spec.packaging.folder import ROOT, PackageFault

FIRST = "docs/it.md"
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def links_of(page: Path) -> Iterator[Path]:
    """What a page links to beside itself: files, by their path; nothing of the web."""
    for link in _LINK.findall(page.read_text(encoding="utf-8")):
        name = link.partition("#")[0]
        if name and "://" not in name:
            yield Path(os.path.normpath(page.parent / name))


def documents(root: Path = ROOT, first: str = FIRST) -> list[str]:
    """Every file to give, by its path in the sources, sorted: laid so, each link leads where it led there.

    Raises ``PackageFault`` for a link that leads to no file of the sources.
    """
    root = root.resolve()
    found: set[Path] = set()
    waiting = [root / first]
    while waiting:
        page = waiting.pop()
        if page in found:
            continue
        found.add(page)
        for linked in links_of(page) if page.suffix == ".md" else ():
            if not linked.is_file() or not linked.is_relative_to(root):
                raise PackageFault(f"{page}: links to {linked}, no file of the sources; mend the link")
            waiting.append(linked)
    return sorted(path.relative_to(root).as_posix() for path in found)
