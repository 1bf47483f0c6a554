"""The full check of an edition, at build and at install; changes nothing and decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, fields, is_dataclass

from kiosk.content.blobs import Blobs
from kiosk.content.edition import Edition
from kiosk.content.errors import BrokenEdition, Misshapen
from kiosk.content.images import size_of
from kiosk.content.outlines import area_of
from kiosk.content.records import Door, Link, Page

Progress = Callable[[int, int], None]

_SAME_AREA = 1e-6
"""What rounding may leave between two reckonings of one area; a pixel of a mask is four times that."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What a sound edition was found to hold; ``size`` is the bytes of its pictures and their outlines."""

    topics: int
    pages: int
    pictures: int
    size: int


def verify(edition: Edition, progress: Progress | None = None, only: Collection[str] | None = None) -> Whole:
    """Read every shard, page, word and picture once. Raises ``BrokenEdition`` at the first fault.

    ``progress(done, of)`` is called after each topic. Beyond what reading checks: every door, link and
    attract question leads to a topic, every rendition is listed with its topic and has the size it claims,
    and every region has an outline of the area it claims. ``only`` leaves out the pages and pictures of every
    other topic, for who knows that they were verified and have not changed since.
    """
    topics = dict.fromkeys(edition.ids())
    if only is None:
        edition.prove()
    for name in filter(None, (edition.home, edition.warnings, edition.about)):
        if name not in topics:
            raise BrokenEdition(edition.root_name, f"its page {name!r} is not here")
    for invitation in edition.attract:
        if invitation.topic not in topics:
            why = f"the attract loop leads to {invitation.topic!r}: not here"
            raise BrokenEdition(edition.root_name, why)
    for frame in edition.turn:
        edition.picture(frame)
    for language in edition.languages:
        edition.words(language)
        logo = edition.clinic(language).get("logo")
        if logo:
            edition.picture(logo)
    pages = size = 0
    seen: set[str] = set()
    drawn: set[str] = set()
    verified = list(topics) if only is None else [name for name in topics if name in only]
    for done, name in enumerate(verified, 1):
        entry = edition.topic(name)
        for language, sha256 in entry.pages.items():
            file = Blobs.name_of(sha256)
            page = edition.page(name, language)
            pages += 1
            for target in _leads_to(page):
                if target not in topics:
                    raise BrokenEdition(file, f"page {name} leads to {target!r}, which is not here")
            _check_blobs(page, set(entry.blobs), file)
            drawn |= {picture.outlines for picture in page.pictures}
        for sha256 in entry.blobs:
            if sha256 not in seen:
                seen.add(sha256)
                size += len(edition.blob(sha256) if sha256 in drawn else edition.picture(sha256))
        for language in entry.pages:
            _check_sizes(edition, edition.page(name, language))
            _check_outlines(edition, edition.page(name, language), Blobs.name_of(entry.pages[language]))
        if progress:
            progress(done, len(verified))
    return Whole(len(verified), pages, len(seen - drawn), size)


def _leads_to(record: object) -> Iterator[str]:
    if isinstance(record, Link | Door):
        yield record.topic
    elif is_dataclass(record):
        for field in fields(record):
            yield from _leads_to(getattr(record, field.name))
    elif isinstance(record, tuple):
        for item in record:
            yield from _leads_to(item)


def _check_blobs(page: Page, listed: set[str], file: str) -> None:
    for picture in page.pictures:
        for blob in (picture.outlines, *(rendition.blob for rendition in picture.renditions)):
            if blob and blob not in listed:
                raise BrokenEdition(file, f"picture {picture.name} uses a blob its topic does not list")


def _check_sizes(edition: Edition, page: Page) -> None:
    for picture in page.pictures:
        for rendition in picture.renditions:
            try:
                _, width, height = size_of(edition.blob(rendition.blob))
            except Misshapen as fault:
                raise BrokenEdition(Blobs.name_of(rendition.blob), str(fault)) from None
            if (width, height) != (rendition.width, rendition.height):
                why = f"{picture.name} is {width} x {height}, not {rendition.width} x {rendition.height}"
                raise BrokenEdition(Blobs.name_of(rendition.blob), why)


def _check_outlines(edition: Edition, page: Page, file: str) -> None:
    for picture in page.pictures:
        outlines = edition.outlines(picture.outlines) if picture.outlines else {}
        for region in picture.regions:
            if abs(area_of(outlines.get(region.code, ())) - region.area) > _SAME_AREA:
                raise BrokenEdition(file, f"the outline of {region.id} in {picture.name} has another area")
