"""Asks of the whole spine that it stands in order, apart, with even joints, a free canal and a name for all.

They need the drawing packages of the `pictures` group, so `make test` does not run them: see test_bones.py.
What one bone is asked by itself stands in the tests of its region.
"""

# mypy: disable-error-code="import-not-found,import-untyped"
from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.model import asked

pytest.importorskip("numba")
np = pytest.importorskip("numpy")
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "assets" / "anatomy"))

UPPER = (*(f"C{i}" for i in range(1, 8)), *(f"T{i}" for i in range(1, 13)), "L1", "L2")
LEVELS = ("L3", "L4", "L5")
NAMES = (*UPPER, *LEVELS, "S1")
PAIRS = list(pairwise(NAMES[: NAMES.index("L3") + 1]))  # those under it are asked in test_bones.py
STEP = 0.6  # mm: coarse, so that all of it takes some minutes
TOUCH = 0.1  # mm
GAP = (0.5, 3.0)  # mm between two bones where they come nearest
NECK_JOINTS = PAIRS[1:7]  # C2-C3 to C7-T1
NECK_GAP = (0.8, 2.0)  # mm between the two faces of a joint of the neck
NECK_OVERLAP = (10.0, 13.5)  # mm along the slope that they face each other
OPEN = 2.6  # mm; further apart they are no joint
PLUMB = (0.0, 30.0)  # mm that a line from C7 may fall before the back of the sacral plate
# half width, half depth and middle of the tube that must pass, as shares of the table's canal
TUBE = (0.34, 0.34, 0.45)
BEHIND_DENS = (0.34, 0.20, 0.70)  # the same in the atlas, whose front third the dens fills
AROUND = np.linspace(0, 2 * np.pi, 24, endpoint=False)
Bones = tuple[dict[str, Any], dict[str, Any]]


@pytest.fixture(scope="module")
def lie() -> Any:
    from bones.spine import spine

    return spine()


@pytest.fixture(scope="module")
def whole(bones: Bones) -> Bones:
    """C1 to the sacrum, as fields and as meshes, in the order in which they stand."""
    import measure

    fields, meshes = measure.whole(STEP, bones)
    return {name: fields[name] for name in NAMES}, {name: meshes[name] for name in NAMES}


def test_the_low_back_stands_where_its_own_column_places_it(lie: Any) -> None:
    from bones.column import column

    low = column()
    for name in LEVELS:
        for one, other in ((lie.bones, low.bones), (lie.discs, low.discs)):
            assert np.array_equal(one[name].matrix, other[name].matrix)
        assert lie.joint_below(name) == low.joint_below(name)
    assert np.array_equal(lie.sacrum.matrix, low.sacrum.matrix)


def test_every_bone_and_disc_is_there_from_head_to_feet(lie: Any) -> None:
    heights = [lie.bones[name].middle[2] for name in NAMES[:-1]] + [lie.sacrum.middle[2]]
    assert all(upper > lower for upper, lower in pairwise(heights))
    for index, name in enumerate(NAMES[1:-1], 1):
        assert heights[index] > lie.discs[name].middle[2] > heights[index + 1]


def test_it_curves_forward_backward_and_forward_again(lie: Any) -> None:
    tilt = {name: lie.bones[name].tilt for name in NAMES[:-1]}
    assert 10 < tilt["C2"] - tilt["C7"] < 30, "the neck"
    assert 30 < tilt["T12"] - tilt["T1"] < 50, "the chest"
    assert 40 < tilt["L1"] - lie.sacrum.tilt < 65, "the low back"


def test_a_plumb_line_from_c7_falls_near_the_sacral_plate(lie: Any) -> None:
    from bones.column import turn
    from catalogue.cameras import STANDING

    back = lie.sacrum.out((0, -lie.levels["S1"].epd_u / 2, 0))
    ahead = (turn(STANDING) @ (lie.bones["C7"].middle - back))[1]
    assert PLUMB[0] < ahead < PLUMB[1]


@pytest.mark.parametrize("name", UPPER)
def test_a_bone_on_its_neighbours_joints_is_closed_and_one_piece(whole: Bones, name: str) -> None:
    asked.assert_closed_and_one_piece(whole[1][name])


@pytest.mark.parametrize(("upper", "lower"), PAIRS)
def test_neighbours_stand_apart_with_a_joint_between(whole: Bones, upper: str, lower: str) -> None:
    for one, other in ((upper, lower), (lower, upper)):
        mesh = whole[1][one]
        gap = asked.outside(whole, other, mesh.place.out(mesh.v)).min()
        assert gap > GAP[0], f"{one} lies in or against {other}"
        assert gap < GAP[1], f"{one} and {other} share no joint"


@pytest.mark.parametrize(("upper", "lower"), PAIRS[1:])
def test_both_joints_of_a_pair_are_as_wide(whole: Bones, upper: str, lower: str) -> None:
    mesh = whole[1][upper]
    points = mesh.place.out(mesh.v)
    gap = asked.outside(whole, lower, points)
    sides = [gap[points[:, 0] * side > 6].min() for side in (1, -1)]
    assert GAP[0] < min(sides)
    assert max(sides) < GAP[1]
    assert sides[0] == pytest.approx(sides[1], abs=0.6)


