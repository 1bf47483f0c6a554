"""Who may approve pages, and with which key; knows nothing of what was approved.

``reviewers.yaml`` lists each reviewer with name, role and public key, and the keys that count no more. The
list itself is as trustworthy as the folder it lies in: approvals keep one person from letting a change pass
alone, the publisher's signature keeps strangers out.

A key is Ed25519. The private half is an encrypted PKCS8 PEM file that stays with its reviewer; the public
half is written as 64 hexadecimal digits, and its id is the first 16 of its sha256. The file names its public
half above the PEM, so that it is known before the passphrase whose key it is; that alone proves nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.authoring.findings import AuthoringError
from kiosk.authoring.located import Located

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

REVIEWERS = "reviewers.yaml"

SHORTEST_PASSPHRASE = 10
"""Characters; three or four words are easier to keep than ten signs."""

_BEFORE = re.compile(
    "dra?|drs|doctora?|profa?|profesora?|professor|lic|licd[ao]|enfr?a?|mtr[ao]|sra?|srta|mrs?|ms|miss|nurse|ing|psic"
)
_BEHIND = re.compile(
    "md|rn|[bmd]sn|np|aprn|arnp|crnp|fnp|dnp|lpn|lvn|cns|cnor|rnfa|phd|mph|mba|dpt|ot[rd]|facs|faaos|faans|frcs|mbbs"
)
_BEHIND_OR_NAME = re.compile("do|pac?|[po]t|[mb][as]|[mb]sc")
"""What may be a title or somebody's name: a title only behind a name and a surname."""

_PUBLIC = re.compile("[0-9a-f]{64}")
_NAMED = re.compile(rb"Public half: ([0-9a-f]{64})\r?\n")
_PEM_BYTES = 16 * 1024


@dataclass(frozen=True, slots=True)
class Reviewer:
    """One person who may approve. ``key`` is the public key in hexadecimal digits."""

    name: str
    role: str
    key: str

    @property
    def id(self) -> str:
        return key_id(self.key)


def key_id(public: str) -> str:
    """The id of a public key written in hexadecimal digits."""
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[:16]


def reviewers_of(listed: Located) -> dict[str, Reviewer]:
    """Each reviewer by key id; lines whose key is none are left out (``key_faults`` names them)."""
    rows = (
        Reviewer(str(row["name"]), str(row["role"]), str(row["key"]))
        for row in listed.data.get("reviewers") or []
    )
    return {one.id: one for one in rows if _PUBLIC.fullmatch(one.key)}


def revoked_in(listed: Located) -> frozenset[str]:
    """The ids of keys that count no more."""
    return frozenset(str(one) for one in listed.data.get("revoked") or [])


def key_faults(listed: Located) -> list[tuple[int, str, str]]:
    """What is wrong with reviewers.yaml beyond its shape: line, message, remedy."""
    found = []
    seen: dict[str, int] = {}
    for index, row in enumerate(listed.data.get("reviewers") or []):
        line, key = listed.line("reviewers", index), str(row["key"])
        if not _PUBLIC.fullmatch(key):
            remedy = "Copy the line that “content keys new” printed; put the key between quotes."
            found.append((line, f"the key of {row['name']} is not 64 hexadecimal digits", remedy))
        elif key in seen:
            remedy = "Every reviewer has a key of their own: make one with “content keys new”."
            found.append((line, f"the key of {row['name']} stands in line {seen[key]} already", remedy))
        seen.setdefault(key, line)
    return found


