"""What must not stand in any file of the kiosk, because it would open a way out; each rule is tried once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

BY_HAND = {"kiosk/ui/touch.py"}
"""The filter names the events it holds back."""

RULES: dict[str, tuple[str, str]] = {
    "a dialog": (
        r"QtQuick\.Dialogs|Qt\.labs\.platform|QtWidgets|QMessageBox|\b(File|Font|Color|Message)Dialog\b",
        "import QtQuick.Dialogs",
    ),
    "printing": (r"QtPrintSupport|\bQPrint(er|Dialog)\b", "from PySide6.QtPrintSupport import QPrinter"),
    "an address that the system opens": (
        r"openUrlExternally|QDesktopServices|\bwebbrowser\b|xdg-open",
        "Qt.openUrlExternally(link)",
    ),
    "a link in a text": (
        r"\b(on)?[lL]inkActivated\b|\.RichText\b|\.AutoText\b|\.MarkdownText\b",
        "onLinkActivated: go()",
    ),
    "a field with a menu of its own": (
        r"\bText(Edit|Field|Input|Area)\b|\bselectByMouse\b|\bContextMenu\b",
        "TextField { selectByMouse: true }",
    ),
    "a key that leads somewhere": (
        r"\bQ?Shortcut\b|\bStandardKey\b|\bQKeySequence\b|\bKeys\.on(?!(Return|Enter|Space|Tab|Backtab)Pressed)",
        'Shortcut { sequence: "Ctrl+Q" }',
    ),
    "a menu, a tip or another window": (
        r"\b(MenuBar|MenuItem|ToolTip|ApplicationWindow|SystemTrayIcon|Popup)\b|^\s*Window\s*\{",
        "ToolTip.visible: hovered",
    ),
    "dragging out of the window": (
        r"\b(Drag|DropArea)\b\s*[.{]|\bQDrag\b|\bQMimeData\b",
        "Drag.active: area.held",
    ),
    "the clipboard": (r"\bclipboard\b|\bQClipboard\b", "QGuiApplication.clipboard().setText(words)"),
    "a keyboard that is not ours": (r"VirtualKeyboard|\bInputPanel\b", "import QtQuick.VirtualKeyboard"),
    "a picture of the screen in a file": (
        r"\bsaveToFile\b|\bgrabToImage\b",
        "item.grabToImage(save)",
    ),
    "a page of the web": (r"QtWeb(Engine|View|Sockets)|XMLHttpRequest|\bWebView\b", "import QtWebEngine"),
}


def files(root: Path) -> Iterator[Path]:
    """Every file that the interface runs: QML and Python, less what only an office computer runs."""
    office = ("authoring", "tour")
    for path in sorted((root / "kiosk").rglob("*")):
        inside = path.relative_to(root / "kiosk").parts[0]
        if path.suffix in (".qml", ".js", ".py") and inside not in office:
            yield path


def found(text: str, rule: str) -> list[str]:
    """The lines that the rule forbids, without what is only said in a comment."""
    lines = (re.sub(r"(//|#).*", "", line) for line in text.splitlines())
    return [line for line in lines if re.search(RULES[rule][0], line)]


@pytest.mark.parametrize("rule", RULES)
def test_no_file_of_the_kiosk_has(root: Path, rule: str) -> None:
    looked = [path for path in files(root) if str(path.relative_to(root)) not in BY_HAND]
    assert len([path for path in looked if path.suffix == ".qml"]) > 40
    lines = {str(path): lines for path in looked if (lines := found(path.read_text("utf-8"), rule))}
    assert not lines


@pytest.mark.parametrize("rule", RULES)
def test_a_planted_line_is_found(tmp_path: Path, rule: str) -> None:
    planted = tmp_path / "kiosk" / "qml" / "Planted.qml"
    planted.parent.mkdir(parents=True)
    planted.write_text(f"// nothing\n{RULES[rule][1]}\n", "utf-8")
    assert [found(path.read_text("utf-8"), rule) for path in files(tmp_path)] == [[RULES[rule][1]]]


def test_a_word_in_a_comment_is_no_finding() -> None:
    assert not found("// no Shortcut here\n# nor a Shortcut here\n", "a key that leads somewhere")
