"""The command ``pin``: sets the PIN of the staff door; never shows it, and keeps only its hash."""

from __future__ import annotations

import argparse

from kiosk.cli.asking import asked_twice
from kiosk.cli.ends import OK, Fault, say
from kiosk.machine import paths


def set_pin(options: argparse.Namespace) -> int:
    """``pin``: asks twice, then prints the line for the settings file, or keeps it in the state folder."""
    from kiosk.staff.errors import WeakPin
    from kiosk.staff.pin import hash_pin, keep_pin_hash

    try:
        pin_hash = hash_pin(asked_twice("PIN of the staff door"))
    except WeakPin as fault:
        raise Fault(f"{fault}. Nothing was changed") from None
    if not options.keep:
        print(f'staff_pin_hash = "{pin_hash}"')
        say("put the line above into the settings file, and let nobody else read that file")
        return OK
    place = keep_pin_hash(pin_hash, paths.state_folder())
    print(place)
    return OK
