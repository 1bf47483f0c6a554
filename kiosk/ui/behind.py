"""What stands behind the staff corner: health, edition, counts, updater; draws nothing and decides nothing.

All but ``updates`` may take a while and is asked on a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from kiosk import PROGRAM
from kiosk.content.edition import Edition
from kiosk.content.errors import ContentError
from kiosk.content.records import Language
from kiosk.content.reviews import Reviews, reviews_beside
from kiosk.ui.maps import Finder, found_by
from kiosk.visit.place import last_of

if TYPE_CHECKING:
    from kiosk.staff.counts import Counts
    from kiosk.staff.jobs import Live, Looked

NAMES_SHOWN = 60
"""Bars of a plot, over all its cards."""


class Updates(Protocol):
    """What the corner asks of the updater's side here; ``kiosk.ui.updater.Updater`` is one."""

    @property
    def busy(self) -> Any: ...
    @property
    def is_reachable(self) -> bool: ...
    def offers_as_maps(self) -> list[dict[str, Any]]: ...
    def progress_as_map(self) -> dict[str, Any]: ...
    def standing_as_map(self) -> dict[str, Any]: ...
    def ended_as_map(self) -> dict[str, Any]: ...
    def look(self) -> None: ...
    def install(self, offer: str) -> None: ...
    def cancel(self) -> None: ...
    def goBack(self) -> None: ...
    def forget(self) -> None: ...


class Usage(NamedTuple):
    """Which numbers are looked at: "read" or "end", over how many days."""

    what: str = "read"
    days: int = 7

    def of(self, what: str) -> Usage:
        return self._replace(what=what) if what in ("read", "end") else self

    def over(self, days: int) -> Usage:
        return self._replace(days=days) if 0 < days <= 400 else self


