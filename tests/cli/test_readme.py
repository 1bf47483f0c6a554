"""README.md is the contract of the command line: what it names is there, and what is there it names."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.cli.reading import read

COMMANDS: dict[str, tuple[str, ...]] = {
    "run": (),
    "check": (),
    "pin": (),
    "counts": (),
    "tour": (),
    "content": ("new", "import", "check", "build", "preview", "diff", "fresh", "approve", "keys new"),
    "edition": ("list", "install", "rollback", "verify"),
    "bench": (),
    "repo": ("init", "publish", "withdraw", "rotate", "refresh", "info"),
    "updater": (),
    "enrol": (),
}
"""Each command with its verbs."""


def options_of(root: Path, *words: str) -> set[str]:
    """The options a command's help lists."""
    command = [sys.executable, "main.py", *" ".join(words).split(), "--help"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return set(re.findall(r"--[a-z-]+", done.stdout)) - {"--help"}


def told_by(readme: str, *words: str) -> set[str]:
    """The options README names for a command: in its rows, and in the sentence on all of its verbs."""
    start = f"| `python main.py {' '.join(words)}" if words != ("run",) else "| `python main.py` (or"
    rows = [line for line in readme.splitlines() if line.startswith(start)]
    assert rows, f"README has no row for {' '.join(words)}"
    common = next(line for line in readme.splitlines() if line.startswith("The verbs of `content` take"))
    content, edition, repo = common.split(";")
    if words == ("repo", "info"):
        repo = "--repository"
    more = {"content": content, "edition": edition, "repo": repo}.get(words[0], "")
    if words in (("content", "diff"), ("edition", "install"), ("edition", "rollback")):
        more = ""
    return set(re.findall(r"--[a-z-]+", " ".join([*rows, more])))


@pytest.mark.parametrize(
    "words",
    [(name, verb) if verb else (name,) for name, verbs in COMMANDS.items() for verb in verbs or ("",)],
)
def test_readme_names_the_options_of_a_command_and_no_others(root: Path, words: tuple[str, ...]) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert told_by(readme, *words) == options_of(root, *words)


def test_readme_names_every_command(root: Path) -> None:
    command = [sys.executable, "main.py", "--help"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60)
    listed = re.findall(r"^    ([a-z]+)  ", done.stdout, re.MULTILINE)
    assert sorted(listed) == sorted(COMMANDS)


def test_every_file_readme_points_to_is_there(root: Path) -> None:
    guides = [str(place.relative_to(root)) for place in (root / "docs").rglob("*.md")]
    for name in ("README.md", *guides):
        text = (root / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert ((root / name).parent / target).exists(), f"{name} points to {target}"


@pytest.mark.parametrize(("guides", "fewest"), [("staff/*.md", 8), ("it.md", 15), ("office.md", 15)])
def test_every_command_the_guides_tell_can_be_typed(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guides: str, fewest: int
) -> None:
    (tmp_path / "root.json").touch()
    monkeypatch.chdir(tmp_path)
    text = "\n".join(place.read_text(encoding="utf-8") for place in (root / "docs").glob(guides))
    typed = r"(?:python main\.py|(?:^|`)lamina) ([a-z]+(?![a-z:])[^`\n]*)"  # a line of the log has a colon
    told = re.findall(typed, text, re.MULTILINE)
    assert len(told) >= fewest
    for line in told:
        assert read(line.split())


def test_every_make_target_readme_names_is_there(root: Path) -> None:
    readme, make = ((root / name).read_text(encoding="utf-8") for name in ("README.md", "Makefile"))
    named = set(re.findall(r"`make ([a-z-]+)", readme)) | {"run", "test"}
    assert named <= set(re.findall(r"^([a-z-]+):", make, re.MULTILINE)) and len(named) >= 8
