"""Turns the sources into an edition on the shelf beside the one that stands, then switches; shows nothing.

Any error in the sources refuses the build (``SourcesRefused``) and the edition that stands stays. Only a
preview asks to leave out what cannot be compiled, so that a half-written topic does not hide the rest.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.authoring.clinic import clinic_words, in_language, logo_faults
from kiosk.authoring.draft import Draft
from kiosk.authoring.findings import AuthoringError, Finding, SourcesRefused, error, errors_of
from kiosk.authoring.kinds import compile_page
from kiosk.authoring.pictures import Catalogue
from kiosk.authoring.sources import Sources, Topic, read_sources
from kiosk.content.codec import write_record
from kiosk.content.edition import Edition
from kiosk.content.errors import BrokenEdition, ContentError
from kiosk.content.manifest import FORMAT, Invitation, Root
from kiosk.content.pointer import Current
from kiosk.content.records import Language, Page
from kiosk.content.shelf import POINTER, Shelf, is_edition_id, root_name
from kiosk.content.verify import verify
from kiosk.content.writer import EditionWriter
from kiosk.updates.disk import settle

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

KEPT = ".pictures"
"""Where a shelf keeps renditions made once."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What stands now: the edition and its root, how much is in it, and every finding of the way."""

    root_sha256: str
    pages: int
    blobs: int
    findings: tuple[Finding, ...]
    edition: str
    shelf: Shelf

    def open(self) -> Edition:
        """The edition that was built."""
        return self.shelf.open(self.edition, self.root_sha256)


def build_edition(
    sources: Path,
    pictures: Path,
    out: Path,
    progress: Progress,
    kept: Path | None = None,
    leave_out: bool = False,
) -> BuildResult:
    """Build ``sources`` with ``pictures`` onto the shelf ``out`` and point it at the result.

    ``out`` is a shelf and holds nothing else. Renditions are kept in ``kept``, or in
    ``out/.pictures``. ``leave_out`` builds without the topics that cannot be compiled. Raises
    ``SourcesRefused`` for errors in the sources, ``AuthoringError`` when ``out`` holds something else or the
    built edition does not verify, ``OSError`` when the disk refuses.
    """
    _refuse_a_strange_folder(out)
    return _build_read(read_sources(sources), pictures, out, progress, kept, leave_out)


def _refuse_a_strange_folder(out: Path) -> None:
    """Old editions are removed from ``out``: so it must be ours, or somebody's own folders would go."""
    if not out.exists():
        return
    if not out.is_dir():
        raise AuthoringError(f"{out} is not a folder; name one for editions, or one that is not there yet")
    strange = sorted(one.name for one in out.iterdir() if not _ours(one))
    if strange:
        raise AuthoringError(
            f"{out} holds “{strange[0]}”, which is no edition; name an empty folder, or one of editions only"
        )


def _ours(one: Path) -> bool:
    """Whether a shelf may hold this: what it lists itself, its kept renditions, and files being written."""
    if one.is_symlink():
        return False
    if one.is_dir():
        return one.name == KEPT or is_edition_id(one.name) or bool(re.fullmatch(r"[0-9a-f]{2}", one.name))
    stem, _, ending = one.name.partition(".")
    if ending in ("json", "sqlite"):
        return is_edition_id(stem)
    return one.name == POINTER or one.name.startswith(".")


def _build_read(
    sources: Sources, pictures: Path, out: Path, progress: Progress, kept: Path | None, leave_out: bool
) -> BuildResult:
    home = str(sources.edition.data.get("home", ""))
    catalogue = Catalogue(pictures, kept or out / KEPT)
    findings = [*sources.findings, *catalogue.findings, *logo_faults(sources)]
    shown = _shown_topics(sources)
    if home not in shown:
        line = sources.edition.line("home")
        findings.append(
            error(
                "edition.yaml",
                line,
                "home",
                f"the home page “{home}” cannot be built",
                "Write this topic in every language.",
            )
        )
        raise SourcesRefused(errors_of(sorted(findings, key=lambda found: found.rule != "home")))
    if errors_of(findings) and not leave_out:
        raise SourcesRefused(errors_of(findings))
    catalogue.prepare(_picture_names(sources, catalogue), lambda done, of: progress("pictures", done, of))
    return _put_on_shelf(sources, catalogue, shown, Shelf(out), findings, progress)


