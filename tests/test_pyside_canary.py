"""The pinned PySide6 keeps its references: 6.12.0 aborts on Python 3.11 after some thousand such calls."""

from __future__ import annotations

import subprocess
import sys

CANARY = """
import sys
from PySide6.QtCore import Property, QCoreApplication, QObject, Signal, Slot


class Bird(QObject):
    sang = Signal(object)

    def __init__(self):
        super().__init__()
        self.heard = 0

    @Slot(object)
    def listen(self, note):
        self.heard += 1

    @Property(bool)
    def awake(self):
        return True

    @Property("QVariant")
    def song(self):
        return None


application = QCoreApplication([])
bird = Bird()
bird.sang.connect(bird.listen)
before = [sys.getrefcount(None), sys.getrefcount(True)]
for turn in range(50_000):
    bird.sang.emit(None)
    bird.sang.emit(True)
    assert bird.property("awake") is True
    assert bird.property("song") is None
after = [sys.getrefcount(None), sys.getrefcount(True)]
assert bird.heard == 100_000, bird.heard
lost = [b - a for a, b in zip(after, before)]
assert max(lost) < 100, f"references to None and True lost: {lost}"
print("still singing")
"""


def test_two_hundred_thousand_calls_across_the_border_lose_no_reference() -> None:
    done = subprocess.run([sys.executable, "-c", CANARY], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout.strip()) == (0, "still singing"), done.stderr[-2000:]


def test_the_installed_pyside_is_the_pinned_one() -> None:
    from importlib.metadata import version

    assert version("PySide6-Essentials") == "6.11.3"
