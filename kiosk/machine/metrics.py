"""A kiosk's figures as the text that Prometheus reads, in a file of its own; knows no window and no patient.

Nothing here may change with one visit: the end of a visit is told by its day, once that is over, and how fast
pages come is told anew only after many of them. Whoever keeps these figures learns whether a kiosk is well,
not who stood there.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from kiosk.machine import ladder
from kiosk.machine.health import ORDER, Item

Kind = Literal["gauge", "counter", "summary"]


@dataclass(frozen=True, slots=True)
class Family:
    """One figure: its name, what it is to Prometheus, and what it says."""

    name: str
    kind: Kind
    says: str


FAMILIES = (
    Family("lamina_up", "gauge", "1 while the kiosk runs, 0 once it has ended because it was told to."),
    Family("lamina_heartbeat_timestamp_seconds", "gauge", "When these figures were written, once a minute."),
    Family("lamina_build_info", "gauge", "The versions of the program, of Qt and of Python."),
    Family("lamina_edition_info", "gauge", "The edition that is shown; name says how it came here."),
    Family("lamina_edition_age_seconds", "gauge", "How long ago the edition that is shown was built."),
    Family(
        "lamina_trust_expires_timestamp_seconds", "gauge", "When the root ends by which editions are taken."
    ),
    Family("lamina_reviews_expire_timestamp_seconds", "gauge", "When the first review of a page ends."),
    Family("lamina_starts_total", "counter", "Starts of the kiosk since its state folder was made."),
    Family("lamina_crashes_total", "counter", "Starts that ended neither as told nor with the machine."),
    Family(
        "lamina_last_reset_timestamp_seconds",
        "gauge",
        "The last day that is over on which a visit ended: its first second.",
    ),
    Family("lamina_frame_seconds", "summary", "From a finger's leaving to the next page, over the last 200."),
    Family(
        "lamina_update_last_success", "gauge", "1 if the last install or look went well, 0 if it did not."
    ),
    Family("lamina_update_last_timestamp_seconds", "gauge", "When that was."),
    Family("lamina_update_last_look_timestamp_seconds", "gauge", "When the server was looked at last."),
    Family("lamina_health", "gauge", "Each item of check: 0 ok, 1 warning, 2 fault."),
    Family("lamina_disk_free_bytes", "gauge", "Room on the disk on which editions lie."),
)
"""Every figure there is, in the order of the file. docs/it.md lists the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """How long ``count`` pages took in all, in seconds, and the quantiles of the last of them."""

    quantiles: Mapping[float, float]
    total: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is so of a kiosk ``now`` (seconds since 1970). None or "" is what nobody can tell; it is left out.

    ``built``, ``trust_until``, ``reviews_until``, ``last_reset``, ``last_at`` and ``last_look`` are ISO times
    or days; ``disk_free`` is bytes.
    """

    now: float
    up: bool
    version: str
    qt: str
    python: str
    edition: str = ""
    name: str = ""
    sample: bool = False
    built: str = ""
    trust_until: str = ""
    reviews_until: str = ""
    starts: tuple[int, int] | None = None
    last_reset: str = ""
    frames: Frames | None = None
    last_good: bool | None = None
    last_at: str = ""
    last_look: str = ""
    health: Sequence[Item] = ()
    disk_free: int | None = None


class Exposition:
    """Collects samples, and gives them as text. Only figures of ``FAMILIES`` have a place."""

    def __init__(self) -> None:
        self._samples: dict[str, list[str]] = {family.name: [] for family in FAMILIES}

    def add(self, name: str, value: float | None, end: str = "", /, **labels: str) -> None:
        """One sample of ``name``; none where ``value`` is None. ``end`` is ``_sum`` or ``_count``."""
        if value is None:
            return
        told = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        self._samples[name].append(
            f"{name}{end}{{{told}}} {_number(value)}" if told else f"{name}{end} {_number(value)}"
        )

    def text(self) -> str:
        """Everything added, with what each figure is; figures without a sample are left out."""
        lines = []
        for family in FAMILIES:
            if samples := self._samples[family.name]:
                lines += [
                    f"# HELP {family.name} {family.says}",
                    f"# TYPE {family.name} {family.kind}",
                    *samples,
                ]
        return "\n".join([*lines, ""])


def exposed(reading: Reading) -> str:
    """The file for one reading."""
    page = Exposition()
    page.add("lamina_up", int(reading.up))
    page.add("lamina_heartbeat_timestamp_seconds", round(reading.now))
    page.add("lamina_build_info", 1, version=reading.version, qt=reading.qt, python=reading.python)
    sample = "yes" if reading.sample else "no"
    if reading.edition:
        page.add("lamina_edition_info", 1, edition=reading.edition, sample=sample, name=reading.name)
    built = seconds_of(reading.built)
    page.add("lamina_edition_age_seconds", None if built is None else max(0, round(reading.now - built)))
    page.add("lamina_trust_expires_timestamp_seconds", seconds_of(reading.trust_until))
    page.add("lamina_reviews_expire_timestamp_seconds", seconds_of(reading.reviews_until))
    if reading.starts is not None:
        page.add("lamina_starts_total", reading.starts[0])
        page.add("lamina_crashes_total", reading.starts[1])
    page.add("lamina_last_reset_timestamp_seconds", seconds_of(reading.last_reset))
    if reading.frames is not None:
        for share, seconds in reading.frames.quantiles.items():
            page.add("lamina_frame_seconds", round(seconds, 4), quantile=f"{share:g}")
        page.add("lamina_frame_seconds", round(reading.frames.total, 3), "_sum")
        page.add("lamina_frame_seconds", reading.frames.count, "_count")
    page.add("lamina_update_last_success", None if reading.last_good is None else int(reading.last_good))
    page.add("lamina_update_last_timestamp_seconds", seconds_of(reading.last_at))
    page.add("lamina_update_last_look_timestamp_seconds", seconds_of(reading.last_look))
    for name, state in _worst_by_name(reading.health).items():
        page.add("lamina_health", state, item=name)
    page.add("lamina_disk_free_bytes", reading.disk_free)
    return page.text()


def write_metrics(file: Path, text: str) -> None:
    """Put ``text`` in place of ``file`` in one step, readable for all. Raises ``OSError``; the old one stays.

    Not synced: after a power cut the next minute writes it anew, and a disk should not wear out for figures.
    """
    part = file.with_name(f".{file.name}.part")  # node_exporter reads only names that end in .prom
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "wb") as whole:
            whole.write(text.encode())
        part.chmod(0o644)  # whatever the umask of the service: another user reads it
        part.replace(file)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def read_starts(state: Path) -> tuple[int, int] | None:
    """How often the kiosk of this ``state`` folder started, and crashed; None where no record says."""
    now = ladder.read_starts(state)
    whole = 0 < now.starts < 2**53 and 0 <= now.crashes < 2**53
    return (now.starts, now.crashes) if whole else None


def seconds_of(moment: str) -> float | None:
    """Seconds since 1970 of an ISO time (UTC where it says nothing) or day; None where it is none."""
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return round((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())


def _worst_by_name(items: Iterable[Item]) -> dict[str, int]:
    found: dict[str, int] = {}
    for item in items:
        found[item.name] = max(found.get(item.name, 0), ORDER.index(item.state))
    return dict(sorted(found.items()))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))
