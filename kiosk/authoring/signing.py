"""A reviewer signs a page: it is laid before them, read once, and what was laid there is what is signed.

Asks nobody anything: whether the reviewer agrees, and has written none of it, is asked where people are.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from kiosk.authoring.approvals import (
    APPROVAL,
    SIGNED,
    Approval,
    author_of,
    is_signed,
    read_approval,
    read_signed,
)
from kiosk.authoring.cancel import Cancel, heed, never
from kiosk.authoring.facts import Ground
from kiosk.authoring.findings import AuthoringError
from kiosk.authoring.galley import Change, Galley, changes, galley_of
from kiosk.authoring.located import Located
from kiosk.authoring.progress import Progress, silent
from kiosk.authoring.reviewers import (
    REVIEWERS,
    Reviewer,
    key_id,
    public_named,
    public_of,
    read_key,
    reviewers_of,
    revoked_in,
    wrote,
)
from kiosk.authoring.sources import Sources, Topic, read_sources
from kiosk.content.files import write_whole

DAYS = 365
"""How long an approval holds where nobody says otherwise."""

MOST_DAYS = 366
"""A year, also one with a leap day."""

_STATE_LINE = re.compile(r"^state:[ \t]*(draft|in_review|approved)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Laid:
    """A page before its reviewer. ``changes`` are those since ``before``, the last approval that was good.

    Both are empty where the whole page is to be read; ``reviewers`` is reviewers.yaml.
    """

    galley: Galley
    author: str
    reviewers: Located
    before: Approval | None
    changes: tuple[Change, ...]


def lay(folder: Path, pictures: Path, name: str, progress: Progress = silent, cancel: Cancel = never) -> Laid:
    """Read a topic once for its reviewer. Raises ``AuthoringError`` where nobody could approve it."""
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
    _need_list(sources)
    author = author_of(topic)
    if not author:
        raise AuthoringError(
            f"topics/{name}/topic.yaml names no person as its author; write “author: ” and the full name "
            "of who changed it last (“owner” is the department)"
        )
    galley = galley_in(topic, sources.ground, pictures)
    before, kept = _before(folder / "topics" / name, name, sources.reviewers)
    progress("approval", 1, 1)
    changed = changes(kept, galley) if kept else ()
    return Laid(galley, author, sources.reviewers, before if changed else None, changed)


def _need_list(sources: Sources) -> None:
    """Raise ``AuthoringError`` where reviewers.yaml names nobody who could approve."""
    place = sources.folder / REVIEWERS
    if not place.is_file():
        raise AuthoringError(
            f"there is no {place}; make that file: a line “reviewers:”, and below it the line that “content "
            "keys new” printed"
        )
    faults = [one for one in sources.findings if one.severity == "error" and one.file == REVIEWERS]
    if faults:
        raise AuthoringError(f"{faults[0]} Mend it first")
    if not reviewers_of(sources.reviewers):
        raise AuthoringError(f"{place} lists nobody; put the line that “content keys new” printed there")


def need_reviewer(laid: Laid, key: Path) -> None:
    """Raise ``AuthoringError`` where this key file is none, or names a key that may not approve this page.

    A key made before files named their public half is judged when it is opened.
    """
    public = public_named(key)
    if public:
        _reviewer(laid, key, public)


def _reviewer(laid: Laid, key: Path, public: str) -> Reviewer:
    """Whose key this is. Raises ``AuthoringError`` where it may not approve this page."""
    reviewer = reviewers_of(laid.reviewers).get(key_id(public))
    if reviewer is None:
        raise AuthoringError(
            f"{key}: {REVIEWERS} does not list this key; put its line there first, under “reviewers:”, "
            f'with key: "{public}"'
        )
    if reviewer.id in revoked_in(laid.reviewers):
        raise AuthoringError(f"{key}: this key was revoked; make another with “content keys new”")
    if wrote(laid.author, reviewer.name):
        raise AuthoringError(
            f"topic.yaml names {laid.author} as the author, and this is the key of {reviewer.name}; "
            "another person must approve it"
        )
    return reviewer


def galley_in(topic: Topic, ground: Ground, pictures: Path) -> Galley:
    """The galley of a topic among the facts of its sources."""

    def line(name: str) -> str:
        fact = ground.facts.get(name)
        return fact.said if fact else ""

    return galley_of(topic, line, pictures)


def approve(
    folder: Path,
    laid: Laid,
    key: Path,
    passphrase: str,
    until: str = "",
    today: date | None = None,
    cancel: Cancel = never,
) -> Approval:
    """Sign what was laid: write approval.json, signed.json and ``state: approved`` into topic.yaml.

    What was saved since then is not signed: the page counts as changed. Raises ``AuthoringError`` where this
    key may not approve this page, and changes nothing then.
    """
    today = today or date.today()
    until = last_day(until, today)
    private = read_key(key, passphrase)
    reviewer = _reviewer(laid, key, public_of(private))
    name = laid.galley.topic
    place = folder / "topics" / name
    found = Approval(reviewer.name, reviewer.id, today.isoformat(), until, laid.galley.code)
    found = replace(found, signature=private.sign(found.signed(name)).hex())
    heed(cancel)
    structure = (place / "topic.yaml").read_bytes().decode("utf-8-sig")
    if not _STATE_LINE.search(structure):
        raise AuthoringError(f"topics/{name}/topic.yaml has no line “state: ...”; write “state: in_review”")
    write_whole(place / SIGNED, laid.galley.written())
    write_whole(place / APPROVAL, (json.dumps(asdict(found), indent=1, ensure_ascii=False) + "\n").encode())
    write_whole(place / "topic.yaml", _STATE_LINE.sub("state: approved", structure, count=1).encode("utf-8"))
    return found


def last_day(until: str, today: date) -> str:
    """The last day of an approval given today, as ISO. Raises ``AuthoringError`` for one that cannot be."""
    try:
        day = date.fromisoformat(until) if until else today + timedelta(days=DAYS)
    except ValueError:
        raise AuthoringError(f"“{until}” is no date; write year, month, day: 2027-05-01") from None
    if not today < day <= today + timedelta(days=MOST_DAYS):
        last = today + timedelta(days=DAYS)
        raise AuthoringError(f"an approval holds for a year at most; write a day after today, until {last}")
    return day.isoformat()


def _before(place: Path, name: str, reviewers: Located) -> tuple[Approval | None, Galley | None]:
    """The last approval, if it was good, and what it was of, if that was kept."""
    try:
        found = read_approval(place)
    except AuthoringError:
        return None, None
    if found is None or not is_signed(found, name, reviewers):
        return None, None
    return found, read_signed(place, found)
