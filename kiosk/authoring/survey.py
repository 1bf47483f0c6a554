"""All topics as they are now: only those are read, judged and compiled anew that changed or lean on a change.

A look goes through these steps, and what holds from the look before (the ledger) is left out of each:

1. the site's own files are read, and the stamps of every topic's;
2. topics whose files changed are read: their gist;
3. sizes of pictures are made, where pages are wanted;
4. topics are judged, and compiled, whose files changed, or to whose noted questions the answer is another;
5. what spans topics (dead ends, disagreements, the site's own files) is judged on the gists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kiosk.authoring.around import Known
from kiosk.authoring.cancel import Cancel, never
from kiosk.authoring.checks import figures, ground, review, sights, structure
from kiosk.authoring.facts import read_ground
from kiosk.authoring.findings import AuthoringError, Finding
from kiosk.authoring.galley import Galley
from kiosk.authoring.gist import Gist
from kiosk.authoring.ledger import Ledger, base_of
from kiosk.authoring.pictures import Catalogue, Remembered
from kiosk.authoring.progress import Progress
from kiosk.authoring.signing import galley_in
from kiosk.authoring.sources import Sources, Topic, read_site, topic_names
from kiosk.authoring.spread import WORKERS, pieces, spread
from kiosk.authoring.study import Files, Judged, Paged, Record, compiled, files_of, judge, own_digest, read
from kiosk.content.records import Language

_ALONE = 40
"""Up to so many topics are done in this process: starting others takes longer."""
_PIECE = 20
"""Topics given to a process at once."""
_ROUNDS = 5
"""Most times a look starts over because sources were saved while it read them."""

_SITE_CHECKS = (
    structure.check_site,
    review.check_site,
    sights.check_site,
    ground.check_site,
    figures.check_site,
)


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What a look found: everything known, the records by topic in order, and the findings.

    ``reading`` are the findings of reading alone, of the site and of topics; ``judged`` those of all checks.
    ``anew`` are the topics that were compiled in this look.
    """

    known: Known
    records: dict[str, Record]
    reading: list[Finding]
    judged: list[Finding]
    anew: frozenset[str]

    @property
    def shown(self) -> list[str]:
        """Topics that can be compiled in every language, in the order of their names."""
        languages = self.known.site.languages
        return [name for name, gist in self.known.gists.items() if gist.can_compile(languages)]


def _yes(_: str) -> bool:
    return True


