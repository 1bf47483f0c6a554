"""A PIN and its hash: which PINs are good enough, how one is hashed and tried; knows no door and no screen.

argon2id with 64 MiB, three passes and one lane: the memory and passes that RFC 9106 (section 4) names for
machines short of memory; one lane instead of four leaves a core to the screen. One try takes 0.19 s on a
2-core machine (median of 7). The hash is no safe: whoever can read it tries every PIN of six digits in
days on one core, so it is kept from other users, and eight digits are worth the two more.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.content.errors import BrokenEdition
from kiosk.content.files import clear_parts, make_folder, read_regular, write_whole
from kiosk.staff.errors import WeakPin

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 6, 12
"""Digits of a PIN."""

MEMORY_KIB, PASSES, LANES = 65536, 3, 1

PIN_FILE = "staff-pin"
"""In the state folder: one line, the hash; readable by the kiosk's user alone."""

_HASH = re.compile(r"\$argon2id\$v=19\$m=\d{4,6},t=\d,p=\d\$[A-Za-z0-9+/]{11,88}\$[A-Za-z0-9+/]{22,88}")
"""Also in ``kiosk.machine.settings``, which this package may not import; a test holds the two together."""

_FILE_BYTES = 1024

_KNOWN = (
    "112358 123321 123654 135790 142536 147258 147852 147896 159357 159753 258456 271828 314159 321654 456123"
    " 654123 741852 741963 789123 789456 852456 951753 963741 963852 987321 14725836 78945612 147258369"
    " 789456123"
)
"""Shapes on a keypad, halves of runs and famous numbers."""


def pin_fault(pin: str) -> str:
    """Why ``pin`` cannot be used, or "" where it can. The text does not hold the PIN."""
    if not re.fullmatch("[0-9]*", pin):
        return "A PIN has digits only, 0 to 9"
    if not SHORTEST <= len(pin) <= LONGEST:
        return f"A PIN has {SHORTEST} to {LONGEST} digits"
    if len(set(pin)) < 3:
        return "This PIN has too few different digits; take at least three"
    if _runs(pin) or (_runs(pin[::2]) and pin[::2] == pin[1::2]):
        return "This PIN counts up or down; take one nobody would try first"
    if any(pin == pin[:size] * (len(pin) // size) and len(pin) > size for size in range(2, 7)):
        return "This PIN says the same digits again; take one nobody would try first"
    if {pin, pin[::-1]} & set(_KNOWN.split()):
        return "This PIN is among those people try first; take another"
    return ""


def hash_pin(pin: str) -> str:
    """The hash to keep of a new PIN. Raises ``WeakPin``; takes 0.2 s and 64 MiB."""
    fault = pin_fault(pin)
    if fault:
        raise WeakPin(fault)
    return _hasher().hash(pin)


def is_hash(text: str) -> bool:
    """Whether ``text`` has the shape ``hash_pin`` writes, with at most 1 GiB and 9 passes to try it."""
    return _HASH.fullmatch(text) is not None


def pin_opens(pin: str, pin_hash: str) -> bool:
    """Whether ``pin`` is the one hashed. Blocks for 0.2 s whatever was typed: call it on a worker.

    Raises ``OSError`` where the machine could not try it (no memory left, a hash that is none).
    """
    from argon2.exceptions import Argon2Error, InvalidHash, VerifyMismatchError

    try:
        return _hasher().verify(pin_hash, pin)
    except VerifyMismatchError:
        return False
    except (Argon2Error, InvalidHash) as fault:
        raise OSError(f"the PIN cannot be tried: {fault}") from None


def make_ready() -> None:
    """Load what a try needs, so that the first takes no longer than the next. Blocks: for a worker."""
    _hasher()


def read_pin_hash(in_settings: str, state: Path) -> str:
    """The hash in force: that of the settings, else that of the file in the ``state`` folder, else ""."""
    if in_settings:
        return in_settings if is_hash(in_settings) else ""
    try:
        kept = read_regular(state / PIN_FILE, _FILE_BYTES).decode("ascii").strip()
    except (BrokenEdition, UnicodeDecodeError):
        return ""
    return kept if is_hash(kept) else ""


def keep_pin_hash(pin_hash: str, state: Path) -> Path:
    """Keep a hash in the ``state`` folder, which is made; nobody else can read it. Raises ``OSError``."""
    make_folder(state)
    clear_parts(state, PIN_FILE)
    place = state / PIN_FILE
    write_whole(place, f"{pin_hash}\n".encode("ascii"), mode=0o600)
    return place


def _runs(pin: str) -> bool:
    """Whether each digit follows the one before by the same step, round the corner too: 8901, 2468."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return len(steps) == 1


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher, Type  # 40 ms that a start can do without

    return PasswordHasher(PASSES, MEMORY_KIB, LANES, type=Type.ID)
