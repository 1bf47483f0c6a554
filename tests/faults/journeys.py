"""The writes a power cut must not harm, as real commands, and what must hold after one; models no disk."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from kiosk.authoring.build import KEPT, build_edition
from kiosk.content.blobs import Blobs
from kiosk.content.contents import BLOB_BYTES, blobs_of
from kiosk.content.edition import read_root
from kiosk.content.errors import ContentError
from kiosk.content.shelf import candidate
from kiosk.content.verify import verify
from kiosk.staff.door import tries_in
from kiosk.staff.pin import PIN_FILE, keep_pin_hash, read_pin_hash
from kiosk.updates.errors import Older, UpdateError
from kiosk.updates.install import Installation
from kiosk.updates.metadata import BLOBS
from kiosk.updates.places import FolderPlace
from kiosk.updates.seen import recall
from kiosk.updates.trust import Trust
from tests.authoring.drawing import SOURCES, draw_pictures
from tests.faults.crashes import State, Tree, lay_out, states
from tests.faults.publishing import bring_out, keep_case
from tests.faults.traced import Step, files_in, record
from tests.updates.clinic import NOW, Clinic

ROOT = Path(__file__).resolve().parents[2]
LAMINA = (sys.executable, str(ROOT / "main.py"))
MEMORY = Path("/dev/shm")
"""Where states are laid out, if the system has it: a disk whose syncs cost nothing."""

Judge = Callable[[Path, bool], str]
"""Told a folder as a cut left it and whether the command had ended: "old" or "new", or ``AssertionError``."""


@dataclass(frozen=True, slots=True)
class Journey:
    """A command, what it did to a folder, what was in the folder before, and what must hold after a cut."""

    before: Tree
    steps: Sequence[Step]
    judge: Judge
    renames: bool = True


@dataclass(slots=True)
class Explored:
    """How many different states there were, how many showed the old and the new, and the bad ones."""

    old: int = 0
    new: int = 0
    bad: list[str] = field(default_factory=list)

    @property
    def states(self) -> int:
        return self.old + self.new + len(self.bad)


def explore(journey: Journey, bound: int, most_bad: int = 20) -> Explored:
    """Lay out every state of ``journey`` and judge it; stops after ``most_bad`` bad ones."""
    found = Explored()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as room:
        for state in states(journey.before, journey.steps, bound, journey.renames):
            folder = lay_out(state.tree, Path(room) / "state")
            judge_state(journey, state, folder, found)
            shutil.rmtree(folder)
            if len(found.bad) >= most_bad:
                break
    return found


def judge_state(journey: Journey, state: State, folder: Path, found: Explored) -> None:
    """Count one state."""
    try:
        if journey.judge(folder, state.done) == "new":
            found.new += 1
        else:
            found.old += 1
    except (AssertionError, ContentError, UpdateError, OSError, KeyError) as fault:
        found.bad.append(f"{state.told}: {type(fault).__name__} {fault}")


def traced(watched: Path, command: Sequence[str], judge: Judge, renames: bool = True) -> Journey:
    """The journey of a real ``command`` that changes the folder ``watched``."""
    before = files_in(watched)
    with tempfile.TemporaryDirectory() as room:
        steps = record(command, watched, Path(room), ROOT)
    return Journey(before, steps, judge, renames)


# --- a kiosk -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bench:
    """A clinic that published an edition, then replaced a key and published the next; and a kiosk.

    ``kiosk`` holds the shelf and the trust store of a kiosk that has installed the first ``installed`` of
    them. ``late`` is the stick with the newest, ``early`` the one before.
    """

    clinic: Clinic
    kiosk: Path
    early: Path
    late: Path

    def options(self) -> list[str]:
        """Where the kiosk's things lie, for the command line."""
        return ["--shelf", str(self.kiosk / "editions"), "--state", str(self.kiosk / "trust")]


def bench(folder: Path, installed: int) -> Bench:
    """A bench below ``folder``. ``installed`` is 0, 1 or 2."""
    clinic = Clinic(folder / "clinic")
    kiosk = folder / "kiosk"
    kiosk.mkdir()
    trust_of(kiosk).enrol(clinic.first)
    clinic.publish(1)
    early = clinic.stick("early")
    if installed:
        bring(kiosk, early)
    clinic.rotate("publishing")
    clinic.publish(2, min_edition=1 if installed == 2 else 2)
    late = clinic.stick("late")
    if installed == 2:
        bring(kiosk, late)
    return Bench(clinic, kiosk, early, late)


