"""The interface's side of the updater: what QML reads of it and asks it; installs nothing and knows no TUF.

It speaks over a local socket that Qt watches, so the window never waits. Where nobody answers, ``reachable``
is false, everything stays as it was last told, and it tries again, ever less often.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Property, QByteArray, QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtQml import QJSEngine, QJSValue

from kiosk.ui.updates_as_maps import DONE, ended_as_map, offer_as_map, progress_as_map, standing_as_map
from kiosk.ui.values import ValuesToTell
from kiosk.updates.sentences import told
from kiosk.updates.wire import (
    MESSAGE_BYTES,
    Lines,
    Message,
    Offered,
    Progress,
    Request,
    Said,
    Standing,
    Unreadable,
    Verb,
    line_of,
    plain,
    read_message,
)

FIRST_TRY_MS = 500
LAST_TRY_MS = 60_000
"""A try to reach the updater follows the one before after a wait that doubles between these."""


class Updater(QObject):
    """See the module. ``speak`` says in which language; ``reach`` begins, ``close`` ends.

    ``installed`` tells an edition that this kiosk's staff asked for; ``switched`` any other edition than the
    one told before, with whether staff asked for it here; ``away`` each try that found nobody.
    """

    reachableChanged = Signal()
    offersChanged = Signal()
    progressChanged = Signal()
    standingChanged = Signal()
    messageChanged = Signal()
    installed = Signal(str)
    switched = Signal(str, bool)
    away = Signal()

    def __init__(self, engine: QJSEngine, address: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told = ValuesToTell(engine)
        self._address = address
        self._lines = Lines(MESSAGE_BYTES)
        self._language = "en"
        self._offers: tuple[Offered, ...] = ()
        self._progress = Progress()
        self._last: Said | None = None
        self._number = 0
        self._asked: dict[int, Verb] = {}
        self._wait = FIRST_TRY_MS
        self._closed = False
        self.now = Standing()
        """What the updater last told of itself."""
        self._socket = QLocalSocket(self)
        self._socket.readyRead.connect(self._read)
        self._socket.connected.connect(self._found)
        self._socket.disconnected.connect(self._lost)
        self._socket.stateChanged.connect(self._look_at_state)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.reach)

    # --- what is so ----------------------------------------------------------------------------------

    @property
    def is_reachable(self) -> bool:
        return self._socket.state() == QLocalSocket.LocalSocketState.ConnectedState

    def _get_offers(self) -> QJSValue:
        told = self._offers, self.now.edition, self.now.undone, self._language
        return self._told.value("offers", told, self.offers_as_maps)

    def _get_progress(self) -> QJSValue:
        return self._told.value("progress", self._progress, self.progress_as_map)

    def _get_standing(self) -> QJSValue:
        return self._told.value("standing", (self.now, self._language), self.standing_as_map)

    reachable = Property(bool, lambda self: self.is_reachable, notify=reachableChanged)
    offers = Property(QJSValue, _get_offers, notify=offersChanged)
    busy = Property(bool, lambda self: self.now.busy, notify=standingChanged)
    progress = Property(QJSValue, _get_progress, notify=progressChanged)
    message = Property(str, lambda self: self.ended_as_map()["message"], notify=messageChanged)
    standing = Property(QJSValue, _get_standing, notify=standingChanged)

    @property
    def offered(self) -> tuple[Offered, ...]:
        """What all places offer, the best first."""
        return self._offers

    def offers_as_maps(self) -> list[dict[str, Any]]:
        """The offers as QML reads them, texts in the language of the visit."""
        return [offer_as_map(one, self.now, self._language) for one in self._offers]

    def progress_as_map(self) -> dict[str, Any]:
        """What goes on: ``share`` is from 0 to 1."""
        return progress_as_map(self._progress)

    def standing_as_map(self) -> dict[str, Any]:
        """What is shown and when it was looked for another, texts in the language of the visit."""
        return standing_as_map(self.now, self._language)

    def ended_as_map(self) -> dict[str, Any]:
        """How the last thing asked ended, as ``kiosk.ui.updates_as_maps.ended_as_map`` has it."""
        return ended_as_map(self._last, self._offers, self._language)

    # --- verbs ---------------------------------------------------------------------------------------

    @Slot()
    def look(self) -> None:
        """Look at every stick and server now."""
        self._ask(Request(verb="look"))

    @Slot(str)
    def install(self, offer: str) -> None:
        """Install the offer with this id; what is shown stays until all of it is here."""
        self._ask(Request(verb="install", offer=offer))

    @Slot()
    def cancel(self) -> None:
        """End what goes on; what is shown stays."""
        self._ask(Request(verb="cancel"))

    @Slot()
    def goBack(self) -> None:
        """Show the edition before this one again."""
        self._ask(Request(verb="go_back"))

    def forget(self) -> None:
        """Tell no more how the last thing ended: whoever asked it has left."""
        self._last = None
        self.messageChanged.emit()

    # --- for the app ---------------------------------------------------------------------------------

    def speak(self, language: str) -> None:
        """Tell everything in ``language`` from now on."""
        if language == self._language:
            return
        self._language = language
        self.offersChanged.emit()
        self.standingChanged.emit()
        self.messageChanged.emit()

    def confirm(self, edition: str) -> None:
        """This edition has run well for a while."""
        self._ask(Request(verb="confirm", edition=edition), quiet=True)

    def give_up(self, edition: str, why: str) -> None:
        """This edition cannot be shown: the one before it must be."""
        self._ask(Request(verb="give_up", edition=edition, why=plain(why)[:400]), quiet=True)

    @Slot()
    def reach(self) -> None:
        """Try to reach the updater now; free where it is reached."""
        self._again.stop()
        if self._socket.state() == QLocalSocket.LocalSocketState.UnconnectedState:
            self._socket.connectToServer(self._address)

    def close(self) -> None:
        """Let go of the updater, which goes on, and of everything of the engine."""
        if self._closed:
            return
        self._closed = True
        self._again.stop()
        self._socket.disconnected.disconnect(self._lost)
        self._socket.stateChanged.disconnect(self._look_at_state)
        self._socket.abort()
        self._told.close()

    # --- inside --------------------------------------------------------------------------------------

    def _ask(self, request: Request, quiet: bool = False) -> None:
        if not self.is_reachable:
            if not quiet:
                self._say(told("away", good=False))
            return
        self._number += 1
        if not quiet:
            self._asked[self._number] = request.verb
        self._socket.write(QByteArray(line_of(replace(request, number=self._number))))

    def _found(self) -> None:
        self._wait, self._lines = FIRST_TRY_MS, Lines(MESSAGE_BYTES)
        self.reachableChanged.emit()

    def _lost(self) -> None:
        self._asked.clear()
        if self._progress.what:
            self._progress = Progress()
            self.progressChanged.emit()
        self.reachableChanged.emit()

    def _look_at_state(self, state: QLocalSocket.LocalSocketState) -> None:
        """A try that found nobody ends unconnected, as a connection that was lost does."""
        if state == QLocalSocket.LocalSocketState.UnconnectedState:
            self._later()
            self.away.emit()

    def _later(self) -> None:
        if not self._again.isActive():
            self._again.start(self._wait)
            self._wait = min(2 * self._wait, LAST_TRY_MS)

    def _read(self) -> None:
        try:
            for line in self._lines.feed(bytes(self._socket.readAll().data())):
                self._hear(read_message(line))
        except Unreadable:
            self._socket.abort()  # an updater of another version: tried again later

    def _hear(self, message: Message) -> None:
        if message.offers is not None and message.offers != self._offers:
            self._offers = message.offers
            self.offersChanged.emit()
        if message.progress is not None and message.progress != self._progress:
            self._progress = message.progress
            self.progressChanged.emit()
        if message.standing is not None:
            self._stands(message.standing)
        if message.result is not None:
            verb = self._asked.pop(message.number, None)
            if verb is not None:
                self._say(message.result)
            if verb in ("install", "go_back") and message.result.good:
                self.installed.emit(self.now.edition)

    def _stands(self, standing: Standing) -> None:
        before, self.now = self.now, standing
        if standing.edition != before.edition and self._last is not None and self._last.key in DONE:
            self.forget()  # it is not so any more
        if standing != before:
            self.standingChanged.emit()
        if standing.edition and (standing.edition, standing.switch) != (before.edition, before.switch):
            asked = any(verb in ("install", "go_back") for verb in self._asked.values())
            self.switched.emit(standing.edition, asked)

    def _say(self, one: Said) -> None:
        self._last = one
        self.messageChanged.emit()
