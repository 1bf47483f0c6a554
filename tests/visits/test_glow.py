"""A touched part lights up where it lies; where its outline cannot be read, the page goes on without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtQml import QJSValue
from pytestqt.qtbot import QtBot

from kiosk.content.codec import write_page, write_record
from kiosk.content.edition import ROOT_NAME, Edition
from kiosk.content.errors import BrokenEdition
from kiosk.content.manifest import seal_of, shard_of
from kiosk.content.outlines import OUTLINES_BYTES, write_outlines
from kiosk.content.records import Picture
from kiosk.content.verify import verify
from tests.ui.conftest import Clock, own, spoil
from tests.visits.patient import Patient, stand_before
from tests.visits.test_spine_pages import touch_a_part

__all__ = ["own"]
pytestmark = pytest.mark.usefixtures("qtbot")

ELSEWHERE = (0.0, 0.0, 0.2, 0.0, 0.2, 0.2)
HOSTILE = {
    "garbage": b'{"7":[[0.1,0.2',
    "no outlines": b'{"kind":"article"}',
    "another part": write_outlines({8: (ELSEWHERE,)}),
    "outside": b'{"7":[[0.1,0.1,0.5,0.1,7.5,0.5]]}',
    "no number": b'{"7":[[0.1,0.1,0.5,0.1,NaN,0.5]]}',
    "huge": b'{"7":[[0.1,0.1,0.5,0.1,0.5,0.5' + b",0.5,0.5" * (OUTLINES_BYTES // 8) + b"]]}",
    "many": b'{"7":[[0.1,0.1,0.5,0.1,0.5,0.5' + b",0,0" * (OUTLINES_BYTES // 5) + b"]]}",
    "a picture": b"RIFF\0\0\0\0WEBPVP8 ",
}


def first_picture(patient: Patient) -> Picture:
    return patient.page.pictures[0]


def lit(patient: Patient) -> list[list[float]]:
    """The polygons that glow on the glass, none where nothing does."""
    glow = patient.sees("glow")
    found = glow.property("outlines") if glow else []
    return found.toVariant() if isinstance(found, QJSValue) else found


def colours(patient: Patient, *places: tuple[float, float]) -> list[QColor]:
    """What is drawn at these places of the picture, in fractions of it."""
    patient.looks()
    stage, pane = patient.sees("stage"), patient.kiosk.pane
    assert stage is not None
    size = {size.role: size for size in first_picture(patient).renditions}["stage"]
    wide = float(stage.property("frameWidth"))
    high = wide * size.height / size.width
    image = pane.grabWindow()
    found = []
    for x, y in places:
        place = stage.mapToScene(stage.boundingRect().center())
        at = place.x() + (x - 0.5) * wide, place.y() + (y - 0.5) * high
        found.append(image.pixelColor(round(at[0]), round(at[1])))
    return found


def opens(edition: Edition, clock: Clock, topic: str = "low-back") -> Patient:
    patient = stand_before(edition, (1920, 1080), clock)
    patient.starts("en")
    patient.kiosk.glass.open(topic)
    patient.looks()
    return patient


def test_a_touched_part_alone_keeps_its_colour(visitor: Patient) -> None:
    visitor.starts("en")
    visitor.kiosk.glass.open("low-back")
    visitor.looks()
    picture = first_picture(visitor)
    (ring,) = visitor.kiosk.glass.edition_shown.outlines(picture.outlines)[picture.regions[0].code]
    across, down = ring[0::2], ring[1::2]
    middle = sum(across) / len(across), sum(down) / len(down)
    inside = 0.6 * min(across) + 0.4 * max(across), 0.8 * min(down) + 0.2 * max(down)  # off the leader line
    margin = 0.05
    beside = [
        (min(across) - margin, middle[1]),
        (max(across) + margin, middle[1]),
        (middle[0], min(down) - margin),
        (middle[0], max(down) + margin),
    ]
    assert lit(visitor) == []
    before = colours(visitor, inside, *beside)
    touch_a_part(visitor)
    assert lit(visitor) == [list(ring)]
    after = colours(visitor, inside, *beside)
    assert after[0] == before[0], "the part keeps its own colour"
    assert all(now != then for now, then in zip(after[1:], before[1:], strict=True)), "all else steps back"
    visitor.taps("part.clear")
    assert lit(visitor) == []


def test_the_area_of_a_nerve_glows_from_the_first(visitor: Patient) -> None:
    visitor.starts("en")
    visitor.kiosk.glass.open("nerves")
    visitor.looks()
    picture = first_picture(visitor)
    outlines = visitor.kiosk.glass.edition_shown.outlines(picture.outlines)
    assert lit(visitor) == [list(ring) for ring in outlines[picture.regions[0].code]] != []


def test_outlines_are_read_before_the_tap_and_not_by_it(own: Edition, clock: Clock, qtbot: QtBot) -> None:
    patient = opens(own, clock)
    picture = first_picture(patient)
    qtbot.waitUntil(lambda: patient.kiosk.glass.pictures.outlines.has(picture.outlines))
    own.blobs.path(picture.outlines).unlink()
    touch_a_part(patient)
    assert lit(patient)
    assert not patient.kiosk.glass.health
    patient.kiosk.close()


def renamed(edition: Edition, topic: str, data: bytes) -> Edition:
    """The edition with ``data`` as the outlines of all the topic's pictures, under true hashes throughout."""
    blob, entry = edition.blobs.add(data), edition.topic(topic)
    pages = {}
    for language in entry.pages:
        page = edition.page(topic, language)
        pictures = tuple(
            replace(picture, outlines=blob) if picture.outlines else picture for picture in page.pictures
        )
        pages[language] = edition.blobs.add(write_page(replace(page, pictures=pictures)))
    shard = {name: one for name, one in edition.topics() if shard_of(name) == shard_of(topic)}
    listed = tuple(sorted({*entry.blobs, blob}))
    shard[topic] = replace(entry, pages=pages, blobs=listed)
    shards = dict(edition.root.shards) | {shard_of(topic): edition.blobs.add(write_record(shard))}
    root = replace(edition.root, shards=shards)
    (edition.folder / ROOT_NAME).write_bytes(write_record(replace(root, seal=seal_of(root))))
    return Edition.open(edition.folder)


