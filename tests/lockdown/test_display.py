"""The kiosk fills whatever glass it is on, with no frame and no pointer, and goes on drawing there."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from build_spec.caged import Caged, caged, until
from kiosk.app import Kiosk
from kiosk.content.edition import Edition
from kiosk.machine.settings import Settings
from tests.lockdown.conftest import ROOT, SETTINGS, SIZE, differing, drawn, kiosk_command

SAME, ALIKE = 0.002, 0.03
"""Less than this share of pixels differs where two drew the same, and where one laid it out anew."""


def drawn_here(qtbot: QtBot, edition: Edition, size: tuple[int, int]) -> QImage:
    """The English home page as the same code draws it without any display."""
    kiosk = Kiosk(edition, Settings(size=size, still=True))
    kiosk.glass.begin("en")
    with qtbot.waitSignal(kiosk.pane.begun, timeout=20_000):
        kiosk.pane.appear()
    picture, before = kiosk.pane.grabWindow(), QImage()
    while picture != before:  # what is made after the first frame
        qtbot.wait(200)
        picture, before = kiosk.pane.grabWindow(), picture
    kiosk.close()
    return picture


@pytest.mark.parametrize("size", [SIZE, (1080, 1920)], ids=["landscape", "portrait"])
def test_every_pixel_of_the_glass_is_the_kiosks(
    qtbot: QtBot, display: Callable[[str], Path], small: Edition, size: tuple[int, int]
) -> None:
    expected = drawn_here(qtbot, small, size)
    with caged(display("size"), kiosk_command(small, "--lang", "en"), size, SETTINGS) as session:
        shows(session, expected)
        assert set(session.programs()) and session.process.poll() is None


def test_a_panel_that_is_turned_or_exchanged_is_filled_anew(
    qtbot: QtBot, locked: Caged, small: Edition
) -> None:
    before = locked.programs()
    for size in ((1080, 1080), (1280, 800), SIZE):
        locked.display.fit(size)
        shows(locked, drawn_here(qtbot, small, size), ALIKE)
    assert locked.programs() == before


def test_the_glass_goes_on_after_a_frame_in_which_nothing_changed(
    display: Callable[[str], Path], small: Edition
) -> None:
    with caged(display("still"), kiosk_command(small), SIZE, SETTINGS) as session:
        drawn(session)
        for place in ((500, 500), (500, 700), (960, 400), (120, 1030)):
            changes(session, partial(session.display.click, *place))


def changes(session: Caged, act: Callable[[], None]) -> None:
    """Waits until another page stands on the glass after ``act``."""
    before = session.display.settled()
    act()
    until(lambda: differing(session.display.settled(), before) > 0.05, "another page")


def shows(session: Caged, expected: QImage, apart: float = SAME) -> None:
    """Waits until what stands on the glass is what was drawn here; keeps both where it never is."""
    size = (expected.width(), expected.height())
    try:
        until(lambda: differing(session.display.part(size), expected) < apart, f"the page at {size}")
    except TimeoutError as fault:
        seen, kept = session.display.part(size), session.home.parent
        pictures = [(seen, kept / "seen.png"), (expected, kept / "expected.png")]
        assert all(picture.save(str(place)) for picture, place in pictures)
        share = differing(seen, expected)
        raise AssertionError(f"{fault}: {share:.2%} differ, see {kept}; it said {session.said()}") from fault


def test_no_pointer_stands_there_but_while_a_mouse_moves(locked: Caged) -> None:
    def colours() -> int:
        here = locked.display.picture().copy(1850, 0, 60, 40)
        return len({here.pixel(x, y) for x in range(60) for y in range(40)})

    for x in range(1890, 1860, -4):
        locked.display.do("mousemove", x, 8)
    until(lambda: colours() > 1, "the pointer on the bare paper")
    until(lambda: colours() == 1, "the paper without it")


def test_the_safe_page_fills_the_glass_too(display: Callable[[str], Path]) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from kiosk.start import run; "
        "from kiosk.machine.settings import Settings; from kiosk.options import RunOptions; "
        "sys.exit(run(RunOptions(settings=Settings(updater='off'), candidates=())))"
    )
    with caged(display("safe"), [sys.executable, "-c", code], SIZE, SETTINGS) as session:
        picture = drawn(session)
        bottom = {picture.pixelColor(x, 1079).name() for x in range(0, 1920, 40)}
        assert len(bottom) == 1 and picture.pixelColor(1900, 1000).name() in bottom, "one paper to the edge"
        assert picture.pixelColor(1900, 4).lightness() < 130, "the wall to the corner, no buttons of a frame"
