"""Asks of the lumbar bones' meshes that they are whole, stand apart and measure what the table says.

They need the drawing packages of the `pictures` group, so `make test` does not run them:
`python -m pytest -c tests/model/pytest.ini tests/model`.
"""

# mypy: disable-error-code="import-not-found,import-untyped"
from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.model import asked

pytest.importorskip("numba")
np = pytest.importorskip("numpy")

LEVELS = ("L3", "L4", "L5")
Bones = tuple[dict[str, Any], dict[str, Any]]
# Half width, half depth and middle of the tube that must pass, as shares of the table's canal: the laminae's
# published angles leave a blunt triangle, so the tube stays clear of its two back corners.
TUBE = (0.39, 0.36, 0.45)
WHOLE = (0.5, 0.5, 0.5)
TOUCH = 0.1  # mm
STEP = 0.7  # mm
SLIT = 0.3  # mm between a disc and the rim of an end-plate, and that it may reach into it
ROUND = 0.2  # mm under the crest of its rim that an end-plate is rounded off
INNER = 10.0  # mm from its middle inside which no rim is sought


@pytest.mark.parametrize("name", LEVELS)
def test_a_bone_is_closed_and_one_piece(bones: Bones, name: str) -> None:
    asked.assert_closed_and_one_piece(bones[1][name])


@pytest.mark.parametrize("name", LEVELS)
def test_a_bone_has_no_crumbs_or_bubbles_before_meshing(bones: Bones, name: str) -> None:
    asked.assert_no_crumbs_or_bubbles(bones[0][name])


@pytest.mark.parametrize("name", LEVELS)
def test_a_bone_has_a_lumbar_bones_volume(bones: Bones, name: str) -> None:
    from geometry.field import volume

    mesh = bones[1][name]
    assert 38_000 < volume(mesh.v, mesh.f) < 70_000


@pytest.mark.parametrize("name", LEVELS)
def test_a_bone_is_alike_on_both_sides(bones: Bones, name: str) -> None:
    mesh = bones[1][name]
    assert bones[0][name].at(mesh.v * [-1, 1, 1]) == pytest.approx(0, abs=1.6)


def test_no_two_bones_overlap(bones: Bones) -> None:
    names = list(bones[1])
    for upper, lower in pairwise(names):
        for one, other in ((upper, lower), (lower, upper)):
            mesh = bones[1][one]
            assert asked.outside(bones, other, mesh.place.out(mesh.v)).min() > -TOUCH, (
                f"{one} lies in {other}"
            )


@pytest.mark.parametrize(("upper", "lower"), list(pairwise(LEVELS)))
def test_joint_faces_keep_their_gap(bones: Bones, upper: str, lower: str) -> None:
    from scipy.spatial import cKDTree

    a, b = bones[1][upper], bones[1][lower]
    for side in ("facet.right", "facet.left"):
        gap = cKDTree(b.place.out(b.of(side))).query(a.place.out(a.of(side)))[0]
        near = np.sort(gap)[: len(gap) // 20]
        assert near[0] > 0.6, f"{upper}-{lower} {side} touches"
        assert near[-1] < 2.4, f"{upper}-{lower} {side} stands open"


def test_the_sacrums_pillars_keep_a_joint_gap_from_l5_all_around(bones: Bones) -> None:
    lowest, sacral = bones[1]["L5"], bones[1]["S1"]
    for side in ("facet.right", "facet.left"):
        gap = np.sort(asked.outside(bones, "S1", lowest.place.out(lowest.of(side))))
        assert gap[len(gap) // 20] < 2.4, f"L5-S1 {side} stands open"
    # also in front, under the pedicle, where L5 is not cut back
    assert asked.outside(bones, "L5", sacral.place.out(sacral.v)).min() > 0.6


def _canal(bones: Bones, shares: tuple[float, float, float]) -> Any:
    """A tube along the canal under the laminae of L3 to L5 as a field, in the column's frame."""
    from bones.column import column
    from geometry.field import Field, Sweep

    wide, deep, middle = shares
    found = []
    for name in LEVELS:
        p, place = column().levels[name], bones[1][name].place
        for down in (0, 0.5, 1):
            z = p.vbh_p / 2 - p.lamina_top - down * p.lam_h
            at = place.out((0, p.wall - p.canal_d * middle, z))
            found.append([*at, p.canal_w * wide, p.canal_d * deep])
    rows = np.array(found)
    tube = Field(rows[:, :3].min(0) - 18, rows[:, :3].max(0) + 18, STEP)
    tube.sweep(Sweep(rows.tolist(), (0, 1, 0), 2.0, 0.5, 40), 0.01)
    return tube


def test_the_canal_is_free_along_its_whole_length(bones: Bones) -> None:
    tube = _canal(bones, TUBE)
    for name in LEVELS:
        mesh = bones[1][name]
        points = mesh.place.out(mesh.v)
        within = ((points > tube.lo) & (points < tube.lo + tube.h * (np.array(tube.shape) - 1))).all(1)
        assert tube.at(points[within]).min() > -TOUCH, f"{name} stands in the canal"


def test_the_dural_sac_lies_inside_the_canal(bones: Bones) -> None:
    from bones.column import column
    from groups.nerves import sac as dural_sac

    sac = dural_sac(column(), STEP).v.astype(float)
    for name in LEVELS:
        assert asked.outside(bones, name, sac).min() > 0.2, f"{name} stands in the sac"
    tube = _canal(bones, WHOLE)
    low, high = tube.lo[2] + 24, tube.lo[2] + tube.h * (tube.shape[2] - 1) - 24
    assert tube.at(sac[(sac[:, 2] > low) & (sac[:, 2] < high)]).max() < 0.5


def _plate_rim(mesh: Any, sign: float) -> Any:
    """The outermost points of the upper (1) or lower (-1) end-plate before it rounds off, bone's frame."""
    body = mesh.of("body")
    body = body[(body[:, 2] * sign > (body[:, 2] * sign).max() - 6) & (np.hypot(*body.T[:2]) > INNER)]
    sector = ((np.arctan2(body[:, 0], body[:, 1]) / (2 * np.pi) + 0.5) * 72).astype(int) % 72
    rim = []
    for s in np.unique(sector):
        here = body[sector == s]
        level = here[here[:, 2] * sign > (here[:, 2] * sign).max() - ROUND]
        rim.append(level[np.argmax(np.hypot(*level.T[:2]))])
    return np.array(rim)


@pytest.mark.parametrize(("upper", "lower"), list(pairwise((*LEVELS, "S1"))))
def test_a_disc_grips_both_plates_all_along_their_rims(bones: Bones, upper: str, lower: str) -> None:
    from bones.column import column, disc_field

    lie = column()
    disc = disc_field(lie, upper, STEP)
    for name, sign in ((upper, -1.0), (lower, 1.0)):
        rim = _plate_rim(bones[1][name], sign)
        away = disc.at(lie.discs[upper].into(bones[1][name].place.out(rim)))
        assert away.max() < SLIT, f"the disc under {upper} stands off {name}"
        assert away.min() > -SLIT, f"the disc under {upper} reaches into {name}"
