"""Archives and the .deb of a small folder: the same bytes each time, the right owners, scripts that parse."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest

from build_spec.packaging import components, debian, sbom
from build_spec.packaging.archive import SUMS, write_archive, write_sums
from build_spec.packaging.documents import documents, links_of
from build_spec.packaging.folder import ROOT, TOLD, PackageFault, files_of, settle, version
from build_spec.packaging.needed import Needs
from kiosk.machine.settings import Settings, read_settings
from tests.booted.figures import beside

NEEDS = Needs(frozenset({"libEGL.so.1", "libc.so.6"}), "2.34")


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    return 1790000000


def small(place: Path) -> Path:
    """A folder as a package is one."""
    (place / "_internal" / "ä").mkdir(parents=True)
    for name in ("lamina", "_internal/b.so", "_internal/a.so", "_internal/ä/ñ.txt"):
        (place / name).write_text(name, "utf-8")
    (place / "lamina").chmod(0o755)
    (place / "_internal" / "b.so").chmod(0o700)
    (place / "_internal" / "link").symlink_to("a.so")
    (place / "LICENSE").write_text("as the package has it", "utf-8")
    ours = components.Component(name="lamina", version="1", licence="Apache-2.0", purl="pkg:generic/lamina@1")
    ours.files.extend(files_of(place))
    sbom.write(place, sbom.bill(place, [ours], 1790000000))
    settle(place)
    return place


@pytest.mark.usefixtures("moment")
def test_an_archive_is_the_same_bytes_from_folders_of_other_names_and_dates(tmp_path: Path) -> None:
    one, two = small(tmp_path / "one"), small(tmp_path / "other" / "two")
    os.utime(two / "lamina", (5, 5))
    for folder in (one, two):
        write_archive(folder, tmp_path / f"{folder.name}.tar.xz", "lamina", 1790000000)
    assert (tmp_path / "one.tar.xz").read_bytes() == (tmp_path / "two.tar.xz").read_bytes()
    with tarfile.open(tmp_path / "one.tar.xz") as archive:
        entries = {entry.name: entry for entry in archive}
    assert list(entries) == sorted(entries) and entries["lamina/lamina"].mode == 0o755
    assert entries["lamina/_internal/b.so"].mode == 0o644
    assert {(entry.uid, entry.uname, entry.mtime) for entry in entries.values()} == {(0, "root", 1790000000)}


@pytest.mark.usefixtures("moment")
def test_a_deb_is_the_same_bytes_from_folders_of_other_names(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name / "into").mkdir(parents=True)
        folder = small(tmp_path / name / "folder")
        made.append(debian.write(folder, NEEDS, tmp_path / name / "tree", tmp_path / name / "into"))
    assert made[0].read_bytes() == made[1].read_bytes()
    listed = subprocess.run(["dpkg-deb", "--contents", made[0]], capture_output=True, text=True, check=True)
    lines = listed.stdout.splitlines()
    assert all(line.split()[1] == "root/root" for line in lines)
    assert any(line.endswith(" ./opt/lamina/lamina") and line.startswith("-rwxr-xr-x") for line in lines)


@pytest.mark.usefixtures("moment")
def test_sums_are_what_sha256sum_reads_and_one_changed_byte_is_told(tmp_path: Path) -> None:
    made = [tmp_path / name for name in ("lamina.tar.xz", "lamina_0.1.0+2_amd64.deb")]
    for file in made:
        file.write_bytes(file.name.encode())
    first = write_sums(made, tmp_path).read_bytes()
    assert write_sums(reversed(made), tmp_path).read_bytes() == first
    names = [file.name for file in made]
    assert first == subprocess.run(["sha256sum", *names], cwd=tmp_path, capture_output=True).stdout
    command = ["sha256sum", "--check", "--strict", SUMS]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout.count(": OK")) == (0, 2), done.stderr
    made[1].write_bytes(b"another")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1 and f"{made[1].name}: FAILED" in done.stdout


def test_the_deb_of_the_build_before_goes_and_nothing_else(tmp_path: Path) -> None:
    names = ("lamina_0.1.0+1_amd64.deb", "lamina_0.1.0+2_amd64.deb", "lamina_0.0.9_amd64.deb", "other.deb")
    before, now, unknown, other = (tmp_path / name for name in names)
    seen_before, seen_now = (beside(file) for file in (before, now))
    for file in (before, now, unknown, other, seen_before, seen_now):
        file.write_bytes(b"x")
    write_sums([before, other], tmp_path)
    write_sums([now], tmp_path)
    assert sorted(tmp_path.glob("*.deb")) == sorted([now, unknown, other])
    assert sorted(tmp_path.glob("*.json")) == [seen_now]


def test_a_later_build_is_newer_for_dpkg_and_a_changed_tree_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    for second in ("1790000000", "1790000001", "1790030000", "1800000000"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", second)
        told.append(version())
    assert told[0].startswith("0.1.0+20260921.141320")
    for older, newer in pairwise(["0.1.0", *told, "0.1.1"]):
        assert subprocess.run(["dpkg", "--compare-versions", older, "lt", newer]).returncode == 0, newer
    asked = ["git", "-C", str(ROOT), "status", "--porcelain"]
    done = subprocess.run(asked, capture_output=True, text=True)
    if done.returncode == 0:
        assert told[0].endswith(".changed") == bool(done.stdout)
        assert re.fullmatch(r"0\.1\.0\+\d{8}\.\d{6}\.[0-9a-f]{8}(\.changed)?", told[0])


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("0.1.0+20261123.184512.d4410a80\n", "0.1.0+20261123.184512.d4410a80"),
        ("9.9.9+1\n", "0.1.0"),
        ("0.1.0+a\nb\n", "0.1.0"),
        ("0.1.0+ñ\n", "0.1.0"),
        (None, "0.1.0"),
    ],
)
def test_the_packaged_program_tells_the_version_that_lies_beside_it(
    root: Path, tmp_path: Path, line: str | None, wanted: str
) -> None:
    if line is not None:
        (tmp_path / TOLD).write_text(line, "utf-8")
    frozen = "import sys; sys.frozen, sys.executable = True, sys.argv[1]"
    code = f"{frozen}; import kiosk; print(kiosk.__version__)"
    command = [sys.executable, "-c", code, str(tmp_path / "lamina")]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert done.stdout == f"{wanted}\n", done.stderr


@pytest.mark.usefixtures("moment")
def test_every_word_of_the_control_files_is_filled_in_and_the_scripts_parse(tmp_path: Path) -> None:
    tree = debian.lay(small(tmp_path / "folder"), NEEDS, tmp_path / "tree")
    for file in (tree / "DEBIAN").iterdir():
        text = file.read_text("utf-8")
        assert not re.search(r"@[A-Z]+@", text), file.name
        if text.startswith("#!/bin/sh"):
            assert file.stat().st_mode & 0o111
            subprocess.run(["sh", "-n", str(file)], check=True)
    control = (tree / "DEBIAN" / "control").read_text("utf-8")
    assert f"\nVersion: {version()}\n" in control
    assert "libegl1" in control and "libc6 (>= 2.34)" in control
    assert all(name in control for name in ("cage", "seatd", "kbd"))
    assert not (tree / "etc").exists(), "dpkg would ask about a file there, and a silent upgrade would end"
    subprocess.run(["sh", "-n", str(tree / "usr/bin/lamina")], check=True)


@pytest.mark.usefixtures("moment")
def test_what_systemd_reads_lies_where_it_looks_and_only_units_that_say_so_are_enabled(
    tmp_path: Path,
) -> None:
    linux = tmp_path / "linux"
    for name, text in {
        "lamina.service": "[Install]\nWantedBy=graphical.target\n",
        "lamina-safe.service": "[Service]\n",
        "sysusers.d/lamina.conf": "u lamina -\n",
        "logind.conf.d/lamina.conf": "[Login]\n",
        "rules.d/90-lamina.rules": "#\n",
        "seatd.service.d/lamina.conf": "[Service]\n",
        "libexec/safe": "#!/bin/sh\n",
        "lib/mends.c": "int mended;\n",
    }.items():
        (linux / name).parent.mkdir(parents=True, exist_ok=True)
        (linux / name).write_text(text, "utf-8")
    tree = debian.lay(small(tmp_path / "folder"), NEEDS, tmp_path / "tree", linux)
    for place in (
        "usr/lib/systemd/system/lamina.service",
        "usr/lib/systemd/system/lamina-safe.service",
        "usr/lib/sysusers.d/lamina.conf",
        "usr/lib/systemd/logind.conf.d/lamina.conf",
        "usr/lib/systemd/system/seatd.service.d/lamina.conf",
        "usr/lib/udev/rules.d/90-lamina.rules",
        "usr/libexec/lamina/safe",
        "usr/lib/lamina/mends.so",
    ):
        assert (tree / place).is_file(), place
    assert (tree / "usr/libexec/lamina/safe").stat().st_mode & 0o111
    assert 'units="lamina.service"' in (tree / "DEBIAN" / "postinst").read_text("utf-8")


@pytest.mark.usefixtures("moment")
def test_every_file_for_systemd_and_its_like_has_a_place_and_one_that_has_none_stops_the_package(
    tmp_path: Path,
) -> None:
    tree = debian.lay(small(tmp_path / "folder"), NEEDS, tmp_path / "tree")
    laid = {path.name for path in tree.rglob("*") if path.is_file()}
    wanted = {path.name for path in debian.LINUX.rglob("*") if path.is_file()}
    assert {re.sub(r"\.c$", ".so", name) for name in wanted} <= laid
    assert (tree / "usr/share/polkit-1/rules.d/10-lamina.rules").is_file()
    strange = tmp_path / "linux" / "cron.d" / "lamina"
    strange.parent.mkdir(parents=True)
    strange.write_text("#\n", "utf-8")
    with pytest.raises(PackageFault, match=r"cron\.d/lamina: nothing says where it lies installed"):
        debian.lay(small(tmp_path / "other"), NEEDS, tmp_path / "other-tree", tmp_path / "linux")


@pytest.mark.usefixtures("moment")
def test_whoever_answers_for_the_deb_is_named_in_it(tmp_path: Path) -> None:
    folder, mail = small(tmp_path / "folder"), "Clinic IT <it@clinic.example.org>"
    deb = debian.write(folder, NEEDS, tmp_path / "tree", tmp_path, mail)
    told = subprocess.run(["dpkg-deb", "-f", str(deb), "Maintainer"], capture_output=True, text=True)
    assert told.stdout.strip() == mail
    changes = gzip.decompress((tmp_path / "tree/usr/share/doc/lamina/changelog.gz").read_bytes()).decode()
    assert f"-- {mail}  " in changes
    for wrong in ("it@clinic.example.org", "Clinic <it>", "Clinic <it@a.org>\nDepends: x <a@b.org>"):
        with pytest.raises(PackageFault, match="--maintainer"):
            debian.write(folder, NEEDS, tmp_path / "tree", tmp_path, wrong)


@pytest.mark.usefixtures("moment")
def test_every_file_that_the_deb_lays_is_in_its_bill_and_the_library_in_cage_a_part_of_its_own(
    tmp_path: Path,
) -> None:
    folder = small(tmp_path / "folder")
    own = (folder / sbom.NAME).read_bytes()
    tree = debian.lay(folder, NEEDS, tmp_path / "tree")
    assert (folder / sbom.NAME).read_bytes() == own, "the folder's own bill is of the folder alone"
    text = (tree / "opt/lamina" / sbom.NAME).read_text("utf-8")
    told = json.loads(text)
    laid = {
        path if not path.startswith("opt/lamina/") else path.removeprefix("opt/lamina/")
        for path in files_of(tree)
        if not path.startswith("DEBIAN/")
    } - {sbom.NAME}
    listed = sbom.files_in(told)
    assert {name.removeprefix("/") for name in listed} == laid
    for name, sha256 in listed.items():
        place = tree / name[1:] if name.startswith("/") else tree / "opt/lamina" / name
        place = (
            tree / place.readlink().relative_to("/") if str(place).endswith("doc/lamina/LICENSE") else place
        )
        assert hashlib.sha256(place.read_bytes()).hexdigest() == sha256, name
    (mends,) = (part for part in told["components"] if part["name"] == "cage-mends")
    assert [file["name"] for file in mends["components"]] == [
        "/usr/lib/lamina/cage-mends.so",
        "/usr/share/doc/lamina/cage-mends.c",
    ]
    assert (mends["version"], mends["purl"]) == ("1", "pkg:generic/cage-mends@1")
    (whole,) = (one for one in told["dependencies"] if one["ref"] == "package")
    assert whole["dependsOn"] == ["cage-mends", "lamina"]
    assert told["serialNumber"] != json.loads(own)["serialNumber"]
    assert text == (debian.lay(folder, NEEDS, tmp_path / "other") / "opt/lamina" / sbom.NAME).read_text(
        "utf-8"
    )


@pytest.mark.usefixtures("moment")
@pytest.mark.skipif(not shutil.which("gcc"), reason="gcc is not here")
def test_the_guides_own_line_compiles_the_library_that_the_deb_lays(root: Path, tmp_path: Path) -> None:
    tree = debian.lay(small(tmp_path / "folder"), NEEDS, tmp_path / "tree")
    guide = (root / "docs" / "it.md").read_text("utf-8")
    (line,) = re.findall(r"^gcc .*$", guide, re.MULTILINE)
    source = f"{tree}/usr/share/doc/lamina/cage-mends.c"
    here = line.replace("/usr/share/doc/lamina/cage-mends.c", source)
    assert source in here
    subprocess.run(shlex.split(here), cwd=tmp_path, check=True)
    assert (tmp_path / "mine.so").read_bytes() == (tree / "usr/lib/lamina/cage-mends.so").read_bytes()
    names = subprocess.run(
        ["nm", "-D", "--defined-only", tmp_path / "mine.so"], capture_output=True, text=True, check=True
    )
    for name in names.stdout.split()[2::3]:
        assert name in guide or name.replace("wlr_seat_touch_notify", "…") in guide, name


@pytest.mark.usefixtures("moment")
def test_a_folder_without_a_bill_stops_the_package(tmp_path: Path) -> None:
    folder = small(tmp_path / "folder")
    (folder / sbom.NAME).unlink()
    with pytest.raises(PackageFault, match=r"has no sbom\.cdx\.json"):
        debian.lay(folder, NEEDS, tmp_path / "tree")


@pytest.mark.usefixtures("moment")
def test_every_link_in_the_documents_of_the_deb_leads_to_a_file_of_the_deb(tmp_path: Path) -> None:
    tree = debian.lay(small(tmp_path / "folder"), NEEDS, tmp_path / "tree")
    told = tree / "usr/share/doc/lamina"
    pages = sorted(told.rglob("*.md"))
    assert {told / "docs" / f"{name}.md" for name in ("it", "office", "settings")} <= set(pages)
    links = [link for page in pages for link in links_of(page)]
    assert len(links) > 20
    for link in links:
        place = tree / link.readlink().relative_to("/") if link.is_symlink() else link
        assert place.is_file() and link.is_relative_to(told), link
    manual = gzip.decompress((tree / "usr/share/man/man8/lamina.8.gz").read_bytes()).decode()
    changes = gzip.decompress((told / "changelog.gz").read_bytes()).decode()
    for name in re.findall(r"/usr/share/[\w./-]+\w", manual):
        assert (tree / name.lstrip("/")).is_file(), name
    for name in re.findall(r"\S+\.md", changes):
        assert (told / name).is_file(), name


@pytest.mark.usefixtures("moment")
def test_the_rules_and_the_dashboard_are_in_the_deb_where_the_guide_says(root: Path, tmp_path: Path) -> None:
    tree = debian.lay(small(tmp_path / "folder"), NEEDS, tmp_path / "tree")
    for name in ("lamina-rules.yml", "lamina-dashboard.json"):
        assert (tree / "usr/share/lamina/monitoring" / name).is_file()
    assert "/usr/share/lamina/monitoring" in (root / "docs" / "it.md").read_text("utf-8")


def test_the_changes_are_the_last_commits_each_told_once(tmp_path: Path) -> None:
    tree = debian.lay(small(tmp_path / "folder"), NEEDS, tmp_path / "tree")
    changes = gzip.decompress((tree / "usr/share/doc/lamina/changelog.gz").read_bytes()).decode()
    asked = ["git", "-C", str(ROOT), "log", "--no-merges", "-1", "--format=%s"]
    done = subprocess.run(asked, capture_output=True, text=True)
    if done.returncode == 0:
        newest = re.sub(r"\s+", " ", changes.partition("  * ")[2].partition("\n  * ")[0])
        assert newest == re.sub(r"\s+", " ", done.stdout.strip())
    entry = (
        subprocess.run(
            ["dpkg-parsechangelog", "-l", "-", "-S", "Version"], input=changes, capture_output=True, text=True
        )
        if shutil.which("dpkg-parsechangelog")
        else None
    )
    assert entry is None or (entry.stdout.strip(), entry.stderr) == (version(), "")
    assert max(map(len, changes.splitlines()[2:-2])) <= 80


def test_what_was_seen_of_a_package_does_not_lie_in_it() -> None:
    assert "docs/packaging.md" in documents()
    assert not any("booted.json" in path for path in documents()), "it names the hash of the .deb"


def test_a_link_that_leads_nowhere_stops_the_package(tmp_path: Path) -> None:
    (tmp_path / "it.md").write_text("[a](b.md) [here](#a) [web](https://a.invalid/x)", "utf-8")
    (tmp_path / "b.md").write_text("[c](../c.md)", "utf-8")
    with pytest.raises(PackageFault, match=r"b\.md: links to .*c\.md"):
        documents(tmp_path, "it.md")


def test_a_library_that_no_table_names_stops_the_package() -> None:
    with pytest.raises(PackageFault, match=r"libnobody\.so\.7"):
        Needs(frozenset({"libnobody.so.7", "libc.so.6"}), "2.34").packages()


def test_the_settings_that_are_installed_name_every_key_and_are_sound(root: Path, tmp_path: Path) -> None:
    shipped = root / "build_spec" / "debian" / "settings.toml"
    text = shipped.read_text("utf-8")
    named = set(re.findall(r"^#? ?([a-z_]+) = ", text, re.MULTILINE))
    assert named == {one.name for one in fields(Settings)}
    assert read_settings(shipped, {}, {}).faults == ()
    every = tmp_path / "settings.toml"
    every.write_text(re.sub(r"^# (?=[a-z_]+ = )", "", text, flags=re.MULTILINE), "utf-8")
    faults = [str(fault) for fault in read_settings(every, {}, {}).faults]
    assert [fault for fault in faults if "is not there" not in fault] == []


@pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv of util-linux is not here")
def test_a_command_of_another_user_is_refused_with_the_line_to_type(root: Path) -> None:
    script = root / "build_spec" / "debian" / "lamina.sh"
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*nobody, "sh", "-s", "edition", "install", "x"],
        input=script.read_text("utf-8"),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2 and "sudo lamina edition install x" in done.stderr