class Behind:
    """``edition`` gives what is shown, ``items`` what health looked at; ``shelf`` holds what was installed.

    ``state`` is the folder tables are saved in where there is no stick, and ``sticks`` gives those there are.
    ``by_it`` says that this kiosk is not let near a stick: IT reads the counts by a command then.
    """

    def __init__(
        self,
        edition: Callable[[], Edition],
        items: Callable[[], Sequence[Looked]],
        shelf: Path,
        state: Path,
        sticks: Callable[[], list[Path]],
        counts: Counts | None = None,
        counting: bool = True,
        by_it: bool = False,
    ) -> None:
        self.edition = edition
        self.items = items
        self.shelf = shelf
        self.state = state
        self.sticks = sticks
        self.counts = counts
        self.counting = counting
        self.by_it = by_it
        self.updater: Updates | None = None
        self._outlets: list[Path] = []

    def light(self, language: Language) -> dict[str, Any]:
        """The health light, as ``kiosk.staff.told.light_told`` has it."""
        from kiosk.staff.told import light_told

        return light_told(self.items(), language)

    def live(self, language: Language) -> list[dict[str, str]]:
        """What is live, as ``kiosk.staff.told.live_told`` has it."""
        from kiosk.staff.told import live_told

        return live_told(self._live(language), language)

    def reading(self, usage: Usage, language: Language) -> dict[str, Any]:
        """``{what, days, rows, fault, byIt}``; ``fault`` says in words why there are no rows.

        ``byIt`` says that no table can be saved from here.
        """
        from kiosk.staff import told
        from kiosk.staff.errors import CountsUnreadable
        from kiosk.staff.words import words_in

        found: dict[str, Any] = {"what": usage.what, "days": usage.days, "rows": [], "fault": ""}
        found["byIt"] = self.by_it and not self.sticks()
        words, edition = words_in(language), self.edition()
        if self.counts is None or not self.counting:
            return {**found, "fault": words["countsOff"]}
        try:
            opened = self.counts.plot_series("opened", usage.days, NAMES_SHOWN)
            completed = self.counts.plot_series("completed", usage.days, NAMES_SHOWN * 2)
        except CountsUnreadable:
            return {**found, "fault": words["countsBroken"]}

        def title(topic: str) -> str:
            with suppress(ContentError):
                return edition.topic(topic).title.get(language, topic)
            return topic

        def ends(topic: str) -> bool:
            with suppress(ContentError):
                return last_of(edition.page(topic, language)) is not None
            return False

        if usage.what == "read":
            rows = told.read_told(opened, title, language)
        else:
            rows = told.stopped_told(opened, completed, ends, title, language)
        return {**found, "rows": rows}

    def outlets(self, language: Language) -> dict[str, Any]:
        """``{places, instead}``: where a table can be saved, in words: sticks that are in, then this kiosk.

        Where there is no place, ``instead`` says how the table is had.
        """
        from kiosk.staff.words import fill, words_in

        self._outlets = [*self.sticks(), *([] if self.by_it else [self.state])]
        words = words_in(language)
        places = [
            words["saveHere"] if place == self.state else fill(words["saveStick"], place=place.name)
            for place in self._outlets
        ]
        command = fill(words["tableForIt"], n=f"{PROGRAM} counts")
        return {"places": places, "instead": "" if places else f"{words['tableByIt']}\n{command}"}

    def save(self, outlet: int, language: Language) -> str:
        """Write the counts as CSV there; one sentence says where they went, or that they did not."""
        from kiosk.staff.errors import CountsUnreadable
        from kiosk.staff.outlets import free_name
        from kiosk.staff.words import fill, words_in

        words = words_in(language)
        if self.counts is None or not 0 <= outlet < len(self._outlets):
            return words["countsOff"]
        place = self._outlets[outlet]
        try:
            path = free_name(place, f"lamina-counts-{self.counts.today.isoformat()}", ".csv")
            self.counts.export_csv(path)
        except (CountsUnreadable, OSError):
            return fill(words["notSaved"], place=place)
        return fill(words["kept" if place == self.state else "saved"], file=path.name, place=place)

    def updates(self, language: Language) -> dict[str, Any]:
        """What the updater tells, times written out; ``reachable`` is False where there is none. Quick."""
        found: dict[str, Any] = {"reachable": False, "offers": [], "busy": False}
        found |= {
            "progress": {},
            "message": "",
            "done": False,
            "failed": False,
            "stick": False,
            "standing": {},
        }
        if self.updater is None:
            return found
        from kiosk.content.days import moment_in

        offers = [
            {**one, "built": moment_in(language, one["built"])} for one in self.updater.offers_as_maps()
        ]
        standing = self.updater.standing_as_map()
        standing["previousBuilt"] = moment_in(language, standing.get("previousBuilt", ""))
        return {
            "reachable": self.updater.is_reachable,
            "offers": offers,
            "busy": self.updater.busy,
            "progress": self.updater.progress_as_map(),
            "standing": standing,
            **self.updater.ended_as_map(),
        }

    # --- pages by name

    def named(self, topic: str, language: Language) -> dict[str, str]:
        """``{topic, title}``, both empty where there is no such page any more."""
        with suppress(ContentError):
            if topic:
                return {"topic": topic, "title": self.edition().topic(topic).title.get(language, topic)}
        return {"topic": "", "title": ""}

    def topics(self, finder: Finder | None, query: str, language: Language) -> list[dict[str, str]]:
        """Every page by name; for ``query`` first those with such a word in their name, each page once."""
        listed = [(entry.title.get(language, topic), topic) for topic, entry in self.edition().topics()]
        found = {topic: title for title, topic in sorted(listed, key=_by_name)}
        if asked := query.strip():
            found = {topic: title for topic, title in found.items() if _has_word(title, asked)}
            for hit in found_by(finder, query, language):
                found.setdefault(hit["topic"], hit["page"] or hit["title"])
        return [{"topic": topic, "title": title} for topic, title in found.items()]

    # --- inside

    def _live(self, language: Language) -> Live:
        from kiosk.staff.jobs import Other, live_of

        edition = self.edition()
        sequence, before, undone = 0, Other() if edition.folder != self.shelf else None, Other()
        standing = self.updater.standing_as_map() if self.updater is not None else {}
        if standing.get("edition") == edition.id:
            sequence = standing["sequence"]
            before = Other(title=standing["previousTitle"], built=standing["previousBuilt"])
            undone = Other(title=standing["undoneTitle"], built=standing["undoneBuilt"])
        found = Reviews(pages=0)
        with suppress(ContentError):
            found = found if edition.sample else reviews_beside(edition)
        return live_of(edition.root, language, sequence, found, before, undone)


def _has_word(title: str, query: str) -> bool:
    """Whether a word of ``title`` begins with ``query``, typed with or without accents."""
    from kiosk.content.fold import folded, plain, words_of

    begun = plain(folded(query))
    return any(plain(word).startswith(begun) for word in words_of(title))


def _by_name(listed: tuple[str, str]) -> str:
    return listed[0].casefold()
