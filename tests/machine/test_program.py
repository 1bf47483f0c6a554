"""The program's files against the bill that was packaged with them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from build_spec.packaging.debian import DROP_INS
from build_spec.packaging.laid import LIBRARIES
from kiosk.machine.program import BILL, check_package, program_folder


def entry(folder: Path, path: str) -> dict[str, Any]:
    """A file as the bill lists it."""
    sha256 = hashlib.sha256((folder / path).read_bytes()).hexdigest()
    return {
        "type": "file",
        "bom-ref": f"file:{path}",
        "name": path,
        "hashes": [{"alg": "SHA-256", "content": sha256}],
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A program of three files, one of them below a component of a component."""
    (tmp_path / "_internal").mkdir()
    for path in ("lamina", "_internal/libQt6Core.so.6", "_internal/base.zip"):
        (tmp_path / path).write_bytes(path.encode())
    inner = {"bom-ref": "Qt/Core", "components": [entry(tmp_path, "_internal/libQt6Core.so.6")]}
    bill = {
        "bomFormat": "CycloneDX",
        "components": [
            {"bom-ref": "lamina", "components": [entry(tmp_path, "lamina")]},
            {"bom-ref": "Qt", "components": [inner]},
            entry(tmp_path, "_internal/base.zip"),
        ],
    }
    (tmp_path / BILL).write_text(json.dumps(bill))
    for place in (tmp_path, *tmp_path.rglob("*")):
        place.chmod(0o755)
    return tmp_path


def test_a_checkout_is_no_package() -> None:
    assert program_folder() is None
    assert check_package(None).state == "ok" and "sources" in check_package(None).message


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="files that root owns are root's to make")
def test_a_whole_program_that_root_owns_is_well_and_one_that_others_may_write_is_not(folder: Path) -> None:
    item = check_package(folder)
    assert (item.state, item.message) == ("ok", "3 files as they were packaged")
    (folder / "_internal").chmod(0o775)
    item = check_package(folder)
    assert item.state == "warning" and "may write 1 of its files" in item.message and "chmod" in item.remedy
    (folder / "_internal").chmod(0o755)
    os.chown(folder / "lamina", USER, USER)
    assert check_package(folder).state == "warning"


USER = 65534


def test_missing_changed_and_strange_files_are_named(folder: Path) -> None:
    (folder / "lamina").unlink()
    (folder / "_internal" / "base.zip").write_bytes(b"other")
    for number in range(5):
        (folder / f"strange{number}").touch()
    item = check_package(folder)
    assert item.state == "fault" and item.remedy.startswith("Install the package again")
    assert item.message == (
        "1 missing: lamina; 1 changed or unreadable: _internal/base.zip; "
        "5 not of the package: strange0, strange1, strange2 …"
    )


