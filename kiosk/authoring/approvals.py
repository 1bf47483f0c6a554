"""Approvals: a reviewer's signature over the very words and pictures of a topic; compiles nothing.

``approval.json`` beside a topic names its reviewer, their key, the days it was given and runs out, the hash
of what was approved, and the signature over all of these. A page is approved only while

1. topic.yaml says ``state: approved``,
2. the signature is good, by a key of reviewers.yaml that is not revoked, under its owner's name,
3. the reviewer is another person than the author,
4. the hash is that of the sources as they are now, and
5. its day has not passed.

Where 4 or 5 fails, the page falls back to in_review and somebody must look again; where 2 or 3 fails,
nothing is built. The author is whom ``author:`` in topic.yaml names, the person of the last change; without
it, the ``owner``. That works with and without version control, and rests on the author writing their name.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from kiosk.authoring.around import Around
from kiosk.authoring.cancel import Cancel, heed, never
from kiosk.authoring.findings import AuthoringError
from kiosk.authoring.named import paths_in
from kiosk.authoring.progress import Progress, silent
from kiosk.authoring.reviewers import key_id, public_of, read_key, reviewers_of, revoked_in, same_person
from kiosk.authoring.sources import Topic, read_sources
from kiosk.content.files import write_whole
from kiosk.content.records import State

APPROVAL = "approval.json"
DAYS = 365
"""How long an approval holds where nobody says otherwise."""

MOST_DAYS = 366
"""A year, also one with a leap day."""

_NOT_SHOWN = ("state", "reviewer", "approved_until", "updated")
"""Keys of topic.yaml that say nothing to a patient and change when a page is approved."""

_FILE_BYTES = 4096
_STATE_LINE = re.compile(r"^state:[ \t]*(draft|in_review|approved)\b", re.MULTILINE)
_SEAL = b"lamina approval 1\n"
"""What every signed text begins with, so that a signature made here means nothing anywhere else."""


@dataclass(frozen=True, slots=True)
class Approval:
    """One approval as approval.json holds it. Days are ISO dates, the rest but the name is hexadecimal."""

    reviewer: str
    key: str
    date: str
    until: str
    sources: str
    signature: str = ""

    def signed(self, topic: str) -> bytes:
        """The bytes the signature is over."""
        told = {**asdict(self), "topic": topic}
        del told["signature"]
        return _SEAL + json.dumps(told, sort_keys=True, ensure_ascii=False).encode("utf-8")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a topic stands, verified. ``rule`` is empty where all is well; ``grave`` faults stop a build."""

    state: State
    reviewer: str = ""
    until: str = ""
    rule: str = ""
    message: str = ""
    remedy: str = ""
    grave: bool = False


def fingerprint(folder: Path, topic: Topic, pictures: Path) -> str:
    """The sha256 of all a reviewer sees of a topic: structure, words, names and bytes of its pictures.

    Blanks at line ends, blank lines at a file's end, comments and order of keys in topic.yaml, and the line
    ``of:`` do not matter.
    """
    shown = _shown(topic)
    digest = hashlib.sha256(json.dumps(shown, sort_keys=True, ensure_ascii=False).encode("utf-8"))
    place = folder / "topics" / topic.id
    for language in sorted(topic.words):
        lines = (place / f"{language}.md").read_text("utf-8-sig").rstrip().splitlines()
        text = "\n".join(line.rstrip() for line in lines if not line.startswith("of:"))
        digest.update(f"\n{language}:{len(text)}\n{text}".encode())
    for name in _pictures_in(shown, pictures):
        digest.update(f"\n{name}:{_picture_hash(pictures, name)}".encode())
    return digest.hexdigest()


