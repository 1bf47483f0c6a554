"""Every verb can be told to stop and says how far it is; stopped, it has changed nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.authoring.build import build_edition
from kiosk.authoring.cancel import Cancelled
from kiosk.authoring.check import check_sources
from kiosk.authoring.freshness import stamp
from kiosk.authoring.new import new_topic
from kiosk.authoring.progress import silent
from kiosk.authoring.reviewers import new_key
from kiosk.authoring.signing import approve, lay


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("verb", ["new", "check", "build", "fresh", "lay", "approve"])
def test_a_verb_that_is_stopped_changes_nothing(
    verb: str, sources: Path, pictures: Path, tmp_path: Path
) -> None:
    key = tmp_path / "key.pem"
    line = new_key("Reader", "Surgeon", key, "four words on paper")
    (sources / "reviewers.yaml").write_text(f"reviewers:\n{line}\n", "utf-8")
    structure = sources / "topics" / "discs" / "topic.yaml"
    structure.write_text(structure.read_text("utf-8") + "author: Writer\n", "utf-8")
    laid = lay(sources, pictures, "discs")
    before = everything(sources)
    out = tmp_path / "edition"
    verbs: dict[str, Callable[[], object]] = {
        "new": lambda: new_topic(sources, "knee", "article", cancel=lambda: True),
        "check": lambda: check_sources(sources, pictures, silent, cancel=lambda: True),
        "build": lambda: build_edition(sources, pictures, out, silent, cancel=lambda: True),
        "fresh": lambda: stamp(sources, "discs", cancel=lambda: True),
        "lay": lambda: lay(sources, pictures, "discs", cancel=lambda: True),
        "approve": lambda: approve(sources, laid, key, "four words on paper", cancel=lambda: True),
    }
    with pytest.raises(Cancelled):
        verbs[verb]()
    assert everything(sources) == before and not (out / "current").exists()


def test_a_verb_says_how_far_it_is(sources: Path, pictures: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    new_topic(sources, "knee", "article", lambda *one: told.append(one))
    stamp(sources, "discs", lambda *one: told.append(one))
    check_sources(sources, pictures, lambda *one: told.append(one))
    ends = {what: done == of for what, done, of in told}
    assert ends == dict.fromkeys(ends, True) and {"files", "translations", "topics checked"} <= ends.keys()
