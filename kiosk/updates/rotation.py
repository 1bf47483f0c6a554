"""Replacing a key of a repository so that every kiosk follows, however long it was away; knows no kiosk.

A rotation is two roots. The first allows the old key and the new one (of a root key: takes the new one in and
is signed by both sets), then everything is signed by the new key, then the second root takes the old key
away. Between any two of these writings a reader finds files that fit together.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from pathlib import Path

from kiosk.updates.disk import Writing
from kiosk.updates.errors import KeyFault
from kiosk.updates.framework import CryptoSigner, Root
from kiosk.updates.keys import ROOT_THRESHOLD, Role, Signers
from kiosk.updates.metadata import ROOT_TERM
from kiosk.updates.standing import (
    METADATA,
    key_of,
    listed_anew,
    load,
    moment_for,
    one_at_a_time,
    put_metadata,
    roles_of,
    signed,
    tidy,
)


@one_at_a_time
def rotate(
    folder: Path,
    anchor: bytes,
    role: Role,
    new: CryptoSigner,
    keys: Signers,
    *,
    replaced: str = "",
    now: datetime | None = None,
) -> bytes:
    """Replace a key of ``role`` by ``new``; returns the newest root, for kiosks enrolled from now on.

    Needs two root keys, the publishing key and, for the role targets, no old key at all: so a lost key can be
    replaced. Of the root keys ``replaced`` (a key id) goes; of the others every old key of the role.
    Raises ``KeyFault``, ``PublishFault``, ``Busy``.
    """
    standing = load(folder, anchor)
    moment = moment_for(standing, now)
    old = standing.root
    names = roles_of(role)
    gone = [replaced] if role == "root" else list(old.roles[names[0]].keyids)
    if role == "root" and replaced not in old.roles[Root.type].keyids:
        raise KeyFault("name the root key to replace: one that `repo info` lists")
    signers = _root_signers(old, keys, replaced)

    between = _copy(old, moment)
    for name in names:
        between.add_key(new.public_key, name)
        if role == "root":
            between.revoke_key(replaced, name)
    after = _copy(between, moment)
    for name in names if role != "root" else ():
        for keyid in gone:
            after.revoke_key(keyid, name)

    publishing = new if role == "publishing" else key_of(old, "publishing", keys)
    lists = standing.lists
    if role == "targets":
        lists = listed_anew(lists, lists, new, moment)
    first = signed(between, [*signers, new] if role == "root" else signers)
    if role == "root":
        kept = [signer for signer in signers if signer.public_key.keyid != replaced]
        signers = [*kept, new]
    last = signed(after, signers)

    writing = Writing(folder)
    writing.put_last(f"{METADATA}/{between.version}.root.json", first)
    versions = (standing.snapshot.version, standing.timestamp.version)
    put_metadata(writing, lists.values(), versions, [publishing], standing.profile, moment)
    writing.put_last(f"{METADATA}/{after.version}.root.json", last)
    tidy(folder, load(folder, anchor))
    return last


def _root_signers(root: Root, keys: Signers, replaced: str) -> list[CryptoSigner]:
    """Two root keys at hand, the one to be replaced only if there is no other. Raises ``KeyFault``."""
    named = sorted(root.roles[Root.type].keyids, key=lambda keyid: keyid == replaced)
    at_hand = [keyid for keyid in named if keys.has("root", keyid)]
    missing = [keyid for keyid in named if keyid not in at_hand]
    chosen = (at_hand + missing)[:ROOT_THRESHOLD]
    return [keys.signer("root", keyid) for keyid in chosen]


def _copy(root: Root, moment: datetime) -> Root:
    """The root after ``root``, the same in all but its number and its term."""
    copy = deepcopy(root)
    copy.version += 1
    copy.expires = moment + ROOT_TERM
    return copy
