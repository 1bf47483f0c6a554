"""Where a packed library looks for others: beside itself, and in no folder of the machine that packed it."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from build_spec.packaging.search_paths import forget_in

pytestmark = pytest.mark.skipif(not shutil.which("gcc") or not shutil.which("readelf"), reason="needs gcc")

FOREIGN = "/home/somebody/python/lib"


def library(place: Path, *options: str) -> Path:
    made = place / "lib.so"
    command: list[str | Path] = [
        "gcc",
        "-shared",
        "-x",
        "c",
        "-",
        "-o",
        made,
        "-Wl,--no-as-needed",
        "-lm",
        *options,
    ]
    subprocess.run(command, input=b"double half(double x) { return x / 2; }", check=True)
    return made


def paths_of(file: Path) -> list[str]:
    told = subprocess.run(["readelf", "-d", file], capture_output=True, text=True, check=True)
    assert told.stderr == "" and "libm.so.6" in told.stdout, "the rest of the table stands"
    return re.findall(r"\(R(?:UN)?PATH\).*\[(.*)\]", told.stdout)


@pytest.mark.parametrize("kind", ["--enable-new-dtags", "--disable-new-dtags"])
def test_a_folder_of_the_packing_machine_is_forgotten_and_the_library_still_loads(
    tmp_path: Path, kind: str
) -> None:
    made = library(tmp_path, f"-Wl,-rpath,{FOREIGN}", f"-Wl,{kind}")
    assert paths_of(made) == [FOREIGN], "the test would see one"
    assert forget_in([made]) == 1
    assert paths_of(made) == [] and FOREIGN.encode() not in made.read_bytes()
    half = ctypes.CDLL(str(made)).half
    half.argtypes, half.restype = [ctypes.c_double], ctypes.c_double
    assert half(5.0) == 2.5


def test_a_library_that_looks_beside_itself_is_left_as_it_is(tmp_path: Path) -> None:
    made = library(tmp_path, "-Wl,-rpath,$ORIGIN/../lib")
    before = made.read_bytes()
    (tmp_path / "words.txt").write_text("no library", "utf-8")
    assert forget_in([made, tmp_path / "words.txt"]) == 0 and made.read_bytes() == before
