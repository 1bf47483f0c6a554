"""Asks of cord, sac and the roots C1 to L2 that they are whole, run free of bone and leave where they should.

They need the drawing packages of the `pictures` group, so `make test` does not run them: see test_bones.py.
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

NECK = tuple(f"C{i}" for i in range(1, 8))
CHEST = tuple(f"T{i}" for i in range(1, 13))
BONES = (*NECK, *CHEST, "L1", "L2", "L3", "L4", "L5", "S1")
ROOTS = (*NECK, "C8", *CHEST, "L1", "L2")
STEP = 0.7  # mm: coarse, so that all of it takes a minute or two
SAC_FREE = 0.6  # mm between the sac and any bone from C1 to L3
DISC_FREE = 0.3  # mm between the sac and a disc
ROOT_FREE = 0.0  # mm: a root may lie close, never in bone, disc or rib
SHEATH = 0.8  # mm of fluid around the cord at the least
Solids = dict[str, Any]


@pytest.fixture(scope="module")
def lie() -> Any:
    from bones.spine import spine

    return spine()


@pytest.fixture(scope="module")
def nerves() -> Solids:
    """The group's solids on a coarse grid."""
    from groups import spine_nerves
    from model import Model

    made: Solids = spine_nerves.build(Model(STEP)).solids
    assert set(made) == set(spine_nerves.KEYS)
    return made


@pytest.fixture(scope="module")
def hard() -> Solids:
    """Bones, discs and ribs near the canal, as meshes."""
    from groups.chest import RIBS
    from groups.spine_discs import KEYS
    from model import Model

    keys = (*BONES, *KEYS, *RIBS)
    return dict(zip(keys, Model(STEP).take(*keys), strict=True))


def _outside(solids: list[Any], points: Any) -> Any:
    """How far points lie outside the nearest of dense meshes, mm; negative within it."""
    from scipy.spatial import cKDTree

    from geometry.solid import normals

    v = np.concatenate([s.v for s in solids]).astype(float)
    n = np.concatenate([normals(s.v, s.f) for s in solids])
    far, near = cKDTree(v).query(points, k=4)
    # from several corners, so that one beside a sharp edge does not decide
    over = ((np.asarray(points)[:, None] - v[near]) * n[near]).sum(2).mean(1)
    return np.where(over > 0, far[:, 0], -far[:, 0])


def _of(solids: Solids, kind: str) -> list[Any]:
    return [s for key, s in solids.items() if key.endswith(kind)]


def test_every_solid_is_closed_and_one_piece(nerves: Solids) -> None:
    from geometry.field import volume

    for solid in nerves.values():
        asked.assert_closed_and_one_piece(solid)
        assert volume(solid.v, solid.f) > 0


def test_the_cord_lies_in_the_sac_with_room_around_it(nerves: Solids) -> None:
    assert _outside([nerves["spine.dura"]], nerves["spine.cord"].v.astype(float)).max() < -SHEATH


def test_the_cord_swells_for_arms_and_legs_and_ends_over_l2(lie: Any, nerves: Solids) -> None:
    v = nerves["spine.cord"].v
    wide = {}
    for name in BONES[:-4]:
        at = np.abs(lie.bones[name].into(v)[:, 2]) < STEP
        wide[name] = float(np.ptp(v[at, 0])) if at.any() else 0.0
    assert max(wide[n] for n in ("C4", "C5", "C6")) > wide["C1"] + 0.8
    assert max(wide[n] for n in ("T11", "T12")) > min(wide[n] for n in CHEST[4:9]) + 0.8
    end = v[v[:, 2].argmin()]
    assert lie.bones["L1"].into(end)[2] < 0 < lie.bones["L2"].into(end)[2]


def test_the_sac_is_free_of_bone_and_disc(lie: Any, nerves: Solids, hard: Solids) -> None:
    v = nerves["spine.dura"].v.astype(float)
    v = v[(v[:, 2] > lie.bones["L3"].middle[2]) & (v[:, 2] < lie.bones["C1"].middle[2] + 12)]
    # the sleeves go with the roots
    v = v[np.abs(v[:, 0]) < 7.0]
    assert _outside([hard[name] for name in BONES], v).min() > SAC_FREE
    assert _outside(_of(hard, ".disc"), v).min() > DISC_FREE


def test_the_sac_goes_over_into_that_of_the_low_back(lie: Any, nerves: Solids) -> None:
    from scipy.spatial import cKDTree

    from groups.nerves import sac

    low = sac(lie.low, STEP).v
    v = nerves["spine.dura"].v
    under = v[v[:, 2] < lie.bones["L3"].middle[2]]
    above_sacrum = under[lie.sacrum.into(under)[:, 2] > 12]
    assert np.quantile(cKDTree(low).query(above_sacrum)[0], 0.95) < STEP


@pytest.mark.parametrize("name", ROOTS)
def test_a_root_touches_no_bone_disc_or_rib(nerves: Solids, hard: Solids, name: str) -> None:
    for side in ("right", "left"):
        points = nerves[f"{name}.root.{side}"].v.astype(float)
        assert _outside(list(hard.values()), points).min() > ROOT_FREE


@pytest.mark.parametrize("name", ROOTS)
def test_a_root_begins_in_the_sac_and_ends_far_outside_it(nerves: Solids, name: str) -> None:
    points = nerves[f"{name}.root.right"].v.astype(float)
    far = _outside([nerves["spine.dura"]], points)
    assert far.min() < 0, "it hangs beside the sac"
    assert far.max() > 12