def place_for(line: str, listed: Path) -> tuple[str, str]:
    """What to print for a new reviewer's line, and what to do with it: the whole file where there is none."""
    try:
        text = listed.read_text("utf-8-sig", "replace")
    except OSError:
        text = ""
    whole = f"reviewers:\n{line}"
    if not text.strip():
        return whole, f"There is no {listed} yet: save the two lines above as that file"
    if re.search(r"^reviewers:\s*\[\s*\]", text, re.MULTILINE):
        return whole, f"Put the two lines above in place of “reviewers: []” in {listed}"
    if not re.search(r"^reviewers:", text, re.MULTILINE):
        return whole, f"{listed} has no line “reviewers:”: put the two lines above at its beginning"
    return line, f"Put the line above under “reviewers:” in {listed}"


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's: titles, capitals, accents, blanks and the names' order aside."""
    names = [_plain(name) for name in (one, other)]
    return sorted(names[0]) == sorted(names[1]) or "".join(names[0]) == "".join(names[1])


def wrote(author: str, name: str) -> bool:
    """Whether ``name`` is the author, or one of several that stand there ("Ana Ruiz and Tom Lee")."""
    several = re.split(r"[;&/+]|\s+(?:and|y|e)\s+", author)
    named = [author, *several, *(one for each in several for one in each.split(","))]
    return any(same_person(one, name) for one in named if _plain(one))


def is_name(text: str) -> bool:
    """Whether a text holds a name at all, titles aside."""
    return any(word.isalpha() for word in _plain(text))


def _plain(name: str) -> list[str]:
    """The words of a name without what stands before it (Dr.) and behind it (RN)."""
    parted = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(sign for sign in parted if not unicodedata.combining(sign) and sign not in "'’")
    bare = re.sub(r"\bph\.?\s*d\b", "phd", re.sub(r"\b(\w)\.(?=\w\b)", r"\1", bare))  # M.D. is one word
    words = re.findall(r"[^\W_]+", bare)
    while words and _BEFORE.fullmatch(words[0]):
        del words[0]
    while words and (
        _BEHIND.fullmatch(words[-1]) or (len(words) > 2 and _BEHIND_OR_NAME.fullmatch(words[-1]))
    ):
        del words[-1]
    return words


def new_key(name: str, role: str, place: Path, passphrase: str) -> str:
    """Make a key, keep its private half at ``place`` and return the line for reviewers.yaml.

    Raises ``AuthoringError`` for a name that is none, a weak passphrase or a file that stands there already.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        PrivateFormat,
    )

    for what, text in (("name", name), ("role", role)):
        if not text.strip() or not text.isprintable() or len(text) > 200 or set('"\\') & set(text):
            raise AuthoringError(f"“{text}” is no {what}; write it in plain letters")
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise AuthoringError(
            f"the passphrase has fewer than {SHORTEST_PASSPHRASE} characters; take three or four words"
        )
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode()))
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise AuthoringError(f"{place} stands already; name another file with --out") from None
    with os.fdopen(handle, "wb") as file:
        file.write(f"Public half: {public_of(key)}\n".encode() + pem)
        file.flush()
        os.fsync(file.fileno())
    return f'  - {{name: "{name}", role: "{role}", key: "{public_of(key)}"}}'


def public_named(place: Path) -> str:
    """The public half a key file names, "" where it was made before files did. Raises ``AuthoringError``."""
    match = _NAMED.match(_pem(place))
    return match.group(1).decode() if match else ""


def read_key(place: Path, passphrase: str) -> Ed25519PrivateKey:
    """The private key at ``place``. Raises ``AuthoringError`` that says what and what to do."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    pem = _pem(place)
    try:
        key = load_pem_private_key(pem, passphrase.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise AuthoringError(f"{place}: the passphrase is wrong, or the file is damaged; try again") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise AuthoringError(f"{place}: this is a key of another kind; make one with “content keys new”")
    return key


def public_of(key: Ed25519PrivateKey) -> str:
    """The public half in hexadecimal digits."""
    return key.public_key().public_bytes_raw().hex()


def _pem(place: Path) -> bytes:
    """The file of a key with a passphrase. Raises ``AuthoringError``."""
    try:
        with place.open("rb") as file:
            pem = file.read(_PEM_BYTES)
    except OSError as fault:
        raise AuthoringError(
            f"{place}: the key cannot be read ({fault.strerror}); name your key file"
        ) from None
    if b"ENCRYPTED" not in pem:
        raise AuthoringError(f"{place}: this is no key with a passphrase; make one with “content keys new”")
    return pem
