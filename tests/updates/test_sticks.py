"""A stick that comes, changes or goes is noticed when it happens, by the system's own word."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.updates.sticks import MARK, Mount, Watch, read_mounts, repositories

MOUNTS = """\
22 27 0:21 / /proc rw,relatime - proc proc rw
30 27 8:17 / /media/kiosk/CLINIC\\040STICK ro,nosuid shared:4 - vfat /dev/sdb1 ro
31 27 8:1 / / rw - ext4 /dev/sda1 rw
32 27 0:50 / /mnt/share rw - nfs4 server:/share rw
broken line
"""


def repository(folder: Path, text: str = "{}") -> Path:
    """Enough of a repository to be noticed."""
    (folder / MARK.parent).mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(text)
    return folder


def wait(watch: Watch) -> bool:
    """Whether the system told of something within five seconds."""
    poll = select.poll()
    for handle, events in watch.handles.items():
        poll.register(handle, events)
    ready = poll.poll(5000)
    for handle, _ in ready:
        watch.happened(handle)
    return bool(ready)


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    (tmp_path / "media").mkdir()
    watch = Watch([tmp_path / "media"])
    yield watch
    watch.close()


def test_the_mounts_are_read_as_the_kernel_writes_them() -> None:
    found = read_mounts(MOUNTS)
    assert Mount(Path("/media/kiosk/CLINIC STICK"), "vfat", "/dev/sdb1") in found and len(found) == 4


def test_sticks_are_looked_at_and_the_system_and_the_network_are_not(tmp_path: Path) -> None:
    def mount(name: str, form: str, source: str) -> Mount:
        return Mount(repository(tmp_path / name), form, source)

    mounts = [
        mount("stick", "vfat", "/dev/sdb1"),
        mount("share", "nfs4", "server:/x"),
        mount("shm", "tmpfs", "tmpfs"),
        mount("inside/of", "tmpfs", "tmpfs"),
    ]
    assert set(repositories(mounts, [])) == {tmp_path / "stick"}
    assert set(repositories(mounts, [tmp_path / "inside"])) == {
        tmp_path / "stick",
        tmp_path / "inside" / "of",
    }


def test_a_repository_may_lie_in_a_folder_called_lamina(tmp_path: Path) -> None:
    repository(tmp_path / "media" / "stick" / "lamina")
    assert list(repositories([], [tmp_path / "media"])) == [tmp_path / "media" / "stick" / "lamina"]


def test_a_folder_without_a_repository_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "media" / "stick" / "holiday").mkdir(parents=True)
    (tmp_path / "media" / "linked").symlink_to(repository(tmp_path / "elsewhere"))
    assert repositories([], [tmp_path / "media", tmp_path / "missing"]) == {}


def test_a_repository_that_appears_is_told_of(watch: Watch, tmp_path: Path) -> None:
    assert watch.now() == {}
    stick = repository(tmp_path / "media" / "stick")
    assert wait(watch)
    assert list(watch.now()) == [stick]


def test_a_repository_written_again_has_another_print(watch: Watch, tmp_path: Path) -> None:
    stick = repository(tmp_path / "media" / "stick")
    before = watch.now()[stick]
    repository(stick, '{"another": 1}')
    assert wait(watch)
    assert watch.now()[stick] != before


def test_a_repository_that_goes_is_told_of(watch: Watch, tmp_path: Path) -> None:
    stick = repository(tmp_path / "media" / "stick")
    assert watch.now()
    shutil.rmtree(stick)
    assert wait(watch)
    assert watch.now() == {}


MOUNTED = """
import select, subprocess, sys
from pathlib import Path
from tests.updates.test_sticks import repository, wait
from kiosk.updates.sticks import Watch
stick = Path(sys.argv[1])
watch = Watch([stick.parent])
assert watch.now() == {}
while select.select([watch._notices.handle], [], [], 0)[0]:
    watch._notices.read()
poll = select.poll()
poll.register(watch._mounts, select.POLLPRI)
assert poll.poll(0) == [], "nothing was mounted yet"
subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(stick)], check=True)
assert poll.poll(5000), "the kernel told of the mount"
assert poll.poll(0) == [], "and once"
repository(stick)
assert list(watch.now()) == [stick]
subprocess.run(["umount", str(stick)], check=True)
assert poll.poll(5000), "and of its end"
assert watch.now() == {}
print("noticed")
"""


def test_a_real_mount_is_noticed_and_its_end_too(root: Path, tmp_path: Path) -> None:
    """In a mount namespace of its own, which needs root or user namespaces."""
    (tmp_path / "media" / "stick").mkdir(parents=True)
    namespace = ["unshare", "--mount"] + ([] if os.getuid() == 0 else ["--map-root-user"])
    if shutil.which("unshare") is None or subprocess.run([*namespace, "true"]).returncode:
        pytest.skip("this system gives nobody a mount namespace")
    command = [*namespace, sys.executable, "-c", MOUNTED, str(tmp_path / "media" / "stick")]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60)
    assert done.stdout == "noticed\n", done.stderr
