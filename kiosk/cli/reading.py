"""Reads a command line into options and the command's function; runs nothing and opens no file.

Each command's module is imported with its options: a start needs one of ten.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from kiosk import PACKAGED, PROGRAM, __version__
from kiosk.cli.ends import Fault, Misuse
from kiosk.machine import paths
from kiosk.machine.settings import RULES


class Parser(argparse.ArgumentParser):
    """argparse that raises ``Misuse`` with one line instead of its usage, and takes whole names only."""

    def __init__(self, **given: Any) -> None:
        super().__init__(allow_abbrev=False, **given)

    def error(self, message: str) -> NoReturn:
        raise Misuse(f"{message}. Try: {self.prog} --help")


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


def _file(text: str) -> Path:
    """A path as typed, from the folder the command is typed in; ``~`` is the home folder, "" is misuse."""
    if not text.strip():
        raise argparse.ArgumentTypeError("names nothing; write a path behind it, or leave the option out")
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise argparse.ArgumentTypeError(f"{text!r}: there is no such home folder") from None


def _edition(text: str) -> str:
    return str(_by_rule("edition")(str(_file(text).absolute())))


def read(arguments: list[str]) -> argparse.Namespace:
    """What was asked, with the command's function as ``run``. Raises ``Misuse``; ``Fault`` in a package."""
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help", "--version")):
        arguments = ["run", *arguments]
    parser = Parser(
        prog=PROGRAM,
        description="Lamina, a patient-education kiosk. Without a command it runs the kiosk full screen.",
        epilog="Exit codes: 0 ok, 1 findings, 2 fault, 64 misuse of the command line; README.md tells more.",
    )
    parser.add_argument("--version", action="version", version=f"lamina {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    if PACKAGED and arguments[0] in OF_THE_OFFICE:
        raise Fault(
            f"`{arguments[0]}` is not in an installed kiosk. Run it at the office computer, "
            f"in the folder of the sources: python main.py {arguments[0]}"
        )
    known = {name for name, _, _ in _COMMANDS}
    for name, line, options in _COMMANDS:
        if PACKAGED and name in OF_THE_OFFICE:
            continue
        if arguments[0] in known and name != arguments[0]:
            continue  # making the others would keep a start waiting
        one = commands.add_parser(name, help=line)
        if name == arguments[0]:
            options(one)
    asked = parser.parse_args(arguments)
    if "shelf" in asked and "state" in asked:
        _complete(asked)
    return asked


def _run_options(run: argparse.ArgumentParser) -> None:
    from kiosk.cli import showing

    _settings_options(run)
    run.add_argument("--window", action="store_const", const=True, help="in a window, not full screen")
    run.add_argument("--size", type=_by_rule("size"), metavar="WxH", help="the window's size in pixels")
    run.add_argument("--lang", type=_language, metavar="en|es", help="start in this language")
    run.set_defaults(run=showing.run)


def _check_options(check: argparse.ArgumentParser) -> None:
    from kiosk.cli import showing

    _settings_options(check)
    check.add_argument("--json", action="store_true", help="the same as JSON")
    check.set_defaults(run=showing.check)


def _bench_options(bench: argparse.ArgumentParser) -> None:
    from kiosk.cli import showing

    bench.set_defaults(run=showing.bench)


def _pin_options(options: argparse.ArgumentParser) -> None:
    from kiosk.cli import pin

    options.add_argument(
        "--keep", action="store_true", help="keep it in the state folder, not in the settings file"
    )
    options.set_defaults(run=pin.set_pin)


def _counts_options(options: argparse.ArgumentParser) -> None:
    from kiosk.cli import counts

    options.add_argument("--to", type=_file, metavar="FILE", help="write them there instead")
    options.set_defaults(run=counts.tell)


def _edition_verbs(edition: argparse.ArgumentParser) -> None:
    from kiosk.cli import editions

    verbs = edition.add_subparsers(metavar="VERB", required=True)
    for verb, run, line in (
        ("list", editions.list_them, "which editions there are and which is shown"),
        ("verify", editions.verify, "read every byte of the edition that would be shown"),
    ):
        one = verbs.add_parser(verb, help=line)
        _settings_options(one)
        _kiosks_folders(one)
        one.add_argument("--json", action="store_true", help="the same as JSON")
        one.set_defaults(run=run)
    install = verbs.add_parser("install", help="install the newest edition that a stick or a server offers")
    install.add_argument("source", metavar="SOURCE", help="a folder, a stick, or https://server/folder")
    install.add_argument("--roll-back", action="store_true", help=_ROLL_BACK)
    install.add_argument("--again", action="store_true", help="even if staff went back from it here")
    install.add_argument("--authority", type=_file, metavar="FILE", help="your own certificate authority")
    install.set_defaults(run=editions.install)
    back = verbs.add_parser("rollback", help="show the edition before the one that is installed")
    back.set_defaults(run=editions.rollback)
    for one in (install, back):
        one.add_argument("--settings", type=_file, metavar="FILE", help="read settings from this file")
        _kiosks_folders(one)


def _kiosks_folders(one: argparse.ArgumentParser) -> None:
    one.add_argument("--state", type=_file, metavar="DIR", help=_STATE)
    one.add_argument("--shelf", type=_file, metavar="DIR", help=_SHELF)


def _complete(options: argparse.Namespace) -> None:
    """A kiosk's folders that were not named. A state folder of its own has its own shelf."""
    own, shelf = paths.trust_folder(), paths.installed_shelf()
    options.state = options.state or own
    if options.shelf is None:
        elsewhere = options.state.absolute() != own.absolute()
        options.shelf = options.state / shelf.name if elsewhere else shelf


def _updater_options(options: argparse.ArgumentParser) -> None:
    from kiosk.cli import updater

    options.add_argument("--settings", type=_file, metavar="FILE", help="read settings from this file")
    options.add_argument("--until-alone", action="store_true", help="end once nobody asks any more")
    options.set_defaults(run=updater.serve)


_STATE = "where it is kept whose editions this kiosk trusts"
_SHELF = "where installed editions lie; with --state and without this: in its folder “editions”"
_ROLL_BACK = (
    "even if an edition of this clinic with a higher number was here; an older repository is never taken: "
    "see `edition rollback`"
)


def _settings_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--edition", type=_edition, metavar="DIR", help="show this edition")
    parser.add_argument("--settings", type=_file, metavar="FILE", help="read settings from this file")
    parser.add_argument("--panel-inches", type=_by_rule("panel_inches"), metavar="N", help="the diagonal")


def _tour_options(tour: argparse.ArgumentParser) -> None:
    from kiosk.cli import showing

    tour.add_argument("out", type=_file, metavar="DIR", help="where the pictures are written")
    tour.add_argument("--edition", type=_edition, metavar="DIR", help="draw this edition")
    tour.add_argument("--lang", type=_by_rule("languages"), default=("en", "es"), metavar="en,es")
    sizes = ((1920, 1080), (1080, 1920))
    tour.add_argument("--size", type=_list_of("size"), default=sizes, metavar="WxH,WxH")
    tour.add_argument("--theme", type=_list_of("theme"), default=("normal",), metavar="normal,contrast")
    tour.add_argument("--text-size", type=_list_of("text_size"), default=(1.0,), metavar="1,1.4,2")
    tour.add_argument("--panel-inches", type=_by_rule("panel_inches"), default=21.5, metavar="N")
    tour.add_argument("--reach", action="store_true", help="everything touched stands low")
    tour.add_argument("--hand", choices=("right", "left"), default="right")
    tour.add_argument("--only", type=lambda text: tuple(text.split(",")), default=(), metavar="TOPIC,TOPIC")
    tour.set_defaults(run=showing.tour)


def _content_verbs(content: argparse.ArgumentParser) -> None:
    from kiosk.cli import bringing, changes, reviewing, writing

    verbs = content.add_subparsers(metavar="VERB", required=True)
    new = verbs.add_parser("new", help="start a topic's folder")
    new.add_argument("topic", metavar="TOPIC")
    new.add_argument("--kind", default="article", metavar="KIND")
    new.set_defaults(run=writing.new)
    check = verbs.add_parser("check", help="name every fault with file and line")
    check.add_argument("--json", action="store_true", help="the same as JSON")
    tables = check.add_mutually_exclusive_group()
    tables.add_argument("--table", action="store_true", help="instead of faults, how hard each page reads")
    tables.add_argument(
        "--disagreements",
        action="store_true",
        help="instead of faults, where sources disagree and what we say",
    )
    tables.add_argument("--reviews", action="store_true", help="instead of faults, how each page stands")
    check.set_defaults(run=writing.check)
    build = verbs.add_parser("build", help="compile the sources to an edition")
    build.add_argument("--out", type=_file, default=paths.SHIPPED, metavar="DIR")
    build.set_defaults(run=writing.build)
    preview = verbs.add_parser("preview", help="show the sources in a window, again after each save")
    preview.add_argument("--lang", type=_language, default="en", metavar="en|es")
    preview.add_argument("--size", type=_by_rule("size"), default=(1280, 720), metavar="WxH")
    preview.add_argument("--topic", default="", metavar="TOPIC", help="start on this page")
    preview.set_defaults(run=writing.preview)
    bring = verbs.add_parser("import", help="bring in a Word file, plain text or a spreadsheet as a topic")
    bring.add_argument("file", type=_file, metavar="FILE", help=".docx, .txt, .md, .xlsx or .csv")
    bring.add_argument("--topic", required=True, metavar="NAME", help="the new topic's folder")
    bring.add_argument(
        "--kind", default="", metavar="KIND", help="the kind of page, if FILE is not to tell it"
    )
    bring.add_argument("--lang", type=_language, default="en", metavar="en|es", help="the language of FILE")
    bring.add_argument("--json", action="store_true", help="the report as JSON")
    bring.set_defaults(run=bringing.bring)
    diff = verbs.add_parser("diff", help="what changed between two editions")
    for name in ("old", "new"):
        diff.add_argument(name, metavar=name.upper(), help="an edition: its folder, or its id on the shelf")
    diff.add_argument("--shelf", type=_file, default=paths.SHIPPED, metavar="DIR", help="where editions lie")
    diff.add_argument("--pictures", type=_file, metavar="DIR", help="write a page with the pictures there")
    diff.add_argument("--json", action="store_true", help="the same as JSON")
    diff.set_defaults(run=changes.diff)
    fresh = verbs.add_parser("fresh", help="say that a page's translations are of its words as they are now")
    fresh.add_argument("topic", metavar="TOPIC")
    fresh.add_argument(
        "--facts-checked", action="store_true", help="you looked at the facts of each paragraph that moved"
    )
    fresh.set_defaults(run=writing.fresh)
    approve = verbs.add_parser("approve", help="sign a page as it is now, with a reviewer's key")
    approve.add_argument("topic", metavar="TOPIC")
    approve.add_argument("--key", type=_file, required=True, metavar="FILE", help="your key")
    approve.add_argument(
        "--until", default="", metavar="DATE", help="the last day; a year where none is named"
    )
    approve.add_argument(
        "--expect", default="", metavar="CODE", help="sign nothing but the page of this code"
    )
    approve.add_argument("--yes", action="store_true", help="for scripts: ask nothing; needs --expect")
    approve.set_defaults(run=reviewing.approve)
    keys = verbs.add_parser("keys", help="the keys of reviewers").add_subparsers(
        metavar="VERB", required=True
    )
    key = keys.add_parser("new", help="make a reviewer's key")
    key.add_argument("name", metavar="NAME")
    key.add_argument("--role", default="reviewer", metavar="ROLE", help="what the reviewer is")
    key.add_argument("--out", type=_file, metavar="FILE", help="where the key is kept; NAME.pem here")
    key.set_defaults(run=reviewing.new_key)
    for one in (check, build, preview):
        one.add_argument("--all", action="store_true", help="do all of it anew, not only what changed")
    for one in (new, check, build, preview, bring, fresh, approve, key):
        one.add_argument("--sources", type=_file, default=paths.SOURCES, metavar="DIR")
        one.add_argument("--pictures", type=_file, default=paths.PICTURES, metavar="DIR")


def _repo_verbs(parser: argparse.ArgumentParser) -> None:
    from kiosk.cli import repo

    verbs = parser.add_subparsers(metavar="VERB", required=True)
    home = Path.home() / "lamina"
    init = verbs.add_parser("init", help="make your clinic's keys and an empty repository")
    publish = verbs.add_parser("publish", help="sign the built edition and copy it to a stick")
    withdraw = verbs.add_parser("withdraw", help="offer a group of kiosks again what is for all")
    rotate = verbs.add_parser("rotate", help="replace a key by a new one")
    refresh = verbs.add_parser("refresh", help="sign what is on offer for a new term")
    info = verbs.add_parser("info", help="what is on offer, until when, and whose it is")
    for one, run in (
        (init, repo.init),
        (publish, repo.publish),
        (withdraw, repo.withdraw),
        (rotate, repo.rotate),
        (refresh, repo.refresh),
        (info, repo.info),
    ):
        one.add_argument("--repository", type=_file, default=home / "repository", metavar="DIR")
        one.set_defaults(run=run)
    for one in (init, publish, withdraw, rotate, refresh):
        one.add_argument("--keys", type=_files, default=(home / "keys",), metavar="DIR,DIR")
        one.add_argument("--passphrase-file", type=_file, metavar="FILE", help="for scripts: opens every key")
    for one in (init, publish, withdraw, refresh):
        one.add_argument(
            "--profile", choices=("stick", "network"), default="stick", help="holds 180 days, or 14"
        )
    for one in (publish, withdraw, refresh):
        one.add_argument("--to", type=_file, metavar="DIR", help="a stick, or a web server's folder")
        one.add_argument("--new-folder", action="store_true", help="make that folder where there is none")
    publish.add_argument("--edition", type=_file, default=paths.SHIPPED, metavar="DIR")
    publish.add_argument(
        "--group", type=_by_rule("group"), default="", metavar="NAME", help="for this group of kiosks alone"
    )
    withdraw.add_argument("group", type=_by_rule("group"), metavar="GROUP")
    publish.add_argument("--as-built", action="store_true", help="even if the sources changed since")
    publish.add_argument("--min-edition", type=int, metavar="N", help="kiosks may not go back below it")
    rotate.add_argument("role", choices=("root", "targets", "publishing"), metavar="root|targets|publishing")
    rotate.add_argument("--replace", metavar="KEY", help="which root key, by its first digits")
    info.add_argument("--json", action="store_true", help="the same as JSON")


def _files(text: str) -> tuple[Path, ...]:
    return tuple(_file(part) for part in text.split(","))


def _enrol_options(enrol: argparse.ArgumentParser) -> None:
    from kiosk.cli import repo

    enrol.add_argument("root", type=_file, metavar="ROOT.json", help="the file that repo init wrote")
    enrol.add_argument("--replace", action="store_true", help="even if another clinic is trusted now")
    enrol.add_argument("--state", type=_file, default=paths.trust_folder(), metavar="DIR")
    enrol.set_defaults(run=repo.enrol)


OF_THE_OFFICE = ("tour", "content", "bench", "repo")
"""What needs the sources, the keys or the tests: none of them is in a package."""

_COMMANDS = (
    ("run", "run the kiosk (this is the default)", _run_options),
    ("check", "is this machine fit: one line for each item", _check_options),
    ("pin", "set the PIN of the staff door", _pin_options),
    ("counts", "what people read, as a table: one number a day for each page", _counts_options),
    ("tour", "draw every screen and page; needs no display", _tour_options),
    ("content", "write, bring in, check, build and preview the sources; what changed", _content_verbs),
    ("bench", "measure, and print the figures as JSON", _bench_options),
    ("edition", "the editions on this machine", _edition_verbs),
    ("updater", "bring new content to this kiosk: the one program that writes editions", _updater_options),
    ("repo", "sign editions and carry them to kiosks", _repo_verbs),
    ("enrol", "choose whose editions this kiosk may show", _enrol_options),
)
"""Each command with its line of help and what adds its options."""
