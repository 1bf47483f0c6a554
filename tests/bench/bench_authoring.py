"""What checking, building and previewing cost those who write; prints and keeps JSON.

``python -m tests.bench.bench_authoring --topics 10000``. Commands are timed as processes, from their start to
their end, with a cache folder of their own. A preview is timed from the save of a file to the end of the
first frame in which its sentence stands, on a window without a display.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kiosk.machine import paths
from tests.bench.ending import tell
from tests.bench.starts import circumstances, spread
from tests.bench.written import sentence, write_sources

FIGURES = paths.ROOT / "docs" / "figures" / "authoring.json"


_CLOSED: list[Any] = []
"""Windows taken down: the thread of their search must not be the last to hold them."""


class Office:
    """Sources, a shelf and a cache of their own in ``folder``."""

    def __init__(self, folder: Path, topics: int) -> None:
        self.sources, self.pictures, self.out = folder / "content", folder / "pictures", folder / "edition"
        self.cache = folder / "cache"
        self.pictures.mkdir(parents=True)
        write_sources(self.sources, topics, paths.SOURCES / "interface.yaml")
        self.topics = topics
        self.chance = random.Random(7)

    def seconds(self, *verb: str) -> float:
        """How long ``content VERB`` takes, from spawning it to its end."""
        command = [sys.executable, str(paths.ROOT / "main.py"), "content", *verb]
        command += ["--sources", str(self.sources), "--pictures", str(self.pictures)]
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        begun = time.perf_counter()
        subprocess.run(
            command, check=True, capture_output=True, env={**kept, "XDG_CACHE_HOME": str(self.cache)}
        )
        return time.perf_counter() - begun

    @staticmethod
    def processor_seconds() -> float:
        """What all commands so far have used of the processors: this does not depend on who else does."""
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    def build(self) -> float:
        """Check and build: one command does both."""
        return self.seconds("build", "--out", str(self.out))

    def changes_a_sentence(self, topic: int | None = None) -> str:
        """The new first sentence of a page."""
        number = self.chance.randrange(self.topics) if topic is None else topic
        path = self.sources / "topics" / f"topic-{number:05d}" / "en.md"
        lines = path.read_text("utf-8").split("\n")
        said = lines[1]
        while said == lines[1]:
            said = sentence("en", self.chance)
        lines[1] = said
        path.write_text("\n".join(lines), "utf-8")
        return said


def commands(folder: Path, topics: int, n: int) -> dict[str, Any]:
    """From nothing, after one changed sentence, and where nothing changed."""
    office = Office(folder, topics)
    told: dict[str, Any] = {"topics": topics, "build_from_nothing_s": round(office.build(), 2)}
    told["build_from_nothing_processor_s"] = round(office.processor_seconds(), 2)
    rebuilds, checks, idle, used = [], [], [], []
    for _ in range(n):
        office.changes_a_sentence()
        before = office.processor_seconds()
        rebuilds.append(office.build() * 1000)
        used.append((office.processor_seconds() - before) * 1000)
        office.changes_a_sentence()
        checks.append(office.seconds("check") * 1000)
        office.build()
        idle.append(office.build() * 1000)
    told["build_after_one_sentence"] = spread(rebuilds)
    told["build_after_one_sentence_processor"] = spread(used)
    told["check_after_one_sentence"] = spread(checks)
    told["build_of_nothing_new"] = spread(idle)
    return told


def previews(
    sources: Path, pictures: Path, place: Path, kept: Path, topic: str, change: Callable[[], str], n: int
) -> dict[str, float]:
    """From a save to the end of the first frame that shows its sentence."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    from kiosk.authoring.preview import Watch
    from kiosk.cli.preview import Preview
    from kiosk.machine.settings import Settings

    watch = Watch(sources, pictures, place / "preview", kept, place / "preview.ledger")
    preview = Preview(watch, Settings(window=True, size=(1280, 720)), "en", topic, lambda _: None)
    pane = preview.kiosk.pane
    took: list[float] = []
    swapped: list[float] = []
    pane.frameSwapped.connect(lambda: swapped.append(time.perf_counter()))
    begun = time.perf_counter()
    while time.perf_counter() - begun < 5:  # the window is up and its search index made
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    for _ in range(n):
        said = change()
        begun = time.perf_counter()
        while True:
            swapped.clear()
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            if swapped and any(said in text for text in texts_on(pane.contentItem())):
                break
            if time.perf_counter() - begun > 60:
                raise TimeoutError(f"never on the glass: {said}")
        took.append((swapped[-1] - begun) * 1000)
    preview.close()
    _CLOSED.append(preview)
    return spread(took)


def texts_on(item: Any) -> Iterator[str]:
    """Every text that can be seen."""
    if item.isVisible():
        if item.inherits("QQuickText"):
            yield str(item.property("text"))
        for child in item.childItems():
            yield from texts_on(child)


def sample_previews(folder: Path, kept: Path, n: int) -> dict[str, float]:
    """A preview of the sample edition with all its pictures."""
    sources = Path(shutil.copytree(paths.SOURCES, folder / "content"))
    path = sources / "topics" / "discs" / "en.md"
    lines = path.read_text("utf-8").split("\n")
    at = next(at for at, line in enumerate(lines) if line.endswith(".") and not line.startswith("alt:"))
    count = iter(range(n))

    def change() -> str:
        lines[at] = f"This is sentence number {next(count)}."
        path.write_text("\n".join(lines), "utf-8")
        return lines[at]

    return previews(sources, paths.PICTURES, folder, kept, "discs", change, n)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--topics", type=int, default=10_000)
    parser.add_argument("--n", type=int, default=5)
    parser.add_argument("--renditions", type=Path, default=paths.ROOT / "build" / "pictures")
    parser.add_argument("--keep", action="store_true", help="keep the figures in docs/figures")
    options = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"], os.environ["QT_QUICK_BACKEND"] = "offscreen", "software"
    told = [f"--topics {options.topics}", f"--n {options.n}", *(["--keep"] if options.keep else [])]
    figures = circumstances("bench_authoring", told)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["XDG_STATE_HOME"] = os.environ["XDG_CACHE_HOME"] = folder
        from PySide6.QtGui import QGuiApplication

        application = QGuiApplication(["lamina"])
        figures["commands"] = commands(Path(folder) / "many", options.topics, options.n)
        figures["preview_of_the_sample"] = sample_previews(
            Path(folder) / "sample", options.renditions, 4 * options.n
        )
        office = Office(Path(folder) / "seen", options.topics)
        figures["preview_of_many"] = previews(
            office.sources,
            office.pictures,
            Path(folder) / "seen",
            Path(folder) / "none",
            "topic-00005",
            lambda: office.changes_a_sentence(5),
            2 * options.n,
        ) | {"topics": options.topics}
        del application
    return tell(figures, FIGURES if options.keep else None)


if __name__ == "__main__":
    sys.exit(main())
