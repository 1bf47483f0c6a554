"""Every state of a folder that a power cut could leave, from the steps of a trace; judges none of them.

Two kinds of disk are modelled.

*Journal*: names change in the order they were changed, and any number of the last changes may be missing. A
file's bytes are there from its sync on; before that the file may be whole, as it was, or full of zeros.

*Any order*: between two syncs each change of a name and each file's bytes may have reached the disk or not,
independently. What a sync of a file settles are its bytes, what a sync of a folder settles are the names in
it; a file that was not synced may be whole, as it was, cut short, or torn at any sector of 512 bytes with
zeros in place of what is missing. ``renames`` says whether a rename is one change, as every journalled file
system has it, or two, as on a FAT stick.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from pathlib import Path

from tests.faults.traced import Step

SECTOR = 512
"""What a disk writes whole."""

Tree = dict[str, bytes | None]
"""Every file by its path with its bytes, every folder with None."""


@dataclass(frozen=True, slots=True)
class State:
    """A tree a power cut may leave. ``done`` once the process had ended; ``told`` says how it comes about."""

    tree: Tree
    done: bool
    told: str


@dataclass(slots=True)
class _File:
    """A file's bytes on the disk and in memory."""

    kept: bytes = b""
    now: bytes = b""

    def bytes_after(self) -> list[bytes]:
        """What it may hold after a cut, the likeliest first."""
        if self.kept == self.now:
            return [self.now]
        size = len(self.now)
        places = range(0, size, SECTOR)
        under = self.kept.ljust(size, b"\0")[:size]
        new, old, none = (_sectors(data) for data in (self.now, under, bytes(size)))
        touched = [at for at, _ in enumerate(places) if new[at] != old[at]]
        half = len(touched) // 2
        lost: tuple[list[int], ...] = (touched[half:], touched[:half], touched[1:], touched[:1], touched[-1:])
        torn = [self.now, self.kept, under, self.now[: max(len(self.kept), size // 2)]]
        for gone in (*lost, touched):
            for instead in (old, none):
                torn.append(b"".join((instead if at in gone else new)[at] for at, _ in enumerate(places)))
        return list(dict.fromkeys(torn))


def _sectors(data: bytes) -> list[bytes]:
    return [data[at : at + SECTOR] for at in range(0, len(data), SECTOR)]


@dataclass(frozen=True, slots=True)
class _Change:
    """One change of names that a disk makes or does not: ``set`` gives a name a node, or takes it away."""

    folder: int
    set: tuple[tuple[int, str, int | None], ...]


@dataclass(slots=True)
class _Disk:
    """Nodes and names; node 0 is the folder. ``kept`` are the names that are surely on the disk."""

    files: dict[int, _File] = field(default_factory=dict)
    kept: dict[int, dict[str, int]] = field(default_factory=lambda: {0: {}})
    pending: list[_Change] = field(default_factory=list)

    @classmethod
    def holding(cls, tree: Mapping[str, bytes | None]) -> _Disk:
        """A disk on which all of ``tree`` is settled."""
        disk = cls()
        for path, data in tree.items():
            parent, name = disk.where(path)
            node = disk._new(data is None)
            if data is not None:
                disk.files[node] = _File(data, data)
            disk.kept[parent][name] = node
        return disk

    def take(self, step: Step, whole_renames: bool) -> None:
        """Do what the process did."""
        if step.kind == "sync-all":
            self.kept, self.pending = self.names(self.pending), []
            for file in self.files.values():
                file.kept = file.now
            return
        node = self.find(step.path)
        if step.kind == "sync":
            self._sync(node)
        elif step.kind in ("write", "cut"):
            file = self.files[node]
            size = step.place if step.kind == "cut" else len(file.now)
            now = file.now[:size].ljust(step.place, b"\0")
            file.now = now[: step.place] + step.data + now[step.place + len(step.data) :]
        else:
            self._rename(step, node, whole_renames)

    def names(self, changes: Sequence[_Change]) -> dict[int, dict[str, int]]:
        """All names once ``changes`` reached the disk, and no other that is pending."""
        names = {folder: dict(inside) for folder, inside in self.kept.items()}
        for change in changes:
            for folder, name, node in change.set:
                if node is None:
                    names[folder].pop(name, None)
                else:
                    names[folder][name] = node
        return names

    def tree(self, names: dict[int, dict[str, int]], contents: Mapping[int, bytes]) -> Tree:
        """What a start finds."""
        found: Tree = {}

        def walk(folder: int, path: str) -> None:
            for name, node in names[folder].items():
                if node in names:
                    found[f"{path}{name}"] = None
                    walk(node, f"{path}{name}/")
                else:
                    found[f"{path}{name}"] = contents[node]

        walk(0, "")
        return found

    def where(self, path: str) -> tuple[int, str]:
        """The folder's node and the name in it."""
        folder, _, name = path.rpartition("/")
        return self.find(folder), name

    def find(self, path: str) -> int:
        """The node at ``path`` as the process sees it; -1 where there is none."""
        names, node = self.names(self.pending), 0
        for part in path.split("/") if path else ():
            node = names.get(node, {}).get(part, -1)
        return node

    def _sync(self, node: int) -> None:
        if node in self.files:
            self.files[node].kept = self.files[node].now
            return
        settled = [change for change in self.pending if change.folder == node]
        self.kept = self.names(settled)
        self.pending = [change for change in self.pending if change.folder != node]

    def _rename(self, step: Step, node: int, whole: bool) -> None:
        parent, name = self.where(step.path)
        if step.kind == "move":
            to, new = self.where(step.to)
            both = ((to, new, node), (parent, name, None))
            assert to == parent, f"a rename between two folders is not modelled: {step.path} to {step.to}"
            self.pending += [_Change(to, both)] if whole else [_Change(to, (one,)) for one in both]
            return
        made: int | None = None
        if step.kind in ("make", "fold"):
            made = self._new(step.kind == "fold")
        self.pending.append(_Change(parent, ((parent, name, made),)))

    def _new(self, folder: bool) -> int:
        node = len(self.files) + len(self.kept)
        if folder:
            self.kept[node] = {}
        else:
            self.files[node] = _File()
        return node


def end_of(before: Tree, steps: Sequence[Step]) -> Tree:
    """What the folder holds after all steps, by the model."""
    disk = _Disk.holding(before)
    for step in steps:
        disk.take(step, True)
    return disk.tree(disk.names(disk.pending), {node: file.now for node, file in disk.files.items()})


def states(before: Tree, steps: Sequence[Step], bound: int, renames: bool = True) -> Iterator[State]:
    """Every different state that a cut during or after ``steps`` may leave, of both disks.

    Where the changes between two syncs can combine in more than ``bound`` ways, these are taken: all made,
    none made, each alone made, each alone missing, each pair missing, and others by chance up to ``bound``.
    """
    seen: set[tuple[bool, int]] = set()
    for state in itertools.chain(_journal(before, steps), _any_order(before, steps, bound, renames)):
        print_ = (state.done, hash(frozenset(state.tree.items())))
        if print_ not in seen:
            seen.add(print_)
            yield state


def _journal(before: Tree, steps: Sequence[Step]) -> Iterator[State]:
    for count in range(len(steps) + 1):
        disk = _Disk.holding(before)
        for step in steps[:count]:
            disk.take(step, True)
        names = disk.names(disk.pending)
        for how in range(3):
            contents = {node: _in_journal(file, how) for node, file in disk.files.items()}
            done = count == len(steps)
            yield State(disk.tree(names, contents), done, f"journal, {count} of {len(steps)}, bytes {how}")


def _in_journal(file: _File, how: int) -> bytes:
    if file.kept == file.now:
        return file.now
    return (file.now, file.kept, file.kept.ljust(len(file.now), b"\0"))[how]


def _any_order(before: Tree, steps: Sequence[Step], bound: int, renames: bool) -> Iterator[State]:
    """Just before each sync everything is pending that can be: what a cut before that leaves is among it."""
    disk = _Disk.holding(before)
    chance = random.Random(len(steps))
    for count, step in enumerate((*steps, None)):
        if step is None or step.kind.startswith("sync"):
            for told, tree in _combinations(disk, bound, chance):
                yield State(tree, step is None, f"any order, {count} of {len(steps)}, {told}")
        if step is not None:
            disk.take(step, renames)


def _combinations(disk: _Disk, bound: int, chance: random.Random) -> Iterator[tuple[str, Tree]]:
    files = {node: file.bytes_after() for node, file in disk.files.items()}
    open_files = [node for node, after in files.items() if len(after) > 1]
    sizes = [2] * len(disk.pending) + [len(files[node]) for node in open_files]
    for chosen in _choices(sizes, bound, chance):
        made = [change for change, lost in zip(disk.pending, chosen, strict=False) if not lost]
        contents = {node: after[0] for node, after in files.items()}
        for node, which in zip(open_files, chosen[len(disk.pending) :], strict=True):
            contents[node] = files[node][which]
        yield str(chosen), disk.tree(disk.names(made), contents)


def _choices(sizes: list[int], bound: int, chance: random.Random) -> Iterator[tuple[int, ...]]:
    """Ways to choose, 0 being what the process did and 1 what was before."""
    if prod(sizes) <= bound:
        yield from itertools.product(*map(range, sizes))
        return
    all_made, none_made = [0] * len(sizes), [min(1, size - 1) for size in sizes]
    yield tuple(all_made)
    yield tuple(none_made)
    singles = [(at, which) for at, size in enumerate(sizes) for which in range(1, size)]
    for at, which in singles:
        yield (*all_made[:at], which, *all_made[at + 1 :])
    for at in range(len(sizes)):
        yield (*none_made[:at], 0, *none_made[at + 1 :])
    pairs = [two for two in itertools.combinations(singles, 2) if two[0][0] != two[1][0]]
    for two in chance.sample(pairs, min(len(pairs), bound)):
        chosen = list(all_made)
        for at, which in two:
            chosen[at] = which
        yield tuple(chosen)
    for _ in range(bound):
        yield tuple(chance.randrange(size) for size in sizes)


def lay_out(tree: Tree, folder: Path) -> Path:
    """``tree`` as real files in ``folder``, which must not be there."""
    folder.mkdir()
    for path, data in sorted(tree.items()):
        if data is None:
            (folder / path).mkdir(parents=True, exist_ok=True)
        else:
            (folder / path).write_bytes(data)
    return folder
