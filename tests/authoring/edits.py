"""A writer who does anything to sources and pictures, by chance; knows nothing of what should come of it."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from tests.authoring.again import Again

_WORDS = (
    *("round", "small", "warm", "soft", "good"),
    *("miracle", "stenosis", "TODO", "laminectomy", "otorrinolaringología"),
)


class Writer:
    """Edits ``again``'s sources; ``chance`` decides. ``pristine`` is what things are mended from."""

    def __init__(self, again: Again, pristine: Path, chance: random.Random) -> None:
        self.again, self.pristine, self.chance = again, pristine, chance
        self.kinds: list[Callable[[], None]] = [
            *[self.changes_a_line] * 6,
            *[self.mends_a_topic] * 5,
            self.changes_a_title,
            self.renames_a_part,
            self.changes_a_key,
            self.changes_the_site,
            self.deletes_a_topic,
            self.adds_a_topic,
            self.renames_a_topic,
            self.deletes_a_file,
            self.empties_a_file,
            self.touches_a_file,
            self.writes_without_a_trace,
            self.changes_a_picture,
            self.loses_a_picture,
            self.mends_the_site,
            self.mends_the_pictures,
            self.waits,
        ]

    def edits(self) -> str:
        """One edit; what it was."""
        kind = self.chance.choice(self.kinds)
        kind()
        return kind.__name__

    def _topic(self) -> Path:
        return self.chance.choice(sorted((self.again.sources / "topics").iterdir()))

    def _file(self, *endings: str) -> Path | None:
        files = [path for path in sorted(self._topic().iterdir()) if path.suffix in endings]
        return self.chance.choice(files) if files else None

    def _rewrite(self, path: Path | None, change: Callable[[list[str]], None]) -> None:
        if path is None:
            return
        lines = path.read_text("utf-8").split("\n")
        change(lines)
        path.write_text("\n".join(lines), "utf-8")

    def changes_a_line(self) -> None:
        def change(lines: list[str]) -> None:
            told = [at for at, line in enumerate(lines) if line.endswith(".") and not line.startswith("#")]
            if told:
                at = self.chance.choice(told)
                lines[at] = re.sub(r"\w+\.$", f"{self.chance.choice(_WORDS)}.", lines[at])

        self._rewrite(self._file(".md"), change)

    def changes_a_title(self) -> None:
        def change(lines: list[str]) -> None:
            lines[0] = f"# Title {self.chance.randrange(5)}"

        self._rewrite(self._file(".md"), change)

    def renames_a_part(self) -> None:
        def change(lines: list[str]) -> None:
            heads = [at for at, line in enumerate(lines) if line.startswith("## ")]
            if heads:
                at = self.chance.choice(heads)
                lines[at] = lines[at].replace("## ", f"## p{self.chance.randrange(3)}", 1)

        self._rewrite(self._file(".md"), change)

    def changes_a_key(self) -> None:
        new = self.chance.choice(
            [
                "related: [discs, nowhere]",
                "owner: somebody",
                "kind: about",
                "teaches: [stenosis]",
                "[",
                "facts:",
            ]
        )
        self._rewrite(self._file(".yaml"), lambda lines: lines.insert(len(lines) // 2, new))

    def changes_the_site(self) -> None:
        name, old, new = self.chance.choice(
            [
                ("facts.md", "ANAT-01 |", "ANAT-09 |"),
                ("facts.md", "[P01] | H", "[P02] | H"),
                ("facts.md", "| H", "| WITHDRAWN"),
                ("facts.md", "# Facts", "# Facts\n\nMore."),
                ("sources.md", "P01", "P07"),
                ("interface.yaml", "your left", "left of you"),
                ("disagreements.yaml", "part or all", "some or all"),
                ("disagreements.yaml", "topic: steps", "topic: discs"),
                ("edition.yaml", "sample: true", "sample: false"),
                ("edition.yaml", "home: home", "home: about"),
                ("edition.yaml", "topic: discs", "topic: nowhere"),
                ("edition.yaml", "mini/turn", "mini/none"),
                ("clinic.yaml", "our clinic", "the clinic"),
            ]
        )
        path = self.again.sources / name
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")

    def mends_the_site(self) -> None:
        for path in self.pristine.glob("content/*.*"):
            shutil.copyfile(path, self.again.sources / path.name)

    def deletes_a_topic(self) -> None:
        shutil.rmtree(self._topic())

    def adds_a_topic(self) -> None:
        name = f"new-{self.chance.randrange(4)}"
        shutil.copytree(self._topic(), self.again.sources / "topics" / name, dirs_exist_ok=True)

    def renames_a_topic(self) -> None:
        new = self.again.sources / "topics" / f"named-{self.chance.randrange(3)}"
        if not new.exists():
            self._topic().rename(new)

    def mends_a_topic(self) -> None:
        whole = self.chance.choice(sorted((self.pristine / "content" / "topics").iterdir()))
        place = self.again.sources / "topics" / whole.name
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(whole, place, copy_function=shutil.copyfile)

    def deletes_a_file(self) -> None:
        path = self._file(".md", ".yaml")
        if path:
            path.unlink()

    def empties_a_file(self) -> None:
        self._rewrite(self._file(".md", ".yaml"), lambda lines: lines.clear())

    def touches_a_file(self) -> None:
        path = self._file(".md", ".yaml")
        if path:
            os.utime(path)

    def writes_without_a_trace(self) -> None:
        """Another file of the same size and time."""
        path = self._file(".md")
        if path:
            about = path.stat()
            path.write_bytes(path.read_bytes().replace(b"is", b"os", 1))
            os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))

    def changes_a_picture(self) -> None:
        path = self.chance.choice(sorted(self.again.pictures.glob("mini/*.json")))
        entry = json.loads(path.read_text("utf-8"))
        key = self.chance.choice(["side", "key", "labels", "size", "codes"])
        entry[key] = {"side": "left", "key": ["bone"], "labels": {}, "size": [10, 10], "codes": 3}[key]
        path.write_text(json.dumps(entry), "utf-8")

    def loses_a_picture(self) -> None:
        self.chance.choice(sorted(self.again.pictures.glob("mini/*"))).unlink()

    def mends_the_pictures(self) -> None:
        shutil.copytree(
            self.pristine / "pictures", self.again.pictures, dirs_exist_ok=True, copy_function=shutil.copyfile
        )

    def waits(self) -> None:
        """Days go by, or the clock is set back."""
        self.again.today += timedelta(days=self.chance.randrange(-40, 60))
