"""Editions that are wrong and signed all the same, opened in a real window; reads what Qt says of them."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import QEventLoop, QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler

from kiosk.app import Kiosk
from kiosk.content.edition import Edition
from kiosk.content.errors import ContentError
from kiosk.content.records import Language
from kiosk.machine.settings import Settings
from tests.faults.rehashed import Mutated, Sound

FRAME_SECONDS = 10.0
"""Longest wait for a frame; a page takes some milliseconds."""

MOVES = ("card", "step", "frame", "column", "more", "row", "region", "view", "phase", "letter")


@dataclass
class Seen:
    """How many changed editions were opened, how many of their pages shown, how many refused, and faults."""

    opened: int = 0
    shown: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)


@contextmanager
def told() -> Iterator[list[str]]:
    """Every warning of Qt and QML meanwhile. A decoder's complaint about a picture is its fault, not ours."""
    heard: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and "libpng" not in message:
            heard.append(message)

    before = qInstallMessageHandler(hear)
    try:
        yield heard
    finally:
        qInstallMessageHandler(before)


def look_at(sound: Sound, count: int, seed: int) -> Seen:
    """Open ``count`` changed editions one after another in one kiosk, and move about in what was changed."""
    seen = Seen()
    whole = Edition.open(sound.folder, None, sound.root_name)
    kiosk = Kiosk(whole, Settings(size=(1280, 800)), time.monotonic)
    kiosk.pane.appear()
    frame(kiosk)
    try:
        number = 0
        while seen.opened < count:
            number += 1
            chance = random.Random(f"{seed} {number}")
            mutated = sound.changed(chance)
            with mutated.laid_out() as laid, told() as heard:
                try:
                    edition = laid.open()
                except ContentError:
                    continue
                seen.opened += 1
                label = f"{number} {mutated.how}"
                try:
                    _walk(kiosk, edition, mutated, label, chance, seen)
                except Exception as fault:
                    seen.wrong.append(f"{label}: raised {fault!r}")
                seen.wrong += [f"{label}: {message}" for message in heard]
                kiosk.reload(whole)
                kiosk.glass.clear()
                frame(kiosk)
    finally:
        kiosk.close()
    return seen


def _walk(
    kiosk: Kiosk, edition: Edition, mutated: Mutated, label: str, chance: random.Random, seen: Seen
) -> None:
    kiosk.glass.reload(edition)
    frame(kiosk)
    truth = mutated.sound.truth
    changed = [(name, one) for name, one in truth if _page_of(edition, name, one) in mutated.changed]
    for name, language in changed[:2] or chance.sample(sorted(truth), 1):
        kiosk.glass.clear()
        kiosk.glass.begin(language)
        frame(kiosk)
        before = kiosk.glass.visit.topic
        kiosk.glass.open(name)
        frame(kiosk)
        glass = kiosk.glass
        try:
            page = glass.book.page(name, glass.visit.choices.language)  # no home page, no change of language
        except ContentError:
            seen.refused += 1
            if glass.visit.topic not in (before, "") or not glass.health:
                seen.wrong.append(f"{label}: {name} cannot be read, and {glass.visit.topic!r} shows")
            continue
        seen.shown += 1
        if (glass.visit.topic, glass.visit.page) != (name, page):
            seen.wrong.append(f"{label}: {name} was opened, and {glass.visit.topic!r} shows")
        for _ in range(3):
            glass.choose(chance.choice(MOVES), chance.choice((0, 1, 2, 7, "x", *_ids(glass.page_map()))))
            frame(kiosk)


def _page_of(edition: Edition, name: str, language: Language) -> str:
    try:
        return edition.topic(name).pages.get(language, "")
    except ContentError:
        return ""


def _ids(tree: object) -> list[str]:
    """Every id in a page's map: what may be chosen."""
    if isinstance(tree, dict):
        own = [tree["id"]] if isinstance(tree.get("id"), str) else []
        return [*own, *(one for inner in tree.values() for one in _ids(inner))][:200]
    return [one for inner in tree for one in _ids(inner)][:200] if isinstance(tree, list) else []


def frame(kiosk: Kiosk) -> None:
    """The next frame, whole. Raises ``TimeoutError``."""
    drawn = QEventLoop()
    late = QTimer(singleShot=True, interval=int(FRAME_SECONDS * 1000))
    late.timeout.connect(lambda: drawn.exit(1))
    late.start()
    kiosk.pane.frameSwapped.connect(drawn.quit)
    kiosk.pane.update()
    code = drawn.exec()
    kiosk.pane.frameSwapped.disconnect(drawn.quit)
    late.stop()
    if code:
        raise TimeoutError(f"no frame within {FRAME_SECONDS} s")