def trust_of(kiosk: Path) -> Trust:
    return Trust(kiosk / "trust", clock=lambda: NOW)


def bring(kiosk: Path, stick: Path) -> str:
    """Install the newest of ``stick``; returns what is shown then."""
    place = FolderPlace(stick)
    Installation(kiosk / "editions").install(trust_of(kiosk).offers(place)[0], place)
    return shown(kiosk)


def shown(kiosk: Path) -> str:
    """The edition the pointer names, every byte of it checked. Raises ``BrokenEdition``."""
    return shown_on(kiosk / "editions")


def install_journey(bench: Bench, program: Sequence[str] = LAMINA) -> Journey:
    """``edition install`` of the late stick, on a kiosk that shows the early one or nothing."""
    old = shown(bench.kiosk) if (bench.kiosk / "editions").exists() else ""
    new = bench.clinic.edition(2).id
    known = recall(bench.kiosk / "trust", "")
    whole: list[set[str]] = []

    def judge(kiosk: Path, done: bool) -> str:
        pointed = (kiosk / "editions" / "current").exists()
        found = shown(kiosk) if old or done else (shown(kiosk) if pointed and _named(kiosk) else "")
        assert found in (old, new) and (found == new or not done), f"shows {found!r}, done {done}"
        trust, now = trust_of(kiosk), recall(kiosk / "trust", "")
        assert trust.floor >= known.floor and now.timestamp >= known.timestamp, "trust went back"
        if found == new and new != old:
            try:
                trust.offers(FolderPlace(bench.early))
            except Older:
                pass
            else:
                raise AssertionError("takes the older stick")
        assert bring(kiosk, bench.late) == new, "the retry does not reach the new edition"
        assert trust.floor == 2
        _check_rest(kiosk, whole[0])
        return "new" if found == new else "old"

    journey = traced(bench.kiosk, [*program, "edition", "install", str(bench.late), *bench.options()], judge)
    bring(bench.kiosk, bench.late)
    whole.append(set(files_in(bench.kiosk)))
    return journey


def rollback_journey(bench: Bench) -> Journey:
    """``edition rollback`` on a kiosk with two editions."""
    old, new = (bench.clinic.edition(number).id for number in (2, 1))
    whole: list[set[str]] = []

    def judge(kiosk: Path, done: bool) -> str:
        found = shown(kiosk)
        assert found in (old, new) and (found == new or not done), f"shows {found!r}, done {done}"
        if found == old:
            Installation(kiosk / "editions").go_back(trust_of(kiosk).floor)
        assert shown(kiosk) == new, "the retry does not go back"
        _check_rest(kiosk, whole[0])
        assert bring(kiosk, bench.late) == old, "and forward again"
        return "new" if found == new else "old"

    journey = traced(bench.kiosk, [*LAMINA, "edition", "rollback", *bench.options()], judge)
    whole.append(set(files_in(bench.kiosk)))
    return journey


def _named(kiosk: Path) -> bool:
    """Whether a sound pointer names an edition: on the first install there may be none yet."""
    try:
        Installation(kiosk / "editions").shelf.current()
    except ContentError:
        return False
    return True


def _check_rest(folder: Path, whole: set[str]) -> None:
    """Nothing is left over that an undisturbed run does not leave."""
    more = set(files_in(folder)) - whole
    assert not more, f"left over: {sorted(more)}"


# --- a staff computer and a stick ----------------------------------------------------------------------


def publish_journey(clinic: Clinic, room: Path, renames: bool) -> Journey:
    """Edition 2 published into a repository that offers edition 1, and copied to a stick."""
    clinic.publish(1)
    watched = room / "watched"
    watched.mkdir()
    shutil.copytree(clinic.repository, watched / "repository")
    shutil.copytree(clinic.stick("stick"), watched / "stick")
    case = room / "case"
    keep_case(clinic, 2, case)
    whole: list[set[str]] = []

    def judge(folder: Path, done: bool) -> str:
        found = [sequences(clinic, folder / place) for place in ("repository", "stick")]
        assert all(one in ([1], [2, 1]) for one in found), f"offers {found}"
        assert len(found[1]) <= len(found[0]), f"the stick is newer than the repository: {found}"
        assert found[1] == [2, 1] or not done, "called safe too early"
        bring_out(case, folder)
        assert sequences(clinic, folder / "stick") == [2, 1], "the retry does not reach the new"
        left = {path for path in files_in(folder) if path.endswith(".part") or "/metadata/" not in path}
        assert left <= whole[0], f"left over: {sorted(left - whole[0])}"
        return "new" if found[1] == [2, 1] else "old"

    command = [sys.executable, "-m", "tests.faults.publishing", str(case), str(watched)]
    journey = traced(watched, command, judge, renames)
    whole.append(set(files_in(watched)))
    return journey