class Survey:
    """The sources and pictures, looked at as often as is asked; ``ledger`` is the file of what was found.

    ``kept`` is where sizes of pictures are kept: without it nothing can be compiled. ``ledger`` None keeps
    nothing between two surveys, so that the first look does everything.
    """

    def __init__(
        self,
        sources: Path,
        pictures: Path,
        ledger: Path | None = None,
        kept: Path | None = None,
        workers: int = WORKERS,
    ) -> None:
        self.sources, self.pictures, self.kept, self.workers = sources, pictures, kept, workers
        self.saves = True
        """Whether every look is kept at once; who looks often may keep the last of them alone."""
        self._place = ledger
        self._ledger: Ledger | None = None
        self._topics: dict[str, Topic] = {}

    def look(
        self,
        progress: Progress,
        cancel: Cancel = never,
        today: date | None = None,
        shelf: Path | None = None,
        has: Callable[[str], bool] = _yes,
    ) -> Surveyed:
        """Look at everything. With ``shelf`` pages are put there, but those of which it ``has`` every blob.

        Raises ``Cancelled``; what was done until then is kept. Raises ``AuthoringError`` for a topic that
        cannot be compiled, ``OSError`` when the disk refuses.
        """
        site = read_site(self.sources)
        base = base_of(site, self.pictures)
        if self._ledger is None or self._ledger.base != base:
            self._ledger = Ledger.load(self._place, base)
        try:
            return self._look(self._ledger, site, progress, cancel, today or date.today(), shelf, has)
        finally:
            self._topics.clear()
            if self.saves:
                self.save()

    def galley(self, name: str, languages: tuple[Language, ...]) -> Galley | None:
        """The galley of a topic as the last look found it; None where it was saved again since."""
        record = self._ledger.records.get(name) if self._ledger else None
        place = self.sources / "topics" / name
        try:
            found, topic = read(place, languages, files_of(str(place), {}))
            own = own_digest(files_of(str(place), {}))
        except OSError:
            return None
        if record is None or topic is None or not record.own == found.own == own:
            return None
        return galley_in(topic, read_ground(self.sources, []), self.pictures)

    def save(self) -> None:
        """Keep what was found for the next survey."""
        if self._ledger is not None:
            self._ledger.save(self._place)

    def _look(
        self,
        ledger: Ledger,
        site: Sources,
        progress: Progress,
        cancel: Cancel,
        today: date,
        shelf: Path | None,
        has: Callable[[str], bool],
    ) -> Surveyed:
        strays: list[Finding] = []
        names = topic_names(self.sources, strays)
        ledger.records = {name: ledger.records[name] for name in names if name in ledger.records}
        self._read(ledger, site, names, progress, cancel)
        catalogue = Catalogue(self.pictures, self.kept, ledger.pictures)
        known = Known(site, _gists(ledger), catalogue, today)
        if shelf is not None:
            wanted = _pictures(known)
            catalogue.prepare(wanted, lambda done, of: progress("pictures", done, of), self.workers, cancel)
        anew: set[str] = set()
        moved: list[str] = []
        for _ in range(_ROUNDS):
            todo = _todo(ledger, known, shelf is not None, lambda name: _yes if name in anew else has)
            moved = self._study(ledger, known, todo, shelf, progress, cancel) if todo else []
            anew.update(name for name, _, pages in todo if pages)
            if not moved:
                break
            self._read(ledger, site, moved, progress, cancel)
            known.gists = _gists(ledger)
            known.forget()
        if moved:
            raise AuthoringError("the sources were changed again and again while they were read; try again")
        records = ledger.records
        reading = [*site.findings, *strays]
        reading += [finding for record in records.values() for finding in record.findings]
        judged = [finding for one in records.values() if one.judged for finding in one.judged.findings]
        for check in _SITE_CHECKS:
            judged += check(known)
        return Surveyed(known, records, reading, judged, frozenset(anew))

    def _read(
        self, ledger: Ledger, site: Sources, names: list[str], progress: Progress, cancel: Cancel
    ) -> None:
        """Bring the records up to what the files say: gists and findings of reading, nothing judged yet."""
        changed: list[tuple[Path, Files]] = []
        topics = self.sources / "topics"
        for name in names:
            record = ledger.records.get(name)
            try:
                files = files_of(f"{topics}/{name}", record.files if record else {})
            except OSError:  # it went while we looked
                ledger.records.pop(name, None)
                continue
            if record and (record.files == files or record.own == own_digest(files)):
                if record.files != files:
                    record.files, record.line = files, ""
            else:
                changed.append((topics / name, files))
        done = 0
        alone = len(changed) <= _ALONE
        progress("topics read", 0, len(changed))
        for records in spread(
            _begin_reading,
            (site.languages, self._topics if alone else None),
            _read_these,
            pieces(changed, _PIECE),
            1 if alone else self.workers,
            cancel,
        ):
            ledger.records.update(records)
            done += len(records)
            progress("topics read", done, len(changed))
        ledger.records = {name: ledger.records[name] for name in sorted(ledger.records)}

    def _study(
        self,
        ledger: Ledger,
        known: Known,
        todo: list[tuple[str, bool, bool]],
        shelf: Path | None,
        progress: Progress,
        cancel: Cancel,
    ) -> list[str]:
        """Judge and compile; returns the topics that were saved again since they were read."""
        alone = len(todo) <= _ALONE
        given = (known, self._topics, shelf) if alone else (_light(known), {}, shelf)
        asked = [(name, ledger.records[name].own, judged, paged) for name, judged, paged in todo]
        moved: list[str] = []
        done = 0
        progress("topics checked", 0, len(todo))
        for found in spread(
            _begin_studying,
            given,
            _study_these,
            pieces(asked, 1 if alone else _PIECE),
            1 if alone else self.workers,
            cancel,
        ):
            for name, judged, paged in found:
                record = ledger.records[name]
                if judged is None and paged is None:
                    moved.append(name)
                    continue
                record.judged, record.paged = judged or record.judged, paged or record.paged
                record.line = ""
            done += len(found)
            progress("topics checked", done, len(todo))
        return moved


