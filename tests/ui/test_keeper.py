"""Where on the glass the staff door is held."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QSizeF

from kiosk.ui.keeper import is_place

LANDSCAPE, PORTRAIT = QSizeF(476, 268), QSizeF(268, 476)


@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
@pytest.mark.parametrize(
    ("x", "y", "there"),
    [(0, 0, True), (24, 24, True), (25, 5, False), (5, 25, False), (-1, 5, False), (200, 150, False)],
)
def test_the_upper_left_corner_is_the_place(glass: QSizeF, x: float, y: float, there: bool) -> None:
    assert is_place(QPointF(x, y), glass, False) is there
    assert is_place(QPointF(x, y), glass, True) is there


@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_with_the_buttons_low_the_left_margin_is_one_too(glass: QSizeF) -> None:
    low = 0.6 * glass.height() + 1
    assert is_place(QPointF(7, low), glass, True)
    assert not is_place(QPointF(7, low), glass, False)
    assert not is_place(QPointF(15, low), glass, True), "beyond the margin lie buttons"
    assert not is_place(QPointF(7, low + 31), glass, True)
