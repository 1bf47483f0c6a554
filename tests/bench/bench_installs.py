"""What an edition's journey costs: from a stick, and to many kiosks from one server; prints and keeps JSON.

``python -m tests.bench.bench_installs --megabytes 100 --kiosks 200``. A stick's install is compared, in one
run and on one disk, with copying the same files by ``cp``, ``sync`` and ``sha256sum``.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from kiosk.content.edition import Edition
from kiosk.content.manifest import FORMAT, Root
from kiosk.content.records import Menu, Page, Picture, Rendition, Review, Sentence
from kiosk.content.shelf import candidate
from kiosk.content.writer import EditionWriter
from kiosk.machine import paths
from kiosk.updates.found import find
from kiosk.updates.install import Installation
from kiosk.updates.places import FolderPlace
from kiosk.updates.repository import publish
from kiosk.updates.web import WebPlace
from tests.bench.ending import tell
from tests.bench.generated import generate, png
from tests.bench.starts import circumstances
from tests.updates.clinic import NOW, Clinic

FIGURES = paths.ROOT / "docs" / "figures" / "installs.json"
SIDE = 144
"""Pixels a side of a picture that cannot be packed: about 62 KB."""


def heavy(folder: Path, megabytes: int) -> None:
    """An edition of so many megabytes of pictures, sixteen to a page."""
    chance, writer = random.Random(1), EditionWriter(folder)
    review = Review(sample=True, state="draft")
    pages = max(1, megabytes * 1_000_000 // (SIDE * SIDE * 3) // 16)
    for number in range(pages):
        name = "home" if number == 0 else f"page-{number}"
        shown = tuple(_noise(writer, chance, each) for each in range(16))
        page = Menu(topic=name, language="en", title=name, review=review, doors=(), pictures=shown)
        writer.topic([page], "draft")
    _finish(writer, "2026-12-01-00000001", ("en",))


def _noise(writer: EditionWriter, chance: random.Random, each: int) -> Picture:
    data = png(each, SIDE, SIDE, chance.randbytes(SIDE * SIDE * 3))
    size = Rendition(blob=writer.blob(data), width=SIDE, height=SIDE, role="stage")
    return Picture(name=f"noise/{each}", alt="Noise.", renditions=(size,))


def _finish(writer: EditionWriter, edition: str, languages: tuple[Any, ...]) -> None:
    head = Root(
        format=FORMAT,
        edition=edition,
        title={"en": edition},
        sample=True,
        built="2026-12-01T00:00:00Z",
        languages=languages,
        home="home",
    )
    writer.finish(head, {"en": {"back": "Back"}}, {"en": {"name": "C"}})


def one_sentence_later(old: Edition, folder: Path, edition: str) -> None:
    """The edition ``old`` again with one sentence of one page changed."""
    writer = EditionWriter(folder)
    for number, (name, topic) in enumerate(old.topics()):
        for blob in topic.blobs:
            writer.blob(old.blob(blob))
        pages: list[Page] = [old.page(name, language) for language in topic.pages]
        if number == 7:
            lead = (Sentence(id="lead.p1.s1", text="The phone number is another one now."),)
            pages[0] = replace(pages[0], lead=lead)
        writer.topic(pages, topic.state)
    head = replace(old.root, edition=edition, shards={}, words={}, clinic={}, seal="")
    words = {language: old.words(language) for language in old.languages}
    writer.finish(head, words, {language: old.clinic(language) for language in old.languages})


def from_a_stick(folder: Path, megabytes: int) -> dict[str, Any]:
    """Seconds of an install and of the same files by ``cp``, ``sync`` and ``sha256sum``, alternating."""
    clinic = Clinic(folder / "clinic")
    heavy(folder / "edition", megabytes)
    publish(clinic.repository, clinic.anchor, find(folder / "edition"), clinic.pocket, now=NOW)
    stick = clinic.stick("stick")
    kiosk, installs, copies = clinic.kiosk(), [], []
    for turn in range(3):
        place = FolderPlace(stick)
        subprocess.run(["sync"], check=True)
        started = time.perf_counter()
        offer = kiosk.offers(place)[0]
        Installation(folder / f"shelf-{turn}").install(offer, place)
        installs.append(time.perf_counter() - started)
        started = time.perf_counter()
        target = folder / f"copy-{turn}"
        by_hand = (
            f"cp -r '{stick}' '{target}' && sync && find '{target}' -type f -exec sha256sum {{}} + | wc -l"
        )
        counted = subprocess.run(["sh", "-c", by_hand], check=True, capture_output=True, text=True)
        copies.append(time.perf_counter() - started)
        for gone in (folder / f"shelf-{turn}", target):
            shutil.rmtree(gone)
    return {
        "megabytes": round(offer.size / 1e6, 1),
        "files": int(counted.stdout),
        "install_s": [round(one, 2) for one in installs],
        "cp_sync_sha256sum_s": [round(one, 2) for one in copies],
        "times": round(sorted(installs)[1] / sorted(copies)[1], 2),
    }


class _Counting(SimpleHTTPRequestHandler):
    """Static files, with how many bytes were sent."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each answer waits 40 ms for the other side, as no real server does
    sent = 0
    asked = 0
    lock = threading.Lock()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        data = source.read()
        with self.lock:
            type(self).sent += len(data)
            type(self).asked += 1
        outputfile.write(data)

    def log_message(self, *_: object) -> None:
        """Silent."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a static server on loopback gives ``folder``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Counting, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def to_many(folder: Path, kiosks: int, topics: int) -> dict[str, Any]:
    """What each of ``kiosks`` fetches for one changed sentence, and how long all of them take."""
    clinic = Clinic(folder / "clinic")
    generate(folder / "one", topics)
    publish(clinic.repository, clinic.anchor, find(folder / "one"), clinic.pocket, now=NOW)
    trusts, machines = [], []
    with served(clinic.repository) as address:
        for number in range(kiosks):
            trusts.append(clinic.kiosk(f"kiosk-{number}"))
            machines.append(Installation(folder / f"shelf-{number}"))
            place = WebPlace(address)
            machines[-1].install(trusts[-1].offers(place)[0], place)
            place.close()
        old = candidate("old", folder / "one").open()
        one_sentence_later(old, folder / "two", "2026-12-02-00000002")
        publish(clinic.repository, clinic.anchor, find(folder / "two"), clinic.pocket, now=NOW)
        _Counting.sent = _Counting.asked = 0

        def update(number: int) -> bool:
            place = WebPlace(address)
            machines[number].install(trusts[number].offers(place)[0], place)
            place.close()
            return machines[number].shelf.current().edition == "2026-12-02-00000002"

        started = time.perf_counter()
        with ThreadPoolExecutor(16) as pool:
            done = list(pool.map(update, range(kiosks)))
        seconds = time.perf_counter() - started
    assert all(done)
    return {
        "kiosks": kiosks,
        "topics": topics,
        "bytes_per_kiosk": _Counting.sent // kiosks,
        "requests_per_kiosk": round(_Counting.asked / kiosks, 1),
        "all_kiosks_s": round(seconds, 2),
    }


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--kiosks", type=int, default=200)
    parser.add_argument("--topics", type=int, default=60)
    parser.add_argument("--keep", action="store_true", help="keep the figures in docs/figures")
    options = parser.parse_args()
    figures = circumstances("bench_installs", sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        figures["stick"] = from_a_stick(Path(folder) / "stick", options.megabytes)
        figures["fleet"] = to_many(Path(folder) / "fleet", options.kiosks, options.topics)
    return tell(figures, FIGURES if options.keep else None)


if __name__ == "__main__":
    sys.exit(main())