def _gists(ledger: Ledger) -> dict[str, Gist]:
    return {name: record.gist for name, record in ledger.records.items() if record.gist is not None}


def _todo(
    ledger: Ledger, known: Known, pages: bool, has: Callable[[str], Callable[[str], bool]]
) -> list[tuple[str, bool, bool]]:
    """Topics that are to be judged or compiled, and which of the two."""
    found: list[tuple[str, bool, bool]] = []
    languages = known.site.languages
    for name, record in ledger.records.items():
        gist, judged, paged = record.gist, record.judged, record.paged
        if gist is None:
            continue
        stands = judged is not None and known.digest(judged.asked) == judged.digest
        if not pages or not gist.can_compile(languages):
            here = True
        else:
            here = paged is not None and known.digest(paged.asked) == paged.digest
            here = here and all(map(has(name), paged.pages if paged else ()))
        if not stands or not here:
            found.append((name, not stands, not here))
    return found


def _pictures(known: Known) -> set[str]:
    """Every picture that pages may carry."""
    catalogue = known.catalogue
    names = set(catalogue.frames(str(known.site.edition.data.get("turn") or "")))
    turns: set[tuple[str, int]] = set()
    for gist in known.gists.values():
        names.update(gist.pictures)
        turns.update(gist.turns)
    for stem, every in turns:
        names.update(catalogue.frames(stem, every))
    return names


# --- in whichever process ----------------------------------------------------------------------------

_languages: tuple[Language, ...] = ()
_kept_topics: dict[str, Topic] | None = None
_known: Known
_shelf: Path | None = None


def _begin_reading(languages: tuple[Language, ...], topics: dict[str, Topic] | None) -> None:
    global _languages, _kept_topics
    _languages, _kept_topics = languages, topics


def _read_these(places: Iterable[tuple[Path, Files]]) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for place, files in places:
        found[place.name], topic = read(place, _languages, files)
        if topic is not None and _kept_topics is not None:
            _kept_topics[place.name] = topic
    return found


_Light = tuple[Sources, dict[str, Gist], tuple[Path, Path | None, Remembered, dict[str, str]], date]


def _light(known: Known) -> _Light:
    """``known`` without what another process had better read itself."""
    catalogue = known.catalogue
    told = catalogue.remembered
    remembered = Remembered(told.entries, told.faults, told.made)
    return (
        known.site,
        known.gists,
        (catalogue.folder, catalogue.cache, remembered, catalogue.stamps),
        known.today,
    )


def _begin_studying(known: Known | _Light, topics: dict[str, Topic], shelf: Path | None) -> None:
    global _known, _kept_topics, _shelf
    if not isinstance(known, Known):
        site, gists, given, today = known
        catalogue = Catalogue(*given)
        if catalogue.cache is not None:
            catalogue.recall()
        known = Known(site, gists, catalogue, today)
    _known, _kept_topics, _shelf = known, topics, shelf


def _study_these(
    asked: Iterable[tuple[str, str, bool, bool]],
) -> list[tuple[str, Judged | None, Paged | None]]:
    return [(name, *_study_one(name, own, judged, paged)) for name, own, judged, paged in asked]


def _study_one(name: str, own: str, judged: bool, paged: bool) -> tuple[Judged | None, Paged | None]:
    """Both None where the topic was saved again since its ``own`` digest was taken."""
    topic = (_kept_topics or {}).get(name)
    if topic is None:
        place = _known.site.folder / "topics" / name
        try:
            files = files_of(str(place), {})
            record, topic = read(place, _known.site.languages, files)
        except OSError:
            return None, None
        if topic is None or record.own != own:
            return None, None
    return (
        judge(topic, _known) if judged else None,
        compiled(topic, _known, _shelf) if paged and _shelf is not None else None,
    )
