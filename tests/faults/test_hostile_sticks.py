"""A stick with anything on it, as ``edition install`` meets it: refused for a reason, what is shown stays."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import kiosk.cli
from kiosk.content.blobs import sha256_of
from kiosk.updates.errors import Altered, PlaceFault, UpdateError
from kiosk.updates.install import Installation
from kiosk.updates.places import FolderPlace
from tests.faults import hostile
from tests.faults.hostile import Scene, Spoil
from tests.faults.journeys import ROOT, bring, shown, trust_of
from tests.updates.clinic import Clinic, numbered

SECONDS = 30.0
"""Longest wait for a refusal; it takes some milliseconds, and a machine under load a second."""


@pytest.fixture(scope="module")
def unspoiled(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(tmp_path_factory.mktemp("scene"))


@pytest.fixture
def scene(unspoiled: Scene, tmp_path: Path) -> Scene:
    return unspoiled.again(tmp_path)


def install(scene: Scene, capsys: pytest.CaptureFixture[str], source: Path | str | None = None) -> str:
    """Run the command; "" where it installed, else its one sentence. Never slower than ``SECONDS``."""
    begun = time.monotonic()
    places = ["--shelf", str(scene.kiosk / "editions"), "--state", str(scene.kiosk / "trust")]
    code = kiosk.cli.main(["edition", "install", str(source or scene.stick), *places])
    assert time.monotonic() - begun < SECONDS
    told = capsys.readouterr().err.splitlines()
    told = [line for line in told if not re.match(r"\r?(looking|copying|verifying|installed)", line)]
    assert (code == 0) == (not told), told
    assert len(told) <= 1, told
    return told[0] if told else ""


# --- something else in place of a file ----------------------------------------------------------------


INSTEAD: list[tuple[Spoil, str]] = [
    (hostile.gone, "missing"),
    (hostile.cut_short, r"damaged|not sound"),
    (hostile.flipped, r"damaged|not sound"),
    (hostile.terabyte, r"is 1099511627776 bytes, more than the \d+ allowed"),
    (hostile.link, "a link or a file stands where a folder or a file must be"),
    (hostile.link_to_itself, "a link or a file stands where a folder or a file must be"),
    (hostile.link_to_an_endless_device, "a link or a file stands where a folder or a file must be"),
    (hostile.folder_is_a_link, "a link or a file stands where a folder or a file must be"),
    (hostile.folder_is_a_file, "a link or a file stands where a folder or a file must be"),
    (hostile.pipe, "is not a regular file"),
    (hostile.folder, "is not a regular file"),
    (hostile.device, r"is not a regular file|cannot be read"),
    (hostile.socket_file, "cannot be read; the stick was pulled out or is worn"),
]


@pytest.mark.parametrize("which", ["timestamp", "edition", "page"])
@pytest.mark.parametrize(("spoil", "why"), INSTEAD, ids=lambda one: getattr(one, "__name__", ""))
def test_what_stands_in_place_of_a_file_is_refused_and_named(
    scene: Scene, capsys: pytest.CaptureFixture[str], which: str, spoil: Spoil, why: str
) -> None:
    spoil(scene.file(which))
    told = install(scene, capsys)
    assert re.search(why, told) and str(scene.stick) in told, told
    assert shown(scene.kiosk) == scene.first


def test_a_file_that_may_not_be_read_is_refused_and_named(scene: Scene) -> None:
    """Root reads every file unless it gives that right up."""
    if shutil.which("setpriv") is None and os.geteuid() == 0:
        pytest.skip("setpriv is not installed")
    scene.file("page").chmod(0)
    without = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    places = ["--shelf", str(scene.kiosk / "editions"), "--state", str(scene.kiosk / "trust")]
    command = [sys.executable, "main.py", "edition", "install", str(scene.stick), *places]
    done = subprocess.run([*without, *command], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and "cannot be read (permission denied)" in done.stderr, done.stderr
    assert shown(scene.kiosk) == scene.first


# --- what a stick may hold besides, and is passed by ----------------------------------------------------


BESIDES = (
    hostile.names_of_300_characters,
    hostile.names_that_differ_in_case,
    hostile.names_that_look_alike,
    hostile.a_folder_that_holds_itself,
    hostile.a_thousand_folders_deep,
    hostile.hard_links,
    hostile.read_only,
    hostile.ten_thousand_other_files,
)


@pytest.mark.parametrize("add", BESIDES, ids=lambda one: one.__name__)
def test_what_lies_beside_an_edition_harms_nothing_and_it_is_installed(
    scene: Scene, capsys: pytest.CaptureFixture[str], add: Spoil
) -> None:
    add(scene.stick)
    assert install(scene, capsys) == ""
    assert shown(scene.kiosk) == scene.second
    subprocess.run(["rm", "-rf", str(scene.stick)], check=True)  # pathlib gives up on a thousand folders


def test_a_folder_by_a_name_that_looks_alike_is_none(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    (scene.stick / "metadata").rename(scene.stick / "met\u0430data")
    assert "metadata/1.root.json: missing; there is no repository here" in install(scene, capsys)


def test_an_edition_signed_under_a_name_that_looks_like_one_is_not_taken(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    targets, snapshot = numbered(scene.stick, "targets"), numbered(scene.stick, "snapshot")
    (editor,), (publisher,) = scene.clinic.made["targets"], scene.clinic.made["publishing"]

    def rename(part: Any) -> None:
        for path, entry in list(part.targets.items()):
            del part.targets[path]
            entry.path = path.replace("editions", "edit\u0456ons").replace("2026", "２０２６")
            part.targets[entry.path] = entry

    def name(file: Path) -> Callable[[Any], None]:
        def change(part: Any) -> None:
            meta = part.snapshot_meta if file == snapshot else part.meta["targets.json"]
            meta.length, meta.hashes = file.stat().st_size, {"sha256": sha256_of(file.read_bytes())}

        return change

    scene.clinic.signs(targets, rename, editor)
    scene.clinic.signs(snapshot, name(targets), publisher)
    scene.clinic.signs(scene.file("timestamp"), name(snapshot), publisher)
    assert "make a new stick or publish again" in install(scene, capsys)
    assert shown(scene.kiosk) == scene.first


# --- whose and how old -----------------------------------------------------------------------------------


def test_another_clinics_stick_is_refused_with_its_words(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Clinic(scene.room / "other")
    other.publish(1)
    words = r"belongs to another clinic \(\w+( \w+){7}\); take your own stick"
    assert re.search(words, install(scene, capsys, other.stick("stick")))
    assert shown(scene.kiosk) == scene.first


def test_of_two_sticks_the_older_is_refused_after_the_newer(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    assert install(scene, capsys) == ""
    told = install(scene, capsys, scene.early)
    assert "is older than what this kiosk has already accepted; make a new stick" in told
    assert shown(scene.kiosk) == scene.second


def test_a_stick_whose_old_list_was_put_back_is_refused(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    assert install(scene, capsys) == ""
    shutil.copy(scene.early / "metadata" / "timestamp.json", scene.file("timestamp"))
    assert "older than what this kiosk has already accepted" in install(scene, capsys)
    assert shown(scene.kiosk) == scene.second


def test_the_same_number_with_another_content_is_refused(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two staff computers that publish from one backup."""
    assert install(scene, capsys) == ""
    fork = scene.room / "fork"
    shutil.copytree(scene.early, fork)
    scene.clinic.repository = fork
    scene.clinic.publish(3)
    told = install(scene, capsys, fork)
    assert "has a number this kiosk knows and another content" in told
    scene.clinic.publish(4)
    told = install(scene, capsys, fork)
    assert "its edition number 2 is not the one this kiosk has accepted; make a new stick" in told
    assert shown(scene.kiosk) == scene.second


