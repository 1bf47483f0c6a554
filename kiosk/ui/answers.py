"""What takes longer than a moment to tell, asked on a thread of its own; knows nothing of what is asked."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

logger = logging.getLogger(__name__)


class Answers(QObject):
    """The last answer to each question, by name. ``changed`` is told in the thread of this object."""

    changed = Signal()
    _found = Signal(int, str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: dict[str, Any] = {}
        self._asked = 0
        self._newest: dict[str, int] = {}
        self.waiting = 0
        """How many answers are still to come."""
        self._found.connect(self._take)

    def get(self, name: str) -> Any:
        """The answer, or None where there is none yet."""
        return self._told.get(name)

    def ask(self, name: str, make: Callable[[], Any]) -> None:
        """Have ``make`` called on a thread, and its answer kept.

        It is not where all is forgotten meanwhile, or the same is asked again: a slow answer may come last.
        """
        self.waiting += 1
        self._asked += 1
        self._newest[name] = self._asked
        threading.Thread(target=self._answer, args=(self._asked, name, make), name=name, daemon=True).start()

    def drop(self, name: str) -> None:
        """Forget the answer to one question."""
        self._told.pop(name, None)

    def forget(self) -> None:
        """Forget all, and what is still to come."""
        self._told.clear()
        self._newest.clear()

    def _answer(self, asked: int, name: str, make: Callable[[], Any]) -> None:
        try:
            answer = make()
        except Exception:  # a page that cannot tell is still a page; what was asked is not logged
            logger.error("%s cannot be told", name, exc_info=True)
            answer = {}
        try:
            self._found.emit(asked, name, answer)
        except RuntimeError:  # the kiosk is gone meanwhile
            return

    def _take(self, asked: int, name: str, answer: object) -> None:
        self.waiting -= 1
        if asked == self._newest.get(name):
            self._told[name] = answer
            self.changed.emit()