def missing(edition: Edition, blob: str) -> None:
    edition.blobs.path(blob).unlink()


def grown(edition: Edition, blob: str) -> None:
    with edition.blobs.path(blob).open("ab") as file:
        file.truncate(1 << 32)


@pytest.mark.parametrize("harm", [missing, spoil, grown])
def test_a_page_whose_outlines_are_harmed_goes_on_without_a_glow(
    own: Edition, clock: Clock, harm: Callable[[Edition, str], None]
) -> None:
    harm(own, own.page("low-back", "en").pictures[0].outlines)
    goes_on_without(own, clock)


@pytest.mark.parametrize("how", HOSTILE)
def test_a_page_with_hostile_outlines_goes_on_without_a_glow(own: Edition, clock: Clock, how: str) -> None:
    goes_on_without(renamed(own, "low-back", HOSTILE[how]), clock)


def test_sound_outlines_under_a_new_name_glow(own: Edition, clock: Clock) -> None:
    patient = opens(renamed(own, "low-back", write_outlines({7: (ELSEWHERE,)})), clock)
    touch_a_part(patient)
    assert lit(patient) == [list(ELSEWHERE)], "so the tests above fail for their outlines alone"
    assert not patient.kiosk.glass.health
    patient.kiosk.close()


def goes_on_without(edition: Edition, clock: Clock) -> None:
    """The page opens and names its parts, nothing is lit, health has one fault, the full check refuses it."""
    patient = opens(edition, clock)
    assert patient.topic == "low-back"
    region = touch_a_part(patient).id
    names = {words.id: words.name for words in patient.page.region_words}
    assert patient.reads("page.title") == names[region] != ""
    assert lit(patient) == []
    assert len(patient.kiosk.glass.health) == 1 and "picture" in patient.kiosk.glass.health[0]
    patient.taps("part.clear")
    patient.taps("part.next")
    assert patient.visit.at.region == region and lit(patient) == []
    assert len(patient.kiosk.glass.health) == 1, "one fault is told once"
    patient.kiosk.close()
    with pytest.raises(BrokenEdition):
        verify(Edition.open(Path(edition.folder)))
