"""The list of pictures, the ones a page needs first; makes none of them."""

from __future__ import annotations

from catalogue import conditions, diagram, spine, walkthroughs
from catalogue.picture import Picture


def pictures() -> list[Picture]:
    """Every picture of this set."""
    return [*walkthroughs.pictures(), *conditions.pictures(), *diagram.pictures(), *spine.pictures()]


__all__ = ["pictures"]