@pytest.mark.parametrize("name", ROOTS[2:])
def test_a_root_leaves_between_its_own_two_pedicles(lie: Any, nerves: Solids, name: str) -> None:
    lower = "T1" if name == "C8" else name
    if name in BONES and name not in NECK:
        lower = BONES[BONES.index(name) + 1]
    upper = BONES[BONES.index(lower) - 1]
    v = nerves[f"{name}.root.right"].v.astype(float)
    for bone, above in ((upper, False), (lower, True)):
        p, place = lie.levels[bone], lie.bones[bone]
        x = p.half_canal + p.ped_w / 2
        local = place.into(v)
        # where it passes the row of pedicles, the widest place of the canal
        there = local[(np.abs(local[:, 0] - x) < 1.5) & (local[:, 1] > p.wall - 8)]
        assert len(there), f"{name} does not pass {bone}'s pedicle"
        middle = p.measures.get("pedicle_up", p.vbh_p / 2 - 1.2 - p.ped_h / 2)
        assert (there[:, 2] > middle).all() if above else (there[:, 2] < middle).all()


def test_the_first_two_roots_leave_over_and_under_the_atlas(lie: Any, nerves: Solids) -> None:
    atlas, axis = lie.bones["C1"], lie.bones["C2"]
    first = atlas.into(nerves["C1.root.right"].v)
    second = nerves["C2.root.right"].v
    second = second[atlas.into(second)[:, 1] > -13]  # its back branch climbs behind the arch to the nape
    assert first[np.abs(first[:, 0]) < 24, 2].min() > 2
    assert atlas.into(second)[:, 2].max() < 2
    assert axis.into(second)[:, 2].min() > 0


def test_left_and_right_are_mirror_images(nerves: Solids) -> None:
    for name in ROOTS:
        right, left = (nerves[f"{name}.root.{side}"] for side in ("right", "left"))
        assert np.array_equal(right.v * [-1, 1, 1], left.v)
        assert right.v[:, 0].min() > 0 > left.v[:, 0].max()


def test_roots_leave_in_order_from_head_to_feet(nerves: Solids) -> None:
    right = [nerves[f"{name}.root.right"].v for name in ROOTS]
    starts = [float(v[v[:, 0].argmin(), 2]) for v in right]
    assert all(upper > lower for upper, lower in pairwise(starts))


def test_roots_are_thickest_for_the_arms_and_fade_at_both_ends(nerves: Solids) -> None:
    from geometry.field import volume

    size = {n: volume(nerves[f"{n}.root.right"].v, nerves[f"{n}.root.right"].f) for n in ROOTS}
    arms = min(size[n] for n in ("C5", "C6", "C7", "C8"))
    assert arms > max(size[n] for n in ("C1", "C3", *CHEST[1:]))
    for name in ROOTS:
        solid = nerves[f"{name}.root.right"]
        ends = solid.fade[[solid.v[:, 0].argmax(), solid.v[:, 1].argmin()]]
        assert (ends < 0.1).any()


def _seen_from_the_side(disc: Any, points: Any) -> Any:
    """Which points lie within a disc's outline, seen along x."""
    from scipy.spatial import Delaunay

    return Delaunay(disc.v[:, 1:]).find_simplex(points[:, 1:]) >= 0


def test_no_root_of_the_low_back_ends_over_a_disc_from_the_side(lie: Any, nerves: Solids) -> None:
    from groups.spine_discs import KEYS
    from model import Model
    from soft.nerves import roots

    discs = (*(key for key in KEYS if key.startswith(("T", "L"))), "L3-L4.disc", "L4-L5.disc", "L5-S1.disc")
    low = {root.region: root for root in roots(lie.low, STEP)}
    solids = Model(STEP).take(*discs)
    for name in ("L1", "L2", "L3", "L4", "L5"):
        root = (nerves | low)[f"{name}.root.right"]
        ends = root.v[root.fade < 0.98]
        assert not any(_seen_from_the_side(disc, ends).any() for disc in solids), name


@pytest.mark.parametrize("name", CHEST)
def test_a_chest_root_goes_straight_back_under_its_rib(lie: Any, name: str) -> None:
    from soft.spinal_roots import way

    rows = np.array(way(lie, name).front)
    assert (np.diff(rows[3:, 1]) < 0).all(), "it swings to and fro"
    assert np.diff(rows[:4, 2]).max() <= 0, "it rises in the canal"
    assert np.abs(np.diff(rows[3:7, 2]) / np.diff(rows[3:7, 0])).max() < 0.5


def test_the_low_backs_sac_is_gone_above_its_first_bone(lie: Any) -> None:
    from bones.vertebra import upper_joint
    from groups.nerves import sac

    made = sac(lie.low, STEP)
    above = lie.bones["L3"].into(made.v)[:, 2] - upper_joint(lie.levels["L3"]).z
    assert made.fade[above > 14].max() == 0
    assert made.fade[above < 2].min() == 1


def test_vessels_run_along_the_sac() -> None:
    from drawing.vessels import tree

    for vessel in tree():
        height = np.linspace(vessel.bottom, vessel.top, 400).astype(np.float32)
        assert np.abs(np.gradient(vessel.at(height), height)).max() < np.tan(np.radians(30))


def test_every_root_has_its_region() -> None:
    from catalogue.picture import CODES

    for name in ROOTS:
        for side in ("right", "left"):
            assert CODES[f"{name}.root.{side}"] > CODES["L5-S1.capsule.left"], "older codes must stay"
    assert CODES["cord"] == max(CODES.values()) <= 255
