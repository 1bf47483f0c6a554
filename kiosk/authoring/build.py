"""Turns the sources into an edition on the shelf beside the one that stands, then switches; shows nothing.

Any error in the sources refuses the build (``SourcesRefused``) and the edition that stands stays. Only a
preview asks to leave out what cannot be compiled, so that a half-written topic does not hide the rest.

With a ledger only what changed is compiled, written and verified; the result is the same to the last byte.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from kiosk.authoring.cancel import Cancel, heed, never
from kiosk.authoring.check import findings_of
from kiosk.authoring.clinic import clinic_words, in_language, logo_faults
from kiosk.authoring.findings import AuthoringError, Finding, SourcesRefused, error, errors_of
from kiosk.authoring.lock import alone
from kiosk.authoring.made import note, outside
from kiosk.authoring.progress import Progress
from kiosk.authoring.proof import prove
from kiosk.authoring.sources import Sources
from kiosk.authoring.stock import Stock
from kiosk.authoring.study import Paged
from kiosk.authoring.survey import Survey, Surveyed
from kiosk.content.codec import write_record
from kiosk.content.edition import Edition
from kiosk.content.errors import BrokenEdition, ContentError
from kiosk.content.manifest import FORMAT, Invitation, Root
from kiosk.content.pointer import Current
from kiosk.content.records import Language
from kiosk.content.shelf import POINTER, Shelf, is_edition_id, root_name
from kiosk.content.writer import EditionWriter

KEPT = ".pictures"
"""Where a shelf keeps renditions made once."""

Refuses = Literal["checks", "reading", "nothing"]
"""Errors that refuse a build: those of every check, those of reading, or none but a missing home page."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What stands now: the edition and its root, how much is in it, and every finding of the way.

    ``topics`` were compiled in this build; ``left_out`` were written and cannot be.
    """

    root_sha256: str
    pages: int
    blobs: int
    findings: tuple[Finding, ...]
    edition: str
    shelf: Shelf
    topics: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()

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
    cancel: Cancel = never,
    ledger: Path | None = None,
) -> BuildResult:
    """Build ``sources`` with ``pictures`` onto the shelf ``out`` and point it at the result.

    ``out`` is a shelf and holds nothing else. Renditions are kept in ``kept``, or in
    ``out/.pictures``. ``leave_out`` builds without the topics that cannot be compiled. Raises
    ``SourcesRefused`` for errors in the sources, ``AuthoringError`` when ``out`` holds something else,
    another build is writing there or the built edition does not verify, ``Cancelled``, ``OSError`` when the
    disk refuses.
    """
    survey = Survey(sources, pictures, ledger, kept or out / KEPT)
    refuses: Refuses = "nothing" if leave_out else "reading"
    return Builder(survey, out, trusting=ledger is not None).build(progress, cancel, refuses)


def build_checked(
    sources: Path,
    pictures: Path,
    out: Path,
    progress: Progress,
    cancel: Cancel = never,
    ledger: Path | None = None,
    kept: Path | None = None,
    today: date | None = None,
) -> BuildResult:
    """``build_edition`` after every check, in one go over the sources: any error refuses.

    ``BuildResult.findings`` are those of ``check_sources``, as are those of ``SourcesRefused``.
    """
    survey = Survey(sources, pictures, ledger, kept or out / KEPT)
    return Builder(survey, out, trusting=ledger is not None).build(progress, cancel, "checks", today)


class Builder:
    """Builds what ``survey`` finds onto the shelf ``out``, again and again.

    ``trusting`` proves no blob and no topic twice. ``stays`` is for a shelf nobody else writes to: what lies
    there is looked at once.
    """

    def __init__(self, survey: Survey, out: Path, trusting: bool, stays: bool = False) -> None:
        self._survey = survey
        self._out = out
        self._trusting = trusting
        self._stays = stays
        self._stock: Stock | None = None

    def build(
        self,
        progress: Progress,
        cancel: Cancel = never,
        refuses: Refuses = "reading",
        today: date | None = None,
        before: str = "",
    ) -> BuildResult:
        """One build; see ``build_edition``. ``BuildResult.findings`` are those of what may refuse.

        ``before`` is the edition that stays on the shelf beside the new one, else the one that stood.
        """
        _refuse_a_strange_folder(self._out)
        with alone(self._out):
            shelf = Shelf(self._out)
            shelf.clear_parts()
            stock = self._stock or Stock(shelf, self._trusting)
            self._stock = stock if self._stays else None
            seen = None if self._stays else outside(self._survey.sources, self._survey.pictures)
            found = self._survey.look(progress, cancel, today, self._out, stock.has)
            findings = findings_of(found) if refuses == "checks" else sorted(_of_reading(found))
            _refuse(found, findings, refuses)
            stock.added(
                blob for name in found.anew if (one := found.records[name].paged) for blob in one.pages
            )
            result = _put_on_shelf(found, shelf, stock, findings, progress, cancel, before)
            stock.save()
            if seen is not None:
                sources, pictures = self._survey.sources, self._survey.pictures
                note(self._out, result.edition, sources, pictures, seen, found.records)
            return result


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


def _of_reading(found: Surveyed) -> list[Finding]:
    return [*found.reading, *found.known.catalogue.findings, *logo_faults(found.known.site)]


def _refuse(found: Surveyed, findings: list[Finding], refuses: Refuses) -> None:
    """Raise ``SourcesRefused`` where these findings, or a home page that cannot be built, refuse a build."""
    site = found.known.site
    home = str(site.edition.data.get("home", ""))
    if refuses == "checks" and errors_of(findings):
        raise SourcesRefused(findings)
    if home not in found.shown:
        message = f"the home page “{home}” cannot be built"
        remedy = "Write this topic in every language."
        missing = error("edition.yaml", site.edition.line("home"), "home", message, remedy)
        raise SourcesRefused([missing, *errors_of(findings)])
    if refuses == "reading" and errors_of(findings):
        raise SourcesRefused(errors_of(findings))


def _put_on_shelf(
    found: Surveyed,
    shelf: Shelf,
    stock: Stock,
    findings: list[Finding],
    progress: Progress,
    cancel: Cancel,
    before: str,
) -> BuildResult:
    """Blobs first, then the root, then the pointer: until the last of them the edition before it stands."""
    writer = EditionWriter(shelf.folder)
    compiled = {name: paged for name in found.shown if (paged := found.records[name].paged)}
    used = {blob for paged in compiled.values() for blob in paged.pages}
    used |= _carry(found, compiled, writer, stock, cancel)
    root = _root(found, compiled, writer)
    used.update(root.turn, root.shards.values(), root.words.values(), root.clinic.values())
    used.update(
        logo for lang in root.clinic if (logo := clinic_words(found.known.site, lang, writer).get("logo"))
    )
    stock.added(used)
    entries = {name: paged.entry for name, paged in compiled.items()}
    stands = _standing(shelf, stock, root, used)
    if stands is None:  # the same sources give the same edition, whatever day it is
        heed(cancel)
        stands = _switch(shelf, stock, writer, root, used, entries, progress, cancel, before)
    return BuildResult(
        root_sha256=stands.root,
        pages=sum(len(paged.pages) for paged in compiled.values()),
        blobs=len(stock),
        findings=tuple(findings),
        edition=stands.edition,
        shelf=shelf,
        topics=found.anew,
        left_out=frozenset(found.known.gists.keys() - compiled.keys()),
    )


def _carry(
    found: Surveyed, compiled: dict[str, Paged], writer: EditionWriter, stock: Stock, cancel: Cancel
) -> set[str]:
    """Put every picture and outline on the shelf that pages carry; returns their blobs."""
    carried = {blob for paged in compiled.values() for blob in paged.carried} | set(_turn(found))
    for blob in sorted(carried):
        if not stock.has(blob):
            heed(cancel)
            place = found.known.catalogue.blobs[blob]
            if writer.blob(place.read_bytes()) != blob:
                raise AuthoringError(f"{place} is damaged; delete it and its folder, and build again")
    return carried


def _root(found: Surveyed, compiled: dict[str, Paged], writer: EditionWriter) -> Root:
    """The root of what was found, its shards and words written; its id tells what it holds."""
    site = found.known.site
    for name, paged in compiled.items():
        writer.again(name, paged.entry)
    words = {language: _interface(site, language) for language in site.languages}
    clinic = {language: clinic_words(site, language, writer) for language in site.languages}
    try:
        root = writer.parts(replace(_head(site, set(compiled)), turn=_turn(found)), words, clinic)
    except ContentError as fault:
        raise AuthoringError(f"the edition cannot be written: {fault}") from fault
    content = hashlib.sha256(write_record(replace(root, built=""))).hexdigest()[:8]
    return replace(root, edition=f"{root.built[:10]}-{content}")


def _standing(shelf: Shelf, stock: Stock, root: Root, used: Iterable[str]) -> Current | None:
    """What the pointer names, if it is of this very content and whole."""
    try:
        current = shelf.current()
        if current.edition[10:] != root.edition[10:]:
            return None
        stands = shelf.open(current.edition, current.root).root
    except BrokenEdition:
        return None
    same = replace(stands, built="", edition="", seal="") == replace(root, built="", edition="", seal="")
    return current if same and all(map(stock.has, used)) else None


def _switch(
    shelf: Shelf,
    stock: Stock,
    writer: EditionWriter,
    root: Root,
    used: set[str],
    entries: dict[str, str],
    progress: Progress,
    cancel: Cancel,
    before: str,
) -> Current:
    """Verify what is new, point at the new edition; the one before it is kept, older ones go."""
    with suppress(BrokenEdition):
        before = before or shelf.current().edition
    sha256 = writer.seal(root, root_name(root.edition), durable=True)
    try:
        prove(shelf, root.edition, sha256, stock.unverified(entries), progress, cancel)
    except BrokenEdition as fault:
        raise AuthoringError(
            f"the built edition is not sound, so the one that stands stays: {fault}"
        ) from fault
    stock.verified(entries)
    stock.settle()
    current = shelf.show(root.edition, sha256)
    for folder in [one for one in shelf.folder.iterdir() if is_edition_id(one.name)]:
        shutil.rmtree(folder, ignore_errors=True)  # as editions lay before they shared a shelf
    stock.sweep(shelf.open(root.edition, sha256), used, before)
    return current


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


def _turn(found: Surveyed) -> tuple[str, ...]:
    """The blobs of the waiting screen's turning picture."""
    catalogue = found.known.catalogue
    stem = str(found.known.site.edition.data.get("turn") or "")
    sizes = (size for name in catalogue.frames(stem) for size in catalogue.renditions(name))
    return tuple(size.blob for size in sizes if size.role == "stage")


def _built() -> str:
    """The time of building, in UTC; SOURCE_DATE_EPOCH makes two builds the same."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(given), UTC) if given.isdigit() else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
