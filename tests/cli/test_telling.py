"""Findings on a terminal are in colour, and say the same words as in a pipe."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.cli.progress import lines


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals of this kind")
def test_findings_on_a_terminal_are_in_colour_and_say_the_same(
    root: Path, sources: Path, pictures: Path
) -> None:
    import pty

    page = sources / "topics" / "discs" / "en.md"
    page.write_text(page.read_text("utf-8").replace("A disc is soft.", "A disc is a miracle."), "utf-8")
    command = [sys.executable, str(root / "main.py"), "content", "check"]
    command += ["--sources", str(sources), "--pictures", str(pictures)]
    piped = subprocess.run(command, capture_output=True, text=True, check=False)
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    run = subprocess.run(
        command, stdout=theirs, stderr=subprocess.DEVNULL, check=False, env={**kept, "TERM": "xterm-256color"}
    )
    os.close(theirs)
    told = os.read(ours, 65536).decode("utf-8").replace("\r\n", "\n")
    os.close(ours)
    assert run.returncode == piped.returncode == 1
    assert "\x1b[" in told and "\x1b" not in piped.stdout
    assert re.sub(r"\x1b\[[0-9;]*m", "", told) == piped.stdout


def test_without_a_terminal_a_long_stage_is_told_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = iter(range(1000))
    show = lines(lambda: float(next(seconds)))
    for done in range(461):
        show("pictures", done, 461)
    show("pictures", 461, 461)
    show("topics checked", 0, 62)
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "pictures: 461" and told[-1] == "topics checked: 62"
    between = [line for line in told if " of 461" in line]
    assert 20 < len(between) < 40 and between[0].startswith("pictures: 1") and len(told) == len(between) + 2
