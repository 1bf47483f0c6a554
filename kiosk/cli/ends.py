"""How a command ends: its exit code, and one line on standard error; knows no command.

::

    Ended
    ├── Misuse      the command line cannot be read; ends with 64
    ├── Fault       a command cannot do what it was asked; ends with 2
    └── NotYet      a command was better not done as things are, and says how to insist; ends with 1
"""

from __future__ import annotations

import sys
from typing import ClassVar

OK, FINDINGS, FAULT, MISUSE = 0, 1, 2, 64


class Ended(Exception):
    """A command that ends here; its text is the one line that says what and what to do."""

    code: ClassVar[int] = FAULT


class Misuse(Ended):
    """The command line cannot be read."""

    code = MISUSE


class Fault(Ended):
    """A command cannot do what it was asked."""


class NotYet(Ended):
    """A command was better not done as things are; the line says what to do first, and how to insist."""

    code = FINDINGS


def say(message: object) -> None:
    """One line on standard error, whatever the message holds."""
    print(f"lamina: {' '.join(str(message).split())}", file=sys.stderr, flush=True)
