"""Which tissue of the theme a region id speaks of; knows no pictures and no meshes."""

from __future__ import annotations


def tissue_of(region: str) -> str:
    """The theme's tissue token of a region id."""
    for word, tissue in (
        ("graft", "graft"),  # before what it lies in: `graft.disc`
        ("bridge", "graft"),
        ("disc", "disc"),
        ("root", "nerve"),
        ("dura", "cord"),
        ("cauda", "nerve"),
        ("cord", "cord"),
        ("flavum", "ligament"),
        ("spinous", "bone"),
        ("multifidus", "muscle"),
        ("erector", "muscle"),
        ("retractor", "metal"),
        ("tube", "metal"),
        ("nerve_hook", "metal"),
        ("instrument", "metal"),
        ("cage", "metal"),
        ("screw", "metal"),
        ("rod", "metal"),
        ("epidural_fat", "cord"),
        ("capsule", "ligament"),
        ("intertransverse", "ligament"),
        ("longitudinal", "ligament"),
        ("skin", "skin"),
        ("sheet", "skin"),
        ("incision", "skin"),
        ("tumor", "tumor"),
    ):
        if region.startswith(word) or f".{word}" in region:
            return tissue
    return "ligament" if region.endswith(("supraspinous", "interspinous")) else "bone"
