"""The socket at which the updater is asked: where it is, who may come to it; knows nothing of what is said.

All that depends on the operating system stands here. A Unix-domain socket in a folder that others may not
enter, and whoever comes is asked of the kernel: root, the same user, or one of a group that IT named.
Windows has no updater of its own yet; there the kiosk runs without.
"""

from __future__ import annotations

import os
import socket
import stat
import struct
from contextlib import suppress
from pathlib import Path

from kiosk.updates.errors import Busy, Unanswered

NAME = "updater.socket"
FOLDER = "updater"
"""The socket's folder inside the state folder."""

WAITING = 64
"""Askers that may wait to be let in."""

PATH_BYTES = 107
"""Longest path of a socket on Linux."""

_UNMAPPED = 65534
"""The number that stands for every user who has none in a user namespace."""

_ELSEWHERE = "there is no updater on this system yet; use `edition install` and `edition rollback`"


def address_in(state: Path, setting: str = "") -> str:
    """Where the updater is asked: the setting, or a place in the ``state`` folder."""
    return setting or str(state / FOLDER / NAME)


def is_possible() -> bool:
    """Whether this system can have an updater."""
    return os.name == "posix" and hasattr(socket, "AF_UNIX")


def require() -> None:
    """Raises ``Unanswered`` where this system can have no updater."""
    if not is_possible():
        raise Unanswered(_ELSEWHERE)


def connect(address: str, seconds: float) -> socket.socket:
    """A connection to the updater; each wait on it ends after ``seconds``. Raises ``Unanswered``."""
    require()
    asking = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        # A connect with a timeout of Python's fails at once while others are waiting to be let in.
        wait = struct.pack("ll", int(seconds), int(seconds % 1 * 1e6))
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, wait)
        asking.connect(address)
        asking.settimeout(seconds)
    except OSError as fault:
        asking.close()
        raise Unanswered(f"no updater answers at {address} ({_why(fault)})") from None
    return asking


class Endpoint:
    """The updater's own end of ``address``. ``group`` names a group whose members may ask too.

    Raises ``Busy`` where another updater answers there, ``Unanswered`` where no socket can be made.
    """

    def __init__(self, address: str, group: str = "") -> None:
        require()
        if len(os.fsencode(address)) > PATH_BYTES:
            raise Unanswered(f"{address}: longer than {PATH_BYTES} bytes; set a shorter path as `socket`")
        self._path = Path(address)
        self._group = _number_of(group) if group else None
        try:
            self._prepare_folder()
            self._clear_the_way()
            self.listening = self._listen()
        except OSError as fault:
            raise Unanswered(f"{address}: no socket can be made ({_why(fault)}); look at `socket`") from None

    def accept(self) -> socket.socket | None:
        """The next who came, never waiting; None where nobody did or one who may not ask was sent away."""
        try:
            came, _ = self.listening.accept()
        except OSError:
            return None
        if not self._may_ask(came):
            came.close()
            return None
        came.setblocking(False)
        return came

    def close(self) -> None:
        """Take the socket away."""
        with suppress(OSError):
            self._path.unlink()
        self.listening.close()

    def _prepare_folder(self) -> None:
        folder = self._path.parent
        if not folder.is_dir():
            folder.mkdir(parents=True, mode=0o700)
            if self._group is not None:
                _give_to_group(folder, self._group)
                folder.chmod(0o750)
        if folder.stat().st_mode & stat.S_IRWXO:
            why = f"others may enter {folder}; run `chmod o-rwx` on it"
            raise Unanswered(f"{self._path}: {why}, or name another place as `socket`")

    def _clear_the_way(self) -> None:
        """Remove what an updater left that was killed; never one that answers, never another file."""
        try:
            about = self._path.lstat()
        except FileNotFoundError:
            return
        if not stat.S_ISSOCK(about.st_mode):
            raise Unanswered(f"{self._path}: is a file, not a socket; name another place as `socket`")
        try:
            connect(str(self._path), 2.0).close()
        except Unanswered:
            self._path.unlink(missing_ok=True)
        else:
            raise Busy(f"an updater answers at {self._path} already; nothing was started")

    def _listen(self) -> socket.socket:
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            listening.bind(str(self._path))
        finally:
            os.umask(before)
        if self._group is not None:
            _give_to_group(self._path, self._group)
            self._path.chmod(0o660)
        listening.listen(WAITING)
        listening.setblocking(False)
        return listening

    def _may_ask(self, came: socket.socket) -> bool:
        if not hasattr(socket, "SO_PEERCRED"):
            return True  # the folder alone keeps others out
        try:
            about = came.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        except OSError:
            return False
        _, user, group = struct.unpack("3i", about)
        if user == _UNMAPPED and self._group is not None and _has_users_of_its_own():
            return True  # who that is cannot be told; that it could connect, the group of the socket says
        return user in (0, os.getuid()) or (self._group is not None and _in_group(user, group, self._group))


def _give_to_group(path: Path, group: int) -> None:
    """A service that may change no owners runs in that group, so what it makes is of it already."""
    if path.stat().st_gid != group:
        os.chown(path, -1, group)


def _has_users_of_its_own() -> bool:
    """Whether this process is in a user namespace, in which the users outside have no number."""
    try:
        return Path("/proc/self/uid_map").read_text("ascii").split() != ["0", "0", "4294967295"]
    except OSError:
        return False


def _number_of(group: str) -> int:
    import grp

    try:
        return grp.getgrnam(group).gr_gid
    except KeyError:
        raise Unanswered(f"there is no group “{group}” here; look at `socket_group`") from None


def _in_group(user: int, group: int, wanted: int) -> bool:
    import grp
    import pwd

    try:
        return group == wanted or pwd.getpwuid(user).pw_name in grp.getgrgid(wanted).gr_mem
    except KeyError:
        return False


def _why(fault: OSError) -> str:
    return (fault.strerror or str(fault)).lower()
