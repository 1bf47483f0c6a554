"""Asks: yes or no, or a secret, unseen, from a pipe or from a file; keeps no secret and shows none."""

from __future__ import annotations

import getpass
import os
import stat
import sys
from pathlib import Path

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


def passphrase_in(file: Path) -> str:
    """The passphrase in ``file``. Raises ``Fault`` for no text and, as ssh does, where others may read it."""
    about = file.stat()
    if os.name == "posix" and stat.S_ISREG(about.st_mode):  # a pipe has no mode that tells anything
        # a group may have been chosen by somebody else who owns it: root, for a service
        closed = 0o077 if about.st_uid == os.getuid() else 0o007
        if about.st_mode & closed:
            mode = stat.S_IMODE(about.st_mode)
            raise Fault(f"{file}: others may read or change it (mode {mode:03o}); run: chmod 600 {file}")
    try:
        return file.read_text("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise Fault(f"{file}: not a text; write the passphrase into it, and nothing else") from None
