"""Harms copies of a sound edition in every way bytes and files can be harmed, and reads everything in them.

``python -m tests.faults.mutate --n 1000 --json docs/figures/mutations.json``

Each read must give exactly what the unharmed edition gives, or raise ``BrokenEdition``. Exit code 1 when
one did not, or when a control read of an unharmed copy failed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from kiosk.content.blobs import sha256_of
from kiosk.content.edition import ROOT_NAME, Candidate, Edition, choose_edition
from kiosk.content.errors import BrokenEdition, UnknownTopic
from kiosk.content.records import LANGUAGES
from kiosk.content.verify import verify
from tests.bench.generated import generate

TOPICS = 12
SLOW_SECONDS = 2.0
Harm = Callable[[Path, list[Path], random.Random], None]


@dataclass
class Tally:
    """What the reads of all harmed copies came to."""

    mutations: int = 0
    controls: int = 0
    right: int = 0
    refused: int = 0
    noticed: int = 0
    wrong: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)


def reads_of(
    names: list[str], blobs: list[str], outlines: list[str]
) -> Iterator[tuple[str, Callable[[Edition], object]]]:
    """Everything a kiosk reads from an edition, by name."""
    for each in LANGUAGES:
        yield f"words {each}", lambda edition, each=each: dict(edition.words(each))  # type: ignore[misc]
        yield f"clinic {each}", lambda edition, each=each: dict(edition.clinic(each))  # type: ignore[misc]
        for name in names:
            yield f"page {name} {each}", lambda edition, name=name, each=each: edition.page(name, each)  # type: ignore[misc]
    for blob in blobs:
        yield f"picture {blob}", lambda edition, blob=blob: edition.picture(blob)  # type: ignore[misc]
    for blob in outlines:
        yield f"outlines {blob}", lambda edition, blob=blob: edition.outlines(blob)  # type: ignore[misc]
    yield "root", lambda edition: edition.root
    yield "topics", lambda edition: dict(edition.topics())


# --- harms: each changes one file, or the names of two -------------------------------------------------


def flip_bytes(folder: Path, files: list[Path], chance: random.Random) -> None:
    file = chance.choice(files)
    data = bytearray(file.read_bytes())
    for place in chance.sample(range(len(data)), min(len(data), chance.choice((1, 1, 2, 40)))):
        data[place] ^= 1 << chance.randrange(8)
    file.write_bytes(data)


def change_a_letter(folder: Path, files: list[Path], chance: random.Random) -> None:
    """Still JSON, other words or numbers: only a hash can tell."""
    file = chance.choice([each for each in files if each.read_bytes()[:1] == b"{"])
    data = bytearray(file.read_bytes())
    letters = [place for place, byte in enumerate(data) if 97 <= byte <= 122]
    if letters:
        place = chance.choice(letters)
        data[place] = 97 + (data[place] - 96) % 26
    else:  # outlines are numbers alone
        place = chance.choice([place for place, byte in enumerate(data) if 48 <= byte <= 57])
        data[place] = 48 + (data[place] - 47) % 10
    file.write_bytes(data)


def truncate(folder: Path, files: list[Path], chance: random.Random) -> None:
    file = chance.choice(files)
    file.write_bytes(file.read_bytes()[: chance.randrange(file.stat().st_size)])


def lengthen(folder: Path, files: list[Path], chance: random.Random) -> None:
    with chance.choice(files).open("ab") as file:
        file.write(chance.choice((b" ", b"\0" * 512, b"}", b"\n{}")))


def delete(folder: Path, files: list[Path], chance: random.Random) -> None:
    chance.choice(files).unlink()


def delete_a_shelf(folder: Path, files: list[Path], chance: random.Random) -> None:
    shutil.rmtree(chance.choice([file.parent for file in files if file.parent != folder]))


def oversize(folder: Path, files: list[Path], chance: random.Random) -> None:
    os.truncate(chance.choice(files), chance.choice((5 << 20, 1 << 32, 1 << 40)))  # sparse: no disk is used


def swap(folder: Path, files: list[Path], chance: random.Random) -> None:
    one, other = chance.sample(files, 2)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def link(folder: Path, files: list[Path], chance: random.Random) -> None:
    one, other = chance.sample(files, 2)
    target = chance.choice((str(other), "/dev/zero", "/etc/passwd", str(one), "nowhere"))
    one.unlink()
    one.symlink_to(target)


def pipe(folder: Path, files: list[Path], chance: random.Random) -> None:
    file = chance.choice(files)
    file.unlink()
    os.mkfifo(file)


def folder_instead(folder: Path, files: list[Path], chance: random.Random) -> None:
    file = chance.choice(files)
    file.unlink()
    file.mkdir()


HOSTILE = (
    b"[" * 200_000,
    b'{"a":' * 100_000,
    b'{"format":' + b"9" * 5000 + b"}",
    b'{"format":1e999}',
    b'{"format":NaN}',
    b'{"format":1,"format":1}',
    b'{"kind":"article","title":"\\u202e"}',
    b'{"kind":"article"}',
    b'{"kind":["article"]}',
    b"\xff\xfe\x00{",
    b"\xef\xbb\xbf{}",
    b"null",
    b"",
    b'"' + b"x" * 900_000 + b'"',
)


def hostile_text(folder: Path, files: list[Path], chance: random.Random) -> None:
    chance.choice(files).write_bytes(chance.choice(HOSTILE))


def forge_the_root(folder: Path, files: list[Path], chance: random.Random) -> None:
    """A root that is sound in itself, naming other blobs than the pointer's root does."""
    root = json.loads((folder / ROOT_NAME).read_bytes())
    one, other = chance.sample(sorted(root["shards"]), 2)
    root["shards"][one], root["shards"][other] = root["shards"][other], root["shards"][one]
    _seal(folder, root)


