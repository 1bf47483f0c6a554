"""A patient's whole visit by real touches on a real window, on the content that ships."""

from __future__ import annotations

import time

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app import Kiosk
from kiosk.content.edition import Edition
from kiosk.content.records import Article, Menu
from kiosk.machine.settings import Settings
from tests.visits.patient import COUNTDOWN, QUIET, Patient

KINDS = {
    "Menu",
    "Article",
    "Diagram",
    "Walkthrough",
    "Timeline",
    "Comparison",
    "Glossary",
    "Questions",
    "Warnings",
}


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_door_leads_to_its_page_and_back(patient: Patient, language: str) -> None:
    patient.starts(language)
    seen: set[str] = set()
    walk(patient, seen, depth=3)
    assert seen >= KINDS
    assert not patient.kiosk.glass.health
    patient.waits(QUIET + COUNTDOWN + 1)
    assert patient.visit.state_hash() == patient.boot


def walk(patient: Patient, seen: set[str], depth: int) -> None:
    """Through each door of the menu, and each of theirs, to the end of an article, and back by the rail."""
    page, here = patient.page, patient.topic
    seen.add(patient.screen)
    if isinstance(page, Article) and page.next and here not in seen:
        seen.add(here)
        patient.reads_to_the_end()
        assert patient.page.language == patient.visit.choices.language
        seen.add(patient.screen)
        patient.taps("rail.back")
        assert patient.topic == here
    if not isinstance(page, Menu) or not depth:
        return
    for door in page.doors:
        patient.goes(door.topic)
        card = patient.visit.trail[-1].at.more
        assert patient.page.language == patient.visit.choices.language
        walk(patient, seen, depth - 1)
        patient.taps("rail.back")
        assert (patient.topic, patient.visit.at.more) == (here, card), "back is the card of doors one left"


def test_the_warning_signs_are_one_tap_away_and_back_is_where_one_was(patient: Patient) -> None:
    patient.starts("en")
    patient.goes("operations", "hemilaminectomy")
    patient.reads_to_the_end()
    patient.goes_on("step.next")
    patient.taps("rail.warnings")
    assert patient.screen == "Warnings"
    patient.taps("rail.back")
    assert (patient.topic, patient.visit.at.step) == ("hemilaminectomy-steps", 1)


def test_the_language_changes_in_place(patient: Patient) -> None:
    patient.starts("en")
    patient.goes("operations", "hemilaminectomy")
    patient.reads_to_the_end()
    patient.goes_on("step.next")
    patient.taps("rail.language")
    assert (patient.topic, patient.page.language, patient.visit.at.step) == ("hemilaminectomy-steps", "es", 1)
    patient.taps("rail.language")
    assert patient.page.language == "en"


@pytest.mark.parametrize(("language", "word"), [("en", "bone"), ("es", "hueso")])
def test_a_word_typed_finds_a_page(patient: Patient, language: str, word: str) -> None:
    patient.starts(language)
    patient.taps("rail.search")
    for letter in [*word, "erase", *word[-1]]:
        patient.taps(f"key.{letter}")
    assert patient.reads("search.query").lower() == word
    found = patient.names("result.")
    assert found
    patient.taps(found[0])
    assert found[0].startswith(f"result.{patient.topic}")
    assert patient.screen != "Search"
    patient.taps("rail.back")
    assert (patient.screen, patient.visit.query.lower()) == ("Search", word)
    patient.taps("key.clear")
    assert not patient.visit.query
    patient.taps("rail.home")
    assert patient.topic == "home"


def test_what_was_found_is_turned_by_cards_and_begins_anew_with_each_letter(patient: Patient) -> None:
    patient.starts("es")
    patient.taps("rail.search")
    for letter in "dolor":
        patient.taps(f"key.{letter}")
    patient.looks()
    found = patient.names("result.")
    patient.taps("cards.more")
    patient.looks()
    turned = patient.names("result.")
    assert turned and not set(turned) & set(found)
    patient.taps("key.erase")
    patient.taps("key.r")
    patient.looks()
    assert patient.names("result.") == found
    for letter in "xq":
        patient.taps(f"key.{letter}")
    patient.looks()
    assert not patient.names("result.") and not patient.sees("cards.more")
    patient.taps("key.clear")
    for letter in "niño":
        patient.taps(f"key.{letter}")
    assert patient.reads("search.query") == "NIÑO"
    assert patient.names("result.")


