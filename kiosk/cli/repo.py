"""The commands about signed editions: repo init, publish, withdraw, refresh, rotate, info; enrol."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.cli.asking import passphrase_in
from kiosk.cli.carrying import carry, need_latest, need_place, tell_term
from kiosk.cli.ends import FINDINGS, OK, Fault, Misuse, say
from kiosk.cli.progress import bar
from kiosk.cli.reviewing import need_reviewed

if TYPE_CHECKING:
    from kiosk.updates.keys import Ring
    from kiosk.updates.metadata import Listed
    from kiosk.updates.standing import Standing

ANCHOR = "root.json"
"""The clinic's newest root, beside the keys: what every kiosk is enrolled with."""

_CEREMONY = """\
This makes the keys of your clinic. Kiosks show only what these keys have signed.

You will choose four passphrases of at least {shortest} characters. Write each on paper, and keep no paper
with its key. Nobody can open a key without its passphrase, and nobody can find a lost one again.

  Three root keys. They are needed only to replace a key, and then any two of them are enough.
  One pair for every day: one key signs editions, one signs how long they hold.
"""

_AFTERWARDS = """\
Done. Your repository is in {repository}
All five keys lie in one folder now: {keys}
That is the wrong place for three of them.

Now, before anything else:
  1. Move each of these files to a stick of its own, and lock the sticks up in three places:
{roots}
     A thief needs two of them, and two that are lost lock you out: so never keep two together.
     When a key is replaced, name the sticks too: --keys {keys},STICK,STICK
  2. Leave these here. They sign each edition:
{daily}
  3. Keep a copy of {keys} without the root keys, in case this computer breaks.
  4. Give every kiosk the file {anchor}
     with `lamina enrol root.json` there. It shows these eight words; they must be the same on each kiosk:

     {words}
"""


def init(options: argparse.Namespace) -> int:
    """``repo init``: the clinic's keys and an empty repository, with what to keep where."""
    from kiosk.content.files import write_whole
    from kiosk.updates import keys
    from kiosk.updates.metadata import own_root
    from kiosk.updates.repository import init as make_repository
    from kiosk.updates.standing import METADATA

    repository, folder = options.repository, options.keys[0]
    if (repository / METADATA).exists():
        raise Fault(f"{repository}: there is a repository already; name another folder with --repository")
    if folder.exists() and any(folder.iterdir()):
        raise Fault(f"{folder} is not empty; name a new folder for the keys with --keys")
    if folder.resolve().is_relative_to(repository.resolve()):
        raise Fault(f"{folder} is inside the repository, which others will read; keep the keys elsewhere")
    if options.passphrase_file is None:
        print(_CEREMONY.format(shortest=keys.SHORTEST))
    ask = _new_passphrases(options.passphrase_file)
    secrets = [ask(f"root key {number} of 3") for number in (1, 2, 3)]
    daily = ask("the two keys for every day")
    made: dict[keys.Role, list[Any]] = {
        "root": [keys.make() for _ in secrets],
        "targets": [keys.make()],
        "publishing": [keys.make()],
    }
    roots = [
        keys.save(folder, "root", key, secret) for key, secret in zip(made["root"], secrets, strict=True)
    ]
    others = [keys.save(folder, role, made[role][0], daily) for role in ("targets", "publishing")]
    root = make_repository(repository, made, options.profile)
    write_whole(folder / ANCHOR, root)
    words = " ".join(keys.words_of(own_root(root).signed))
    print(
        _AFTERWARDS.format(
            repository=repository,
            keys=folder,
            roots="\n".join(f"     {path}" for path in roots),
            daily="\n".join(f"     {path}" for path in others),
            anchor=folder / ANCHOR,
            words=words,
        )
    )
    return OK


def publish(options: argparse.Namespace) -> int:
    """``repo publish``: the built edition signed, and copied to a stick or a server's folder."""
    from kiosk.content.errors import BrokenEdition
    from kiosk.updates.found import find
    from kiosk.updates.repository import publish as publish_edition

    need_place(options)
    try:
        found = find(options.edition)
    except BrokenEdition as fault:
        raise Fault(f"{options.edition}: no built edition ({fault.why}); run `content build` first") from None
    sample = need_reviewed(options.edition)
    anchor = _anchor(options)
    need_latest(options, found)
    with bar() as progress:
        done = publish_edition(
            options.repository,
            anchor,
            found,
            _ring(options),
            group=options.group,
            profile=options.profile,
            min_edition=options.min_edition,
            progress=progress,
        )
    title = next(iter(found.root.title.values()), "")
    print(f"{done.edition}, “{title}”, made on {_when(found.root.built)}")
    what = f"{done.files} files, {_megabytes(done.size)}"
    whose = f"for the group {options.group} " if options.group else ""
    if done.new:
        print(f"Published {whose}as number {done.sequence}: {what}.")
    else:
        print(f"The same as before, number {done.sequence}: no word is new. It was only signed again.")
    if done.ended:
        print(f"It takes the place of what these groups alone were offered: {', '.join(done.ended)}.")
    tell_term(done.expires, options.profile)
    if sample:
        print(sample)
    carry(options, anchor)
    _tell_idle(options)
    return OK