def read_approval(folder: Path) -> Approval | None:
    """The approval in a topic's folder, None where there is none. Raises ``AuthoringError``."""
    place = folder / APPROVAL
    try:
        with place.open("rb") as file:
            told = json.loads(file.read(_FILE_BYTES))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError):
        raise AuthoringError("approval.json cannot be read") from None
    names = {item.name for item in fields(Approval)}
    if not isinstance(told, dict) or told.keys() != names or {type(one) for one in told.values()} != {str}:
        raise AuthoringError("approval.json is not as “content approve” writes it")
    return Approval(**told)


def standing(around: Around, topic: Topic) -> Standing:
    """How a sound topic stands today. Never raises: what cannot be verified is not approved."""
    claimed: State = topic.data["state"]
    if claimed != "approved":
        return Standing(claimed)
    again = f"Have it approved: python main.py content approve {topic.id} --key FILE."

    def fallen(rule: str, message: str, remedy: str = again, grave: bool = False) -> Standing:
        return Standing("in_review", "", "", rule, message, remedy, grave)

    try:
        found = read_approval(around.folder / "topics" / topic.id)
    except AuthoringError as fault:
        return fallen("review", str(fault), again, grave=True)
    if found is None:
        return fallen("review", "the page is called approved, and nobody has approved it", again, grave=True)
    reviewer = reviewers_of(around.reviewers()).get(found.key)
    if reviewer is None:
        message = f"the page was approved with the key {found.key[:16]}, which reviewers.yaml does not list"
        return fallen("review.key", message, again, grave=True)
    if found.key in revoked_in(around.reviewers()):
        message = f"the page was approved with a key of {reviewer.name} that was revoked"
        return fallen("review.key", message, again, grave=True)
    if found.reviewer != reviewer.name or not _verified(found, topic.id, reviewer.key):
        message = f"the approval of {reviewer.name} was changed after it was signed, or is another page's"
        return fallen("review.forged", message, again, grave=True)
    author = author_of(topic)
    if not author or same_person(author, reviewer.name):
        message = f"{reviewer.name} approved their own change" if author else "nobody is named as the author"
        remedy = "Write “author: ” with the name of who changed it last, and have another person approve it."
        return fallen("review.own", message, remedy, grave=True)
    try:
        pictures = around.pixels(paths_in(_shown(topic)))
        now = fingerprint(around.folder, topic, pictures)
    except (OSError, UnicodeDecodeError):  # a finding of its own says so
        now = ""
    if found.sources != now:
        message = f"the page was changed after {reviewer.name} approved it on {found.date}"
        remedy = f"{reviewer.name} must look again: python main.py content approve {topic.id} --key FILE."
        return fallen("review.changed", message, remedy)
    last = _day(found.until)
    if last is None or around.past(last):
        message = f"the approval by {reviewer.name} ran out on {found.until}"
        return fallen("review.passed", message, "Have the page reviewed again.")
    soon = around.within(last, 30)
    message = f"the approval by {reviewer.name} runs out on {found.until}" if soon else ""
    remedy = "Have the page reviewed again in time."
    return Standing("approved", reviewer.name, found.until, "review.soon" if soon else "", message, remedy)


def author_of(topic: Topic) -> str:
    """Who changed a topic last, as topic.yaml names them."""
    return str(topic.data.get("author") or topic.data.get("owner") or "").strip()


