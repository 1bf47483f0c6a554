"""What a process does to a folder, call by call, read from a system-call trace; knows no meaning of it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

CALLS = (
    "open,openat,creat,lseek,write,pwrite64,writev,ftruncate,truncate,fsync,fdatasync,syncfs,sync,rename,"
    "renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,link,linkat,symlink,symlinkat,fallocate,"
    "sendfile,copy_file_range,pwritev,pwritev2,sync_file_range"
)
UNKNOWN = ("symlink", "fallocate", "sendfile", "copy_file_range", "pwritev", "link", "sync_file_range")
"""Calls no writer of ours makes; a trace that has one of them cannot be judged and says so."""

Kind = Literal["make", "fold", "write", "cut", "move", "gone", "sync", "sync-all"]

_LINE = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)(?:<.*>)?.*")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_HANDLE = re.compile(r"(AT_FDCWD|\d+)<((?:\\x[0-9a-f]{2})*)>")


@dataclass(frozen=True, slots=True)
class Step:
    """One change of the folder or one wait for the disk; paths are relative to the folder.

    ``make`` a file, ``fold`` a folder, ``write`` ``data`` at ``place``, ``cut`` to ``place`` bytes, ``move``
    ``path`` to ``to``, ``gone``; ``sync`` a file or a folder, ``sync-all`` everything.
    """

    kind: Kind
    path: str = ""
    to: str = ""
    place: int = 0
    data: bytes = b""


def record(command: Sequence[str], folder: Path, room: Path, where: Path) -> list[Step]:
    """Run ``command`` in ``where`` and return what it did to ``folder``; ``room`` is for the trace.

    Raises ``AssertionError`` with what the command printed when it fails.
    """
    log = room / "trace"
    before = set(files_in(folder))
    tracer = ["strace", "-f", "-y", "-xx", "-s", str(1 << 26), "-o", str(log), "-e", f"trace={CALLS}"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*tracer, *command], cwd=where, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return steps_in(log.read_text("ascii"), folder, before)


def steps_in(log: str, folder: Path, before: set[str]) -> list[Step]:
    """The steps of a trace that touch ``folder``, in order; ``before`` is what was in it."""
    reader = _Reader(str(folder), before)
    waiting: dict[str, str] = {}
    for line in log.splitlines():
        pid = line.partition(" ")[0]
        if line.endswith("<unfinished ...>"):
            waiting[pid] = line.removesuffix("<unfinished ...>")
            continue
        resumed = re.fullmatch(r"\d+ +<\.\.\. \w+ resumed>(.*)", line)
        if resumed:
            line = waiting.pop(pid) + resumed[1]
        found = _LINE.fullmatch(line)
        if found and int(found[4]) >= 0:
            reader.take(found[2], found[3], int(found[4]))
    return reader.steps


def files_in(folder: Path) -> dict[str, bytes | None]:
    """Every file below ``folder`` with its bytes, and every folder with None."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


class _Reader:
    """Turns calls into steps; follows where each open file is written next."""

    def __init__(self, folder: str, before: set[str]) -> None:
        self.steps: list[Step] = []
        self._folder = folder.rstrip("/") + "/"
        self._known = set(before)
        self._places: dict[tuple[str, str], int] = {}

    def take(self, call: str, given: str, result: int) -> None:
        handles = [(number, _plain(path)) for number, path in _HANDLE.findall(given)]
        texts = [_bytes(text) for text in _TEXT.findall(given)]
        if call.startswith("sync") and call != "sync_file_range":
            self._add("sync-all", "")
        elif call in ("open", "openat", "creat"):
            self._open(call, given, self._path(handles, texts[0]), result)
        elif call in ("write", "writev", "pwrite64", "lseek", "ftruncate", "fsync", "fdatasync"):
            self._on_handle(call, given, handles[0], b"".join(texts)[:result], result)
        elif call.startswith(("rename", "unlink", "rmdir", "mkdir", "truncate")):
            paths = [self._path(handles[at : at + 1], text) for at, text in enumerate(texts)]
            self._on_names(call, given, paths)
        elif self._is_ours(handles[0][1] if handles else "") and call.startswith(UNKNOWN):
            raise AssertionError(f"a call this explorer does not know: {call}({given[:200]})")

    def _open(self, call: str, given: str, path: str, result: int) -> None:
        inside = self._inside(path)
        if inside is None or not (call == "creat" or "O_CREAT" in given or "O_TRUNC" in given):
            self._places[str(result), path] = 0
            return
        self._places[str(result), path] = 0
        if inside not in self._known:
            self._known.add(inside)
            self._add("make", inside)
        elif call == "creat" or "O_TRUNC" in given:
            self._add("cut", inside)
        assert "O_APPEND" not in given, f"appends are not modelled: {path}"

    def _on_handle(self, call: str, given: str, handle: tuple[str, str], data: bytes, result: int) -> None:
        inside = self._inside(handle[1])
        if call in ("fsync", "fdatasync") and inside is not None:
            self._add("sync", inside)
        elif inside is None:
            return
        elif call == "lseek":
            self._places[handle] = result
        elif call == "ftruncate":
            self._add("cut", inside, place=_last_number(given))
        elif call == "pwrite64":
            self._add("write", inside, place=_last_number(given), data=data)
        else:
            place = self._places.get(handle, 0)
            self._add("write", inside, place=place, data=data)
            self._places[handle] = place + result

    def _on_names(self, call: str, given: str, paths: list[str]) -> None:
        inside = [self._inside(path) for path in paths]
        if all(one is None for one in inside):
            return
        assert all(one is not None for one in inside), f"crosses the folder: {call}({given[:200]})"
        names = [one or "" for one in inside]
        if call.startswith("rename"):
            self._add("move", names[0], to=names[1])
            moved = {name for name in self._known if name == names[0] or name.startswith(f"{names[0]}/")}
            self._known -= moved
            self._known |= {names[1] + name[len(names[0]) :] for name in moved}
        elif call.startswith("mkdir"):
            self._known.add(names[0])
            self._add("fold", names[0])
        elif call == "truncate":
            self._add("cut", names[0], place=_last_number(given))
        else:
            self._known.discard(names[0])
            self._add("gone", names[0])

    def _add(self, kind: Kind, path: str, to: str = "", place: int = 0, data: bytes = b"") -> None:
        self.steps.append(Step(kind, path, to, place, data))

    def _path(self, handles: list[tuple[str, str]], text: bytes) -> str:
        return os.path.normpath(Path(handles[0][1] if handles else "") / os.fsdecode(text))

    def _inside(self, path: str) -> str | None:
        return path[len(self._folder) :] if self._is_ours(path) else None

    def _is_ours(self, path: str) -> bool:
        return f"{path}/".startswith(self._folder)


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _plain(text: str) -> str:
    return os.fsdecode(_bytes(text))


def _last_number(given: str) -> int:
    return int(given.rpartition(",")[2])
