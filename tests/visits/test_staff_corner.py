"""The staff corner by real touches: every ten-second job, and that nothing of a visit is seen there."""

from __future__ import annotations

import random

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent

from kiosk.content.fold import words_of
from kiosk.content.records import Questions
from kiosk.staff.door import OPEN_SECONDS
from kiosk.staff.jobs import CLEANING_SECONDS, FINGERS_HOLD_SECONDS, SHOWING_SECONDS
from tests.visits.nurse import Nurse
from tests.visits.patient import COUNTDOWN, QUIET


def questions_of(nurse: Nurse) -> str:
    """The topic of a page of questions."""
    topics = nurse.kiosk.glass.edition_shown.topics()
    return next(topic for topic, entry in topics if entry.kind == "questions")


def busy(nurse: Nurse) -> str:
    """A visit with something of everything, on a page of questions; returns that page."""
    glass, topic = nurse.kiosk.glass, questions_of(nurse)
    nurse.starts("es")
    glass.showSearch()
    glass.type("q")
    glass.open(topic)
    page = nurse.page
    assert isinstance(page, Questions)
    glass.tick(page.groups[0].questions[0].id)
    glass.setSide("left")
    glass.setTextSize(1.4)
    assert nurse.visit.slip
    return topic


def test_the_corner_opens_on_a_glass_that_is_wiped(nurse: Nurse) -> None:
    busy(nurse)
    nurse.enters()
    now = nurse.visit.state
    assert (now.stop.topic, now.trail, now.slip, now.query, now.choices.side) == ("", (), (), "", "")
    assert (now.choices.language, now.choices.text_size) == ("es", 1.4), "it is read as the keypad was"
    nurse.taps("staff.leave")
    nurse.looks()
    assert nurse.place == ""
    assert nurse.visit.state_hash() == nurse.boot


def test_the_corner_left_alone_closes(nurse: Nurse) -> None:
    nurse.enters()
    nurse.passes(OPEN_SECONDS - 5)
    nurse.goes_to("health")
    nurse.passes(OPEN_SECONDS - 5)
    assert nurse.place == "corner", "a touch is a sign of life"
    nurse.passes(10)
    assert (nurse.place, nurse.screen) == ("", "Attract")
    assert nurse.visit.state_hash() == nurse.boot


def test_reset_now_clears_and_goes_back_to_the_waiting_screen(nurse: Nurse) -> None:
    busy(nurse)
    nurse.enters()
    nurse.taps("staff.reset")
    nurse.looks()
    assert (nurse.place, nurse.screen) == ("", "Attract")
    assert nurse.visit.state_hash() == nurse.boot
    assert nurse.sees("attract.start")


# --- cleaning --------------------------------------------------------------------------------------------


def cleans(nurse: Nurse) -> None:
    nurse.enters()
    nurse.goes_to("clean")
    assert nurse.place == "cleaning"


def test_the_countdown_is_read_in_the_language_of_the_corner(nurse: Nurse) -> None:
    busy(nurse)
    cleans(nurse)
    nurse.looks()
    assert nurse.reads("cleaning.title") == "Limpie la pantalla ahora"
    assert nurse.visit.slip == ()
    nurse.passes(CLEANING_SECONDS)
    assert nurse.visit.state_hash() == nurse.boot


def test_a_glass_that_is_cleaned_ignores_every_touch_and_key(nurse: Nurse) -> None:
    cleans(nurse)
    before, chance = nurse.visit.state, random.Random(7)
    wide, tall = nurse.kiosk.pane.width(), nurse.kiosk.pane.height()
    for _ in range(200):
        nurse.clock.seconds += 0.1
        first, then = (QPointF(chance.uniform(0, wide), chance.uniform(0, tall)) for _ in range(2))
        nurse.finger.drag(first, then) if chance.random() < 0.5 else nurse.finger.tap(first)
        for key in (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape):
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key.value, Qt.KeyboardModifier.NoModifier)
                QCoreApplication.sendEvent(nurse.kiosk.pane, event)
    assert (nurse.place, nurse.visit.state) == ("cleaning", before)
    nurse.looks()
    assert 8 <= int(nurse.reads("cleaning.left")) <= 11
    nurse.passes(12)
    assert (nurse.place, nurse.screen) == ("", "Attract")
    nurse.looks()
    nurse.starts("en")


def test_two_fingers_at_rest_end_the_cleaning(nurse: Nurse) -> None:
    cleans(nurse)
    one, two = QPointF(300, 400), QPointF(500, 400)
    nurse.finger.press(one)
    nurse.passes(2 * FINGERS_HOLD_SECONDS)
    nurse.finger.lift(one)
    assert nurse.place == "cleaning", "one finger may be a cloth"
    nurse.finger.press(one, two)
    nurse.passes(FINGERS_HOLD_SECONDS / 2)
    nurse.finger.move(one + QPointF(90, 0), two + QPointF(90, 0))
    nurse.passes(FINGERS_HOLD_SECONDS * 0.75)
    assert nurse.place == "cleaning", "two that move may be a cloth"
    nurse.passes(FINGERS_HOLD_SECONDS / 2)
    assert nurse.place == ""
    nurse.finger.lift(one + QPointF(90, 0), two + QPointF(90, 0))
    assert nurse.screen == "Attract", "the fingers that ended it do nothing more"


