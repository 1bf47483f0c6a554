"""An edition that a place offers, signed and checked; knows neither how it was nor what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A signed edition that a place holds. ``root`` is its root.json, its hash checked.

    ``sequence`` rises by one with each publishing; none below ``floor`` may be shown. ``size`` is the bytes
    of the whole edition in ``files`` files, ``built`` an ISO time, ``expires`` when this offer ends.
    ``group`` is the group it is for alone, empty where it is for all.
    ``clinic`` is whose it is: the sha256 of the root that this kiosk was enrolled with.
    """

    clinic: str

    edition: str
    root: bytes
    root_sha256: str
    sequence: int
    floor: int
    size: int
    files: int
    built: str
    title: Mapping[str, str]
    languages: tuple[str, ...]
    expires: datetime
    group: str = ""