def _put_on_shelf(
    sources: Sources,
    catalogue: Catalogue,
    shown: list[str],
    shelf: Shelf,
    findings: list[Finding],
    progress: Progress,
) -> BuildResult:
    """Blobs first, then the root, then the pointer: until the last of them the edition before it stands."""
    writer = EditionWriter(shelf.folder)
    shelf.clear_parts()
    digest = hashlib.sha256()
    pages = 0
    carried: set[str] = set()
    for done, name in enumerate(shown, start=1):
        topic = sources.topics[name]
        try:
            made = [_page(sources, topic, language, catalogue) for language in sources.languages]
            entry = writer.topic(made, made[0].review.state)
        except ContentError as fault:
            raise AuthoringError(f"topics/{name} cannot be compiled: {fault}") from fault
        digest.update(name.encode() + write_record(entry))
        pages += len(made)
        for blob in entry.blobs:
            if blob not in carried:
                carried.add(writer.blob(catalogue.blobs[blob].read_bytes()))
        progress("pages", done, len(shown))
    words = {language: _interface(sources, language) for language in sources.languages}
    clinic = {language: clinic_words(sources, language, writer) for language in sources.languages}
    head = replace(_head(sources, set(shown)), turn=_turn(sources, catalogue, writer))
    digest.update(write_record(words) + write_record(clinic) + write_record(replace(head, built="")))
    fingerprint = digest.hexdigest()[:8]
    stands = _standing(shelf, fingerprint)
    if stands is not None:  # the same sources give the same edition, whatever day it is
        return BuildResult(stands.root, pages, _count(shelf), tuple(sorted(findings)), stands.edition, shelf)
    head = replace(head, edition=f"{head.built[:10]}-{fingerprint}")
    root = writer.finish(head, words, clinic, root_name(head.edition))
    try:
        verify(shelf.open(head.edition, root), lambda done, of: progress("verifying", done, of))
    except BrokenEdition as fault:
        raise AuthoringError(
            f"the built edition is not sound, so the one that stands stays: {fault}"
        ) from fault
    _switch(shelf, head.edition, root)
    return BuildResult(root, pages, _count(shelf), tuple(sorted(findings)), head.edition, shelf)


def _count(shelf: Shelf) -> int:
    return sum(1 for _ in shelf.blobs)


def _standing(shelf: Shelf, fingerprint: str) -> Current | None:
    """What the pointer names, if it is of this very content and whole."""
    try:
        current = shelf.current()
        if not current.edition.endswith(f"-{fingerprint}"):
            return None
        verify(shelf.open(current.edition, current.root), lambda *_: None)
    except BrokenEdition:
        return None
    return current


def _switch(shelf: Shelf, edition: str, root: str) -> None:
    """Point at the new edition once it is on the disk; the one before it is kept, older ones go."""
    kept = {edition}
    with suppress(BrokenEdition):
        kept.add(shelf.current().edition)
    files = [shelf.blobs.path(blob) for blob in shelf.open(edition, root).used_blobs()]
    settle(shelf.folder, [*files, shelf.folder / root_name(edition)])
    shelf.show(edition, root)
    for folder in [one for one in shelf.folder.iterdir() if is_edition_id(one.name)]:
        shutil.rmtree(folder, ignore_errors=True)  # as editions lay before they shared a shelf
    try:
        shelf.forget_all_but(kept)
    except BrokenEdition:
        shelf.forget_all_but([edition])  # the one before it is damaged: nobody can go back to it