@pytest.fixture
def installed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of a machine on which the .deb laid that program, a unit, a library and a page of papers."""
    root = tmp_path_factory.mktemp("root")
    program = shutil.copytree(folder, root / "opt" / "lamina")
    bill = json.loads((program / BILL).read_text())
    for path in (UNIT, LIBRARY, SCRIPT, PAGE):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(path.encode())
        told = entry(root, path)
        bill["components"][0]["components"].append({**told, "name": f"/{path}", "bom-ref": f"file:/{path}"})
    (program / BILL).write_text(json.dumps(bill))
    for place in root.rglob("*"):
        place.chmod(0o755)
    return root


UNIT, LIBRARY = "usr/lib/systemd/system/lamina.service", "usr/lib/lamina/cage-mends.so"
SCRIPT = "usr/libexec/lamina/safe"
PAGE = "usr/share/doc/lamina/docs/it.md"


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="files that root owns are root's to make")
def test_what_the_deb_lays_elsewhere_is_looked_at_where_it_laid_the_program(
    installed: Path, tmp_path: Path
) -> None:
    program = installed / "opt" / "lamina"
    assert check_package(program, installed).message == "7 files as they were packaged"
    (installed / LIBRARY).unlink()
    (installed / UNIT).write_bytes(b"other")
    item = check_package(program, installed)
    assert item.state == "fault" and item.remedy.startswith("Install the package again")
    assert item.message == f"1 missing: /{LIBRARY}; 1 changed or unreadable: /{UNIT}"
    copied = shutil.copytree(program, tmp_path / "copied")
    assert check_package(copied, installed).message == "3 files as they were packaged"


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="files that root owns are root's to make")
def test_papers_may_be_left_out_and_a_library_that_others_may_write_is_named(installed: Path) -> None:
    program = installed / "opt" / "lamina"
    (installed / PAGE).unlink()
    assert check_package(program, installed).message == "6 files as they were packaged"
    (installed / LIBRARY).chmod(0o666)
    item = check_package(program, installed)
    assert item.state == "fault" and "may write 1 of its files" in item.message
    assert item.message.endswith(f"what they write to /{LIBRARY} its services run")
    closed_by(item.remedy)
    assert check_package(program, installed).state == "ok"


def closed_by(remedy: str) -> None:
    """Do what the remedy says, up to the next sentence."""
    line = remedy.removeprefix("Run: ").partition(". ")[0]
    assert line != remedy
    subprocess.run(["sh", "-ec", line], check=True)


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="files that root owns are root's to make")
@pytest.mark.parametrize("path", [LIBRARY, SCRIPT])
@pytest.mark.parametrize("mode", [0o775, 0o757, 0o1777])
def test_a_folder_from_which_the_services_run_is_red_where_others_may_write_it(
    installed: Path, path: str, mode: int
) -> None:
    program, place = installed / "opt" / "lamina", (installed / path).parent
    place.chmod(mode)
    item = check_package(program, installed)
    assert item.state == "fault" and f"write to /{Path(path).parent} its services run" in item.message
    closed_by(item.remedy)
    assert check_package(program, installed).state == "ok"
    os.chown(place, USER, USER)
    assert check_package(program, installed).state == "fault"
    (installed / path).unlink()
    item = check_package(program, installed)
    assert f"1 missing: /{path}; others than root may write 1 of" in item.message, "neither hides the other"
    assert item.remedy.startswith("Run: ") and "Install the package again" in item.remedy


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="files that root owns are root's to make")
def test_a_folder_of_debians_and_one_that_is_only_read_are_nobodys_to_run(installed: Path) -> None:
    program = installed / "opt" / "lamina"
    (installed / UNIT).parent.chmod(0o775)
    assert check_package(program, installed).state == "ok", "whose that folder is Debian says"
    (installed / PAGE).chmod(0o666)
    assert check_package(program, installed).state == "warning"


def test_the_folders_from_which_the_services_run_are_named_as_the_program_is() -> None:
    """So ``check`` knows them for the package's own."""
    assert {LIBRARIES, DROP_INS["libexec"]} == {str(Path(path).parent) for path in (LIBRARY, SCRIPT)}


def test_a_folder_or_a_dead_link_in_place_of_a_file_is_a_fault(folder: Path) -> None:
    (folder / "lamina").unlink()
    (folder / "lamina").mkdir()
    assert "1 missing: lamina" in check_package(folder).message
    (folder / "lamina").rmdir()
    (folder / "lamina").symlink_to("nowhere")
    assert "1 changed or unreadable: lamina" in check_package(folder).message


@pytest.mark.parametrize(
    "text", [None, "", "[]", "{}", '{"components": []}', '{"components": [1]}', "[" * 9000, "\udcff"]
)
def test_a_bill_that_is_none_is_a_fault_and_no_traceback(folder: Path, text: str | None) -> None:
    if text is None:
        (folder / BILL).unlink()
    else:
        (folder / BILL).write_bytes(text.encode("utf-8", "surrogateescape"))
    item = check_package(folder)
    assert item.state == "fault" and str(folder / BILL) in item.message
