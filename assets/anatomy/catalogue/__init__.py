"""The list of pictures, the ones a page needs first; makes none of them."""

from __future__ import annotations

from dataclasses import replace

from picture import Picture

from catalogue import conditions, diagram, walkthroughs

# these open full width or are looked at longest
FINE = (
    "lumbar/oblique",
    *(f"hemilaminectomy/05-bone-{step}-right" for step in ("before", "plan", "after")),
    "hemilaminectomy/06-nerve-right",
    *(f"compare/{operation}-plan" for operation in ("laminotomy", "hemilaminectomy", "laminectomy")),
)


def pictures() -> list[Picture]:
    """Every picture of this set."""
    out = [*walkthroughs.pictures(), *conditions.pictures(), *diagram.pictures()]
    return [replace(p, fineness=1.0) if p.name in FINE else p for p in out]


__all__ = ["pictures"]