def _shown_topics(sources: Sources) -> list[str]:
    """Topics that can be compiled in every language, in the edition's order, then by name."""
    fit = [name for name, topic in sources.topics.items() if can_compile(sources, topic)]
    order = [name for name in sources.edition.data.get("topics") or [] if name in fit]
    return order + [name for name in fit if name not in order]


def can_compile(sources: Sources, topic: Topic) -> bool:
    """Whether a topic is sound and has words with a title in every language."""
    return topic.sound and all(
        language in topic.words and topic.words[language].title for language in sources.languages
    )


def _page(sources: Sources, topic: Topic, language: Language, catalogue: Catalogue) -> Page:
    return compile_page(Draft(sources, topic, language, catalogue))


def _picture_names(sources: Sources, catalogue: Catalogue) -> set[str]:
    names = set(catalogue.frames(str(sources.edition.data.get("turn") or "")))
    for topic in sources.topics.values():
        if topic.sound:
            names |= {name for name, _ in pictures_of(topic.data)}
            names.update(*(catalogue.frames(stem, every) for stem, every, _ in turns_of(topic.data)))
    return names


def turns_of(data: Any) -> list[tuple[str, int, tuple[str | int, ...]]]:
    """The turns of a topic's views: the frames' common name, every so-manieth, and the place it stands at."""
    views = data.get("views") if isinstance(data, dict) else None
    found: list[tuple[str, int, tuple[str | int, ...]]] = []
    for index, view in enumerate(views if isinstance(views, list) else []):
        turn = view.get("turn") if isinstance(view, dict) else None
        if isinstance(turn, dict) and isinstance(turn.get("pictures"), str):
            found.append((turn["pictures"], int(turn.get("every", 1)), ("views", index, "turn")))
    return found


def pictures_of(data: Any, place: tuple[str | int, ...] = ()) -> list[tuple[str, tuple[str | int, ...]]]:
    """Every picture name in a topic's structure, with the place it stands at."""
    found: list[tuple[str, tuple[str | int, ...]]] = []
    if isinstance(data, dict):
        for key, value in data.items():
            here = (*place, key)
            if key in ("picture", "left", "right") and isinstance(value, str):
                found.append((value, here))
            elif key == "shots" and isinstance(value, dict):
                found += [(str(name), (*here, shot)) for shot, name in value.items()]
            elif key not in ("facts", "regions", "turn"):
                found += pictures_of(value, here)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            found += pictures_of(value, (*place, index))
    return found


def _interface(sources: Sources, language: Language) -> dict[str, str]:
    table = sources.interface.data
    return {key: in_language(entry, language) for key, entry in table.items()}


def _head(sources: Sources, shown: set[str]) -> Root:
    data = sources.edition.data
    attract = tuple(
        Invitation(
            question={language: in_language(entry["question"], language) for language in sources.languages},
            topic=str(entry["topic"]),
            part=str(entry.get("part") or ""),
        )
        for entry in data.get("attract") or []
        if entry["topic"] in shown
    )
    return Root(
        format=FORMAT,
        edition="",
        title={language: in_language(data["title"], language) for language in sources.languages},
        sample=data["sample"],
        built=_built(),
        languages=sources.languages,
        home=str(data["home"]),
        warnings=str(data.get("warnings") or "") if data.get("warnings") in shown else "",
        about=str(data.get("about") or "") if data.get("about") in shown else "",
        attract=attract,
    )


def _turn(sources: Sources, catalogue: Catalogue, writer: EditionWriter) -> tuple[str, ...]:
    stages = (
        size.blob
        for name in catalogue.frames(str(sources.edition.data.get("turn") or ""))
        for size in catalogue.renditions(name)
        if size.role == "stage"
    )
    return tuple(writer.blob(catalogue.blobs[blob].read_bytes()) for blob in stages)


def _built() -> str:
    """The time of building, in UTC; SOURCE_DATE_EPOCH makes two builds the same."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(given), UTC) if given.isdigit() else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