@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize(("upper", "lower"), NECK_JOINTS)
def test_the_joints_of_the_neck_are_shingled(
    whole: Bones, lie: Any, upper: str, lower: str, side: int
) -> None:
    joint, place = lie.joint_above(lower), lie.bones[lower]
    normal, along = (joint.out, joint.upward) if lower == "T1" else (joint.normal, joint.along)
    slope, over = np.arange(-10, 10.1, 0.25), np.arange(-OPEN, OPEN + 0.05, 0.1)
    middle = np.array([joint.x, joint.y, joint.z])
    points = middle + slope[:, None, None] * along + over[None, :, None] * normal
    at = place.out(points.reshape(-1, 3) * [side, 1, 1])
    solid = {name: (asked.outside(whole, name, at) < 0).reshape(len(slope), -1) for name in (upper, lower)}
    floor = np.where(solid[lower], over, -np.inf).max(1)
    roof = np.where(solid[upper], over, np.inf).min(1)
    gap = roof - floor
    faces = gap < OPEN
    assert NECK_GAP[0] < np.median(gap[faces]) < NECK_GAP[1], f"{upper}-{lower} stands open"
    assert gap[np.abs(slope) < 3].max() < OPEN, f"{upper}-{lower} has a hole"
    assert NECK_OVERLAP[0] <= np.ptp(slope[faces]) <= NECK_OVERLAP[1], f"{upper}-{lower}: little overlap"


def test_ribs_rest_on_their_bones_without_touching(whole: Bones, lie: Any) -> None:
    from bones.spine_fields import ribs

    for key, stub in ribs(lie, whole[0], STEP).items():
        name = key.split(".")[0]
        points = lie.bones[name].out(stub.surface()[0])
        for near in NAMES[NAMES.index(name) - 1 : NAMES.index(name) + 2]:
            assert asked.outside(whole, near, points).min() > TOUCH, f"{key} lies in {near}"
        assert asked.outside(whole, name, points).min() < 2.0, f"{key} hangs free"


def test_the_canal_is_free_from_the_atlas_to_the_sacrum(whole: Bones, lie: Any) -> None:
    rings = []
    for name in NAMES[:-1]:
        p = lie.levels[name]
        wide, deep, middle = BEHIND_DENS if name == "C1" else TUBE
        wall, depth = p.canal_d / 2 if name == "C1" else p.wall, p.canal_d * deep
        rows = np.stack([p.canal_w * wide * np.cos(AROUND), depth * np.sin(AROUND), 0 * AROUND], 1)
        rings.append(lie.bones[name].out(rows + np.array([0, wall - p.canal_d * middle, 0])))
    for (upper, lower), (a, b) in zip(pairwise(NAMES[:-1]), pairwise(rings), strict=True):
        way = np.concatenate([a + (b - a) * share for share in np.linspace(0, 1, 12)])
        for name in (upper, lower):
            assert asked.outside(whole, name, way).min() > -TOUCH, f"{name} stands in the canal"


@pytest.mark.parametrize("name", UPPER[1:])
def test_a_disc_fills_its_gap_and_stands_no_prouder_than_its_bones(lie: Any, whole: Bones, name: str) -> None:
    from bones.spine_disc import disc_field

    v, _ = disc_field(lie, name, STEP).surface()
    points = lie.discs[name].out(v)
    for near in (name, NAMES[NAMES.index(name) + 1]):
        assert np.quantile(asked.outside(whole, near, points), 0.05) < 0.5, "a slit over or under it"
        body = whole[1][near].v
        rim = np.abs(body[body[:, 1] > lie.levels[near].wall + 4][:, 0]).max()
        assert np.abs(v[:, 0]).max() < rim + 3.5


def test_every_solid_has_its_region() -> None:
    from catalogue.picture import CODES
    from catalogue.spine import WHOLE
    from groups import chest, neck, spine_discs, spine_nerves, upper_lumbar
    from model import GROUPS

    made = {key for group in (neck, chest, upper_lumbar, spine_discs) for key in group.KEYS}
    assert {"neck", "chest", "upper_lumbar", "spine_discs", "spine_nerves"} <= set(GROUPS)
    roots = {key for key in spine_nerves.KEYS if ".root." in key}
    for key in made | roots:
        assert ("ribs" if ".rib." in key else key.split("+")[0]) in CODES
    assert made - {"C5+alone", "T6+alone"} | roots <= set(WHOLE.parts())
    assert max(CODES.values()) <= 255
    assert CODES["tumor"] < CODES["C1"], "the codes of older pictures must stay"


def test_every_measure_stands_in_the_table(whole: Bones, lie: Any) -> None:
    import measure

    found = measure.rows(whole[1], lie.levels)
    count = 5 + 12 + 5 * 16 + 17 * 16 + 3  # of the atlas, the axis, the neck, chest and low back, the sacrum
    gaps = 6 * 2 + 17 * 2 + 6  # under C2 to C7, under T1 to L5, and the hollows from T12 down
    assert len(found) == count + gaps
    assert not [f"{r.level} {r.name}: {r.measured}, wanted {r.wanted}" for r in found if r.off]
