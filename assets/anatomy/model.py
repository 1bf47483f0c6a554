"""Builds a group of solids when a picture asks for one of them and keeps it; renders nothing.

A built group is kept under the hash of every source file it imports: a change builds only what it touches,
and a changed measure every group, since all read the tables.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import pickle
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import cache
from geometry.field import Field
from geometry.solid import Solid
from groups.stock import Made
from morphometry import HERE

TABLES = ("morphometry.csv", "shape.csv")
GROUPS = (
    "bones",
    "operated",
    "alone",
    "discs",
    "nerves",
    "ligaments",
    "disc_taken",
    "fused",
    "muscled",
    "covers",
    "cut_across",
    "ill_columns",
    "upper_lumbar",
    "chest",
    "neck",
    "spine_discs",
    "spine_nerves",
)


@functools.cache  # an edit during a run is not taken for what that run drew with
def source_hash(names: tuple[str, ...]) -> str:
    """One hash over files of this folder."""
    digest = hashlib.sha256()
    for name in names:
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


@functools.cache
def _imported(path: Path) -> tuple[Path, ...]:
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        files = (HERE / (name.replace(".", "/") + ".py") for name in names)
        found += [file for file in files if file.exists()]
    return tuple(found)


@functools.cache
def sources(path: Path) -> frozenset[Path]:
    """A source file and every file of this folder it imports, directly or through others."""
    seen, ahead = {path}, [path]
    while ahead:
        for found in _imported(ahead.pop()):
            if found not in seen:
                seen.add(found)
                ahead.append(found)
    return frozenset(seen)


def _group(name: str) -> Any:
    return import_module(f"groups.{name}")


@functools.cache
def _owners() -> dict[str, str]:
    return {key: name for name in GROUPS for key in _group(name).KEYS}


@functools.cache
def _hash(name: str) -> str:
    group: ModuleType = _group(name)
    files = sorted(p.relative_to(HERE).as_posix() for p in sources(HERE / "groups" / f"{name}.py"))
    needs = "".join(_hash(need) for need in _group(name).NEEDS)
    return hashlib.sha256((group.__name__ + needs + source_hash((*TABLES, *files))).encode()).hexdigest()


class Model:
    """Every solid by key at `step` mm per cell; a key ends with the state it belongs to (`L4+laminotomy`)."""

    def __init__(self, step: float) -> None:
        self.step = step
        self._solids: dict[str, dict[str, Solid]] = {}
        self._fields: dict[str, dict[str, Field]] = {}

    def take(self, *keys: str) -> list[Solid]:
        """Solids by key. Raises KeyError for one that no group makes."""
        return [self.solid(key) for key in keys]

    def solid(self, key: str) -> Solid:
        name = _owners()[key]
        if name not in self._solids:
            self._solids[name] = self._kept(name, "solids")
        return self._solids[name][key]

    def field(self, name: str) -> Field:
        """The field of a healthy bone, in the bone's own frame."""
        if name not in self._fields:
            self._fields[name] = self._kept(_owners()[name], name)
        return self._fields[name][name]

    def figures(self, group: str) -> dict[str, float]:
        """Figures of a group worth telling, such as the bone each operation takes, cm3."""
        return self._kept(group, "figures")

    def _path(self, name: str, what: str) -> Path:
        return cache.folder() / f"{name}-{_hash(name)[:16]}-{self.step}.{what}.pickle"

    def _kept(self, name: str, what: str) -> dict[str, Any]:
        path = self._path(name, what)
        if not cache.found(path):
            self._build(name)
        with path.open("rb") as kept:
            return pickle.load(kept)  # type: ignore[no-any-return]

    def _build(self, name: str) -> None:
        group = _group(name)
        made: Made = group.build(self)
        if set(made.solids) != set(group.KEYS):
            wrong = ", ".join(sorted(set(made.solids) ^ set(group.KEYS)))
            raise ValueError(f"the group '{name}' makes other solids than it lists: {wrong}")
        kept: dict[str, dict[str, Any]] = {key: {key: field} for key, field in made.fields.items()}
        kept |= {"figures": made.figures, "solids": made.solids}  # last: its presence says all is there
        for what, value in kept.items():
            with cache.keeping(self._path(name, what)) as keep:
                pickle.dump(value, keep, protocol=5)


def model(step: float) -> Model:
    """The model at `step` mm per cell; nothing is built before it is asked for."""
    return Model(step)
