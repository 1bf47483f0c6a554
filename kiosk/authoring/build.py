"""Turns the sources into an edition beside the one that stands, then switches; shows nothing.

A build stops for nothing it can leave out: a topic that cannot be compiled is left out with a finding. It
refuses (``SourcesRefused``) only when there is no home page to show, and then the edition that stands stays.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.authoring.draft import Draft
from kiosk.authoring.findings import AuthoringError, Finding, SourcesRefused, error, errors_of
from kiosk.authoring.kinds import compile_page
from kiosk.authoring.pictures import Catalogue
from kiosk.authoring.sources import Sources, Topic, read_sources
from kiosk.content.codec import write_record
from kiosk.content.edition import Edition
from kiosk.content.errors import BrokenEdition, ContentError
from kiosk.content.images import size_of
from kiosk.content.manifest import FORMAT, Invitation, Root
from kiosk.content.pointer import read_pointer, write_pointer
from kiosk.content.records import LANGUAGES, Language, Page
from kiosk.content.verify import verify
from kiosk.content.writer import EditionWriter

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

POINTER = "current"
"""The pointer's name beside the editions' folders."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What stands now: the edition's folder and root, how much is in it, and every finding of the way."""

    root_sha256: str
    pages: int
    blobs: int
    findings: tuple[Finding, ...]
    edition: str
    folder: Path


def build_edition(
    sources: Path, pictures: Path, out: Path, progress: Progress, kept: Path | None = None
) -> BuildResult:
    """Build ``sources`` with ``pictures`` into ``out`` and point ``out/current`` at the result.

    Renditions are kept in ``kept``, or in ``build/pictures`` beside ``out``. Raises ``SourcesRefused`` when
    there is no home page, ``AuthoringError`` when the built edition does not verify, ``OSError`` when the
    disk refuses.
    """
    return build_read(read_sources(sources), pictures, out, progress, kept)


def build_read(
    sources: Sources, pictures: Path, out: Path, progress: Progress, kept: Path | None = None
) -> BuildResult:
    """``build_edition`` for sources that are read already."""
    home = str(sources.edition.data.get("home", ""))
    catalogue = Catalogue(pictures, kept or out.parent / "build" / "pictures")
    findings = [*sources.findings, *catalogue.findings]
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
    catalogue.prepare(_picture_names(sources), lambda done, of: progress("pictures", done, of))
    out.mkdir(parents=True, exist_ok=True)
    building = out / ".building"
    shutil.rmtree(building, ignore_errors=True)
    try:
        return _build_into(building, sources, catalogue, shown, out, findings, progress)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _build_into(
    building: Path,
    sources: Sources,
    catalogue: Catalogue,
    shown: list[str],
    out: Path,
    findings: list[Finding],
    progress: Progress,
) -> BuildResult:
    writer = EditionWriter(building)
    digest = hashlib.sha256()
    pages = 0
    carried: set[str] = set()
    for done, name in enumerate(shown, start=1):
        topic = sources.topics[name]
        try:
            made = [_page(sources, topic, language, catalogue) for language in sources.languages]
            entry = writer.topic(made, topic.data["state"])
        except ContentError as fault:
            raise AuthoringError(f"topics/{name} cannot be compiled: {fault}") from fault
        digest.update(name.encode() + write_record(entry))
        pages += len(made)
        for blob in entry.blobs:
            if blob not in carried:
                carried.add(writer.blob(catalogue.blobs[blob].read_bytes()))
        progress("pages", done, len(shown))
    words = {language: _interface(sources, language) for language in sources.languages}
    clinic = {language: _clinic(sources, language, writer, findings) for language in sources.languages}
    head = _head(sources, set(shown))
    digest.update(write_record(words) + write_record(clinic) + write_record(replace(head, built="")))
    head = replace(head, edition=f"{head.built[:10]}-{digest.hexdigest()[:8]}")
    root = writer.finish(head, words, clinic)
    try:
        verify(Edition.open(building, root), lambda done, of: progress("verifying", done, of))
    except BrokenEdition as fault:
        raise AuthoringError(
            f"the built edition is not sound, so the one that stands stays: {fault}"
        ) from fault
    folder = _settle(building, out, head.edition, root)
    blobs = sum(1 for _ in folder.glob("[0-9a-f][0-9a-f]/*"))
    return BuildResult(root, pages, blobs, tuple(sorted(findings)), head.edition, folder)


