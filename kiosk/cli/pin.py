"""The command ``pin``: sets the PIN of the staff door; never shows it, and keeps only its hash."""

from __future__ import annotations

import argparse
import getpass
import sys

from kiosk.cli.ends import OK, Fault, Misuse, say
from kiosk.machine import paths


def set_pin(options: argparse.Namespace) -> int:
    """``pin``: asks twice, then prints the line for the settings file, or keeps it in the state folder."""
    from kiosk.staff.errors import WeakPin
    from kiosk.staff.pin import hash_pin, keep_pin_hash

    try:
        pin_hash = hash_pin(asked_twice("PIN of the staff door", "PINs"))
    except WeakPin as fault:
        raise Fault(f"{fault}. Nothing was changed") from None
    if not options.keep:
        print(f'staff_pin_hash = "{pin_hash}"')
        say("put the line above into the settings file, and let nobody else read that file")
        return OK
    place = keep_pin_hash(pin_hash, paths.state_folder())
    print(place)
    return OK


def asked_twice(what: str, several: str) -> str:
    """A secret typed twice and unseen, or the first two lines of a pipe. Raises ``Fault``, ``Misuse``."""
    if sys.stdin is None:
        raise Misuse(f"there is no terminal to ask for the {what}")
    if sys.stdin.isatty():
        first, second = getpass.getpass(f"{what}: "), getpass.getpass("The same again: ")
    else:
        first, second = (sys.stdin.readline().rstrip("\r\n") for _ in range(2))
    if not first:
        raise Fault(f"no {what} was given. Nothing was changed")
    if first != second:
        raise Fault(f"the two {several} are not the same. Nothing was changed; start again")
    return first
