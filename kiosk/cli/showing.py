"""The commands that show, look and measure: run, check, tour, bench."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from pathlib import Path
from typing import Any

from kiosk import PACKAGED, __version__
from kiosk.cli.ends import OK, Fault, say
from kiosk.cli.progress import bar
from kiosk.content.shelf import candidate
from kiosk.machine import paths
from kiosk.machine.display import missing_display
from kiosk.machine.settings import as_toml
from kiosk.options import RunOptions, candidates, check_editions, check_signature, check_staff, effective


def need_display() -> None:
    """Raise ``Fault`` where no window can be opened."""
    missing = missing_display()
    if missing:
        instead = (
            "" if PACKAGED else f". To see every screen as pictures instead: {_python()} main.py tour DIR"
        )
        raise Fault(missing + instead)


def _python() -> str:
    """This Python as a person in this folder types it: a bare machine has no ``python`` of its own."""
    here = Path(sys.executable)
    return str(here.relative_to(Path.cwd())) if here.is_relative_to(Path.cwd()) else "python"


def _build_what_ships() -> None:
    """Build the edition that ships on a checkout that has none yet. A start never compiles otherwise.

    What stands there and is damaged is not built over: ``run`` says what is wrong with it. A package carries
    its edition; where that is gone the safe page stands.
    """
    if PACKAGED:
        return
    from kiosk.content.shelf import POINTER, Shelf

    shelf = Shelf(paths.SHIPPED)
    if (shelf.folder / POINTER).exists() or shelf.kept():
        return
    from kiosk.authoring.build import build_edition

    say("building the edition that ships, this once")
    with bar() as progress:
        build_edition(paths.SOURCES, paths.PICTURES, paths.SHIPPED, progress)


def run(options: argparse.Namespace) -> int:
    """``run``: the kiosk itself, until it is told to end."""
    gc.disable()  # a start makes much that stays and nothing that goes; Qt's modules most of all
    need_display()
    in_force = effective(options)
    faults = [str(fault) for fault in in_force.faults]
    for fault in faults:
        say(fault)
    if not in_force.settings.edition:
        _build_what_ships()
    found = candidates(in_force.settings.edition, faults)
    from kiosk.start import run as run_kiosk

    return run_kiosk(
        RunOptions(
            settings=in_force.settings,
            candidates=found,
            faults=tuple(faults),
            language=options.lang or "",
            file=in_force.file,
            find=lambda: candidates(in_force.settings.edition, []),
        )
    )


def check(options: argparse.Namespace) -> int:
    """``check``: one line an item, or JSON."""
    from kiosk.cli.updater import check_updates
    from kiosk.machine import health
    from kiosk.machine.ladder import process_of_kiosk
    from kiosk.machine.lockdown import check_lockdown, check_touch, check_watchdog, not_used
    from kiosk.machine.program import check_package, program_folder

    in_force = effective(options)
    asked = in_force.settings.edition
    items = health.check_machine(in_force, paths.installed_shelf())
    process = process_of_kiosk(paths.state_folder())
    items[3:3] = [check_touch(kiosk=process)]
    items[5:5] = [check_editions(asked), check_signature(asked)]
    items += check_staff(in_force.settings)
    items += check_updates(in_force.settings)
    lockdown = check_lockdown(kiosk=process)
    items += [check_watchdog(), lockdown, check_package(program_folder()), *not_used()]
    if options.json:
        print(json.dumps(health.as_json(items, in_force, __version__), indent=1, ensure_ascii=False))
    else:
        print(*items, sep="\n")
        for one in health.settings_in_force(in_force):
            print(f"  {one['key']} = {as_toml(one['value'])}  (from {one['from']})")
    return health.exit_code(items)


def tour(options: argparse.Namespace) -> int:
    """``tour``: every screen to a picture."""
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
            root_name=asked.root_name,
            languages=options.lang,
            sizes=options.size,
            themes=options.theme,
            text_sizes=options.text_size,
            reach=(options.reach,),
            hands=(options.hand,),
            only=options.only,
            panel_inches=options.panel_inches,
        )
    )


def bench(options: argparse.Namespace) -> int:
    """``bench``: each program of tests/bench by itself, one after another; each prints its own JSON."""
    import subprocess  # no other command needs it

    programs = sorted((paths.ROOT / "tests" / "bench").glob("bench_*.py"))
    if not programs:
        raise Fault("there is no tests/bench beside this kiosk; measure in a checkout")
    _build_what_ships()
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