def withdraw(options: argparse.Namespace) -> int:
    """``repo withdraw``: a group is offered again what is for all."""
    from kiosk.updates.repository import withdraw as take_back

    need_place(options)
    anchor = _anchor(options)
    done = take_back(options.repository, anchor, options.group, _ring(options), options.profile)
    print(f"The group {options.group} is offered {done.edition} again, as number {done.sequence}, like all.")
    tell_term(done.expires, options.profile)
    carry(options, anchor)
    return OK


def refresh(options: argparse.Namespace) -> int:
    """``repo refresh``: what is on offer signed for a new term."""
    from kiosk.updates.repository import refresh as sign_again

    need_place(options)
    anchor = _anchor(options)
    expires = sign_again(options.repository, anchor, _ring(options), options.profile)
    print(f"{options.repository}: signed again.")
    tell_term(expires, options.profile)
    carry(options, anchor)
    return OK


def rotate(options: argparse.Namespace) -> int:
    """``repo rotate``: a key replaced by a new one; kiosks follow at their next look."""
    from kiosk.content.files import write_whole
    from kiosk.updates import keys
    from kiosk.updates.errors import KeyFault
    from kiosk.updates.metadata import own_root
    from kiosk.updates.rotation import rotate as replace_key
    from kiosk.updates.standing import load, roles_of

    anchor = _anchor(options)
    root = load(options.repository, anchor).root
    if options.role == "root":
        gone = [_root_key(root.roles["root"].keyids, options.replace)]
    else:
        gone = list(root.roles[roles_of(options.role)[0]].keyids)
    secret = _new_passphrases(options.passphrase_file)(f"the new key ({options.role})")
    new = keys.make()
    path = keys.save(options.keys[0], options.role, new, secret)
    try:
        last = replace_key(
            options.repository,
            anchor,
            options.role,
            new,
            _ring(options),
            replaced=gone[0] if options.role == "root" else "",
        )
    except KeyFault:
        path.unlink()  # keys are opened before anything is written: nobody knows the new one yet
        raise
    write_whole(options.keys[0] / ANCHOR, last)
    print(f"{path}: the new key; the old one signs nothing any more. Publish, and kiosks follow.")
    for name in [keys.file_name(options.role, keyid) for keyid in gone]:
        left = [str(folder / name) for folder in options.keys if (folder / name).is_file()]
        print(f"Destroy the old key and its copies: {', '.join(left) or name}. Nobody needs it again.")
    print(f"The fingerprint is now: {' '.join(keys.words_of(own_root(last).signed))}")
    if options.role == "root":
        print("Move the new key to a stick of its own and lock it up, as you did with the others.")
    _tell_idle(options, {keys.file_name(options.role, keyid) for keyid in gone})
    return OK


def _tell_idle(options: argparse.Namespace, told: Collection[str] = ()) -> None:
    """Name the key files at hand that sign nothing: replaced, or left by a `repo rotate` that was stopped."""
    from kiosk.updates import keys
    from kiosk.updates.standing import load, roles_of

    root = load(options.repository, _anchor(options)).root
    named = {
        keys.file_name(role, keyid) for role in keys.ROLES for keyid in root.roles[roles_of(role)[0]].keyids
    }
    for path in sorted(path for folder in options.keys for path in folder.glob("*-????????.pem")):
        role, _, _ = path.name.partition("-")
        if role in keys.ROLES and path.name not in {*named, *told}:
            why = "it was replaced, or a `repo rotate` was stopped"
            say(f"{path}: this key signs nothing here: {why}. If no other repository has it, destroy it")


def _root_key(keyids: Sequence[str], typed: str | None) -> str:
    """The one root key whose id begins as ``typed``. Raises ``Misuse`` that lists them."""
    listed = ", ".join(sorted(keyid[:8] for keyid in keyids))
    if not typed:
        raise Misuse(f"name the root key to replace with --replace: one of {listed}")
    matching = [one for one in keyids if one.startswith(typed.lower())]
    if not matching:
        raise Misuse(f"--replace {typed}: no root key begins so; the root keys are {listed}")
    if len(matching) > 1:
        raise Misuse(f"--replace {typed}: fits more than one root key; write more digits of one of {listed}")
    return matching[0]