def approve(
    folder: Path,
    pictures: Path,
    name: str,
    key: Path,
    passphrase: str,
    until: str = "",
    today: date | None = None,
    progress: Progress = silent,
    cancel: Cancel = never,
) -> Approval:
    """Approve a topic as it is now: write its approval.json and ``state: approved`` in its topic.yaml.

    Raises ``AuthoringError`` where this key may not approve this page, and changes nothing then.
    """
    today = today or date.today()
    until = _last_day(until, today)
    progress("approval", 0, 1)
    sources = read_sources(folder)
    heed(cancel)
    topic = sources.topics.get(name)
    if topic is None:
        raise AuthoringError(f"there is no topic “{name}”; write the name of a folder in {folder / 'topics'}")
    faults = [
        one for one in sources.findings if one.severity == "error" and one.file.startswith(f"topics/{name}/")
    ]
    if faults or not topic.sound:
        raise AuthoringError(f"the page cannot be built yet: {faults[0] if faults else name}; mend it first")
    private = read_key(key, passphrase)
    public = public_of(private)
    reviewer = reviewers_of(sources.reviewers).get(key_id(public))
    if reviewer is None:
        raise AuthoringError(f"{key}: reviewers.yaml does not list this key; put its line there first")
    if reviewer.id in revoked_in(sources.reviewers):
        raise AuthoringError(f"{key}: this key was revoked; make another with “content keys new”")
    author = author_of(topic)
    if not author:
        raise AuthoringError(
            f"topics/{name}/topic.yaml names no author; write “author: ” and who changed it last"
        )
    if same_person(author, reviewer.name):
        raise AuthoringError(f"{reviewer.name} changed this page last; another person must approve it")
    found = Approval(
        reviewer.name, reviewer.id, today.isoformat(), until, fingerprint(folder, topic, pictures)
    )
    found = Approval(**{**asdict(found), "signature": private.sign(found.signed(name)).hex()})
    place = folder / "topics" / name
    heed(cancel)
    structure = (place / "topic.yaml").read_bytes().decode("utf-8-sig")
    if not _STATE_LINE.search(structure):
        raise AuthoringError(f"topics/{name}/topic.yaml has no line “state: ...”; write “state: in_review”")
    write_whole(place / APPROVAL, (json.dumps(asdict(found), indent=1, ensure_ascii=False) + "\n").encode())
    write_whole(place / "topic.yaml", _STATE_LINE.sub("state: approved", structure, count=1).encode("utf-8"))
    progress("approval", 1, 1)
    return found


def _shown(topic: Topic) -> dict[str, Any]:
    """What topic.yaml says to a patient."""
    return {key: value for key, value in topic.data.items() if key not in _NOT_SHOWN}


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _last_day(until: str, today: date) -> str:
    try:
        day = date.fromisoformat(until) if until else today + timedelta(days=DAYS)
    except ValueError:
        raise AuthoringError(f"“{until}” is no date; write year, month, day: 2027-05-01") from None
    if not today < day <= today + timedelta(days=MOST_DAYS):
        last = today + timedelta(days=DAYS)
        raise AuthoringError(f"an approval holds for a year at most; write a day after today, until {last}")
    return day.isoformat()


def _verified(found: Approval, topic: str, public: str) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(found.signature), found.signed(topic))
    except (InvalidSignature, ValueError):
        return False
    return True


def _pictures_in(data: object, pictures: Path) -> list[str]:
    """Every picture a structure names, wherever it does; of a turn each frame."""
    found: set[str] = set()
    for one in paths_in(data):
        frames = sorted((pictures / one).parent.glob(f"{Path(one).name}-[0-9][0-9][0-9].json"))
        found |= {path.relative_to(pictures).with_suffix("").as_posix() for path in frames}
        if (pictures / f"{one}.json").is_file():
            found.add(one)
    return sorted(found)


def _picture_hash(pictures: Path, name: str) -> str:
    """The sha256 of a picture's files, of those it mirrors too; "" where there is none."""
    entry = pictures / f"{name}.json"
    try:
        base = str(json.loads(entry.read_bytes()).get("mirror_of") or name)
    except (OSError, ValueError, AttributeError):
        return ""
    files = (entry, *(pictures / f"{base}{end}" for end in (".json", ".webp", ".mask.png")))
    return hashlib.sha256("".join(map(_file_hash, files)).encode()).hexdigest()


def _file_hash(path: Path) -> str:
    try:
        about = path.stat()
    except OSError:
        return "-"
    return _hash_at(path, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=8192)
def _hash_at(path: Path, _changed: int, _size: int) -> str:
    """Pages share pictures: each is read once while it stays the same."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
