"""What the updater tells reaches the glass in words that staff use."""

from __future__ import annotations

import pytest

from kiosk.ui.updates_as_maps import place_named


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("/media/nurse/BLUE STICK", "BLUE STICK"),
        ("/media/nurse/BLUE STICK/", "BLUE STICK"),
        ("https://updates.clinic.example:8443/spine", "updates.clinic.example"),
        ("https://:bad", "https://:bad"),
        ("/", "/"),
    ],
)
def test_a_place_is_called_as_people_call_it(place: str, named: str) -> None:
    assert place_named(place) == named
