"""The harness itself, without a machine: what it sees in a picture, where Debian comes from, who answers."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from build_spec.booted.glass import colours, dark_edges, is_dark, is_same_page, shows_kiosk
from build_spec.booted.image import sources
from build_spec.booted.lines import SENTINEL, Lines, NoAnswer, Refused


def _page(width: int = 400, height: int = 300) -> QImage:
    """A picture of many colours, with none of its edges dark."""
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    for x in range(width):
        for y in range(height):
            picture.setPixelColor(x, y, QColor(50 + x % 200, 60 + y % 190, 120))
    return picture


def test_a_page_that_fills_the_screen_is_the_kiosks() -> None:
    assert shows_kiosk(_page())


def test_a_page_that_leaves_an_edge_dark_is_named_by_that_edge() -> None:
    picture = _page()
    for y in range(300):
        picture.setPixelColor(399, y, QColor("black"))
    assert dark_edges(picture) == ["right"]
    assert not shows_kiosk(picture)


def _dark(width: int = 1920, height: int = 1080) -> QImage:
    dark = QImage(width, height, QImage.Format.Format_RGB32)
    dark.fill(QColor("black"))
    return dark


def test_a_dark_screen_and_a_console_are_not_the_kiosks() -> None:
    dark = _dark()
    assert is_dark(dark) and not shows_kiosk(dark)
    for place in range(0, 300, 13):
        dark.setPixelColor(place, place, QColor("grey"))
    assert colours(dark) == 2 and not shows_kiosk(dark) and not is_dark(dark)


def test_what_qemu_writes_where_nothing_is_sent_is_dark_and_a_cursor_is_not() -> None:
    nothing, cursor, middle = _dark(), _dark(), _dark()
    for x in range(232):
        nothing.setPixelColor(844 + x, 535, QColor("#aaaaaa"))
    for x in range(8):
        cursor.setPixelColor(x, 15, QColor("#aaaaaa"))
    middle.setPixelColor(960, 540, QColor("white"))
    assert is_dark(nothing)
    assert not is_dark(cursor) and not is_dark(middle)


def test_a_page_of_which_a_third_moves_is_the_same_and_another_ground_is_another_page() -> None:
    page, moved, other = _page(), _page(), _page()
    for picture, share in ((moved, 3), (other, 2)):
        for x in range(400 // share):
            for y in range(300):
                picture.setPixelColor(x, y, QColor("teal"))
    assert is_same_page(page, page) and is_same_page(page, moved)
    assert not is_same_page(page, other) and not is_same_page(page, page.scaled(300, 400))


def test_debian_comes_from_where_apt_gets_it(tmp_path: Path) -> None:
    (tmp_path / "sources.list.d").mkdir()
    named = [f"https://one.invalid/{part}" for part in ("debian", "debian-security")]
    listed = "Types: deb\n" + "\n\n".join(f"URIs: {place}" for place in named) + "\n"
    (tmp_path / "sources.list.d" / "debian.sources").write_text(listed, "utf-8")
    (tmp_path / "sources.list").write_text(
        "deb [arch=amd64] https://other.invalid/tools stable main\n", "utf-8"
    )
    assert sources(tmp_path) == named


@pytest.fixture
def sides(tmp_path: Path) -> Iterator[tuple[Lines, socket.socket]]:
    """What asks, and the other side of it."""
    place = tmp_path / "line"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(place))
        server.listen()
        lines = Lines(place, 5.0)
        other, _ = server.accept()
        with other:
            yield lines, other
        lines.close()


def test_what_happened_meanwhile_is_kept_beside_the_answer(sides: tuple[Lines, socket.socket]) -> None:
    lines, other = sides
    gone = {"event": "DEVICE_DELETED", "data": {"device": "stick"}}
    other.sendall(json.dumps(gone).encode() + b"\n" + json.dumps({"return": 7}).encode() + b"\n")
    assert lines.ask({"execute": "query"}) == 7
    assert not lines.took("DEVICE_DELETED", device="other")
    assert lines.took("DEVICE_DELETED", device="stick")
    assert not lines.took("DEVICE_DELETED", device="stick")


def test_a_refusal_is_told_and_silence_too(sides: tuple[Lines, socket.socket]) -> None:
    lines, other = sides
    other.sendall(b'{"error": {"class": "GenericError", "desc": "no such device"}}\n')
    with pytest.raises(Refused, match="no such device"):
        lines.ask({"execute": "device_del"})
    with pytest.raises(NoAnswer):
        lines.read(0.1)


def test_an_agent_that_was_cut_off_begins_anew(sides: tuple[Lines, socket.socket]) -> None:
    lines, other = sides

    def answer() -> None:
        asked = other.recv(4096)
        number = json.loads(asked.partition(SENTINEL)[2])["arguments"]["id"]
        other.sendall(
            b'{"return": {"half of some' + SENTINEL + json.dumps({"return": number}).encode() + b"\n"
        )

    thread = threading.Thread(target=answer)
    thread.start()
    assert lines.synchronise(42, 5.0) == 42
    thread.join()
