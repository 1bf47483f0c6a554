from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content.records import PAGE_KINDS, Side
from kiosk.visit.letters import QUERY_LETTERS, letters, typed
from kiosk.visit.place import At
from kiosk.visit.visit import ACCESS, ATTRACT, LANGUAGE, SEARCH, SLIP, TRAIL_STOPS, Choices, Visit
from kiosk.visit.words import resolve
from tests.visit.shelf import Shelf, said


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def visit(shelf: Shelf) -> Visit:
    begun = Visit(shelf)
    assert begun.begin("en")
    return begun


def shown_in(visit: Visit) -> str:
    return visit.page.language if visit.page else ""


def layers_of(visit: Visit) -> list[str]:
    return list(visit.at.layers)


def ticked_on(visit: Visit) -> list[str]:
    return list(visit.ticked)


def test_a_visit_starts_at_the_attract_loop_with_nothing_chosen(shelf: Shelf) -> None:
    visit = Visit(shelf)
    assert (visit.screen, visit.begun, visit.can_go_back, visit.page) == (ATTRACT, False, False, None)
    assert visit.choices == Choices()


def test_one_tap_on_a_language_leads_home(shelf: Shelf) -> None:
    visit = Visit(shelf)
    visit.show_language()
    assert visit.screen == LANGUAGE and not visit.can_go_back
    visit.begin("es")
    assert visit.on_home and visit.page is not None and visit.page.language == "es" and not visit.can_go_back


def test_every_page_kind_has_its_own_screen(visit: Visit, shelf: Shelf) -> None:
    seen = {visit.screen for topic in shelf.topics if visit.open(topic) or True}
    assert seen == {record.__name__ for record in PAGE_KINDS.values()}


def test_back_returns_to_the_very_place_that_was_left(visit: Visit) -> None:
    visit.open("steps", "bone")
    visit.choose("frame", 1)
    left = visit.at
    visit.open("article")
    visit.choose("card", 2)
    assert visit.go_back() and (visit.topic, visit.at) == ("steps", left)
    assert visit.go_back() and visit.on_home and not visit.can_go_back
    assert visit.go_back() is False


def test_home_forgets_the_trail_and_keeps_the_choices(visit: Visit) -> None:
    visit.set_text_size(2)
    visit.open("article")
    visit.open("questions")
    visit.tick("q1")
    visit.open("home")
    assert not visit.can_go_back and visit.choices.text_size == 2 and visit.slip == (("questions", "q1"),)


def test_a_question_is_taken_off_the_slip_from_the_slip_itself(visit: Visit) -> None:
    visit.open("questions")
    visit.tick("q1")
    assert visit.show_slip() and visit.screen == SLIP
    assert visit.choose("more", 2) and visit.at.more == 2, "the slip is turned"
    assert not visit.choose("region", "q1"), "and nothing else is chosen on it"
    assert not visit.take_off("article", "q1")
    assert visit.take_off("questions", "q1") and visit.slip == ()
    assert visit.go_back() and visit.topic == "questions"


def test_changing_the_language_never_loses_the_place(visit: Visit) -> None:
    visit.open("steps", "close")
    visit.choose("frame", 1)
    before = visit.state.stop
    assert visit.set_language("es")
    assert visit.state.stop == before and shown_in(visit) == "es"
    visit.show_language()
    visit.begin("en")
    assert visit.state.stop == before and shown_in(visit) == "en"


def test_the_same_page_at_another_part_leaves_no_second_stop(visit: Visit) -> None:
    visit.open("steps")
    visit.open("steps", "close")
    assert visit.at.step == 2 and len(visit.trail) == 1


def test_settings_and_search_are_left_by_back(visit: Visit) -> None:
    visit.open("article")
    for show in (visit.show_access, visit.show_search, visit.show_language):
        assert show() and not show()
        visit.go_back()
        if visit.screen == SEARCH:
            visit.go_back()
        assert visit.topic == "article"
    assert visit.screen != ACCESS


def test_the_trail_is_not_endless(visit: Visit) -> None:
    for number in range(3 * TRAIL_STOPS):
        visit.open(("article", "steps")[number % 2])
    assert len(visit.trail) == TRAIL_STOPS


def test_a_page_that_cannot_be_shown_leaves_the_last_good_one(visit: Visit, shelf: Shelf) -> None:
    visit.open("article")
    before, page = visit.state, visit.page
    for topic in ("nowhere", "steps"):
        assert _torn(shelf, "steps", lambda topic=topic: visit.open(topic)) is False  # type: ignore[misc]
        assert visit.state == before and visit.page is page and visit.fault is not None


