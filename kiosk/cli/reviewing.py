"""The commands of those who review: content approve, content keys new; never shows a passphrase."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.cli.asking import agrees, asked, asked_twice
from kiosk.cli.ends import OK, Fault, Misuse
from kiosk.cli.writing import need_sources

if TYPE_CHECKING:
    from kiosk.authoring.galley import Galley
    from kiosk.authoring.signing import Laid


def approve(options: argparse.Namespace) -> int:
    """``content approve``: what would be signed is shown, then asked about, then signed."""
    need_sources(options)
    if options.yes and not options.expect:
        raise Misuse("--yes needs --expect CODE: the code that “content preview” tells of the page")
    if not options.yes and (sys.stdin is None or not sys.stdin.isatty()):
        raise Misuse("there is no terminal to ask at; a script says --yes --expect CODE")
    from datetime import date

    from kiosk.authoring.galley import is_code, short_code
    from kiosk.authoring.signing import approve as sign
    from kiosk.authoring.signing import last_day, lay, need_reviewer

    last_day(options.until, date.today())
    laid = lay(options.sources, options.pictures, options.topic)
    need_reviewer(laid, options.key)
    code = laid.galley.code
    if options.expect and not is_code(options.expect, code):
        raise Fault(
            f"the page is not the one you looked at: its code is {short_code(code)}, not {options.expect}. "
            "Nothing was signed; look at it again"
        )
    _tell(laid)
    if not options.yes:
        if agrees("Did you write any of this?"):
            raise Fault(
                "whoever wrote some of it cannot approve it. Nothing was signed; ask another reviewer"
            )
        if not agrees("Do you approve exactly these words and pictures?"):
            raise Fault("nothing was signed")
    found = sign(options.sources, laid, options.key, asked("passphrase of your key"), options.until)
    print(f"{options.topic}: approved by {found.reviewer} until {found.until} (code {short_code(code)})")
    return OK


def _tell(laid: Laid) -> None:
    """What would be signed: the changes since the last approval, or the whole page."""
    from kiosk.authoring.galley import short_code

    galley = laid.galley
    if laid.before:
        print(f"{galley.topic}: changed since {laid.before.reviewer} approved it on {laid.before.date}")
        for change in laid.changes:
            print(f"\n{change.where}")
            print(f"  was: {change.was or '(nothing)'}\n  now: {change.now or '(nothing)'}")
    else:
        print(f"{galley.topic}: the whole page, as it has no approval to compare it with")
        _tell_whole(galley)
    print(f"\nAuthor: {laid.author}")
    print(f"Code of exactly these words and pictures: {short_code(galley.code)}")
    print("The preview tells the same code of what it shows. If it is another, answer no.\n", flush=True)


def _tell_whole(galley: Galley) -> None:
    from kiosk.authoring.galley import LANGUAGES, parts_of

    for language, said in galley.words.items():
        print(f"\n{LANGUAGES[language]}")
        for title, texts in parts_of(said):
            print(f"  {title}")
            for place, text in texts:
                told = f"(picture) {text}" if place == "alt" or place.startswith("alt.") else text
                print(f"    {told}")
    print("\nPictures (look at them in the preview)")
    print(*(f"  {name}" for name in galley.pictures or ["none"]), sep="\n")
    print("\nFacts it rests on (facts.md)")
    print(*(f"  {name}: {line}" for name, line in (galley.facts or {"none": ""}).items()), sep="\n")


def need_reviewed(folder: Path) -> str:
    """The line to tell of a sample, "" where every page is checked. Raises ``Fault`` for what is neither."""
    from datetime import date

    from kiosk.content.reviews import reviews_of
    from kiosk.content.shelf import candidate

    edition = candidate("found", folder).open()
    if edition.sample:
        return "A sample: not reviewed; for trying out only."
    found = reviews_of(edition, date.today(), most=10**9)
    if found.whole:
        return ""
    named = [*found.unchecked, *found.over]
    listed = ", ".join(named[:3]) + (" ..." if named[3:] else "")
    raise Fault(
        f"{edition.id}: {len(named)} of {found.pages} pages are not checked ({listed}), and it is not called "
        "a sample. Nothing was published. Have them approved, or say “sample: true” in edition.yaml, and "
        "run content build again"
    )


def new_key(options: argparse.Namespace) -> int:
    """``content keys new``: a reviewer's key, and the line for reviewers.yaml, or all of a first one."""
    from kiosk.authoring.reviewers import REVIEWERS, place_for
    from kiosk.authoring.reviewers import new_key as make

    named = re.sub(r"[^a-z0-9]+", "-", options.name.lower()).strip("-")
    place = options.out or Path(f"{named or 'reviewer'}.pem")
    line = make(options.name, options.role, place, asked_twice("passphrase of the new key"))
    shown, advice = place_for(line, options.sources / REVIEWERS)
    print(shown)
    # Not on standard output: that is for who appends it to the file.
    print(f"{advice}. Keep {place} where only you reach it.", file=sys.stderr)
    return OK
