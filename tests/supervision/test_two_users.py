"""The updater is one user and the interface another: it reads what was brought, and can change none of it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from tests.updates.clinic import HANG, Clinic
from tests.updates.running import ROOT

UPDATER, INTERFACE = 1, 65534
"""The numbers of two users that every Debian has; the interface runs in the updater's group."""

GROUP, GROUP_NAME = 1, "daemon"

PACKAGES = sysconfig.get_path("purelib")
PYTHONS = (sys.executable, f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}")
"""The second where the first lies in somebody's home."""

ASK = """
import sys
from kiosk.updates.caller import Caller
from kiosk.updates.wire import Request
with Caller(sys.argv[1], 30.0) as caller:
    print(caller.ask(Request(verb="bring", source=sys.argv[2])).sentence)
"""


@cache
def python_of_others() -> str:
    """A Python that others can run with all that this has; "" where there is none, or this is not root."""
    tries = f"import os, PySide6, tuf, argon2; os.listdir({str(ROOT)!r})"
    for python in PYTHONS if os.getuid() == 0 else ():
        with suppress(OSError):
            done = subprocess.run(
                [python, "-c", tries],
                env={"PYTHONPATH": PACKAGES},
                user=INTERFACE,
                group=GROUP,
                extra_groups=[],
                capture_output=True,
            )
            if done.returncode == 0:
                return python
    return ""


pytestmark = pytest.mark.skipif(
    not python_of_others(), reason="needs root, and a Python and a checkout that others can read"
)


class TwoUsers:
    """A kiosk's folders as its packages lay them out, each its user's."""

    def __init__(self, folder: Path, clinic: Clinic, groups: tuple[int, list[int]]) -> None:
        self.group, self.more_groups = groups
        self.repository = folder / "stick"
        shutil.copytree(clinic.repository, self.repository)
        self.updater, self.interface, self.run = folder / "updater", folder / "interface", folder / "run"
        for place, user, mode in (
            (self.updater, UPDATER, 0o750),
            (self.interface, INTERFACE, 0o700),
            (self.run, UPDATER, 0o750),
        ):
            place.mkdir()
            os.chown(place, user, GROUP)
            place.chmod(mode)
        self.address = str(self.run / "updater.socket")
        self.root = folder / "root.json"
        self.root.write_bytes(clinic.first)

    def environment(self, state: Path) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LAMINA_")}
        return kept | {
            "HOME": "/nonexistent",
            "PYTHONPATH": PACKAGES,
            "XDG_CONFIG_HOME": "/nonexistent",
            "XDG_CACHE_HOME": "/nonexistent",
            "PYTHONDONTWRITEBYTECODE": "1",
            "STATE_DIRECTORY": str(state),
            "LAMINA_CONTENT_DIRECTORY": str(self.updater),
            "LAMINA_UPDATER": "running",
            "LAMINA_TRUSTED_ROOT": str(self.root),
            "LAMINA_SOCKET": self.address,
            "LAMINA_SOCKET_GROUP": GROUP_NAME,
        }

    def by_interface(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python_of_others(), *command],
            cwd=ROOT,
            env=self.environment(self.interface),
            user=INTERFACE,
            group=self.group,
            extra_groups=self.more_groups,
            capture_output=True,
            text=True,
            timeout=60,
        )


SEES_NOBODY = ["unshare", "--user", f"--map-user={UPDATER}", f"--map-group={GROUP}", "--"]
"""As a service with users of its own: whoever asks has no number there, and neither has their own group."""


@pytest.fixture(params=[[], SEES_NOBODY], ids=["", "with users of its own"])
def two(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[TwoUsers]:
    """Both, with the updater at work."""
    clinic = Clinic(tmp_path / "clinic")
    clinic.publish(1)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o755)
        groups = (INTERFACE, [GROUP]) if request.param else (GROUP, [])
        found = TwoUsers(folder, clinic, groups)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ready:
            ready.bind(str(folder / "notify"))
            (folder / "notify").chmod(0o777)
            ready.settimeout(HANG)
            environment = found.environment(found.updater) | {"NOTIFY_SOCKET": str(folder / "notify")}
            updater = subprocess.Popen(
                [*request.param, python_of_others(), "main.py", "updater"],
                cwd=ROOT,
                env=environment,
                user=UPDATER,
                group=GROUP,
                extra_groups=[],
                stderr=subprocess.PIPE,
            )
            try:
                assert ready.recv(100).startswith(b"READY=1")
                yield found
            finally:
                updater.terminate()
                updater.communicate(timeout=30)


def test_the_interface_asks_reads_what_came_and_can_write_nothing_of_it(two: TwoUsers) -> None:
    done = two.by_interface("main.py", "edition", "install", str(two.repository))
    assert done.returncode == 0 and "The updater of this kiosk did it" in done.stdout, done.stderr
    told = json.loads(two.by_interface("main.py", "check", "--json").stdout)
    items = {item["name"]: item for item in told["items"]}
    assert "installed edition 2026-12-01-00000001" in items["edition"]["message"]
    assert items["updater"]["state"] == "ok" and "trusts" in items["trust"]["message"]
    for path in (two.updater, *two.updater.rglob("*")):
        about = path.lstat()
        assert not about.st_mode & (stat.S_IRWXO | stat.S_IWGRP) or path.is_socket(), path
        assert about.st_uid == UPDATER
        if path.name not in (".lock", "machine-number"):  # the updater's own: nothing to read there
            assert about.st_mode & stat.S_IRGRP, path
    writes = "import sys; open(sys.argv[1] + '/editions/new', 'w')"
    assert "PermissionError" in two.by_interface("-c", writes, str(two.updater)).stderr


def test_whoever_is_in_no_group_of_ours_is_let_nowhere(two: TwoUsers) -> None:
    done = subprocess.run(
        [python_of_others(), "-c", ASK, two.address, str(two.repository)],
        cwd=ROOT,
        env=two.environment(two.interface),
        user=2,
        group=2,
        extra_groups=[],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1 and "ermission denied" in done.stderr
    reads = subprocess.run(["ls", str(two.updater)], user=2, group=2, extra_groups=[], capture_output=True)
    assert reads.returncode != 0