def test_back_skips_a_page_that_can_no_longer_be_shown(visit: Visit, shelf: Shelf) -> None:
    visit.open("article")
    visit.open("steps")
    visit.open("time")
    assert _torn(shelf, "steps", visit.go_back) and visit.topic == "article"


def test_a_language_whose_page_is_broken_is_refused_on_the_spot(visit: Visit, shelf: Shelf) -> None:
    visit.open("article")
    assert _torn(shelf, "article", lambda: visit.set_language("es")) is False
    assert visit.choices.language == "en" and visit.page is not None


def test_a_visit_does_not_begin_on_a_home_that_is_broken(shelf: Shelf) -> None:
    visit = Visit(shelf)
    before = visit.state
    assert _torn(shelf, "home", lambda: visit.begin("es")) is False and visit.state == before


def _torn(shelf: Shelf, topic: str, act: Callable[[], bool]) -> bool:
    shelf.torn.add(topic)
    try:
        return act()
    finally:
        shelf.torn.discard(topic)


@pytest.mark.parametrize(
    ("topic", "part", "at"),
    [
        ("article", "why", At(card=1)),
        ("article", "no such part", At()),
        ("steps", "close", At(step=2)),
        ("time", "drive", At(phase="p0", row="drive")),
        ("time", "p2", At(phase="p2")),
        ("compare", "b", At(column=1)),
        ("compare", "bone", At(row="bone")),
        ("nerves", "L4", At(row="L4")),
        ("glossary", "lamina", At(row="lamina", letter="L")),
        ("questions", "after", At(card=1)),
        ("warnings", "visit", At(card=2)),
        ("diagram", "", At(view="side", layers=("bone", "discs"))),
        ("diagram", "behind", At(view="behind", layers=("bone", "discs"))),
        ("diagram", "L4.body", At(view="behind", region="L4.body", layers=("bone", "discs"))),
        ("diagram", "L5.root", At(view="behind", region="L5.root", layers=("bone", "discs", "nerves"))),
    ],
)
def test_a_link_opens_its_page_at_its_part(visit: Visit, topic: str, part: str, at: At) -> None:
    visit.open(topic, part)
    assert visit.at == at


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("step", 99, 2),
        ("step", -1, 0),
        ("step", 1.0, 1),
        ("step", True, 0),
        ("step", "1", 0),
        ("step", float("nan"), 0),
    ],
)
def test_a_count_stays_within_its_page(visit: Visit, name: str, value: object, kept: int) -> None:
    visit.open("steps")
    visit.choose(name, value)
    assert visit.at.step == kept


def test_the_pairs_of_an_article_are_cards_after_its_sections(visit: Visit) -> None:
    visit.open("article")
    visit.choose("card", 99)
    last = visit.at.card
    visit.open("article", "pair2")
    assert visit.at.card == last
    visit.open("article", "pair1")
    assert visit.at.card == last - 1 > 0


@pytest.mark.parametrize(
    "change", [("region", "nothing"), ("bogus", 1), ("layers", "bone"), ("__class__", 1), ("sources", 1)]
)
def test_a_place_that_makes_no_sense_changes_nothing(visit: Visit, change: tuple[str, object]) -> None:
    visit.open("diagram")
    before = visit.state
    assert visit.choose(*change) is False and visit.state == before


def test_a_new_step_starts_fresh(visit: Visit) -> None:
    visit.open("steps")
    visit.choose("frame", 1)
    visit.choose("sources", True)
    visit.choose("step", 1)
    assert visit.at == At(step=1)


def test_what_is_said_of_a_part_begins_at_its_beginning(visit: Visit) -> None:
    visit.open("diagram")
    visit.choose("region", "L4.body")
    visit.choose("more", 2)
    visit.choose("region", "L4.body")
    assert (visit.at.region, visit.at.more) == ("L4.body", 2)
    visit.choose("region", "")
    assert (visit.at.region, visit.at.more) == ("", 0)


def test_a_layer_is_shown_and_hidden_and_bone_stays(visit: Visit) -> None:
    visit.open("diagram")
    assert visit.toggle_layer("nerves") and layers_of(visit) == ["bone", "discs", "nerves"]
    assert visit.toggle_layer("discs") and layers_of(visit) == ["bone", "nerves"]
    assert not visit.toggle_layer("bone") and not visit.toggle_layer("no such layer")


