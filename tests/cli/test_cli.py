"""The command line as other programs meet it: real processes, exact exit codes, one line, no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def lamina(
    root: Path, *arguments: str, seconds: float = 120, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `python main.py` with no display and no settings of this machine, for at most so long."""
    clean = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    clean.pop("QT_QPA_PLATFORM", None)
    return subprocess.run(
        [sys.executable, str(root / "main.py"), *arguments],
        env={**clean, **environment},
        capture_output=True,
        text=True,
        timeout=seconds,
    )


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """The single line on standard error."""
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--nope"], "--nope"),
        (["dance"], "dance"),
        (["--size", "big"], "big"),
        (["--size", "99999x1"], "99999x1"),
        (["--panel-inches", "0"], "'0'"),
        (["--panel-inches", "nan"], "nan"),
        (["--lang", "de"], "de"),
        (["tour"], "DIR"),
        (["tour", "x", "--theme", "pink"], "pink"),
        (["tour", "x", "--text-size", "3"], "'3'"),
        (["tour", "x", "--lang", "en,en"], "en,en"),
        (["content"], "VERB"),
        (["content", "bake"], "bake"),
        (["edition"], "VERB"),
        (["check", "--json", "extra"], "extra"),
        (["check", "--settings", ""], "--settings"),
        (["run", "--edition", ""], "--edition"),
        (["check", "--settings", "~nobody-of-this-name/x"], "no such home folder"),
        (["content", "check", "--sources", ""], "--sources"),
    ],
)
def test_misuse_is_one_line_that_names_it_and_ends_with_64(
    root: Path, arguments: list[str], named: str
) -> None:
    done = lamina(root, *arguments)
    assert done.returncode == 64
    assert named in one_line(done)
    assert done.stdout == ""


