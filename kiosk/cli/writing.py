"""The commands for those who write: content new, check, build, preview."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kiosk.cli.ends import FINDINGS, OK, Fault
from kiosk.cli.progress import bar
from kiosk.cli.showing import need_display
from kiosk.cli.telling import tell
from kiosk.machine import paths


def need_sources(options: argparse.Namespace) -> None:
    """Raise ``Fault`` where ``--sources`` names no folder of sources."""
    if not options.sources.is_dir():
        raise Fault(f"{options.sources} is not a folder of sources; name one with --sources")
    if not any((options.sources / name).exists() for name in ("edition.yaml", "topics")):
        raise Fault(
            f"{options.sources} holds no sources: it has no edition.yaml and no folder “topics”; "
            "name the right one with --sources"
        )


def _need_both(options: argparse.Namespace) -> None:
    need_sources(options)
    if not options.pictures.is_dir():
        raise Fault(f"{options.pictures} is not a folder of pictures; name one with --pictures")


def new(options: argparse.Namespace) -> int:
    """``content new``: a topic's folder from the template of its kind."""
    need_sources(options)
    from kiosk.authoring.new import new_topic

    for path in new_topic(options.sources, options.topic, options.kind):
        print(path)
    print("Next: write where these files say TODO, and your name as “author: ” in topic.yaml. Then:")
    print(f"  python main.py content check\n  python main.py content preview --topic {options.topic}")
    return OK


def fresh(options: argparse.Namespace) -> int:
    """``content fresh``: the translations of a topic are of its words as they are now."""
    need_sources(options)
    from kiosk.authoring.freshness import stamp

    for path in stamp(options.sources, options.topic, facts_checked=options.facts_checked):
        print(path)
    return OK


def ledger_of(options: argparse.Namespace) -> Path | None:
    """Where it is kept what was found of these sources; None where everything is to be done anew."""
    if options.all:
        return None
    from kiosk.authoring.ledger import place_of

    return place_of(paths.cache_folder(), options.sources, options.pictures)


def check(options: argparse.Namespace) -> int:
    """``content check``: every fault of the sources, or the table of how hard they are to read."""
    _need_both(options)
    if options.table:
        return _table(options)
    if options.disagreements:
        return _disagreements(options)
    if options.reviews:
        return _reviews(options)
    from kiosk.authoring.check import check_sources

    with bar() as progress:
        findings = check_sources(options.sources, options.pictures, progress, ledger=ledger_of(options))
    errors = sum(finding.severity == "error" for finding in findings)
    if options.json:
        print(json.dumps({"errors": errors, "findings": [asdict(one) for one in findings]}, indent=1))
    else:
        tell(findings)
        print(f"{_many(errors, 'error')}, {_many(len(findings) - errors, 'warning')}")
    return FINDINGS if errors else OK


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _table(options: argparse.Namespace) -> int:
    from kiosk.authoring.check import readability_table

    table = readability_table(options.sources)
    if options.json:
        print(json.dumps(table, indent=1, ensure_ascii=False))
        return OK
    for language, row in table.items():
        scores = f"worst {row['worst']}, median {row['median']}"
        print(f"{language}: {row['measure']} of {row['n']} pages: {scores}")
        print(f"{language}: longest sentence {row['longest_sentence']} words")
        for topic, score in _hardest_first(row):
            print(f"  {score:6.1f}  {topic}")
    return OK


def _disagreements(options: argparse.Namespace) -> int:
    from kiosk.authoring.check import disagreement_table

    table = disagreement_table(options.sources)
    if options.json:
        print(json.dumps(table, indent=1, ensure_ascii=False))
        return FINDINGS if table["gone"] else OK
    for line in table["lines"]:
        print(f"{line['id']}  {line['meaning']}")
        for said in line["sentences"]:
            place = f"{said['topic']}, {said['part']}" if said["part"] else said["topic"]
            print(f"  {place}{'' if said['stands'] else ': NOT ON THE PAGE ANY MORE'}")
            print(
                *(f"    {language}: {said[language]}" for language in ("en", "es") if language in said),
                sep="\n",
            )
    print(f"{table['n']} lines, {table['sentences']} sentences, {table['gone']} of them gone")
    return FINDINGS if table["gone"] else OK


def _reviews(options: argparse.Namespace) -> int:
    from kiosk.authoring.check import review_table
    from kiosk.authoring.galley import short_code

    rows = review_table(options.sources, options.pictures)
    checked = sum(row["state"] == "approved" for row in rows)
    if options.json:
        print(
            json.dumps({"pages": len(rows), "checked": checked, "topics": rows}, indent=1, ensure_ascii=False)
        )
        return OK
    for row in rows:
        state = (
            f"by {row['reviewer']} until {row['until']}"
            if row["reviewer"]
            else row["state"].replace("_", " ")
        )
        print(f"{row['topic']}: {state}, code {short_code(row['code'])}")
    print(f"{checked} of {_many(len(rows), 'page')} checked")
    return OK


def _hardest_first(row: dict[str, Any]) -> list[tuple[str, float]]:
    pages: dict[str, float] = row["pages"]
    hardest = row["worst"]
    return sorted(pages.items(), key=lambda page: (abs(page[1] - hardest), page[0]))


def build(options: argparse.Namespace) -> int:
    """``content build``: the sources become an edition, switched to only when it is whole."""
    _need_both(options)
    from kiosk.authoring.build import build_checked
    from kiosk.authoring.findings import SourcesRefused, errors_of

    try:
        with bar() as progress:
            result = build_checked(
                options.sources, options.pictures, options.out, progress, ledger=ledger_of(options)
            )
    except SourcesRefused as refused:
        tell(refused.findings)
        faults = len(errors_of(refused.findings))
        raise Fault(
            f"nothing was built: {faults} errors stand above. The edition that stands stays"
        ) from None
    tell(result.findings)
    print(f"{result.edition}: {result.pages} pages, in {options.out}")
    return OK


def preview(options: argparse.Namespace) -> int:
    """``content preview``: the sources in a window, again after each save."""
    _need_both(options)
    need_display()
    from kiosk.cli.preview import run

    return run(
        options.sources, options.pictures, options.size, options.lang, options.topic, ledger_of(options)
    )