def test_a_question_is_ticked_and_unticked_on_its_own_page_only(visit: Visit) -> None:
    assert visit.tick("q1") is False
    visit.open("questions")
    assert visit.tick("q1") and visit.tick("q3") and ticked_on(visit) == ["q1", "q3"]
    assert visit.tick("q1") and ticked_on(visit) == ["q3"]
    assert visit.tick("no such question") is False
    visit.open("article")
    assert ticked_on(visit) == [] and visit.slip == (("questions", "q3"),)


def test_letters_are_typed_on_the_search_screen_only(visit: Visit) -> None:
    assert visit.type("A") is False
    visit.show_search()
    for letter in ("d", "i", " ", " ", "ñ", "\u202e", "ab", "", "<"):
        visit.type(letter)
    assert visit.query == "DI Ñ"
    visit.erase()
    assert visit.query == "DI "
    visit.open("article")
    visit.go_back()
    assert visit.query == "DI ", "back to the results"
    visit.go_home()
    assert visit.query == ""


def test_a_query_has_an_end() -> None:
    query = ""
    for _ in range(100):
        query = typed(query, "A")
    assert len(query) == QUERY_LETTERS


def test_the_pad_has_an_ene_in_spanish_after_n() -> None:
    assert len(letters("en")) == 26 and "".join(letters("es"))[12:17] == "MNÑOP"


@pytest.mark.parametrize(
    ("side", "text"), [("", "One side."), ("left", "Your left side."), ("right", "Your right side.")]
)
def test_a_sentence_is_worded_for_the_side_chosen(side: Side, text: str) -> None:
    assert resolve(said("a"), side) == text
    assert resolve(replace(said("a"), left="", right=""), side) == "One side."


ACTS: tuple[Callable[[Visit, random.Random], object], ...] = (
    lambda visit, chance: visit.begin(chance.choice(("en", "es"))),
    lambda visit, chance: visit.open(
        chance.choice([*Shelf().topics, "nowhere"]), chance.choice(("", "why", "L4", "bone"))
    ),
    lambda visit, chance: visit.go_back(),
    lambda visit, chance: visit.go_home(),
    lambda visit, chance: visit.show_language(),
    lambda visit, chance: visit.show_search(),
    lambda visit, chance: visit.show_access(),
    lambda visit, chance: visit.show_warnings(),
    lambda visit, chance: visit.show_about(),
    lambda visit, chance: visit.set_language(chance.choice(("en", "es"))),
    lambda visit, chance: visit.set_text_size(chance.choice((1, 1.4, 2, 3))),
    lambda visit, chance: visit.set_contrast(chance.random() < 0.5),
    lambda visit, chance: visit.set_reach(chance.random() < 0.5),
    lambda visit, chance: visit.set_hand(chance.choice(("left", "right", "both"))),
    lambda visit, chance: visit.set_still(chance.random() < 0.5),
    lambda visit, chance: visit.set_side(chance.choice(("", "left", "right"))),
    lambda visit, chance: visit.choose(
        chance.choice(("step", "card", "view", "region", "phase", "more", "sources")),
        chance.choice((0, 1, 2, "behind", "L4.body", "p1", True)),
    ),
    lambda visit, chance: visit.toggle_layer(chance.choice(("discs", "nerves"))),
    lambda visit, chance: visit.tick(f"q{chance.randrange(4)}"),
    lambda visit, chance: visit.type(chance.choice("ABC ñ")),
)


@given(st.integers(0, 2**32))
@settings(max_examples=1000, deadline=None)
def test_after_any_visit_nothing_of_it_remains(seed: int) -> None:
    chance = random.Random(seed)
    shelf = Shelf()
    visit = Visit(shelf)
    boot = visit.state_hash()
    for _ in range(chance.randrange(1, 60)):
        chance.choice(ACTS)(visit, chance)
        if visit.topic:
            assert visit.page is not None and visit.page.topic == visit.topic
        assert visit.on_home is (visit.topic == "home") and len(visit.trail) <= TRAIL_STOPS
    visit.clear()
    assert visit.state_hash() == boot == Visit(shelf).state_hash()
    assert vars(visit) == vars(Visit(shelf)) | {"_book": shelf}, "not even outside the state"


def test_the_hash_tells_any_two_different_visits_apart(shelf: Shelf) -> None:
    seen = set()
    visit = Visit(shelf)
    for act in (
        lambda: None,
        lambda: visit.begin("en"),
        lambda: visit.set_side("left"),
        visit.show_search,
        lambda: visit.type("A"),
        lambda: visit.open("questions"),
        lambda: visit.tick("q1"),
        lambda: visit.choose("card", 1),
        lambda: visit.set_language("es"),
    ):
        act()
        seen.add(visit.state_hash())
    assert len(seen) == 9
