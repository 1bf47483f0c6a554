"""The staff corner as QML reads it: which of its pages is up, what the page says, its jobs; draws nothing.

The corner opens on a glass that is wiped: staff see nothing of a visit but the name of the page it stood
on, which they saw when they held the door. Whatever leaves the corner clears the glass again. What takes
longer than a moment (health, what is live, the counts) is asked on a thread of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QJSEngine, QJSValue, QmlElement

from kiosk.ui.answers import Answers
from kiosk.ui.behind import Behind, Usage
from kiosk.ui.door import StaffDoor
from kiosk.ui.glass import Glass
from kiosk.ui.values import ValuesToTell
from kiosk.visit.letters import typed

if TYPE_CHECKING:
    from kiosk.staff.jobs import Corner
    from kiosk.ui.updater import Updater

QML_IMPORT_NAME = "Lamina.Glass"
QML_IMPORT_MAJOR_VERSION = 1

SHOWN = "a page shown by staff"
"""What the idle watch is told stands there on purpose."""


@QmlElement
class StaffCorner(QObject):
    """The corner behind ``door``, before ``glass``. ``behind`` gives what its pages tell.

    ``place`` is what lies over the glass: "", "keypad", "corner" or "cleaning".
    """

    placeChanged = Signal()
    pageChanged = Signal()
    wordsChanged = Signal()
    leftChanged = Signal()
    toldChanged = Signal()
    updatesChanged = Signal()

    def __init__(
        self, engine: QJSEngine, glass: Glass, door: StaffDoor, behind: Behind, clock: Callable[[], float]
    ) -> None:
        super().__init__()
        self._values = ValuesToTell(engine)
        self._glass = glass
        self._door = door
        self._behind = behind
        self._clock = clock
        self._jobs: Corner | None = None
        self._page = "jobs"
        self._trail: list[str] = []
        self._turn = 0
        self._chosen = self._stood = self._query = ""
        self._usage = Usage()
        self._answers = Answers(self)
        self._answers.changed.connect(self.toldChanged)
        self._showing_now = False
        self._shown_in = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        door.changed.connect(self.placeChanged)
        door.opened.connect(self._enter)
        door.closed.connect(self._left)
        glass.choicesChanged.connect(self._reworded)
        glass.ended.connect(self._after)
        glass.pageChanged.connect(self._relive)
        for changed in (glass.pageChanged, glass.atChanged, glass.slipChanged, glass.searchChanged):
            changed.connect(self._stirred)

    def close_for_good(self) -> None:
        """Let go of everything of the engine."""
        self._answers.forget()
        self._timer.stop()
        self._door.close_for_good()
        self._values.close()

    # --- what is so ----------------------------------------------------------------------------------

    @property
    def waiting(self) -> int:
        """How many answers are still to come."""
        return self._answers.waiting

    @property
    def cleaning(self) -> bool:
        """Whether touches are to be ignored."""
        return self._jobs is not None and self._jobs.job == "cleaning"

    def _place(self) -> str:
        if self.cleaning:
            return "cleaning"
        state = self._door.stands
        return "corner" if state == "open" else "keypad" if state in ("asking", "checking") else ""

    place = Property(str, _place, notify=placeChanged)
    page = Property(str, lambda self: self._page, notify=pageChanged)
    canGoBack = Property(bool, lambda self: bool(self._trail), notify=pageChanged)
    turn = Property(int, lambda self: self._turn, notify=pageChanged)
    chosen = Property(str, lambda self: self._chosen, notify=pageChanged)
    query = Property(str, lambda self: self._query, notify=pageChanged)
    left = Property(int, lambda self: self._jobs.left if self._jobs else 0, notify=leftChanged)

    def _words(self) -> QJSValue:
        from kiosk.staff.words import words_in

        language = self._glass.visit.choices.language
        return self._values.value("words", language, lambda: words_in(language))

    def _topics(self) -> QJSValue:
        key = (self._glass.edition_shown.root_sha256, self._language, self._query)
        finder, language, query = self._glass.finder, self._language, self._query
        return self._values.value("topics", key, lambda: self._behind.topics(finder, query, language))

    def _shown(self) -> QJSValue:
        """The page the visit stood on, and the one staff show now, as ``{stood, showing}``."""
        showing = self._jobs.topic if self._jobs else ""
        named, language = self._behind.named, self._language
        told = {"stood": named(self._stood, language), "showing": named(showing, language)}
        return self._values.value("shown", told, lambda: told)

    def _updates(self) -> QJSValue:
        told = self._behind.updates(self._language)
        return self._values.value("updates", told, lambda: told)

    words = Property(QJSValue, _words, notify=wordsChanged)
    topics = Property(QJSValue, _topics, notify=pageChanged)
    shown = Property(QJSValue, _shown, notify=pageChanged)
    light = Property(QJSValue, lambda self: self._tell("light"), notify=toldChanged)
    live = Property(QJSValue, lambda self: self._tell("live"), notify=toldChanged)
    reading = Property(QJSValue, lambda self: self._tell("reading"), notify=toldChanged)
    outlets = Property(QJSValue, lambda self: self._tell("outlets"), notify=toldChanged)
    saved = Property(str, lambda self: self._answers.get("saved") or "", notify=toldChanged)
    updates = Property(QJSValue, _updates, notify=updatesChanged)

    # --- verbs ---------------------------------------------------------------------------------------

    @Slot(str)
    @Slot(str, str)
    def go(self, page: str, chosen: str = "") -> None:
        self._trail.append(self._page)
        self._stand(page, chosen)

    @Slot()
    def goBack(self) -> None:
        if self._trail:
            self._stand(self._trail.pop())

    @Slot(int)
    def turnTo(self, turn: int) -> None:
        self._turn = max(0, turn)
        self.pageChanged.emit()

    @Slot()
    def leave(self) -> None:
        self._door.close()

    @Slot()
    def resetNow(self) -> None:
        self._do(lambda jobs: jobs.reset_now())

    @Slot()
    def clean(self) -> None:
        self._do(lambda jobs: jobs.clean())

    @Slot(str)
    def show(self, topic: str) -> None:
        """Hold ``topic`` on the glass, in the language the corner is read in."""
        self._shown_in = self._language
        self._do(lambda jobs: jobs.show(topic))

    @Slot()
    def stopShowing(self) -> None:
        self._do(lambda jobs: jobs.ended())
        self.pageChanged.emit()

    @Slot(str)
    def type(self, letter: str) -> None:
        self._search(typed(self._query, letter))

    @Slot()
    def erase(self) -> None:
        self._search(self._query[:-1])

    @Slot()
    def clearQuery(self) -> None:
        self._search("")

    @Slot(str)
    def choosePlot(self, what: str) -> None:
        """Which numbers: "read" or "end"."""
        self._plot(self._usage.of(what))

    @Slot(int)
    def chooseDays(self, days: int) -> None:
        self._plot(self._usage.over(days))

    @Slot(int)
    def save(self, outlet: int) -> None:
        """Write the counts to this place of ``outlets``."""
        behind, language = self._behind, self._language
        self._answers.ask("saved", lambda: behind.save(outlet, language))

    @Slot()
    def lookForContent(self) -> None:
        if self._behind.updater is not None:
            self._behind.updater.look()

    @Slot(str)
    def install(self, offer: str) -> None:
        if self._behind.updater is not None:
            self._behind.updater.install(offer)
            self.goBack()

    @Slot()
    def cancelInstall(self) -> None:
        if self._behind.updater is not None:
            self._behind.updater.cancel()

    @Slot()
    def undo(self) -> None:
        """Show what was shown before this edition."""
        if self._behind.updater is not None:
            self._behind.updater.goBack()
            self.goBack()

    # --- for the window and the app ------------------------------------------------------------------

    def follow(self, updater: Updater) -> None:
        """Show from now on what the updater's side of this kiosk tells."""
        self._behind.updater = updater
        for name in ("reachable", "offers", "progress", "standing", "message"):
            getattr(updater, f"{name}Changed").connect(self.updatesChanged)
        updater.standingChanged.connect(self._relive)
        self.updatesChanged.emit()

    def fingers(self, down: int, moved: bool) -> None:
        """So many fingers are on the glass while it is cleaned."""
        if self._jobs is not None and self.cleaning:
            self._pass(self._jobs.fingers(down, moved))

    @Slot()
    def look(self) -> None:
        """Do what time has brought."""
        if self._jobs is not None:
            cleaned = self.cleaning
            self._pass(self._jobs.look() and cleaned)

    # --- inside --------------------------------------------------------------------------------------

    @property
    def _language(self) -> Any:
        return self._glass.visit.choices.language

    def _enter(self) -> None:
        from kiosk.staff.jobs import Corner

        if self._jobs is None:
            self._jobs = Corner(self._door.door, self._clock)
        self._stood = self._glass.visit.topic
        self._glass.end("staff", wipe=True)
        self._answers.forget()
        self._usage = Usage()
        self._trail.clear()
        self._stand("jobs")

    def _left(self) -> None:
        """The door has closed: the glass is cleared, and a page that staff show stands there."""
        self._stood = self._query = self._chosen = ""
        self._answers.forget()
        if self._behind.updater is not None:
            self._behind.updater.forget()
        self._glass.end("staff", wipe=self.cleaning)
        self._show_page()
        self._follow()

    def _pass(self, cleaned: bool) -> None:
        """Time has passed; ``cleaned`` when it ended the cleaning, which is read as the corner was."""
        if cleaned:
            self._glass.end("staff")
        self._follow()

    def _do(self, job: Callable[[Corner], bool]) -> None:
        if self._jobs is not None:
            job(self._jobs)
            self._door.look()  # a job closes the door behind it
            self._follow()

    def _follow(self) -> None:
        """Tell how the jobs stand, and look again when time will change something."""
        if self._jobs is None:
            return
        if self._jobs.job != "showing":
            self._glass.vigil.idle.done(SHOWN)
            self._glass.vigil.look()
        self.placeChanged.emit()
        self.leftChanged.emit()
        due = self._jobs.due_in
        if due == float("inf"):
            self._timer.stop()
        else:
            self._timer.start(int(due * 1000) + 5)

    def _show_page(self) -> None:
        """Put the page that staff show on the waiting glass; it stands there until somebody touches it."""
        if self._jobs is None or self._jobs.job != "showing":
            return
        self._showing_now = True
        self._glass.setLanguage(self._shown_in)
        if self._glass.show(self._jobs.topic):
            self._glass.vigil.idle.play(SHOWN)
            self._glass.vigil.look()
        else:
            self._jobs.ended()
        self._showing_now = False

    def _stirred(self) -> None:
        """Somebody uses the page shown: from now on they are a visitor, who may go without a word."""
        if not self._showing_now and self._jobs is not None and self._jobs.job == "showing":
            self._glass.vigil.idle.done(SHOWN)
            self._glass.vigil.look()

    def _after(self, reason: str) -> None:
        """A visit was cleared: the page that staff show comes back, unless somebody wanted it gone."""
        if self._jobs is None or self._jobs.job != "showing":
            return
        if reason == "quiet":
            self._show_page()
        elif reason == "ended":
            self._jobs.ended()
            self._follow()

    def _stand(self, page: str, chosen: str = "") -> None:
        self._page, self._chosen, self._turn, self._query = page, chosen, 0, ""
        self._answers.drop("saved")
        self.pageChanged.emit()
        self.toldChanged.emit()
        behind, language = self._behind, self._language
        if page in ("jobs", "health"):
            self._answers.ask("light", lambda: behind.light(language))
        elif page == "live":
            self._relive()
        elif page == "counts":
            self._plot(self._usage)
        elif page == "save":
            self._answers.ask("outlets", lambda: behind.outlets(language))

    def _relive(self) -> None:
        """Tell anew what is live to staff who read it: another edition may have come onto the glass."""
        behind, language = self._behind, self._language
        if self._page == "live" and self._door.stands == "open":
            self._answers.ask("live", lambda: behind.live(language))

    def _plot(self, usage: Usage) -> None:
        self._usage, self._turn = usage, 0
        behind, language = self._behind, self._language
        self._answers.ask("reading", lambda: behind.reading(usage, language))

    def _search(self, query: str) -> None:
        self._query, self._turn = query, 0
        self.pageChanged.emit()

    def _reworded(self) -> None:
        """The language is another: what is told is asked again."""
        self.wordsChanged.emit()
        self.updatesChanged.emit()
        if self._door.stands == "open":
            self._stand(self._page, self._chosen)

    def _tell(self, name: str) -> QJSValue:
        told = self._answers.get(name)
        return self._values.value(name, told, lambda: {} if told is None else told)
