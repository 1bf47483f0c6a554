"""Every letter that the interface writes is in the fonts that ship: a machine may have no others."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from PySide6.QtGui import QRawFont

from kiosk.ui.view import FONTS_FOLDER, QML_FOLDER

CODE = re.compile(r"\\u([0-9a-fA-F]{4})")
WORDS = ("kiosk/visit/words.py", "kiosk/staff/words.py", "kiosk/updates/sentences.py")


def _letters(text: str) -> set[str]:
    drawn = {chr(int(code, 16)) for code in CODE.findall(text)} | set(text)
    return {letter for letter in drawn if letter.isprintable() and not unicodedata.combining(letter)}


@pytest.mark.parametrize("font", sorted(FONTS_FOLDER.glob("*.ttf")), ids=lambda font: font.stem)
def test_every_letter_of_the_interface_is_in_the_fonts_that_ship(
    root: Path, qapp: object, font: Path
) -> None:
    files = [*(root / name for name in WORDS), *QML_FOLDER.rglob("*.qml")]
    letters = set().union(*(_letters(file.read_text("utf-8")) for file in files))
    raw = QRawFont(str(font), 20.0)
    assert raw.isValid()
    assert len(letters) > 80
    assert sorted(letter for letter in letters if not raw.supportsCharacter(ord(letter))) == []


KNOWN = """
import ctypes, kiosk.ui
from PySide6.QtGui import QFontDatabase, QGuiApplication
from kiosk.ui.view import load_fonts
application = QGuiApplication([])
load_fonts()
library, each, of_it = ctypes.CDLL("libfontconfig.so.1"), (ctypes.c_void_p * 3)(), ctypes.c_char_p()
library.FcConfigFileInfoIterInit(None, each)
while library.FcConfigFileInfoIterGet(None, each, ctypes.byref(of_it), None, None):
    print(of_it.value.decode())
    library.FcConfigFileInfoIterNext(None, each)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there letters come by fontconfig")
def test_of_all_files_of_rules_a_start_parses_the_one_that_ships(root: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KNOWN], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(FONTS_FOLDER / "fonts.conf")]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there letters come by fontconfig")
def test_what_a_start_found_of_the_systems_letters_is_kept_where_the_kiosk_may_write(
    root: Path, tmp_path: Path
) -> None:
    text = (FONTS_FOLDER / "fonts.conf").read_text("utf-8")
    assert text.count("/var/cache/fontconfig") == 1, "which a kiosk only reads"
    rules = tmp_path / "fonts.conf"
    rules.write_text(text.replace("/var/cache/fontconfig", "/proc/nowhere"), "utf-8")
    told = {**os.environ, "FONTCONFIG_FILE": str(rules), "XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", KNOWN], cwd=root, capture_output=True, text=True, env=told)
    assert (done.returncode, done.stderr) == (0, "")
    assert list((tmp_path / "lamina" / "fontconfig").iterdir()) != [], "a unit's folder is named lamina"