def test_without_a_display_the_line_names_the_tour(root: Path) -> None:
    done = lamina(root)
    assert done.returncode == 2
    line = one_line(done)
    assert "python main.py tour" in line
    assert line.rstrip().endswith("tour DIR")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["edition", "verify", "--edition", "no/such/edition"], "no/such/edition"),
        (["content", "check", "--sources", "no/such/folder"], "no/such/folder"),
        (["content", "build", "--sources", "no/such/folder"], "no/such/folder"),
        (["content", "new", "knee", "--sources", "no/such/folder"], "no/such/folder"),
        (["content", "check", "--sources", "docs"], "docs holds no sources"),
        (["content", "check", "--table", "--sources", "docs"], "docs holds no sources"),
        (["content", "build", "--sources", "docs"], "docs holds no sources"),
        (["tour", "README.md"], "README.md"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_ends_with_2(
    root: Path, arguments: list[str], named: str
) -> None:
    done = subprocess.run(
        [sys.executable, "main.py", *arguments], cwd=root, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 2
    assert named in one_line(done)


def test_a_display_that_does_not_answer_is_one_line_too(root: Path) -> None:
    done = lamina(root, "--window", DISPLAY=":987")
    assert done.returncode == 2
    assert "no display answers (DISPLAY “:987” leads nowhere)" in one_line(done)


def test_a_path_is_told_whole_however_it_was_typed(root: Path, tmp_path: Path) -> None:
    for typed, meant in (("~/gone", tmp_path / "gone"), ("no/such", Path.cwd() / "no" / "such")):
        done = lamina(root, "edition", "verify", "--edition", typed, HOME=str(tmp_path))
        assert done.returncode == 2 and str(meant) in one_line(done)


def test_a_missing_pyside_gets_one_plain_line(root: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['PySide6'] = None\n")
    done = lamina(root, "check", "--json", PYTHONPATH=str(tmp_path))
    items = {item["name"]: item for item in json.loads(done.stdout)["items"]}
    assert done.returncode == 2
    assert items["qt"]["state"] == "fault"
    assert "make run" in items["qt"]["remedy"]


def test_an_old_python_would_get_one_plain_line(root: Path) -> None:
    code = "import sys; sys.version_info = (3, 9); import main; sys.exit(main.start())"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert done.returncode == 2
    assert "3.11" in one_line(done)


def test_check_names_what_is_wrong_with_the_settings_and_goes_on(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("panel_inches = 27\nidle_seconds = 'soon'\n")
    done = lamina(root, "check", "--json", "--settings", str(file), LAMINA_HAND="left")
    found = json.loads(done.stdout)
    assert done.returncode == 2 and found["state"] == "fault"
    items = {item["name"]: item for item in found["items"]}
    machine = {"python", "qt", "display", "settings", "edition", "disk", "clock"}
    # a fresh clone has no edition whose reviews could be told
    kiosk = {"signature", "pin", "counts", "starts", "updater", "trust"}
    around = {"touch", "watchdog", "lockdown", "package", "sound", "printer"}
    assert set(items) - {"reviews"} == machine | kiosk | around
    assert all(set(item) == {"name", "state", "message", "remedy"} for item in found["items"])
    readme = (root / "README.md").read_text("utf-8").split("`check --json`:")[1]
    assert set(items) <= set(readme.split('"name": "')[1].split('"')[0].split(" | "))
    assert f"{file}:2" in items["settings"]["message"] and "'soon'" in items["settings"]["message"]
    values = {one["key"]: (one["value"], one["from"]) for one in found["settings"]}
    assert values["panel_inches"] == (27.0, f"{file}:1")
    assert values["idle_seconds"] == (90, "default")
    assert values["hand"] == ("left", "LAMINA_HAND")


def test_a_reader_that_goes_away_leaves_no_traceback(root: Path) -> None:
    with subprocess.Popen(
        [sys.executable, str(root / "main.py"), "check"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        told = running.stderr.read()
    assert b"Traceback" not in told and b"BrokenPipe" not in told


def test_help_says_the_exit_codes(root: Path) -> None:
    done = lamina(root, "--help")
    assert done.returncode == 0
    assert "64 misuse" in done.stdout


def test_no_command_loads_the_code_of_another(root: Path) -> None:
    code = (
        "import sys; from kiosk.cli import main; main(['edition', 'list']); "
        "others = ('kiosk.authoring', 'kiosk.ui', 'kiosk.tour', 'PySide6', 'yaml', 'PIL'); "
        "print([name for name in sys.modules if name.startswith(others)])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]", done.stdout + done.stderr


def test_a_running_kiosk_ends_well_when_it_is_told_to(root: Path) -> None:
    code = (
        "import os, signal, sys; from PySide6.QtCore import QTimer; from kiosk.app import Kiosk; "
        "Kiosk.find_pages = lambda self: QTimer.singleShot(0, lambda: os.kill(os.getpid(), signal.SIGTERM)); "
        "from kiosk.cli import main; sys.exit(main(['--window']))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


def test_the_table_tells_how_hard_each_page_reads(root: Path, sources: Path) -> None:
    asked = ["content", "check", "--table", "--sources", str(sources)]
    done = lamina(root, *asked)
    assert done.returncode == 0, done.stderr
    assert "en: Flesch-Kincaid grade" in done.stdout and "es: INFLESZ" in done.stdout
    table = json.loads(lamina(root, *asked, "--json").stdout)
    for language in ("en", "es"):
        row = table[language]
        assert row["n"] == len(row["pages"]) and {"worst", "median", "longest_sentence"} <= set(row)
        assert all(f"{score:6.1f}  {topic}" in done.stdout for topic, score in row["pages"].items())


def test_the_sources_that_ship_have_no_error_and_can_be_built(root: Path, tmp_path: Path) -> None:
    checked = lamina(root, "content", "check", "--json")
    found = json.loads(checked.stdout)
    assert found["errors"] == 0, [one for one in found["findings"] if one["severity"] == "error"]
    # every picture in every size, none kept from before: two minutes where others work too
    built = lamina(root, "content", "build", "--out", str(tmp_path / "edition"), seconds=900)
    assert built.returncode == 0, built.stdout + built.stderr
    sound = lamina(root, "edition", "verify", "--json", "--edition", str(tmp_path / "edition"))
    assert json.loads(sound.stdout)["sound"] is True


def test_sources_with_an_error_are_not_built_and_each_error_is_named(
    root: Path, sources: Path, pictures: Path, tmp_path: Path
) -> None:
    file = sources / "topics" / "discs" / "topic.yaml"
    asked = ["content", "build", "--sources", str(sources), "--pictures", str(pictures)]
    asked += ["--out", str(tmp_path / "edition")]
    sound = lamina(root, *asked)
    assert sound.returncode == 0, sound.stderr
    stands = (tmp_path / "edition" / "current").read_bytes()
    file.write_text(file.read_text("utf-8").replace("kind: article", "kind: nonsense"), "utf-8")
    done = lamina(root, *asked)
    assert done.returncode == 2
    assert "topics/discs/topic.yaml:1: error:" in done.stdout
    assert "The edition that stands stays" in done.stderr and "Traceback" not in done.stderr
    assert (tmp_path / "edition" / "current").read_bytes() == stands


@pytest.mark.parametrize("arguments", [["check", "--js"], ["--win"], ["content", "check", "--jso"]])
def test_half_an_option_is_no_option(root: Path, arguments: list[str]) -> None:
    done = lamina(root, *arguments)
    assert done.returncode == 64 and arguments[-1] in one_line(done)


def test_pictures_that_are_no_folder_build_nothing(root: Path) -> None:
    done = lamina(root, "content", "build", "--pictures", "README.md")
    assert done.returncode == 2 and "README.md is not a folder of pictures" in one_line(done)


def test_the_table_of_disagreements_says_what_carries_each_and_what_is_gone(
    root: Path, sources: Path
) -> None:
    asked = ["content", "check", "--disagreements", "--sources", str(sources)]
    done = lamina(root, *asked)
    assert done.returncode == 0, done.stderr
    table = json.loads(lamina(root, *asked, "--json").stdout)
    assert table["gone"] == 0 and table["n"] == len(table["lines"]) >= 1
    assert table["sentences"] == sum(len(line["sentences"]) for line in table["lines"])
    for line in table["lines"]:
        assert set(line) == {"id", "meaning", "sentences"} and line["id"] in done.stdout
        for said in line["sentences"]:
            assert set(said) == {"topic", "part", "en", "es", "stands"}
            assert said["en"] in done.stdout and said["es"] in done.stdout
    page = sources / "topics" / "steps" / "en.md"
    page.write_text(page.read_text("utf-8").replace("part or all of the bone", "some of the bone"), "utf-8")
    done = lamina(root, *asked)
    assert done.returncode == 1 and "NOT ON THE PAGE ANY MORE" in done.stdout
    assert json.loads(lamina(root, *asked, "--json").stdout)["gone"] == 1
