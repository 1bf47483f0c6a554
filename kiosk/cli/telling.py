"""Findings as lines for a person, in colour on a terminal; finds none and mends none."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.authoring.findings import Finding

_COLOURS = {"error": "bold red", "warning": "yellow"}


def tell(findings: Iterable[Finding]) -> None:
    """Each finding in one line on standard output; the words are the same with and without a terminal."""
    if not sys.stdout.isatty():
        for finding in findings:
            print(finding)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for finding in findings:
        place, severity, rest = str(finding).partition(f": {finding.severity}: ")
        line = Text(place, style="cyan")
        line.append(severity, style=_COLOURS[finding.severity])
        said, _, rule = rest.rpartition(" [")
        line.append(said.removesuffix(finding.remedy))
        line.append(finding.remedy, style="green")
        line.append(f" [{rule}", style="dim")
        console.print(line)