def rename_hostile(folder: Path, files: list[Path], chance: random.Random) -> None:
    """A hostile document under its own true hash, named by a sound root: only the codec can tell."""
    data = chance.choice(
        [each for each in HOSTILE if each != b'{"kind":"article"}']
    )  # that one is sound words
    name = sha256_of(data)
    (folder / name[:2]).mkdir(exist_ok=True)
    (folder / name[:2] / name).write_bytes(data)
    root = json.loads((folder / ROOT_NAME).read_bytes())
    table = root[chance.choice(("shards", "words", "clinic"))]
    table[chance.choice(sorted(table))] = name
    _seal(folder, root)


def _seal(folder: Path, root: dict[str, object]) -> None:
    root.pop("seal")
    root["seal"] = sha256_of(_written(root))
    (folder / ROOT_NAME).write_bytes(_written(root))


def _written(tree: object) -> bytes:
    return json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


HARMS: tuple[Harm, ...] = (
    flip_bytes,
    change_a_letter,
    truncate,
    lengthen,
    delete,
    delete_a_shelf,
    oversize,
    swap,
    link,
    pipe,
    folder_instead,
    hostile_text,
    forge_the_root,
    rename_hostile,
)


def harm_and_read(count: int, seed: int = 1, harms: tuple[Harm, ...] = HARMS) -> Tally:
    """Harm ``count`` copies, one harm each in turn, and read all of each; every tenth a control first."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as room:
        sound = Path(room) / "sound"
        root = generate(sound, TOPICS)
        whole = Edition.open(sound, root)
        names = [name for name, _ in whole.topics()]
        blobs = {blob for _, topic in whole.topics() for blob in topic.blobs}
        pictures = [picture for name in names for picture in whole.page(name, "en").pictures]
        outlines = {picture.outlines for picture in pictures if picture.outlines}
        reads = list(reads_of(names, sorted(blobs - outlines), sorted(outlines)))
        truth = {name: read(whole) for name, read in reads}
        for number in range(count):
            copy = Path(room) / f"copy-{number}"
            shutil.copytree(sound, copy)
            if number % 10 == 0:
                tally.controls += 1
                shown = choose_edition(
                    [Candidate("installed", copy, root), Candidate("shipped", sound, root)]
                )
                verify(shown.edition)
                if shown.name != "installed" or any(
                    read(shown.edition) != truth[name] for name, read in reads
                ):
                    tally.wrong.append(f"control {number}: the unharmed edition did not show")
            files = sorted(path for path in copy.rglob("*") if path.is_file())
            harm = harms[number % len(harms)]
            harm(copy, files, random.Random(f"{seed} {number}"))
            tally.mutations += 1
            tally.kinds[harm.__name__] += 1
            # The pointer's hash is known to an installed edition, not to the one that ships.
            known = None if harm is rename_hostile else root
            _read_all(f"{number} {harm.__name__}", copy, sound, known, reads, truth, tally)
            shutil.rmtree(copy)
    return tally


def _read_all(
    label: str,
    copy: Path,
    sound: Path,
    root: str | None,
    reads: list[tuple[str, Callable[[Edition], object]]],
    truth: dict[str, object],
    tally: Tally,
) -> None:
    begun = time.monotonic()
    faults = 0
    try:
        choice = choose_edition([Candidate("installed", copy, root), Candidate("shipped", sound)])
        if choice.passed_over and not choice.passed_over[0][1]:
            tally.wrong.append(f"{label}: passed over without a reason")
        edition = Edition.open(copy, root)
    except BrokenEdition:
        tally.refused += len(reads)
        tally.noticed += 1
        return
    except Exception as fault:
        tally.wrong.append(f"{label}: opening raised {fault!r}")
        return
    for name, read in reads:
        try:
            right = read(edition) == truth[name] or (root is None and name == "root")
        except BrokenEdition:
            faults += 1
        except UnknownTopic as fault:
            tally.wrong.append(f"{label}: {name} is gone without a fault ({fault})")
        except Exception as fault:
            tally.wrong.append(f"{label}: {name} raised {fault!r}")
        else:
            tally.right += right
            if not right:
                tally.wrong.append(f"{label}: {name} is another")
    tally.refused += faults
    tally.noticed += faults > 0
    if not faults:
        tally.wrong.append(f"{label}: the harm went unnoticed")
    if time.monotonic() - begun > SLOW_SECONDS:
        tally.wrong.append(f"{label}: took {time.monotonic() - begun:.1f} s")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.mutate")
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args(arguments)
    load = os.getloadavg()[0]
    tally = harm_and_read(asked.n, asked.seed)
    report = {
        "n": tally.mutations,
        "command": "python -m tests.faults.mutate " + " ".join(arguments),
        "load": round(load, 2),
        "date": datetime.now(UTC).date().isoformat(),
        "figures": {
            "controls_shown": tally.controls,
            "mutations_noticed": tally.noticed,
            "reads_right": tally.right,
            "reads_refused": tally.refused,
            "crashes_or_wrong_pages": len(tally.wrong),
            "by_harm": dict(tally.kinds),
        },
    }
    print(json.dumps(report, indent=1))
    for line in tally.wrong[:20]:
        print(line, file=sys.stderr)
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
