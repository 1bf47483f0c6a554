"""Reviewers at the command line: a key, an approval, and what is refused, as real processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PHRASE = "four words on paper"


def lamina(root: Path, folder: Path, typed: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "main.py"), "content", *arguments]
    return subprocess.run(command, cwd=folder, input=typed, capture_output=True, text=True, timeout=60)


@pytest.fixture
def key(root: Path, sources: Path) -> Path:
    """A reviewer's key, listed among the reviewers."""
    made = lamina(root, sources, f"{PHRASE}\n{PHRASE}\n", "keys", "new", "Ana Reader", "--role", "Surgeon")
    assert made.returncode == 0 and made.stderr.count("\n") == 1, made.stderr
    assert made.stderr.startswith("Put the line above under “reviewers:”"), "a success is no fault"
    (sources / "reviewers.yaml").write_text(f"reviewers:\n{made.stdout}", "utf-8")
    return sources / "ana-reader.pem"


def test_a_reviewer_makes_a_key_and_approves_a_page(
    root: Path, sources: Path, pictures: Path, key: Path
) -> None:
    places = ("--sources", str(sources), "--pictures", str(pictures))
    done = lamina(root, sources, f"{PHRASE}\n", "approve", "discs", "--key", str(key), *places)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("discs: approved by Ana Reader until ")
    assert PHRASE not in done.stdout
    checked = lamina(root, sources, "", "check", *places)
    assert checked.returncode == 0 and "0 errors, 0 warnings" in checked.stdout


@pytest.mark.parametrize(
    ("typed", "arguments", "code", "said"),
    [
        ("wrong words\n", ("discs", "--key", "ana-reader.pem"), 2, "passphrase is wrong"),
        ("", ("discs", "--key", "ana-reader.pem"), 2, "no passphrase"),
        (PHRASE, ("nothing", "--key", "ana-reader.pem"), 2, "no topic “nothing”"),
        (PHRASE, ("discs", "--key", "gone.pem"), 2, "cannot be read"),
        (PHRASE, ("discs", "--key", "edition.yaml"), 2, "no key with a passphrase"),
        (PHRASE, ("discs",), 64, "--key"),
        (PHRASE, ("discs", "--key", "ana-reader.pem", "--until", "soon"), 2, "is no date"),
    ],
)
def test_what_cannot_be_approved_is_one_line(
    root: Path,
    sources: Path,
    pictures: Path,
    key: Path,
    typed: str,
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    places = ("--sources", str(sources), "--pictures", str(pictures))
    done = lamina(root, sources, typed, "approve", *arguments, *places)
    assert done.returncode == code and said in done.stderr
    assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr and done.stdout == ""
    assert not list(sources.rglob("approval.json"))
