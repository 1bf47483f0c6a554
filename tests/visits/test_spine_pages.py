"""What a patient does with the pictures of the spine, by touch: parts, turning, nerves."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from kiosk.content.records import (
    Diagram,
    NerveMap,
    Region,
)
from tests.ui.conftest import centre
from tests.visits.patient import Patient


def test_a_touched_part_of_the_spine_is_named(visitor: Patient) -> None:
    visitor.starts("en")
    visitor.kiosk.glass.open("low-back")
    region = touch_a_part(visitor)
    assert visitor.visit.at.region == region.id
    names = {words.id: words.name for words in visitor.page.region_words}
    assert visitor.reads("page.title") == names[region.id] != ""
    visitor.taps("part.clear")
    assert visitor.visit.at.region == ""


def test_a_part_of_the_shipped_spine_is_named_and_opens_its_page(patient: Patient) -> None:
    patient.starts("es")
    patient.goes("your-spine", "low-back-diagram")
    page = patient.page
    assert isinstance(page, Diagram)
    patient.taps("part.next")
    first = patient.visit.at.region
    patient.taps("part.next")
    assert first and patient.visit.at.region not in ("", first)
    view = page.views[1].id
    patient.taps(f"view.{view}")
    assert (patient.visit.at.view, patient.visit.at.region) == (view, "")
    loose = next(layer.id for layer in page.layers if not layer.fixed)
    before = patient.visit.at.layers
    patient.taps(f"layer.{loose}")
    assert set(before) ^ set(patient.visit.at.layers) == {loose}


def test_a_turning_spine_says_what_lies_left_and_right_where_one_side_faces_us(patient: Patient) -> None:
    patient.starts("es")
    patient.goes("your-spine", "low-back-diagram")
    patient.taps("view.turn")
    said = []
    for way in (-0.5, -2 / 9, -5 / 18):  # a quarter round, 40 degrees on, and to the half
        said.append([patient.reads(edge) for edge in ("edge.left", "edge.right") if patient.sees(edge)])
        drag_across(patient, way)
    said.append([patient.reads(edge) for edge in ("edge.left", "edge.right") if patient.sees(edge)])
    assert patient.kiosk.glass.property("turnIndex") == 18
    sides = [["Su izquierda", "Su derecha"], ["Su espalda", "Adelante"], [], ["Su derecha", "Su izquierda"]]
    assert said == sides
    assert patient.reads("edge.top") == "Cabeza"


def test_the_shipped_spine_is_turned_by_keys_and_by_a_finger(patient: Patient, qtbot: QtBot) -> None:
    glass = patient.kiosk.glass
    patient.starts("es")
    patient.goes("your-spine", "low-back-diagram")
    patient.taps("view.turn")
    count = glass.property("turnCount")
    assert (count, glass.property("turnIndex")) == (36, 0)
    patient.taps("turn.left")
    qtbot.waitUntil(lambda: glass.property("turnIndex") == 4)
    patient.taps("turn.right")
    qtbot.waitUntil(lambda: glass.property("turnIndex") == 0)
    drag_across(patient, -0.5)
    assert glass.property("turnIndex") == count / 4, "half the wall is a quarter of a turn"
    patient.taps("rail.textSize")
    assert glass.property("turnIndex") == count / 4, "larger letters turn nothing"
    drag_across(patient, 0.5)
    assert glass.property("turnIndex") == 0, "the other way turns it back"
    assert patient.visit.at.region == "", "a finger that turns touches no part"
    patient.taps("diagram.view")  # larger letters: the ways of looking share a row
    assert not glass.property("turnFrame")
    patient.taps("part.next")
    assert patient.visit.at.region


def drag_across(patient: Patient, part: float) -> None:
    """A finger from the middle of the picture over this part of its width, to the right if positive."""
    patient.looks()
    stage = patient.sees("stage")
    assert stage is not None
    step = QPointF(stage.width() * part / 100, 0)
    patient.clock.seconds += 1
    patient.finger.drag(*(centre(stage) + step * number for number in range(101)))


def test_with_less_motion_a_tap_turns_at_once(patient: Patient) -> None:
    glass = patient.kiosk.glass
    patient.starts("en")
    patient.taps("rail.access")
    patient.taps("access.still.true")
    patient.taps("rail.home")
    patient.goes("your-spine", "low-back-diagram")
    patient.taps("view.turn")
    patient.taps("turn.right")
    assert glass.property("turnIndex") == 32


def test_a_step_of_several_pictures_says_what_is_taken_out_and_what_is_put_in(patient: Patient) -> None:
    glass = patient.kiosk.glass
    patient.starts("es")
    glass.open("fusion-steps")
    told = {}
    for step, name in ((3, "plan"), (5, "hold")):
        glass.choose("step", step)
        glass.choose("frame", 2 if name == "plan" else 0)
        patient.looks()
        told[name] = patient.names("key.")
    assert "key.removed" in told["plan"]
    assert told["hold"] == ["key.metal", "key.graft"], "the shared words do not name the bone"


def touch_a_part(patient: Patient) -> Region:
    """A tap on the first part of the picture shown, where its leader line starts."""
    patient.looks()
    stage = patient.sees("stage")
    assert stage is not None
    picture = patient.page.pictures[0]
    region = picture.regions[0]
    x, y = region.anchor
    wide = float(stage.property("frameWidth"))
    sizes = {size.role: size for size in picture.renditions}
    high = wide * sizes["stage"].height / sizes["stage"].width
    patient.taps_at(
        stage,
        (stage.width() / 2 + (x - 0.5) * wide) / stage.width(),
        (stage.height() / 2 + (y - 0.5) * high) / stage.height(),
    )
    return region


def test_the_nerves_are_chosen_by_their_picture_and_by_their_buttons(visitor: Patient) -> None:
    visitor.starts("en")
    visitor.kiosk.glass.open("nerves")
    page = visitor.page
    assert isinstance(page, NerveMap)
    region = touch_a_part(visitor)
    assert region.id in page.nerves[0].regions
    assert visitor.visit.at.row == page.nerves[0].id
    visitor.taps("rail.home")
    visitor.kiosk.glass.open("nerves")
    assert visitor.visit.at.row == ""
    visitor.taps(f"nerve.{page.nerves[0].id}")
    assert visitor.visit.at.row == page.nerves[0].id
