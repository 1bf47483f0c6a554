"""Runs first in the packaged program: a service is given no language by its system, and Qt wants UTF-8."""

import os

if not any(os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
    os.environ["LC_CTYPE"] = "C.UTF-8"