def _settle(building: Path, out: Path, edition: str, root: str) -> Path:
    """Put the built folder in its place and switch the pointer; the one before it stays, older ones go."""
    folder = out / edition
    try:
        before = read_pointer(out / POINTER).edition
    except BrokenEdition:
        before = ""
    if folder.exists():
        # The same content by its fingerprint; what lies there may be damaged, so the new one replaces it.
        shutil.rmtree(out / ".replaced", ignore_errors=True)
        folder.rename(out / ".replaced")
    building.rename(folder)
    write_pointer(out / POINTER, edition, root)
    for other in out.iterdir():
        if other.is_dir() and other.name not in (edition, before):
            shutil.rmtree(other, ignore_errors=True)
    return folder


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


def _picture_names(sources: Sources) -> set[str]:
    return {name for topic in sources.topics.values() if topic.sound for name, _ in pictures_of(topic.data)}


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
            elif key == "frames" and isinstance(value, list) and all(isinstance(name, str) for name in value):
                found += [(name, (*here, index)) for index, name in enumerate(value)]
            elif key not in ("facts", "regions"):
                found += pictures_of(value, here)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            found += pictures_of(value, (*place, index))
    return found


def _interface(sources: Sources, language: Language) -> dict[str, str]:
    table = sources.interface.data
    return {key: _in_language(entry, language) for key, entry in table.items()}


def _clinic(
    sources: Sources, language: Language, writer: EditionWriter, findings: list[Finding]
) -> dict[str, str]:
    """The clinic's words; its logo is a WebP or PNG file beside clinic.yaml and becomes a blob."""
    table = {key: _in_language(entry, language) for key, entry in sources.clinic.data.items()}
    logo = table.get("logo")
    if logo:
        try:
            path = (sources.folder / logo).resolve()
            if not path.is_relative_to(sources.folder.resolve()):
                raise ValueError("it lies outside the sources")
            data = path.read_bytes()
            size_of(data)
            table["logo"] = writer.blob(data)
        except (OSError, ValueError, ContentError) as fault:
            table["logo"] = ""
            found = error(
                "clinic.yaml",
                sources.clinic.line("logo"),
                "clinic.logo",
                f"the logo cannot be used ({fault})",
                "Put a PNG or WebP picture beside clinic.yaml.",
            )
            if found not in findings:
                findings.append(found)
    return table


def _in_language(entry: Any, language: Language) -> str:
    if isinstance(entry, dict):
        return str(entry.get(language) or entry.get(LANGUAGES[0]) or "")
    return "" if entry is None else str(entry)


def _head(sources: Sources, shown: set[str]) -> Root:
    data = sources.edition.data
    attract = tuple(
        Invitation(
            question={language: _in_language(entry["question"], language) for language in sources.languages},
            topic=str(entry["topic"]),
            part=str(entry.get("part") or ""),
        )
        for entry in data.get("attract") or []
        if entry["topic"] in shown
    )
    return Root(
        format=FORMAT,
        edition="",
        title={language: _in_language(data["title"], language) for language in sources.languages},
        sample=data["sample"],
        built=_built(),
        languages=sources.languages,
        home=str(data["home"]),
        warnings=str(data.get("warnings") or "") if data.get("warnings") in shown else "",
        about=str(data.get("about") or "") if data.get("about") in shown else "",
        attract=attract,
    )


def _built() -> str:
    """The time of building, in UTC; SOURCE_DATE_EPOCH makes two builds the same."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(given), UTC) if given.isdigit() else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def main() -> int:
    """Build content/ with assets/pictures/ into edition/, telling progress on standard error."""
    said: list[str] = []

    def progress(what: str, done: int, of: int) -> None:
        if not said or said[-1] != what or done == of:
            said.append(what)
            print(f"{what}: {done} of {of}", file=sys.stderr)

    try:
        result = build_edition(Path("content"), Path("assets/pictures"), Path("edition"), progress)
    except (AuthoringError, OSError) as fault:
        for finding in getattr(fault, "findings", ()):
            print(finding, file=sys.stderr)
        print(fault, file=sys.stderr)
        return 2
    for finding in result.findings:
        print(finding)
    print(f"edition {result.edition}: {result.pages} pages, {result.blobs} files, root {result.root_sha256}")
    return 1 if errors_of(result.findings) else 0


if __name__ == "__main__":
    sys.exit(main())