def test_a_cloth_still_on_the_glass_when_the_time_is_up_does_nothing(nurse: Nurse) -> None:
    cleans(nurse)
    spot = QPointF(300, 300)
    nurse.finger.press(spot)
    nurse.passes(CLEANING_SECONDS + 1)
    assert nurse.place == ""
    nurse.finger.lift(spot)
    assert nurse.screen == "Attract"
    nurse.looks()
    nurse.starts("en")


# --- one page shown --------------------------------------------------------------------------------------


def shows(nurse: Nurse) -> str:
    topic = busy(nurse)
    nurse.enters()
    nurse.goes_to("show")
    nurse.taps(f"staff.page.{topic}")
    nurse.looks()
    assert (nurse.place, nurse.topic) == ("", topic)
    return topic


def test_a_page_shown_is_fresh_and_stays_while_nobody_is_there(nurse: Nurse) -> None:
    topic = shows(nurse)
    assert (nurse.visit.slip, nurse.visit.trail, nurse.visit.choices.side) == ((), (), "")
    assert nurse.page.language == "es", "in the language it was asked in"
    for _ in range(20):
        nurse.passes(QUIET)
        assert nurse.kiosk.glass.vigil.left == 0
    assert nurse.topic == topic
    nurse.passes(SHOWING_SECONDS - 20 * QUIET + 1)
    nurse.passes(QUIET + COUNTDOWN + 1)
    assert nurse.screen == "Attract", "let go after half an hour"
    assert nurse.visit.state_hash() == nurse.boot


def test_a_visitor_at_the_page_shown_is_forgotten_and_the_page_comes_back(nurse: Nurse) -> None:
    topic = shows(nurse)
    shown = nurse.visit.state
    nurse.taps(nurse.names("question.")[0])
    assert nurse.visit.slip
    nurse.passes(QUIET + 1)
    assert nurse.kiosk.glass.vigil.left > 0, "whoever touched the page may have gone"
    nurse.passes(COUNTDOWN)
    assert (nurse.topic, nurse.visit.state) == (topic, shown)
    nurse.passes(QUIET + COUNTDOWN + 1)
    assert nurse.topic == topic, "and it stays again"


def test_a_page_shown_ends_when_staff_say_so(nurse: Nurse) -> None:
    topic = shows(nurse)
    nurse.enters()
    nurse.taps("staff.leave")
    assert nurse.topic == topic, "leaving the corner leaves it there"
    nurse.enters()
    nurse.goes_to("show")
    nurse.taps("staff.stopShowing")
    nurse.taps("staff.leave")
    assert nurse.visit.state_hash() == nurse.boot
    shows(nurse)
    nurse.enters()
    nurse.taps("staff.reset")
    assert nurse.visit.state_hash() == nurse.boot


# --- looking round ---------------------------------------------------------------------------------------


def test_every_page_of_the_corner_is_reached_and_left_in_both_languages(nurse: Nurse) -> None:
    nurse.enters()
    for page in ("health", "live", "updates", "counts", "show"):
        nurse.goes_to(page)
        title = nurse.reads("staff.title")
        nurse.taps("staff.language")
        nurse.gets_an_answer()
        assert nurse.reads("staff.title") != title
        assert nurse.reads("staff.band") == "Para el personal"
        nurse.taps("staff.language")
        nurse.taps("staff.back")
        nurse.gets_an_answer()
    assert nurse.reads("staff.title") == "What do you need?"


def test_the_health_light_says_what_is_wrong_and_what_to_do(nurse: Nurse) -> None:
    nurse.kiosk.glass.fault("page discs: altered since it was installed")
    nurse.enters()
    nurse.goes_to("health")
    assert nurse.reads("health.word") == "Something is wrong"
    light = nurse.kiosk.corner.property("light").toVariant()
    assert light["lines"][0]["title"] == "A page or a picture is damaged"
    assert light["lines"][0]["todo"] == "Bring in the content again."


def test_a_page_is_found_by_its_letters(nurse: Nurse) -> None:
    nurse.enters()
    nurse.goes_to("show")
    nurse.taps("staff.find")
    for letter in "dis":
        nurse.taps(f"staff.key.{letter}")
    nurse.looks()
    found = nurse.names("staff.found.")
    assert found
    nurse.taps(found[0])
    nurse.looks()
    assert found[0] == f"staff.found.{nurse.topic}"


def test_pages_with_such_a_name_are_found_before_those_that_speak_of_it(nurse: Nurse) -> None:
    behind, finder = nurse.kiosk.behind, nurse.kiosk.glass.finder
    both = 0
    for query in ("d", "dis", "ste", "b"):
        titles = [each["title"] for each in behind.topics(finder, query, "en")]
        named = [any(word.startswith(query) for word in words_of(title)) for title in titles]
        assert named == sorted(named, reverse=True), titles
        both += 0 < sum(named) < len(named)
    assert both, "some query finds both kinds"


def test_looking_for_a_page_says_what_to_do_and_that_there_is_none(nurse: Nurse) -> None:
    nurse.enters()
    nurse.goes_to("show")
    nurse.taps("staff.find")
    nurse.looks()
    assert nurse.reads("staff.line") == "Touch the first letters of a name or a word"
    for letter in "xx":
        nurse.taps(f"staff.key.{letter}")
    nurse.looks()
    assert nurse.reads("staff.line") == "No page has these letters"
    nurse.taps("staff.key.erase")
    nurse.taps("staff.key.erase")
    nurse.looks()
    assert nurse.reads("staff.line") == "Touch the first letters of a name or a word"
