"""Lays the licences, the notices and the word on Qt into the folder; knows not how it is packed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from build_spec.packaging.components import Component
from build_spec.packaging.folder import PackageFault

TEXTS = "licences"
NOTICES = "THIRD_PARTY.md"
ON_QT = Path(__file__).with_name("QT.md")

_HEADING = """\
# What Lamina is made of

Lamina itself is under the Apache License 2.0 (LICENSE). It carries the parts below, each under its own
licence; the texts lie in `licences`. How Qt is replaced by another build of it: QT.md. Every file with its
hash: sbom.cdx.json.

| part | version | licence | text |
|---|---|---|---|
"""


def lay_texts(folder: Path, parts: Iterable[Component]) -> None:
    """Copy every licence text and write the notices. Raises ``PackageFault`` for a part without a text."""
    texts = folder / TEXTS
    texts.mkdir()
    rows = []
    for part in sorted(parts, key=lambda part: part.name.lower()):
        if part.kind in ("application", "data"):
            continue
        names = []
        for text in part.texts:
            name = f"{_plain(part.name)}-{_plain(text.name)}"
            name = name if name.endswith((".txt", ".md")) else f"{name}.txt"
            shutil.copyfile(text, texts / name)
            names.append(f"{TEXTS}/{name}")
        if not names:
            raise PackageFault(f"no licence text was found for {part.name}; install what brings it")
        rows.append(_row(part, ", ".join(names)))
        rows += [_row(one, "in the same, or its own site", f"{part.name}: ") for one in part.inside]
    (folder / NOTICES).write_text(_HEADING + "".join(rows), encoding="utf-8")
    shutil.copyfile(ON_QT, folder / ON_QT.name)
    shutil.copyfile(Path(__file__).parents[2] / "LICENSE", folder / "LICENSE")


def _row(part: Component, texts: str, before: str = "") -> str:
    return f"| {before}{part.name} | {part.version or '-'} | {part.licence or 'see text'} | {texts} |\n"


def _plain(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9.+-]+", "-", name)
