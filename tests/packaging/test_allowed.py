"""The list of what a package may carry: it names what the code needs, and nothing that is GPL alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from build_spec.packaging.allowed import LINUX, WINDOWS, as_listed, compare, is_allowed, read_list

GPL_ALONE = (
    *("VirtualKeyboard", "Charts", "Graphs", "DataVisualization", "Quick3D", "Timeline", "HttpServer"),
    *("NetworkAuth", "Lottie", "WaylandCompositor", "WebEngine", "Widgets", "Pdf", "Svg", "StateMachine"),
)


@pytest.mark.parametrize("listed", [LINUX, WINDOWS], ids=["linux", "windows"])
def test_the_list_names_no_module_that_is_gpl_alone_and_none_of_windows_and_buttons(listed: Path) -> None:
    must, may = read_list(listed)
    for name in must | may:
        assert not any(module.lower() in name.lower() for module in GPL_ALONE), name


def test_every_qml_module_that_is_imported_is_on_the_list(root: Path) -> None:
    must, _ = read_list()
    imported = {
        module.replace(".", "/")
        for file in (root / "kiosk" / "qml").rglob("*.qml")
        for module in re.findall(r"^import (Qt[A-Za-z.]+)", file.read_text("utf-8"), re.MULTILINE)
    }
    assert imported and {f"PySide6/Qt/qml/{module}/qmldir" for module in imported} <= must


def test_every_module_of_qt_that_is_imported_is_on_the_list(root: Path) -> None:
    must, _ = read_list()
    imported = {
        module
        for file in (root / "kiosk").rglob("*.py")
        if not file.is_relative_to(root / "kiosk" / "authoring")
        and not file.is_relative_to(root / "kiosk" / "tour")
        for module in re.findall(
            r"^\s*(?:from|import) PySide6\.(Qt[A-Za-z]+)", file.read_text("utf-8"), re.MULTILINE
        )
    }
    assert imported and {f"PySide6/{module}.abi3.so" for module in imported} <= must


def test_what_is_not_on_the_list_and_what_is_missing_are_both_named(tmp_path: Path) -> None:
    listed = tmp_path / "allowed.txt"
    listed.write_text("# words\nlib/one.so\nours/\nlib/two.so\n? lib/three.so\n", "utf-8")
    assert compare(["lib/one.so", "ours/a.qml", "lib/other.so"], listed) == (["lib/other.so"], ["lib/two.so"])
    assert compare(["lib/one.so", "lib/two.so"], listed) == ([], ["ours/"])
    assert is_allowed("lib/three.so", listed) and not is_allowed("lib/four.so", listed)


@pytest.mark.parametrize(
    ("path", "listed"),
    [
        ("python3.11/lib-dynload/math.cpython-311-x86_64-linux-gnu.so", "lib-dynload/math.so"),
        ("_cffi_backend.cpython-312-x86_64-linux-gnu.so", "_cffi_backend.so"),
        ("PySide6/QtCore.abi3.so", "PySide6/QtCore.abi3.so"),
    ],
)
def test_the_list_leaves_the_version_of_python_out(path: str, listed: str) -> None:
    assert as_listed(path) == listed
