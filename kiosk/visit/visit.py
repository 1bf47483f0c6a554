"""One patient's visit as one value and the verbs that change it; knows no window, no file and no person.

A visit begins at the attract loop and ends there: ``clear`` makes it equal to a visit just started, which
``state_hash`` proves. Pages come from a ``Book``; where the book cannot give one, the visit stays where it
is and ``fault`` says why. Every verb returns whether anything changed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, Protocol

from kiosk.content.codec import kind_of
from kiosk.content.errors import ContentError
from kiosk.content.record import record
from kiosk.content.records import PAGE_KINDS, Language, Page, Questions, Side
from kiosk.visit.letters import typed
from kiosk.visit.place import At, moved, place_of, toggled

Hand = Literal["right", "left"]

TEXT_SIZES = (1.0, 1.4, 2.0)
TRAIL_STOPS = 50
"""How far back a patient can go; older stops are forgotten."""

SLIP_QUESTIONS = 60
"""How many questions a slip holds."""

ATTRACT, LANGUAGE, SEARCH, ACCESS, SLIP = "Attract", "Language", "Search", "Access", "Slip"
_SIDES: tuple[Side, ...] = ("", "left", "right")
_START = At()
_HANDS: tuple[Hand, ...] = ("right", "left")


class Book(Protocol):
    """Where pages come from: an ``Edition``, or one that also makes sure the first picture is ready.

    ``page`` raises ``ContentError`` for what must not be shown.
    """

    @property
    def home(self) -> str: ...

    @property
    def warnings(self) -> str: ...

    @property
    def about(self) -> str: ...

    @property
    def languages(self) -> tuple[Language, ...]: ...

    def page(self, topic: str, language: Language, /) -> Page: ...


@record
class Choices:
    """What the patient set to see, read and reach better. Gone with the visit."""

    language: Language = "en"
    text_size: float = 1.0
    contrast: bool = False
    reach: bool = False
    hand: Hand = "right"
    still: bool = False
    side: Side = ""


@record
class Stop:
    """One stop of the trail: a screen, its topic (empty for the kiosk's own screens), the place in it."""

    screen: str = ATTRACT
    topic: str = ""
    at: At = _START


@record
class State:
    """All a visit holds. ``slip`` is (topic, question id) in the order ticked."""

    stop: Stop = Stop()
    trail: tuple[Stop, ...] = ()
    choices: Choices = Choices()
    slip: tuple[tuple[str, str], ...] = ()
    query: str = ""


class Visit:
    """A visit through ``book``. ``state`` is the whole of it; ``page`` is what the screen shows, or None."""

    def __init__(self, book: Book, boot: Choices | None = None) -> None:
        self._book = book
        self._boot = State(choices=boot or Choices(language=book.languages[0]))
        self.state = self._boot
        self.page: Page | None = None
        self.fault: ContentError | None = None

    # --- what is so

    @property
    def screen(self) -> str:
        return self.state.stop.screen

    @property
    def topic(self) -> str:
        return self.state.stop.topic

    @property
    def at(self) -> At:
        return self.state.stop.at

    @property
    def choices(self) -> Choices:
        return self.state.choices

    @property
    def trail(self) -> tuple[Stop, ...]:
        return self.state.trail

    @property
    def query(self) -> str:
        return self.state.query

    @property
    def slip(self) -> tuple[tuple[str, str], ...]:
        return self.state.slip

    @property
    def ticked(self) -> tuple[str, ...]:
        """The ids of the questions ticked on the page shown."""
        return tuple(question for topic, question in self.state.slip if topic == self.topic)

    @property
    def on_home(self) -> bool:
        return bool(self.topic) and self.topic == self._book.home

    @property
    def begun(self) -> bool:
        """Whether anybody is there: not at the attract loop."""
        return self.screen != ATTRACT

    @property
    def can_go_back(self) -> bool:
        return bool(self.state.trail)

    def state_hash(self) -> str:
        """A sha256 over the whole state: equal for two visits that cannot be told apart."""
        import hashlib

        page = (self.page.topic, self.page.language) if self.page else None
        return hashlib.sha256(repr((self.state, page, self.fault)).encode("utf-8")).hexdigest()

    # --- going

    def begin(self, language: Language) -> bool:
        """The patient chose a language: go home, or back to where they were, in that language."""
        if language not in self._book.languages:
            return False
        if self.screen == LANGUAGE and self.state.trail:
            self.state = replace(self.state, choices=replace(self.choices, language=language))
            return self.go_back()
        before = self.state
        self.state = replace(self.state, choices=replace(self.choices, language=language))
        if not self.go_home():
            self.state = before
            return False
        return True

    def open(self, topic: str, part: str = "") -> bool:
        """Show ``topic`` at ``part``; the place left joins the trail. The home topic starts a new trail."""
        if topic == self._book.home and not part:
            return self.go_home()
        page = self._fetch(topic)
        if page is None:
            return False
        stop = Stop(screen=_screen_of(page), topic=topic, at=place_of(page, part))
        if stop.topic == self.topic:
            return self._stand(replace(self.state, stop=stop), page)
        return self._stand(replace(self.state, stop=stop, trail=self._left_behind()), page)

    def go_back(self) -> bool:
        """The stop before this one, at the place it was left; one that can no longer be shown is skipped."""
        trail = self.state.trail
        while trail:
            stop, trail = trail[-1], trail[:-1]
            page = self._fetch(stop.topic) if stop.topic else None
            if page is not None or not stop.topic:
                return self._stand(replace(self.state, stop=stop, trail=trail), page)
        return self.go_home() if self.begun and not self.on_home else False

    def go_home(self) -> bool:
        """The home menu; the trail and what was typed are forgotten, choices and slip are kept."""
        page = self._fetch(self._book.home)
        if page is None:
            return False
        stop = Stop(screen=_screen_of(page), topic=self._book.home, at=place_of(page))
        return self._stand(replace(self.state, stop=stop, trail=(), query=""), page)

    def show_language(self) -> bool:
        return self._own(LANGUAGE)

    def show_search(self) -> bool:
        return self._own(SEARCH)

    def show_access(self) -> bool:
        return self._own(ACCESS)

    def show_slip(self) -> bool:
        """The questions ticked on any page, to show to the surgeon."""
        return self._own(SLIP)

    def show_warnings(self) -> bool:
        return bool(self._book.warnings) and self.open(self._book.warnings)

    def show_about(self) -> bool:
        return bool(self._book.about) and self.open(self._book.about)

    def clear(self) -> bool:
        """End the visit: nothing of it remains."""
        changed = self.state != self._boot
        self.state, self.page, self.fault = self._boot, None, None
        return changed

    def wipe(self) -> bool:
        """End the visit, but leave the glass as it is to read: staff stand before it until it is cleared."""
        choices = replace(self.choices, side="")
        self.clear()
        return self._chose(choices)

    # --- choosing

    def set_language(self, language: Language) -> bool:
        """The same place in another language; refused where its page cannot be shown."""
        if language not in self._book.languages or language == self.choices.language:
            return False
        before = self.state
        self.state = replace(self.state, choices=replace(self.choices, language=language))
        page = self._fetch(self.topic) if self.topic else None
        if page is None and self.topic:
            self.state = before
            return False
        self.page = page
        return True

    def set_text_size(self, size: float) -> bool:
        return size in TEXT_SIZES and self._chose(replace(self.choices, text_size=float(size)))

    def set_contrast(self, on: bool) -> bool:
        return self._chose(replace(self.choices, contrast=bool(on)))

    def set_reach(self, on: bool) -> bool:
        return self._chose(replace(self.choices, reach=bool(on)))

    def set_hand(self, hand: str) -> bool:
        return hand in _HANDS and self._chose(replace(self.choices, hand=hand))

    def set_still(self, on: bool) -> bool:
        return self._chose(replace(self.choices, still=bool(on)))

    def set_side(self, side: str) -> bool:
        return side in _SIDES and self._chose(replace(self.choices, side=side))

    def choose(self, name: str, value: object) -> bool:
        """Move within the page: ``name`` is a field of ``At``. What makes no sense here changes nothing.

        The slip, the settings and what was found have no page; they are turned by ``more`` all the same.
        """
        turned = self.screen in (SLIP, SEARCH, ACCESS) and name == "more"
        return (self.page is not None or turned) and self._move(moved(self.at, self.page, name, value))

    def toggle_layer(self, layer: str) -> bool:
        return self.page is not None and self._move(toggled(self.at, self.page, layer))

    def tick(self, question: str) -> bool:
        """Put a question of the page shown on the slip, or take it off again."""
        if not isinstance(self.page, Questions):
            return False
        if not any(question == each.id for group in self.page.groups for each in group.questions):
            return False
        mark, slip = (self.topic, question), self.state.slip
        if mark in slip:
            self.state = replace(self.state, slip=tuple(each for each in slip if each != mark))
        elif len(slip) < SLIP_QUESTIONS:
            self.state = replace(self.state, slip=(*slip, mark))
        else:
            return False
        return True

    def take_off(self, topic: str, question: str) -> bool:
        """Take a question off the slip, from wherever the slip is shown."""
        left = tuple(each for each in self.state.slip if each != (topic, question))
        changed = left != self.state.slip
        self.state = replace(self.state, slip=left)
        return changed

    def type(self, letter: str) -> bool:
        return self._typed(typed(self.query, letter))

    def erase(self) -> bool:
        return self._typed(self.query[:-1])

    def clear_query(self) -> bool:
        return self._typed("")

    # --- inside

    def _fetch(self, topic: str) -> Page | None:
        try:
            page = self._book.page(topic, self.choices.language)
        except ContentError as fault:
            self.fault = fault
            return None
        self.fault = None
        return page

    def _own(self, screen: str) -> bool:
        if self.screen == screen:
            return False
        return self._stand(replace(self.state, stop=Stop(screen=screen), trail=self._left_behind()), None)

    def _left_behind(self) -> tuple[Stop, ...]:
        """The trail with the stop being left; the attract loop and the settings leave none."""
        stop, trail = self.state.stop, self.state.trail
        passing = stop.screen in (ATTRACT, LANGUAGE, ACCESS)
        return trail if passing else (*trail, stop)[-TRAIL_STOPS:]

    def _stand(self, state: State, page: Page | None) -> bool:
        changed = state != self.state
        self.state, self.page = state, page
        return changed

    def _move(self, at: At) -> bool:
        return self._stand(replace(self.state, stop=replace(self.state.stop, at=at)), self.page)

    def _chose(self, choices: Choices) -> bool:
        return self._stand(replace(self.state, choices=choices), self.page)

    def _typed(self, query: str) -> bool:
        if self.screen != SEARCH or query == self.query:
            return False
        return self._stand(replace(self.state, query=query, stop=Stop(screen=SEARCH)), None)


def _screen_of(page: Page) -> str:
    return PAGE_KINDS[kind_of(page)].__name__