# --- while it is read ------------------------------------------------------------------------------------


def offers(scene: Scene) -> tuple[Installation, FolderPlace]:
    return Installation(scene.kiosk / "editions"), FolderPlace(scene.stick)


def test_a_stick_pulled_out_on_the_way_is_said_to_be_and_the_next_try_goes_on(scene: Scene) -> None:
    installation, place = offers(scene)
    offer = trust_of(scene.kiosk).offers(place)[0]

    def pull(what: str, done: int, _of: int) -> None:
        if (what, done) == ("copying", 1):
            scene.stick.rename(scene.room / "pocket")

    with pytest.raises(PlaceFault, match="is not there any more; put it in again"):
        installation.install(offer, place, pull)
    assert shown(scene.kiosk) == scene.first
    (scene.room / "pocket").rename(scene.stick)
    installation.install(offer, place)
    assert shown(scene.kiosk) == scene.second


def test_a_stick_swapped_after_it_was_believed_is_refused(scene: Scene) -> None:
    installation, place = offers(scene)
    offer = trust_of(scene.kiosk).offers(place)[0]
    file = scene.file("page")
    file.write_bytes(file.read_bytes().replace(b"Home 2", b"Home 3").replace(b"C2", b"C3") + b" ")
    with pytest.raises(Altered, match="is damaged; make a new stick or publish again"):
        installation.install(offer, place)
    assert shown(scene.kiosk) == scene.first


