"""The commands of those who review: content approve, content keys new; never shows a passphrase."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from kiosk.cli.asking import asked, asked_twice
from kiosk.cli.ends import OK
from kiosk.cli.writing import need_sources


def approve(options: argparse.Namespace) -> int:
    """``content approve``: sign a topic as it is now, with a reviewer's key."""
    need_sources(options)
    from kiosk.authoring.approvals import approve as sign

    passphrase = asked("passphrase of your key")
    found = sign(options.sources, options.pictures, options.topic, options.key, passphrase, options.until)
    print(f"{options.topic}: approved by {found.reviewer} until {found.until} ({found.sources[:12]})")
    return OK


def new_key(options: argparse.Namespace) -> int:
    """``content keys new``: a reviewer's key, and the line for reviewers.yaml."""
    from kiosk.authoring.reviewers import new_key as make

    named = re.sub(r"[^a-z0-9]+", "-", options.name.lower()).strip("-")
    place = options.out or Path(f"{named or 'reviewer'}.pem")
    print(make(options.name, options.role, place, asked_twice("passphrase of the new key")))
    # Not on standard output: that is the line itself, for who appends it to the file.
    advice = f"Put the line above under “reviewers:” in reviewers.yaml. Keep {place} where only you reach it."
    print(advice, file=sys.stderr)
    return OK