def sequences(clinic: Clinic, folder: Path) -> list[int]:
    """What a kiosk of ``clinic`` that was never anywhere is offered in ``folder``, every blob of it there."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as kiosk:
        trust = Trust(Path(kiosk), clock=lambda: NOW)
        trust.enrol(clinic.first)
        offers = trust.offers(FolderPlace(folder))
        for offer in offers:
            root = read_root(offer.root)
            for blob in blobs_of(root, Blobs(folder / BLOBS).read):
                Blobs(folder / BLOBS).read(blob, BLOB_BYTES)
    return [offer.sequence for offer in offers]


# --- small files ---------------------------------------------------------------------------------------


def state_journey(folder: Path, fresh: bool) -> Journey:
    """A PIN's hash and a count of tries, kept anew (in a folder that is made for them) or replaced."""
    old, new = (
        ("" if fresh else "$argon2id$v=19$m=65536,t=3,p=1$" + "A" * 22 + "$" + "A" * 43),
        ("$argon2id$v=19$m=65536,t=3,p=1$" + "B" * 22 + "$" + "B" * 43),
    )
    folder.mkdir()
    place = folder / "lamina" / "state"
    if not fresh:
        keep_pin_hash(old, place)
        tries_in(place).keep(3)
    names = {"lamina", "lamina/state", f"lamina/state/{PIN_FILE}", "lamina/state/staff-tries"}

    def judge(found: Path, done: bool) -> str:
        state = found / "lamina" / "state"
        pin, tries = read_pin_hash("", state), tries_in(state).read()
        assert pin in (old, new) and tries in ((0, 4) if fresh else (3, 4)), f"{pin!r}, {tries} tries"
        assert (pin, tries) == (new, 4) or not done, "lost after it was kept"
        keep_pin_hash(new, state)
        assert tries_in(state).keep(4) and read_pin_hash("", state) == new
        _check_rest(found, names)
        return "new" if pin == new else "old"

    code = (
        "import sys; from pathlib import Path; from kiosk.staff.pin import keep_pin_hash;"
        "from kiosk.staff.door import tries_in; state = Path(sys.argv[1]);"
        "keep_pin_hash(sys.argv[2], state); tries_in(state).keep(4)"
    )
    return traced(folder, [sys.executable, "-c", code, str(place), new], judge)


# --- the edition that ships ----------------------------------------------------------------------------


def build_journey(room: Path, program: Sequence[str] = LAMINA) -> Journey:
    """``content build`` after a sentence and a picture were changed, over the edition before."""
    sources, watched = shutil.copytree(SOURCES, room / "sources"), room / "watched"
    pictures = draw_pictures(room / "pictures")
    watched.mkdir()
    out = watched / "shelf"

    def build(shelf: Path) -> str:
        build_edition(sources, pictures, shelf, lambda *_: None)
        return shown_on(shelf)

    old = build(out)
    page = sources / "topics" / "low-back" / "en.md"
    page.write_text(page.read_text("utf-8").replace("back", "lower back", 1), "utf-8")
    with Image.open(pictures / "mini" / "plain.webp") as picture:
        darker = picture.convert("RGBA").point(lambda shade: shade * 9 // 10)
    darker.save(pictures / "mini" / "plain.webp", lossless=True)
    whole: list[set[str]] = []

    def judge(folder: Path, done: bool) -> str:
        found = shown_on(folder / "shelf")
        assert found in (old, new) and (found == new or not done), f"shows {found!r}, done {done}"
        for part in (folder / "shelf" / KEPT).glob("*.part"):
            os.utime(part, (0, 0))  # the next build is days later
        assert build(folder / "shelf") == new, "the retry does not reach the new edition"
        _check_rest(folder, whole[0])
        return "new" if found == new else "old"

    given = ["--sources", str(sources), "--pictures", str(pictures), "--out", str(out)]
    journey = traced(watched, [*program, "content", "build", *given], judge)
    new = shown_on(out)
    whole.append(set(files_in(watched)))
    return journey


def shown_on(shelf: Path) -> str:
    """The edition the pointer of ``shelf`` names, every byte of it checked. Raises ``BrokenEdition``."""
    edition = candidate("shown", shelf).open()
    verify(edition)
    return edition.id
