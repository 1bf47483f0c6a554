"""The package as it is made: the same bytes twice, every file in its bill, Qt replaced, and it runs."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from build_spec.packaging import allowed, sbom, sizes
from build_spec.packaging.archive import SUMS
from build_spec.packaging.folder import INTERNAL, files_of
from build_spec.packaging.needed import is_elf
from build_spec.packaging.system import distribution
from tests.packaging.conftest import STEM, the_deb

pytestmark = pytest.mark.long

UNPACKED, COMPRESSED = 170_000_000, 50_000_000


def run(folder: Path, state: Path, *arguments: str, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """Run the packaged program on a state folder of its own."""
    kept = {"PATH": "/usr/bin:/bin", "HOME": str(state), "STATE_DIRECTORY": str(state)}
    kept |= {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software", "LAMINA_UPDATER": "off"}
    command = [str(folder / "lamina"), *arguments]
    return subprocess.run(command, env=kept, capture_output=True, text=True, timeout=seconds)


def shows(folder: Path, state: Path) -> str:
    """What the packaged kiosk says while it runs for some seconds; it must run until it is told to end."""
    kept = {"PATH": "/usr/bin:/bin", "HOME": str(state), "STATE_DIRECTORY": str(state)}
    kept |= {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software", "LAMINA_UPDATER": "off"}
    command = [str(folder / "lamina"), "run", "--size", "1280x720"]
    with subprocess.Popen(command, env=kept, stderr=subprocess.PIPE, text=True) as kiosk:
        try:
            kiosk.wait(5)
        except subprocess.TimeoutExpired:
            kiosk.terminate()
        _, told = kiosk.communicate(timeout=20)
        assert kiosk.returncode == 0, told
    assert (state / "counts.sqlite").exists(), "no first frame: counting begins after it"
    return told


def test_the_folder_carries_exactly_what_the_list_names(folder: Path) -> None:
    inner = [path.removeprefix(f"{INTERNAL}/") for path in files_of(folder) if path.startswith(INTERNAL)]
    assert allowed.compare(path for path in inner if not path.startswith("edition/")) == ([], [])


def test_the_program_fits_without_pictures_and_narration(folder: Path) -> None:
    paths = sizes.without_media(folder)
    assert sum((folder / path).lstat().st_size for path in paths) <= UNPACKED
    assert sizes.compressed(folder, paths) <= COMPRESSED


def test_two_packages_made_in_two_places_are_the_same_bytes(made: Path, made_again: Path) -> None:
    one, two = files_of(made), files_of(made_again)
    assert one == two and f"{STEM}.tar.xz" in one and the_deb(made).name in one and SUMS in one
    differ = [path for path in one if (made / path).read_bytes() != (made_again / path).read_bytes()]
    assert differ == []
    modes = [
        [(made / path).stat().st_mode for path in one],
        [(made_again / path).stat().st_mode for path in one],
    ]
    assert modes[0] == modes[1]


def test_what_lies_beside_the_folder_is_what_the_sums_say(made: Path) -> None:
    done = subprocess.run(["sha256sum", "-c", SUMS], cwd=made, capture_output=True, text=True)
    files = sorted(path.name for path in made.iterdir() if path.is_file() and path.name != SUMS)
    assert done.stdout == "".join(f"{name}: OK\n" for name in files), done.stderr


def test_the_program_the_deb_and_the_bill_tell_the_same_version(
    made: Path, folder: Path, tmp_path: Path
) -> None:
    asked = ["dpkg-deb", "--field", str(the_deb(made)), "Version"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    assert told.startswith("0.1.0+") and told in the_deb(made).name
    assert run(folder, tmp_path, "--version").stdout == f"lamina {told}\n"
    assert json.loads(run(folder, tmp_path, "check", "--json").stdout)["lamina"] == told
    assert json.loads((folder / sbom.NAME).read_text("utf-8"))["metadata"]["component"]["version"] == told


def test_every_file_is_in_the_bill_with_its_hash(folder: Path) -> None:
    told = sbom.files_in(json.loads((folder / sbom.NAME).read_text("utf-8")))
    there = [path for path in files_of(folder) if path != sbom.NAME]
    assert sorted(told) == there
    for path in there:
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == told[path], path


def test_the_bill_beside_the_deb_is_the_one_in_it_and_has_every_file_it_lays(
    made: Path, tmp_path: Path
) -> None:
    subprocess.run(["dpkg-deb", "--extract", the_deb(made), tmp_path], check=True)
    beside = (made / f"{STEM}.{sbom.NAME}").read_bytes()
    assert beside == (tmp_path / "opt/lamina" / sbom.NAME).read_bytes()
    listed = {name.removeprefix("/") for name in sbom.files_in(json.loads(beside))}
    laid = {path.removeprefix("opt/lamina/") for path in files_of(tmp_path)}
    assert listed == laid - {sbom.NAME} and "usr/lib/lamina/cage-mends.so" in listed


def test_the_bill_is_what_cyclonedx_says_a_bill_is(packager: Path, made: Path, folder: Path) -> None:
    code = (
        "import sys; from cyclonedx.schema import SchemaVersion;"
        "from cyclonedx.validation.json import JsonStrictValidator;"
        "text = open(sys.argv[1], encoding='utf-8').read();"
        "sys.exit(str(JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) or '') or None)"
    )
    for bill in (folder / sbom.NAME, made / f"{STEM}.{sbom.NAME}"):
        done = subprocess.run([packager, "-c", code, bill], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_the_bill_names_what_is_linked_in_with_its_version(folder: Path) -> None:
    told = json.loads((folder / sbom.NAME).read_text("utf-8"))
    versions = {one["name"]: one.get("version") for one in told["components"]}
    assert versions["Qt"] == versions["PySide6-Essentials"] == "6.11.3"
    assert versions["ICU"] and versions["Python"] and versions["PyInstaller"]
    family, release = distribution()
    for name, source in (("libssl3", "openssl"), ("libpython3.11-stdlib", "python3.11")):
        (purl,) = (one["purl"] for one in told["components"] if one["name"] == name)
        assert purl.startswith(f"pkg:deb/{family}/{name}@")
        assert purl.endswith(f"?arch=amd64&distro={family}-{release}&upstream={source}")
    inside = {one["name"]: one for part in told["components"] for one in part.get("components", [])}
    for one in [*told["components"], *inside.values()]:
        plain = one["type"] != "library" or one.get("version")
        assert plain or "unknown" in str(one.get("properties")), one["name"]
    assert {"HarfBuzz", "libwebp", "libpng", "PCRE2"} <= {
        name for name, one in inside.items() if "cpe" in one
    }
    assert all("supplier" in one for one in told["components"]) and told["metadata"]["tools"]


def test_every_file_of_python_is_debians(folder: Path) -> None:
    told = json.loads((folder / sbom.NAME).read_text("utf-8"))
    owners = {
        file["name"].removeprefix(f"{INTERNAL}/"): part["purl"]
        for part in told["components"]
        for file in part.get("components", [])
        if "purl" in part and file["type"] == "file"
    }
    ours = [path for path in owners if path.startswith(("libpython", "python3", "base_library", "libssl"))]
    assert len(ours) > 5 and all(owners[path].startswith("pkg:deb/debian/") for path in ours)


def test_every_part_has_its_licence_in_the_folder(folder: Path) -> None:
    told = (folder / "THIRD_PARTY.md").read_text("utf-8")
    for name in ("Qt", "PySide6-Essentials", "Python", "cryptography", "tuf", "libssl3", "Atkinson"):
        assert f"| {name}" in told
    for text in (folder / "licences").iterdir():
        assert text.stat().st_size > 100 and f"licences/{text.name}" in told


def test_no_path_of_the_machine_that_packed_it_is_in_the_program(root: Path, folder: Path) -> None:
    for path in files_of(folder):
        assert str(root).encode() not in (folder / path).read_bytes(), path


def test_no_library_looks_for_others_anywhere_but_beside_itself(folder: Path) -> None:
    found: set[str] = set()
    for path in filter(is_elf, folder.rglob("*")):
        told = subprocess.run(["readelf", "-d", path], capture_output=True, text=True, check=True).stdout
        found.update(re.findall(r"\(R(?:UN)?PATH\).*\[(.*)\]", told))
    assert found, "Qt's own say so"
    assert all(part.startswith("$ORIGIN") for line in found for part in line.split(":"))


@pytest.mark.skipif(not shutil.which("lintian"), reason="lintian is not here")
def test_lintian_has_nothing_to_say_about_the_deb(made: Path) -> None:
    command = ["lintian", "--tag-display-limit", "0", str(the_deb(made))]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_packaged_kiosk_runs_and_says_nothing(folder: Path, tmp_path: Path) -> None:
    assert shows(folder, tmp_path) == ""


def test_the_packaged_kiosk_reads_bytecode_of_qml_and_no_source(folder: Path, tmp_path: Path) -> None:
    own = shutil.copytree(folder, tmp_path / "folder", symlinks=True)
    for source in own.rglob("*.qml"):
        os.truncate(source, 0)
    assert shows(own, tmp_path) == ""


def test_each_verb_of_a_kiosk_runs_from_the_package(folder: Path, tmp_path: Path) -> None:
    told = run(folder, tmp_path, "check")
    assert "qt        ok       PySide6 6.11.3" in told.stdout and "Traceback" not in told.stderr
    assert run(folder, tmp_path, "edition", "list").returncode == 0
    assert run(folder, tmp_path, "edition", "verify").returncode == 0
    refused = run(folder, tmp_path, "edition", "install", str(tmp_path))
    assert refused.returncode == 2 and "enrol" in refused.stderr
    office = run(folder, tmp_path, "content", "check")
    assert office.returncode == 2 and office.stderr.count("\n") == 1


def test_an_owner_puts_another_build_of_qt_in_its_place(packager: Path, folder: Path, tmp_path: Path) -> None:
    """The wheel's own libraries, symbols and all, are another build than the stripped ones of the package."""
    own = shutil.copytree(folder, tmp_path / "folder", symlinks=True)
    code = "import PySide6; print(PySide6.__path__[0])"
    wheel = Path(subprocess.run([packager, "-c", code], capture_output=True, text=True).stdout.strip())
    for name in ("libQt6Gui.so.6", "libQt6Qml.so.6"):
        library = own / INTERNAL / "PySide6" / "Qt" / "lib" / name
        other = bytearray((wheel / "Qt" / "lib" / name).read_bytes()) + b"\0another build"
        assert bytes(other) != library.read_bytes()
        library.write_bytes(other)
    assert shows(own, tmp_path) == ""
