"""Asks at the terminal: yes or no, or a secret, unseen or from a pipe; keeps no secret and shows none."""

from __future__ import annotations

import getpass
import sys

from kiosk.cli.ends import Fault, Misuse


def asked(what: str) -> str:
    """A secret typed once. Raises ``Fault`` where none was given, ``Misuse`` where nobody can be asked."""
    if sys.stdin is None:
        raise Misuse(f"there is no terminal to ask for the {what}")
    if sys.stdin.isatty():
        found = getpass.getpass(f"{what[:1].upper()}{what[1:]}: ")
    else:
        found = sys.stdin.readline().rstrip("\r\n")
    if not found:
        raise Fault(f"no {what} was given. Nothing was changed")
    return found


def agrees(question: str) -> bool:
    """Whether a person at the terminal says yes; asked again until it is yes or no. Raises ``Fault``."""
    while True:
        try:
            answer = input(f"{question} (y/n) ").strip().lower()
        except EOFError:
            raise Fault("nobody answered. Nothing was changed") from None
        if answer in ("y", "yes", "n", "no"):
            return answer.startswith("y")


def asked_twice(what: str) -> str:
    """A secret typed twice, or the first two lines of a pipe. Raises ``Fault`` and ``Misuse``."""
    first = asked(what)
    if asked(f"{what} again" if sys.stdin.isatty() else what) != first:
        raise Fault(f"the {what} was not the same twice. Nothing was changed; start again")
    return first