def test_what_changes_on_the_stick_after_it_was_copied_changes_nothing(scene: Scene) -> None:
    installation, place = offers(scene)
    offer = trust_of(scene.kiosk).offers(place)[0]

    def swap(what: str, done: int, of: int) -> None:
        if (what, done) == ("copying", of):
            for path in scene.stick.glob("blobs/[0-9a-f][0-9a-f]/*"):
                path.write_bytes(b"{}")

    installation.install(offer, place, swap)
    assert shown(scene.kiosk) == scene.second


def test_files_that_change_while_they_are_read_are_whole_or_refused(scene: Scene) -> None:
    whole = {path: path.read_bytes() for path in scene.stick.rglob("*") if path.is_file()}
    ended = threading.Event()

    def change() -> None:
        while not ended.is_set():
            for path, data in whole.items():
                path.write_bytes(data[: len(data) // 2])
                path.write_bytes(data[::-1])
                path.write_bytes(data)

    changing = threading.Thread(target=change)
    changing.start()
    try:
        for _ in range(20):
            try:
                bring(scene.kiosk, scene.stick)
            except UpdateError as fault:
                assert str(scene.stick) in str(fault)
            assert shown(scene.kiosk) in (scene.first, scene.second)
    finally:
        ended.set()
        changing.join()
    assert bring(scene.kiosk, scene.stick) == scene.second


SLOWLY = """
import sys
import kiosk.updates.install as install
install.SECONDS = 1.0
import kiosk.cli
sys.exit(kiosk.cli.main(sys.argv[1:]))
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_stick_that_reads_slowly_is_given_up(scene: Scene) -> None:
    """Each read of one file takes 1.2 s; a blob is given one second here, and a minute on a kiosk."""
    file = scene.file("page")
    delay = ["-P", str(file), "-e", "inject=read:delay_exit=1200000"]
    tracer = ["strace", "-f", "-o", os.devnull, "-e", "trace=read", *delay]
    places = ["--shelf", str(scene.kiosk / "editions"), "--state", str(scene.kiosk / "trust")]
    command = [sys.executable, "-c", SLOWLY, "edition", "install", str(scene.stick), *places]
    done = subprocess.run([*tracer, *command], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and "reads too slowly; try another stick" in done.stderr, done.stderr
    assert shown(scene.kiosk) == scene.first


def test_an_address_that_never_stops_sending_is_given_up(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file of no known length: on a stick a file always has one."""

    class Endless(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            file = scene.stick / self.path.lstrip("/")
            self.send_response(200 if file.is_file() else 404)
            self.end_headers()
            if not file.is_file():
                return
            self.wfile.write(file.read_bytes())
            try:
                while self.path.endswith(scene.file("page").name):
                    self.wfile.write(bytes(1 << 16))
            except OSError:
                pass  # the kiosk has heard enough

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Endless) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            told = install(scene, capsys, f"http://127.0.0.1:{server.server_port}")
        finally:
            server.shutdown()
    assert re.search(r"goes on after the \d+ bytes allowed", told), told
    assert shown(scene.kiosk) == scene.first
