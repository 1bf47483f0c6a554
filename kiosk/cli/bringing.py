"""The command that brings in a clinic's own file: content import, and its report on the terminal."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from kiosk.cli.ends import OK
from kiosk.cli.progress import bar
from kiosk.cli.writing import need_sources

if TYPE_CHECKING:
    from kiosk.authoring.importing.bring import Report


_TOLD = 60
"""Most lines on a terminal of what was not carried over: a longer list is read by nobody."""


def bring(options: argparse.Namespace) -> int:
    """``content import``: a Word file, plain text or a spreadsheet becomes a topic's folder."""
    need_sources(options)
    from kiosk.authoring.importing.bring import import_file

    with bar() as progress:
        report = import_file(
            options.sources, options.file, options.topic, options.kind, options.lang, progress
        )
    if options.json:
        print(json.dumps(asdict(report), indent=1, ensure_ascii=False))
    else:
        _print(report)
    return OK


def _print(report: Report) -> None:
    """The report as lines; on a terminal in colour."""
    carried = ", ".join(f"{count} {what}" for what, count in report.carried.items())
    lines = [
        ("bold", f"{report.file} is now the {report.kind} {report.topic} ({report.when})"),
        ("green", f"Carried over: {carried}"),
    ]
    if report.mended:
        lines.append(("green", f"Mended: {', '.join(f'{what} ({n})' for what, n in report.mended.items())}"))
    if report.left:
        lines.append(("yellow", f"Not carried over, or to be looked at: {len(report.left)}"))
        lines += [("", f"  {one}") for one in report.left[:_TOLD]]
        if len(report.left) > _TOLD:
            lines.append(("yellow", f"  and {len(report.left) - _TOLD} more: --json tells all of them"))
    lines += [("", path) for path in report.files]
    lines += [("bold", step) for step in report.next_steps]
    if not sys.stdout.isatty():
        print(*(line for _, line in lines), sep="\n")
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for style, line in lines:
        console.print(Text(line, style=style))
