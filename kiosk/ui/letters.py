"""Has fontconfig read the one file that says how letters are found, and nothing besides; knows no font."""

from __future__ import annotations

import functools
import os
import sys
from pathlib import Path


@functools.cache
def read_rules() -> bool:
    """Make the file that ``FONTCONFIG_FILE`` names all that fontconfig goes by, once; whether it does.

    Asked by Qt it reads that file too, and then parses every file of rules that the system could choose from
    (forty in Debian's ``/usr/share/fontconfig/conf.avail``) only to be able to list them: a fiftieth of a
    start. Where fontconfig is missing, or refuses, Qt's way is left. Before the first font is asked for.
    """
    file = os.environ.get("FONTCONFIG_FILE", "")
    if not sys.platform.startswith("linux") or not Path(file).is_absolute():
        return False
    import ctypes

    try:
        library = ctypes.CDLL("libfontconfig.so.1")  # the one that Qt has opened
    except OSError:
        return False
    library.FcConfigCreate.restype = ctypes.c_void_p
    rules = ctypes.c_void_p(library.FcConfigCreate())
    read = library.FcConfigParseAndLoad(rules, os.fsencode(file), 1) and library.FcConfigSetCurrent(rules)
    library.FcConfigDestroy(rules)  # the one in force is kept by fontconfig
    return bool(read)
