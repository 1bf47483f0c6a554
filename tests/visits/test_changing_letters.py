"""Other letters and another language while a page is read, and two fingers at once: nothing gets confused."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF

from tests.ui.conftest import centre
from tests.visits.patient import Patient

SIZES = (1.4, 2.0, 1.0, 2.0, 1.4, 1.0)


@pytest.mark.parametrize("reach", [False, True], ids=["anywhere", "low"])
def test_a_page_of_each_kind_takes_every_size_of_letters_while_it_is_shown(
    patient: Patient, reach: bool
) -> None:
    glass = patient.kiosk.glass
    patient.starts("en")
    glass.setReach(reach)
    topics = {topic.kind: name for name, topic in reversed(list(patient.kiosk.glass.edition_shown.topics()))}
    for kind, topic in topics.items():
        glass.open(topic)
        patient.looks()
        for size in SIZES:
            glass.setTextSize(size)
            patient.looks()
            glass.setLanguage("es" if patient.page.language == "en" else "en")
            patient.looks()
        assert patient.topic == topic, kind


def test_a_button_that_goes_while_it_is_held_does_nothing(patient: Patient) -> None:
    glass = patient.kiosk.glass
    patient.starts("en")
    glass.open("low-back-diagram")
    patient.turns_to("diagram.next")
    onward, part = (patient.sees(name) for name in ("diagram.next", "part.next"))
    assert onward is not None and part is not None
    fingers: list[QPointF] = [centre(part), centre(onward)]
    patient.finger.press(*fingers)
    patient.finger.lift(*fingers)
    patient.looks()
    assert patient.visit.at.region, "the first finger chose a part"
    assert patient.topic == "low-back-diagram" and patient.sees("diagram.next") is None
