"""One start: from the settings to the glass, until the kiosk is told to end; composes no kiosk itself."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSocketNotifier, QtMsgType, qInstallMessageHandler, qVersion
from PySide6.QtGui import QGuiApplication

import kiosk.ui  # noqa: F401  before all that PySide6 would read the source of
from kiosk import __version__
from kiosk.app import Kiosk, window_size
from kiosk.content.edition import Choice, choose_edition
from kiosk.content.errors import NoEdition
from kiosk.content.records import Language
from kiosk.machine import crash, paths
from kiosk.machine.crash import CrashReports
from kiosk.machine.ladder import Ladder
from kiosk.machine.log import begin as begin_log
from kiosk.machine.notify import Supervisor, supervisor_of
from kiosk.options import RunOptions
from kiosk.ui.view import Glassware, load_fonts

if TYPE_CHECKING:
    from kiosk.ui.safe import SafePage
    from kiosk.ui.view import View

logger = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

UNSOUND = 2
"""How a kiosk ends in which fault followed on fault: as one that cannot do what it was asked."""


def run(options: RunOptions) -> int:
    """Run the kiosk until it is told to end; 0 when it ended well. Raises ``NoWindow``.

    Where no edition can be shown the safe page stands until one can. A fault in a slot is kept, and the last
    good page stays; after several within a minute a kiosk that somebody starts again ends.
    """
    versions = {"lamina": __version__, "python": sys.version.split()[0], "qt": qVersion()}
    with crash.reported(paths.state_folder(), "kiosk", versions) as reports:
        return _run(options, reports)


def _run(options: RunOptions, reports: CrashReports) -> int:
    supervisor, ladder = supervisor_of(os.environ), Ladder(paths.state_folder())
    ladder.begin(options.candidates)
    log = begin_log("kiosk", options.settings.log_folder)
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    for name in ("QT_IM_MODULE", "QT_IM_MODULES"):  # no keyboard but the kiosk's own
        os.environ.pop(name, None)
    if window_size(options.settings) is None:
        # Qt would draw one itself on Wayland, with buttons that lead out.
        os.environ["QT_WAYLAND_DISABLE_WINDOWDECORATION"] = "1"
    qInstallMessageHandler(_log_qt)
    application = QGuiApplication.instance() or QGuiApplication(["lamina"])
    application = cast(QGuiApplication, application)
    application.setQuitOnLastWindowClosed(True)
    signals = _SignalsEndIt(application)
    if supervisor.address:
        reports.unsound = lambda: application.exit(UNSOUND)
    choice, safe = _choice(options, supervisor, ladder)
    if choice is None:
        ladder.ended()
        signals.close()
        return 0
    kiosk = Kiosk(choice.edition, options.settings, ladder=ladder)
    log.edition = lambda: kiosk.glass.edition_shown.id
    logger.info("started with the %s edition", choice.name)
    kiosk.reports = reports
    kiosk.begin_minute()
    kiosk.glass.health += [*options.faults, *(f"{name} edition: {why}" for name, why in choice.passed_over)]
    if options.language:
        kiosk.glass.begin(cast(Language, options.language))
    kiosk.pane.begun.connect(_end_of_start)
    kiosk.pane.begun.connect(kiosk.find_pages)
    kiosk.pane.begun.connect(kiosk.count)
    kiosk.pane.begun.connect(lambda: kiosk.follow(options))
    kiosk.pane.begun.connect(lambda: kiosk.measure(choice.name))
    if safe is not None:
        kiosk.pane.begun.connect(safe.let_go)
    kiosk.pane.begun.connect(lambda: _tell_of_screen(kiosk.pane))
    if supervisor.address:
        from kiosk.ui.heartbeat import Heartbeat

        Heartbeat(kiosk.pane, supervisor, kiosk.unfit, lambda: f"shows {kiosk.glass.edition_shown.id}")
    kiosk.pane.appear()
    code = application.exec()
    supervisor.stopping()
    if code == 0:
        ladder.ended()
    signals.close()
    kiosk.close()
    logger.info("ended with %d", code)
    return code


def _choice(
    options: RunOptions, supervisor: Supervisor, ladder: Ladder
) -> tuple[Choice | None, SafePage | None]:
    """What to show, None where the kiosk was told to end, and the safe page that stood until then."""
    try:
        return choose_edition(ladder.fit(options.candidates)), None
    except NoEdition as fault:
        logger.error("no edition can be shown: %s", fault)
    from kiosk.ui.heartbeat import Heartbeat
    from kiosk.ui.safe import SafePage
    from kiosk.ui.screen import ScreenTold

    load_fonts()
    settings = options.settings
    glassware = Glassware(settings.panel_inches, window_size(settings))
    safe = SafePage(glassware, settings, lambda: choose_edition(ladder.fit(options.find())), options.file)
    ladder.shows("")
    heartbeat = Heartbeat(safe, supervisor, str, lambda: "no content can be shown: the safe page stands")
    screen = ScreenTold(safe, paths.state_folder())
    choice = safe.stand()
    screen.stop()
    heartbeat.stop()
    if choice is None:
        safe.let_go()
    return choice, safe


def _tell_of_screen(window: View) -> None:
    """Made after the first frame, which is not to wait for it."""
    from kiosk.ui.screen import ScreenTold

    ScreenTold(window, paths.state_folder())


def _end_of_start() -> None:
    """What a start made stays: it is left out of every later look for garbage."""
    gc.freeze()


class _SignalsEndIt:
    """SIGTERM and SIGINT end the event loop; Python alone would hear them only between Qt's events."""

    def __init__(self, application: QGuiApplication) -> None:
        self._heard, self._told = _wire()
        os.set_blocking(self._told, False)
        self._before = signal.set_wakeup_fd(self._told, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        self._notifier = QSocketNotifier(self._heard, QSocketNotifier.Type.Read)
        # `quit` would ask the window first, and a kiosk's window refuses to close.
        self._notifier.activated.connect(lambda *_: application.exit(0))

    def close(self) -> None:
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        os.close(self._heard)
        os.close(self._told)


def _wire() -> tuple[int, int]:
    """Where signals are heard, and where they are told."""
    if os.name != "nt":
        return os.pipe()
    import socket  # its constants take four milliseconds, and only Windows wants one here

    heard, told = socket.socketpair()
    return heard.detach(), told.detach()


def _log_qt(kind: QtMsgType, context: object, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
