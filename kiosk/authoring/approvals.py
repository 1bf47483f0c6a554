"""Approvals: a reviewer's signature over the very words and pictures of a topic; compiles and signs nothing.

``approval.json`` beside a topic names its reviewer, their key, the days it was given and runs out, the code
of what was approved (see ``galley``), and the signature over all of these; ``signed.json`` keeps what that
was, so that the next reviewer sees what changed. A page is approved only while

1. topic.yaml says ``state: approved``,
2. the signature is good, by a key of reviewers.yaml that is not revoked, under its owner's name,
3. the reviewer is another person than the author,
4. the code is that of the sources and of the cited facts as they are now, and
5. its day has not passed.

Where 4 or 5 fails, the page falls back to in_review and somebody must look again; where 2 or 3 fails,
nothing is built. The author is whom ``author:`` in topic.yaml names, the person of the last change. That
works with and without version control, and rests on the author writing their name.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

from kiosk.authoring.around import Around
from kiosk.authoring.findings import AuthoringError
from kiosk.authoring.galley import Change, Galley, changes, galley_of, read_galley, shown_of
from kiosk.authoring.located import Located
from kiosk.authoring.named import paths_in
from kiosk.authoring.reviewers import is_name, reviewers_of, revoked_in, same_person, wrote
from kiosk.authoring.sources import Topic
from kiosk.content.records import State

APPROVAL = "approval.json"
SIGNED = "signed.json"

_FILE_BYTES = 4096
_SIGNED_BYTES = 4 * 1024 * 1024
_SEAL = b"lamina approval 2\n"
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


def read_signed(folder: Path, found: Approval) -> Galley | None:
    """What ``found`` approved, None where nobody kept it or it is not what was signed."""
    try:
        with (folder / SIGNED).open("rb") as file:
            kept = read_galley(file.read(_SIGNED_BYTES))
    except (OSError, ValueError, RecursionError):
        return None
    return kept if kept.code == found.sources else None


def is_signed(found: Approval, topic: str, listed: Located) -> bool:
    """Whether an approval is good by a key of reviewers.yaml, under its owner's name, and not revoked."""
    reviewer = reviewers_of(listed).get(found.key)
    if reviewer is None or found.key in revoked_in(listed) or found.reviewer != reviewer.name:
        return False
    return _verified(found, topic, reviewer.key)


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
    if wrote(author, reviewer.name) or not author:
        message = (
            f"{reviewer.name} approved their own change" if author else "no person is named as the author"
        )
        remedy = "Write “author: ” with the name of who changed it last, and have another person approve it."
        return fallen("review.own", message, remedy, grave=True)
    try:
        now = galley_of(topic, around.fact_line, around.pixels(paths_in(shown_of(topic))))
    except OSError:  # a finding of its own says so
        return fallen("review.changed", "a picture of this page cannot be read")
    if found.sources != now.code:
        kept = read_signed(around.folder / "topics" / topic.id, found)
        rule, message = _why(found, changes(kept, now) if kept else ())
        remedy = f"{reviewer.name} must look again: python main.py content approve {topic.id} --key FILE."
        return fallen(rule, message, remedy)
    last = _day(found.until)
    if last is None or around.past(last):
        message = f"the approval by {reviewer.name} ran out on {found.until}"
        return fallen("review.passed", message, "Have the page reviewed again.")
    soon = around.within(last, 30)
    message = f"the approval by {reviewer.name} runs out on {found.until}" if soon else ""
    remedy = "Have the page reviewed again in time."
    return Standing("approved", reviewer.name, found.until, "review.soon" if soon else "", message, remedy)


def author_of(topic: Topic) -> str:
    """The person who changed a topic last; "" where topic.yaml names none, or only the department again."""
    author, owner = (str(topic.data.get(key) or "").strip() for key in ("author", "owner"))
    return author if is_name(author) and not same_person(author, owner) else ""


def _why(found: Approval, changed: tuple[Change, ...]) -> tuple[str, str]:
    """The rule and the sentence of an approval that no longer fits."""
    since = f"after {found.reviewer} approved it on {found.date}"
    facts = [one for one in changed if one.fact]
    if not facts or len(facts) < len(changed):
        more = f" and {len(changed) - 1} more" if changed[1:] else ""
        where = f" ({changed[0].where}{more})" if changed else ""
        return "review.changed", f"the page was changed {since}{where}"
    one, more = facts[0], f" (and {len(facts) - 1} more facts changed)" if facts[1:] else ""
    rests = f"the page rests on the fact {one.fact}, which was"
    if not one.now:
        return "review.fact", f"{rests} taken out of facts.md {since}{more}"
    return "review.fact", f"{rests} changed {since}{more}: now “{one.now}”, then “{one.was}”"


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _verified(found: Approval, topic: str, public: str) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(found.signature), found.signed(topic))
    except (InvalidSignature, ValueError):
        return False
    return True