def test_what_makes_reading_and_reaching_easier_is_chosen_by_touch(patient: Patient) -> None:
    patient.starts("es")
    patient.taps("rail.access")
    assert patient.screen == "Access"
    for name, value in [("contrast", "true"), ("still", "true"), ("hand", "left"), ("textSize", "1.4")]:
        patient.taps(f"access.{name}.{value}")
    patient.taps("access.reach.true")
    now = patient.visit.choices
    assert (now.contrast, now.still, now.hand, now.text_size, now.reach) == (True, True, "left", 1.4, True)
    patient.taps("rail.back")
    assert patient.topic == "home", "the choices leave no stop in the trail"
    patient.taps("rail.textSize")
    assert patient.visit.choices.text_size == 2
    patient.waits(QUIET + COUNTDOWN + 1)
    assert patient.visit.state_hash() == patient.boot


def test_a_question_of_the_waiting_screen_opens_its_answer(patient: Patient) -> None:
    asked = patient.kiosk.glass.edition_shown.attract[0]
    patient.taps("attract.question")
    assert patient.topic == asked.topic


def test_a_button_of_the_waiting_screen_starts_at_once(patient: Patient) -> None:
    patient.taps("attract.startOther")
    assert (patient.topic, patient.page.language) == ("home", "es")


# --- when nobody is there ------------------------------------------------------------------------------


def busy(patient: Patient) -> None:
    """A visit with something of everything, left alone until it is asked whether anybody is there."""
    patient.starts("es")
    patient.taps("rail.textSize")
    patient.goes("prepare", "questions-to-ask")
    patient.taps(patient.names("question.")[0])
    assert patient.visit.slip
    patient.taps("rail.search")
    patient.taps("key.s")
    patient.waits(QUIET + 1)
    assert patient.sees("idle.stay")


def test_when_the_countdown_runs_out_nothing_of_the_visit_remains(patient: Patient) -> None:
    busy(patient)
    patient.waits(COUNTDOWN)
    assert patient.screen == "Attract"
    assert patient.visit.state_hash() == patient.boot
    patient.starts("es")
    patient.taps("rail.search")
    assert patient.reads("search.query") == ""


def test_a_tap_anywhere_else_only_wakes(patient: Patient) -> None:
    busy(patient)
    before = patient.visit.state
    patient.taps("rail.home")
    assert patient.visit.state == before
    assert not patient.sees("idle.stay")
    patient.taps("rail.home")
    assert patient.topic == "home"


def test_i_am_still_here_keeps_the_visit_at_the_first_tap(patient: Patient) -> None:
    busy(patient)
    before = patient.visit.state
    patient.taps("idle.stay")
    assert patient.visit.state == before
    assert not patient.sees("idle.stay")
    patient.waits(QUIET - 2)
    assert not patient.sees("idle.stay"), "the quiet time starts anew"


def test_clear_it_now_clears_at_the_first_tap(patient: Patient) -> None:
    busy(patient)
    patient.taps("idle.clear")
    assert patient.screen == "Attract"
    assert patient.visit.state_hash() == patient.boot
    assert not patient.sees("idle.stay")


@pytest.mark.long
def test_idle_wipes_everything_in_real_time(qtbot: QtBot, edition: Edition) -> None:
    kiosk = Kiosk(edition, Settings(size=(1920, 1080), idle_seconds=QUIET, countdown_seconds=COUNTDOWN))
    kiosk.pane.appear()
    glass = kiosk.glass
    boot = glass.visit.state_hash()
    glass.begin("es")
    start = time.monotonic()
    qtbot.waitUntil(lambda: glass.vigil.left == COUNTDOWN, timeout=(QUIET + 2) * 1000)
    assert time.monotonic() - start == pytest.approx(QUIET, abs=1.5)
    qtbot.waitUntil(lambda: glass.visit.screen == "Attract", timeout=(COUNTDOWN + 2) * 1000)
    assert time.monotonic() - start == pytest.approx(QUIET + COUNTDOWN, abs=1.5)
    assert glass.visit.state_hash() == boot
    kiosk.close()
