"""What is counted of a visit: each page once, its end once, and nothing that anybody typed or chose."""

from __future__ import annotations

import pytest

from kiosk.content.edition import Edition
from kiosk.staff.counts import dwell_of
from kiosk.ui.tally import Tally
from kiosk.visit.place import last_of
from kiosk.visit.visit import Visit
from tests.ui.conftest import Clock

Noted = list[tuple[str, str]]


class Reader:
    """A visit whose every change is tallied."""

    def __init__(self, edition: Edition, clock: Clock) -> None:
        self.visit = Visit(edition)
        self.noted: Noted = []
        self.clock = clock
        self.tally = Tally(lambda what, name: self.noted.append((what, name)), dwell_of, clock)

    def does(self, verb: str, *values: object, after: float = 1) -> None:
        self.clock.seconds += after
        getattr(self.visit, verb)(*values)
        self.tally.seen(self.visit)


@pytest.fixture
def reader(small: Edition, clock: Clock) -> Reader:
    return Reader(small, clock)


def test_a_page_counts_once_a_visit_however_often_it_is_gone_back_to(reader: Reader) -> None:
    reader.does("begin", "en")
    reader.does("open", "steps")
    reader.does("go_home")
    reader.does("open", "steps")
    reader.does("go_back")
    assert reader.noted == [("opened", "home"), ("opened", "steps")]
    reader.tally.ends(reader.visit, "ended")
    reader.visit.clear()
    reader.does("begin", "en")
    reader.does("open", "steps")
    assert reader.noted.count(("opened", "steps")) == 2


def test_a_page_is_completed_when_its_last_place_is_reached(reader: Reader) -> None:
    reader.does("begin", "en")
    reader.does("open", "steps")
    last = last_of(reader.visit.page)
    assert last is not None
    for step in range(1, last.step):
        reader.does("choose", "step", step)
    assert ("completed", "steps") not in reader.noted
    reader.does("choose", "step", last.step)
    reader.does("choose", "step", 0)
    reader.does("choose", "step", last.step)
    assert reader.noted.count(("completed", "steps")) == 1


def test_how_a_visit_ends_is_told_with_its_language_and_its_length(reader: Reader) -> None:
    reader.does("begin", "es")
    reader.does("open", "steps", after=100)
    reader.clock.seconds += 120
    reader.tally.ends(reader.visit, "quiet")
    assert reader.noted[-3:] == [("language", "es"), ("dwell", "1 to 3 min"), ("reset", "quiet")]


def test_nobody_there_is_no_visit(reader: Reader) -> None:
    reader.tally.ends(reader.visit, "staff")
    reader.tally.seen(reader.visit)
    assert reader.noted == []


def test_nothing_typed_or_chosen_is_noted(reader: Reader, small: Edition) -> None:
    reader.does("begin", "en")
    reader.does("show_search")
    for letter in "CANARY":
        reader.does("type", letter)
    reader.does("set_side", "left")
    reader.does("set_text_size", 2.0)
    questions = next(topic for topic, entry in small.topics() if entry.kind == "questions")
    reader.does("open", questions)
    reader.tally.ends(reader.visit, "ended")
    names = {name for _, name in reader.noted}
    assert names <= {"home", questions, "en", "ended", *(topic for topic, _ in small.topics()), "under 1 min"}


def test_a_page_of_one_place_or_of_no_order_has_no_end(small: Edition) -> None:
    kinds = {entry.kind: small.page(topic, "en") for topic, entry in small.topics()}
    for kind in ("menu", "diagram", "glossary"):
        assert last_of(kinds[kind]) is None
    assert last_of(None) is None
