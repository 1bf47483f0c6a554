"""Asks of the ligaments between L5 and the sacrum that they are whole, hold to bone and spare the nerves."""

# mypy: disable-error-code="import-not-found,import-untyped"
from __future__ import annotations

from typing import Any

import pytest

from tests.model import asked

pytest.importorskip("numba")
np = pytest.importorskip("numpy")

Bones = tuple[dict[str, Any], dict[str, Any]]
SIDES = ("right", "left")
PAIR = ("L5", "S1")
NAMES = (
    *(f"L5-S1.{band}.{side}" for band in ("flavum", "capsule") for side in SIDES),
    "L5-S1.interspinous",
)
STEP = 0.5  # mm
SUNK = 1.2  # mm that a ligament may lie in bone; a capsule is sunk 0.7 and its fibres stand up a little


@pytest.fixture(scope="module")
def ligaments(bones: Bones) -> dict[str, Any]:
    from bones.column import column
    from soft.lumbosacral import lumbosacral_ligaments

    return {part.region: part for part in lumbosacral_ligaments(column(), bones[0], STEP)}


@pytest.fixture(scope="module")
def flava_above(bones: Bones) -> dict[str, Any]:
    from bones.column import column
    from soft.ligaments import flava

    return {part.region: part for part in flava(column(), bones[0], STEP)}


def _clear_of(solid: Any, points: Any) -> float:
    """How far points stay outside a closed mesh, mm; below 0 when one lies in it."""
    from scipy.spatial import cKDTree

    from geometry.solid import normals

    away, near = cKDTree(solid.v).query(points)
    outward = ((points - solid.v[near]) * normals(solid.v, solid.f)[near]).sum(1)
    return float(np.where(outward < 0, -away, away).min())


def test_every_ligament_of_the_gap_is_made(ligaments: dict[str, Any]) -> None:
    assert set(ligaments) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_ligament_is_closed_and_one_piece(ligaments: dict[str, Any], name: str) -> None:
    asked.assert_closed_and_one_piece(ligaments[name])


@pytest.mark.parametrize("name", NAMES)
def test_a_ligament_holds_to_both_bones_and_lies_deep_in_neither(
    bones: Bones, ligaments: dict[str, Any], name: str
) -> None:
    for bone in PAIR:
        away = asked.outside(bones, bone, ligaments[name].v.astype(float))
        assert -SUNK < away.min() < 0, f"{name} and {bone}: {away.min():.2f} mm"


@pytest.mark.parametrize("side", SIDES)
def test_the_yellow_ligament_narrows_the_canal_no_more_than_the_one_above(
    ligaments: dict[str, Any], flava_above: dict[str, Any], side: str
) -> None:
    from bones.column import column
    from groups.nerves import sac

    sac_there = sac(column(), 0.8)
    above, here = flava_above[f"L4-L5.flavum.{side}"], ligaments[f"L5-S1.flavum.{side}"]
    # corner to corner on coarse grids, so a little less may be none
    assert _clear_of(sac_there, here.v) > min(_clear_of(sac_there, above.v), 2.0) - 0.10


def test_the_two_yellow_ligaments_leave_a_slit_between_them(ligaments: dict[str, Any]) -> None:
    right, left = (ligaments[f"L5-S1.flavum.{side}"].v[:, 0] for side in SIDES)
    assert 0.4 < right.min() - left.max() < 1.6


@pytest.mark.parametrize("side", SIDES)
def test_the_joint_capsule_leaves_the_root_of_l5_free(ligaments: dict[str, Any], side: str) -> None:
    from bones.column import column
    from soft import nerves

    root = next(r for r in nerves.roots(column(), STEP) if r.region == f"L5.root.{side}")
    assert _clear_of(root, ligaments[f"L5-S1.capsule.{side}"].v) > 0.2