def info(options: argparse.Namespace) -> int:
    """``repo info``: what a repository offers, until when, and whose it is."""
    from kiosk.updates.standing import load

    standing = load(options.repository)
    told, over = _told(standing), standing.expires <= datetime.now(UTC)
    if options.json:
        print(json.dumps(told, indent=1, ensure_ascii=False))
        return FINDINGS if over else OK
    print(f"{options.repository}: {' '.join(told['fingerprint'])}")
    if over:
        print(f"kiosks take nothing from it: it was signed until {told['expires'][:10]}. Run `repo refresh`,")
        print("or replace a key that is over with `repo rotate`")
    elif told["editions"] or any(told["groups"].values()):
        print(f"kiosks take it until {told['expires'][:10]} (signed for a {told['profile']})")
    else:
        print("nothing is published here yet: run `content build`, then `repo publish`")
    for role, keyids in told["keys"].items():
        listed = ", ".join(keyid[:8] for keyid in keyids)
        print(f"{role} keys: {listed}; what they signed ends on {told['ends'][role][:10]}")
    for one in told["editions"]:
        title = next(iter(one["title"].values()), "")
        size = f"{one['files']} files, {_megabytes(one['size'])}"
        print(f"{one['sequence']:>5}  {one['edition']}  {size}  {title}")
    for group, offered in told["groups"].items():
        for one in offered:
            print(f"{one['sequence']:>5}  {one['edition']}  for the group {group} alone")
        if not offered:
            print(f"group {group}: what is for all")
    if told["floor"] > 1:
        print(f"no kiosk may go back below number {told['floor']}")
    return FINDINGS if over else OK


def enrol(options: argparse.Namespace) -> int:
    """``enrol``: whose editions this kiosk may show, with the fingerprint to compare."""
    from kiosk.content.errors import BrokenEdition
    from kiosk.content.files import read_regular
    from kiosk.updates.metadata import METADATA_BYTES
    from kiosk.updates.trust import Trust

    try:
        data = read_regular(options.root, METADATA_BYTES)
    except BrokenEdition as fault:
        why = "there is no such file" if fault.why == "missing" else fault.why
        raise Fault(f"{options.root}: {why}; name the root.json that `repo init` wrote") from None
    enrolment = Trust(options.state).enrol(data, options.replace)
    print(f"This kiosk trusts: {' '.join(enrolment.words)}")
    print("Compare the eight words with those that `repo info` shows on the staff computer.")
    if enrolment.expires < datetime.now(UTC):
        ended = f"its root ended on {enrolment.expires:%Y-%m-%d}, so nothing new is taken"
        say(f"{options.root}: {ended}; bring a stick made after `repo rotate root`")
        return FINDINGS
    return OK


def _told(standing: Standing) -> dict[str, Any]:
    from kiosk.updates.keys import words_of
    from kiosk.updates.metadata import floor_of, keys_of, time_text

    editions = standing.editions
    return {
        "fingerprint": words_of(standing.root),
        "root": standing.root.version,
        "expires": time_text(standing.expires),
        "ends": {
            "root": time_text(standing.root.expires),
            "targets": time_text(min(one.targets.expires for one in standing.lists.values())),
            "publishing": time_text(min(standing.snapshot.expires, standing.timestamp.expires)),
        },
        "profile": standing.profile,
        "floor": floor_of(entry for _, entry in editions),
        "keys": {
            role: keys_of(standing.root, name)
            for role, name in (("root", "root"), ("targets", "targets"), ("publishing", "timestamp"))
        },
        "editions": [_told_one(*one) for one in editions],
        "groups": {
            group: [_told_one(*one) for one in offered.editions]
            for group, offered in standing.lists.items()
            if group
        },
    }


def _told_one(edition: str, entry: Listed) -> dict[str, Any]:
    return {
        "edition": edition,
        "sequence": entry.sequence,
        "title": dict(entry.title),
        "languages": entry.languages,
        "built": entry.built,
        "files": entry.files,
        "size": entry.size,
    }


def _anchor(options: argparse.Namespace) -> bytes:
    from kiosk.content.files import read_regular
    from kiosk.updates.metadata import METADATA_BYTES

    for folder in options.keys:
        if (folder / ANCHOR).is_file():
            return read_regular(folder / ANCHOR, METADATA_BYTES)
    raise Fault(f"{options.keys[0]} holds no {ANCHOR}: name your keys' folder with --keys, or run repo init")


def _ring(options: argparse.Namespace) -> Ring:
    from kiosk.updates.keys import Ring

    if options.passphrase_file is not None:
        secret = passphrase_in(options.passphrase_file)
        return Ring(options.keys, lambda _path: secret)
    return Ring(options.keys, lambda path: _typed(f"Passphrase of {path.name}: "))


def _new_passphrases(file: Path | None) -> Callable[[str], str]:
    """Asks for a new passphrase twice, or takes the one in ``file`` for every key."""
    from kiosk.updates.keys import SHORTEST

    if file is not None:
        secret = passphrase_in(file)
        if len(secret) < SHORTEST:
            raise Fault(f"{file}: the passphrase needs at least {SHORTEST} characters")
        return lambda _what: secret

    def ask(what: str) -> str:
        while True:
            first = _typed(f"New passphrase for {what}: ")
            if len(first) < SHORTEST:
                print(f"That is too short: at least {SHORTEST} characters, three words or so.")
            elif _typed("The same again: ") != first:
                print("The two are not the same; try again.")
            else:
                return first

    return ask


def _typed(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise Fault("a passphrase is asked for on a terminal; without one, use --passphrase-file")
    return getpass.getpass(prompt)


def _when(built: str) -> str:
    """An ISO time in UTC by the clock on this wall, to the minute."""
    return f"{datetime.fromisoformat(built).astimezone():%Y-%m-%d at %H:%M}"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
