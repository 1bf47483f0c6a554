"""The tour: every screen and page drawn to pictures through the real window, and each one checked by rule.

It refuses to know how pages are made; it drives the same Glass a finger drives.
"""

from __future__ import annotations

from kiosk.tour.errors import NoFolder, NoSuchTopic, TourError
from kiosk.tour.run import TourOptions, run_tour

__all__ = ["NoFolder", "NoSuchTopic", "TourError", "TourOptions", "run_tour"]
