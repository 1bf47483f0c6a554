"""What the corner's pages say, as plain maps in one language; opens no file and knows no screen.

Numbers of usage stay as honest as ``Counts`` gives them: a day of 1 to 4 is told as that range, and a sum
over days as the least and the most it can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kiosk.content.days import day_in, moment_in
from kiosk.content.record import record
from kiosk.content.records import Language
from kiosk.staff.counts import FEW, Series
from kiosk.staff.jobs import Light, Live, Looked, Other, light_of
from kiosk.staff.words import fill, words_in

_TODO = {
    "clock": "todoClock",
    "sample": "todoSample",
    "content": "todoContent",
    "reviews": "todoReviews",
}


@record
class Sum:
    """A sum of numbers: at least ``low``, at most ``high``; they are one where every day is shown."""

    low: int = 0
    high: int = 0

    def words(self, between: str) -> str:
        """As people read it; ``between`` joins two numbers: ``{n} to {count}``."""
        if self.low == self.high:
            return str(self.low)
        return f"<{FEW}" if self.high < FEW else fill(between, n=self.low, count=self.high)


def sum_of(series: Series) -> Sum:
    """All days of one name together."""
    shown = sum(bar.count for bar in series.bars)
    hidden = sum(bar.few for bar in series.bars)
    return Sum(low=shown + hidden, high=shown + (FEW - 1) * hidden)


def light_told(items: Iterable[Looked], language: Language) -> dict[str, Any]:
    """The health light as ``{word, colour, title, lines: [{title, todo, detail, state}]}``."""
    seen = list(items)
    light: Light = light_of(seen)
    words = words_in(language)
    wrong = sorted(
        (item for item in seen if item.state != "ok"), key=lambda item: (item.state == "warning", item.name)
    )
    lines = []
    for item in wrong:
        title = words.get(f"item{item.name.capitalize()}", words["itemOther"])
        detail = f"{item.name}: {item.message}" + (f". {item.remedy}" if item.remedy else "")
        todo = words[_TODO.get(item.name, "todoOther")]
        lines.append(
            {"title": title, "todo": todo, "detail": fill(words["detail"], n=detail), "state": item.state}
        )
    return {"word": light.word, "colour": light.colour, "title": words[light.word], "lines": lines}


def live_told(live: Live, language: Language) -> list[dict[str, str]]:
    """What is live, as ``{label, value}`` in the order people ask for it; what nobody told is left out."""
    words = words_in(language)
    found = live.reviews
    if not found.whole:
        checked = fill(words["liveSome"], n=found.checked, count=found.pages)
    elif found.until:
        checked = fill(words["liveUntil"], date=day_in(language, found.until))
    else:
        checked = words["liveUnknown"]

    def named(one: Other | None, none: str = "") -> str:
        if one is None:
            return ""
        told = fill(words["titleBuilt"], title=one.title, date=moment_in(language, one.built))
        return told if one.title else none

    rows = [
        ("liveTitle", live.title),
        ("liveReview", words["liveSample"] if live.sample else checked),
        ("liveBuilt", moment_in(language, live.built)),
        ("liveBefore", named(live.before, words["liveNone"])),
        ("liveUndone", named(live.undone)),
        ("liveName", live.edition),
        ("liveSequence", str(live.sequence or "")),
    ]
    return [{"label": words[key], "value": value} for key, value in rows if value]


def read_told(
    opened: Sequence[Series], title: Callable[[str], str], language: Language
) -> list[dict[str, Any]]:
    """What is read, the most first: ``{name, words, share, solid}``; shares are of the longest bar."""
    sums = [(series.name, sum_of(series)) for series in opened]
    most = max((each.high for _, each in sums), default=0)
    between = words_in(language)["countsRange"]
    rows = [(-each.high, title(name), each) for name, each in sums]
    return [
        {"name": name, "words": each.words(between), "share": each.high / most, "solid": each.low / most}
        for _, name, each in sorted(rows, key=lambda row: row[:2])
        if most
    ]


def stopped_told(
    opened: Sequence[Series],
    completed: Sequence[Series],
    ends: Callable[[str], bool],
    title: Callable[[str], str],
    language: Language,
) -> list[dict[str, Any]]:
    """Where people stop: how many of those who opened a page with an end came to it, the fewest first.

    A page whose numbers are all under 5 says nothing of how many stopped, and is left out.
    """
    done = {series.name: sum_of(series) for series in completed}
    words = words_in(language)
    rows = []
    for series in opened:
        began = sum_of(series)
        if began.high < FEW or not ends(series.name):
            continue
        came = done.get(series.name, Sum())
        told = fill(
            words["countsOf"], n=came.words(words["countsRange"]), count=began.words(words["countsRange"])
        )
        share = min(1.0, came.high / began.high)
        rows.append((share, title(series.name), told))
    return [{"name": name, "words": told, "share": 1.0, "solid": share} for share, name, told in sorted(rows)]
