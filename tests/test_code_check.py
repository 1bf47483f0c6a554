"""`make check` knows the objects Python gives to QML: a typo on one of them is a finding."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SCREEN = """import QtQuick
import Lamina.Glass

Item {
    id: screen

    required property Glass glass

    width: screen.glass.WORD ? 1 : 2
    Component.onCompleted: screen.glass.VERB()
}
"""


@pytest.fixture(scope="module")
def check_code(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """build_spec/check_code.py, with its reports in a folder of this test's own."""
    root = Path(__file__).parents[1]
    spec = importlib.util.spec_from_file_location("check_code", root / "build_spec" / "check_code.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module)["TYPES"] = tmp_path_factory.mktemp("reports") / "types"
    return module


@pytest.mark.parametrize(
    ("word", "verb", "named"),
    [("sample", "goHome", ""), ("smaple", "goHome", "smaple"), ("sample", "goHmoe", "goHmoe")],
)
def test_a_typo_on_the_glass_is_found(
    check_code: ModuleType,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    word: str,
    verb: str,
    named: str,
) -> None:
    file = tmp_path / "Typo.qml"
    file.write_text(SCREEN.replace("WORD", word).replace("VERB", verb), "utf-8")
    sound = check_code.lint_qml([file])
    told = capsys.readouterr().out
    assert sound is (named == ""), told
    assert named in told
