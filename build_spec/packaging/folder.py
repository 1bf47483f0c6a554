"""Makes the program's folder: PyInstaller's work, compiled QML, the edition; knows no archive, no notices."""

from __future__ import annotations

import datetime
import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

from kiosk import __version__

ROOT = Path(__file__).resolve().parents[2]
SHELF = ROOT / "build" / "package-edition"
"""The edition that `make package` builds and packs."""
SPEC = Path(__file__).with_name("lamina.spec")
INTERNAL = "_internal"
PROGRAM_MODE, FILE_MODE, FOLDER_MODE = 0o755, 0o644, 0o755
MAINTAINERS = "Lamina maintainers"
TOLD = "VERSION"
"""The file in which the packaged program finds its own version."""


class PackageFault(Exception):
    """The package cannot be made; the message is one line that says what to do."""


def epoch() -> int:
    """The moment of the last commit, in seconds: every date in the package. ``SOURCE_DATE_EPOCH`` wins."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    if not (told := _said_by_git("log", "-1", "--format=%ct")):
        raise PackageFault("no commit says when this is from; set SOURCE_DATE_EPOCH to seconds since 1970")
    return int(told)


def version() -> str:
    """The release and which build of it, ``0.1.0+20261123.184512.d4410a80``; for dpkg a later one is newer.

    When the last commit was made (UTC; ``SOURCE_DATE_EPOCH`` wins), and its first eight digits. ``changed``
    behind them: files were not as committed, so the commit does not tell what is in it.
    """
    when = datetime.datetime.fromtimestamp(epoch(), datetime.UTC).strftime("%Y%m%d.%H%M%S")
    commit = _said_by_git("rev-parse", "HEAD")[:8]
    changed = "changed" if commit and _said_by_git("status", "--porcelain") else ""
    return f"{__version__}+{'.'.join(filter(None, (when, commit, changed)))}"


def changes(most: int = 40) -> list[str]:
    """What each commit since the last tag changed, the newest first, at ``most`` so many; no merges.

    Where nothing is tagged: the last ``most``. Where there is no checkout: one line.
    """
    tag = _said_by_git("describe", "--tags", "--abbrev=0")
    since = [f"{tag}..HEAD"] if tag else ["HEAD"]
    told = _said_by_git("log", "--no-merges", f"--max-count={most}", "--format=%s", *since).splitlines()
    return told or ["The sources tell what changed; the version names them."]


@functools.cache
def _said_by_git(*words: str) -> str:
    """What git tells of the sources; empty where they are no checkout. Asked once: a build has one answer."""
    try:
        done = subprocess.run(
            ["git", *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def pack(work: Path, script: str = "main.py", name: str = "lamina", python: str = sys.executable) -> Path:
    """Let PyInstaller pack ``script`` below ``work``; returns the folder. Raises ``PackageFault``."""
    work.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "LAMINA_SCRIPT": script,
        "LAMINA_NAME": name,
        "SOURCE_DATE_EPOCH": str(epoch()),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYINSTALLER_CONFIG_DIR": str(work / "cache"),
        # stored as they are: the disk has 6 MB to spare, a start no time to unpack two hundred modules
        "PYINSTALLER_ZLIB_COMPRESSION_LEVEL": "0",
    }
    command = [python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(work / "packed"), "--workpath", str(work / "parts"), str(SPEC)]
    log = work / f"{name}.log"
    with log.open("wb") as lines:
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=lines, stderr=subprocess.STDOUT)
    if done.returncode:
        last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
        raise PackageFault(f"PyInstaller ended with {done.returncode}: {''.join(last)} (all of it: {log})")
    return work / "packed" / name


def compile_qml(folder: Path) -> int:
    """Put bytecode beside every QML file of ours; returns how many. Raises ``PackageFault``.

    QML takes such bytecode without a look at its source's date: it is made in the packaged folder alone.
    """
    import PySide6

    libexec = Path(PySide6.__file__).parent / "Qt" / "libexec"
    tool = next((place for place in libexec.glob("qmlcachegen*")), None)
    if tool is None:
        raise PackageFault("qmlcachegen is not in this PySide6; install requirements/run.txt again")
    qml = folder / INTERNAL / "kiosk" / "qml"
    files = sorted(path.relative_to(qml) for path in qml.rglob("*.qml"))
    for file in files:  # by relative names: the source's path is written into the bytecode
        command = [str(tool), "--only-bytecode", "-o", f"{file}c", str(file)]
        done = subprocess.run(command, cwd=qml, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            raise PackageFault(f"{file} cannot be compiled: {done.stdout.strip()[:300]}")
    for left in qml.rglob("*.aotstats"):  # how long each function took to compile
        left.unlink()
    return len(files)


def lay_edition(shelf: Path, folder: Path) -> None:
    """Copy the current edition of ``shelf`` to where the packaged kiosk looks for the one that ships.

    Editions that were built before stay behind, and so does what building noted down (``.made`` has paths).
    The index to search by is made here, and not by each kiosk when it starts first.
    """
    from kiosk.content.errors import ContentError
    from kiosk.content.search import build_index, index_place
    from kiosk.content.shelf import Shelf

    if not (shelf / "current").is_file():
        raise PackageFault(f"{shelf} holds no built edition; build it: python main.py content build")
    place = folder / INTERNAL / "edition"
    shutil.copytree(shelf, place, ignore=shutil.ignore_patterns(".*", "*.part", "*.sqlite", "*-wal", "*-shm"))
    try:
        own = Shelf(place)
        current = own.current()
        own.forget_all_but([current.edition])
        edition = own.open(current.edition, current.root)
        build_index(edition, index_place(edition, edition.folder))
    except ContentError as fault:
        raise PackageFault(f"{shelf}: {fault}; build it again: python main.py content build") from None


def settle(folder: Path) -> None:
    """Give every file and folder one mode and one date: what is left is its bytes."""
    moment = epoch()
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_symlink():
            os.utime(path, (moment, moment), follow_symlinks=False)
            continue
        runs = path.parent == folder and path.is_file() and bool(path.stat().st_mode & 0o100)
        path.chmod(FOLDER_MODE if path.is_dir() else PROGRAM_MODE if runs else FILE_MODE)
        os.utime(path, (moment, moment))
    folder.chmod(FOLDER_MODE)
    os.utime(folder, (moment, moment))


def files_of(folder: Path) -> list[str]:
    """Every file of a folder by its path in it, sorted; symbolic links are files too."""
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted(path.relative_to(folder).as_posix() for path in found)
