"""Asks of C3 to C7 that they are whole, stand apart, leave room for cord and artery and fit the table.

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

LEVELS = ("C3", "C4", "C5", "C6", "C7")
PAIRS = list(pairwise(LEVELS))
Bones = tuple[dict[str, Any], dict[str, Any]]
STEP = 0.6  # mm: coarse, so that all of it takes seconds
TOUCH = 0.1  # mm
HOOK_GAP = 0.7  # mm between a hook and the body above it
# half width, half depth and middle of the tube that must pass, as shares of the table's canal: a triangle's
# inner ellipse
TUBE = (0.36, 0.36, 0.43)
ARTERY = 0.7  # share of its hole that the artery's tube fills


@pytest.fixture(scope="module")
def bones() -> Bones:
    """C3 to C7 as fields and as meshes, placed one under the other by the table."""
    pytest.importorskip("skimage")
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "assets" / "anatomy"))
    from bones.cervical import cervical
    from bones.column import turn
    from bones.pillar_joint import pillar_joint
    from bones.vertebra import clear_of
    from measuring.mesh import meshed
    from morphometry import levels

    table, places = levels(), _places()
    fields: dict[str, Any] = {}
    for name, lower in pairwise((*LEVELS, "T1")):
        # the chest's first bone is not built here: C7 stands on a joint like its own
        joint = pillar_joint(table[lower if lower in LEVELS else name])
        here, under = places[name], places[lower]
        seen = here.into(under.out((joint.x, joint.y, joint.z)))
        fields[name] = cervical(table[name], joint.tilted(seen, under.tilt - here.tilt), STEP, len(fields))
    for upper, lower in PAIRS:
        a, b = places[upper], places[lower]
        back = turn(b.tilt).T
        image = fields[lower].moved(back @ turn(a.tilt), back @ (a.middle - b.middle), fields[upper])
        clear_of(fields[upper], image, table[lower].joint_gap * 0.7, table[upper].wall)
    return fields, {name: meshed(field, places[name]) for name, field in fields.items()}


def _places() -> dict[str, Any]:
    """Where the bones stand by the table's heights, discs and angles; C3 is upright at the origin."""
    from bones.column import Place, turn, wedge
    from bones.vertebral_body import half_height
    from morphometry import levels

    table = levels()
    tilt, middle = 0.0, np.zeros(3)
    out = {LEVELS[0]: Place(tilt, middle)}
    for name, lower in pairwise((*LEVELS, "T1")):
        p, q = table[name], table[lower]
        following = tilt + p.seg_angle_below
        between = ((tilt - wedge(p)) + (following + wedge(q))) / 2
        middle = middle - turn(tilt)[:, 2] * half_height(p, 0.0) - turn(between)[:, 2] * p.disc_below
        middle = middle - turn(following)[:, 2] * half_height(q, 0.0)
        tilt = following
        out[lower] = Place(tilt, middle)
    return out


@pytest.mark.parametrize("name", LEVELS)
def test_a_bone_is_closed_and_one_piece(bones: Bones, name: str) -> None:
    asked.assert_closed_and_one_piece(bones[1][name])


@pytest.mark.parametrize("name", LEVELS)
def test_a_bone_has_three_holes_and_no_more(bones: Bones, name: str) -> None:
    mesh = bones[1][name]
    edges = len(mesh.f) * 3 // 2
    handles = 1 - (len(mesh.v) - edges + len(mesh.f)) // 2
    assert handles == 3, "the canal and the two holes of the arteries"


@pytest.mark.parametrize("name", LEVELS)
def test_a_bone_has_no_crumbs_or_bubbles_before_meshing(bones: Bones, name: str) -> None:
    asked.assert_no_crumbs_or_bubbles(bones[0][name])


@pytest.mark.parametrize("name", LEVELS)
def test_a_bone_is_alike_on_both_sides(bones: Bones, name: str) -> None:
    mesh = bones[1][name]
    assert bones[0][name].at(mesh.v * [-1, 1, 1]) == pytest.approx(0, abs=1.0)


@pytest.mark.parametrize("name", LEVELS)
def test_every_part_is_there(bones: Bones, name: str) -> None:
    from bones.cervical import PARTS

    count = np.bincount(bones[1][name].part, minlength=len(PARTS) + 1)
    assert count[0] == 0, "some of the surface belongs to no part"
    assert count[1:].min() > 40


@pytest.mark.parametrize(("upper", "lower"), PAIRS)
def test_neighbours_do_not_overlap(bones: Bones, upper: str, lower: str) -> None:
    for one, other in ((upper, lower), (lower, upper)):
        mesh = bones[1][one]
        assert asked.outside(bones, other, mesh.place.out(mesh.v)).min() > -TOUCH, f"{one} lies in {other}"


@pytest.mark.parametrize(("upper", "lower"), PAIRS)
def test_joint_faces_keep_their_gap(bones: Bones, upper: str, lower: str) -> None:
    from scipy.spatial import cKDTree

    a, b = bones[1][upper], bones[1][lower]
    for side in ("facet.right", "facet.left"):
        gap = cKDTree(b.place.out(b.of(side))).query(a.place.out(a.of(side)))[0]
        near = np.sort(gap)[: len(gap) // 20]
        assert near[0] > 0.6, f"{upper}-{lower} {side} touches"
        assert near[-1] < 2.1, f"{upper}-{lower} {side} stands open"


@pytest.mark.parametrize(("upper", "lower"), PAIRS)
def test_hooks_stand_close_beside_the_body_above(bones: Bones, upper: str, lower: str) -> None:
    from bones.cervical import UNCINATE

    mesh = bones[1][lower]
    for part in (UNCINATE, UNCINATE + 1):
        gap = asked.outside(bones, upper, mesh.place.out(mesh.v[mesh.part == part])).min()
        assert HOOK_GAP < gap < 3.0


def test_the_canal_is_free_along_its_whole_length(bones: Bones) -> None:
    from geometry.field import Field, Sweep
    from morphometry import levels

    wide, deep, middle = TUBE
    found = []
    for name in LEVELS:
        p, place = levels()[name], bones[1][name].place
        for z in (p.vbh_p / 2 - p.lamina_top, p.vbh_p / 2 - p.lamina_top - p.lam_h):
            at = place.out((0, p.wall - p.canal_d * middle, z))
            found.append([*at, p.canal_w * wide, p.canal_d * deep])
    rows = np.array(found)
    tube = Field(rows[:, :3].min(0) - 18, rows[:, :3].max(0) + 18, STEP)
    tube.sweep(Sweep(rows.tolist(), (0, 1, 0), 2.0, 0.5, 40), 0.01)
    for name in LEVELS:
        mesh = bones[1][name]
        points = mesh.place.out(mesh.v)
        within = ((points > tube.lo) & (points < tube.lo + tube.h * (np.array(tube.shape) - 1))).all(1)
        assert tube.at(points[within]).min() > -TOUCH, f"{name} stands in the canal"


@pytest.mark.parametrize("name", LEVELS)
def test_the_arterys_hole_is_open_on_both_sides_and_closed_around(bones: Bones, name: str) -> None:
    from bones.cervical import artery
    from morphometry import levels

    p, field = levels()[name], bones[0][name]
    x, y = artery(p)
    turns = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    round_about = np.stack([np.cos(turns), np.sin(turns)], 1)
    heights = np.arange(-p.vbh_p, p.vbh_p, STEP)

    def ring(side: int, radius: float) -> Any:
        flat = np.array([x, y]) + radius * round_about
        return np.array([[side * a, b, z] for z in heights for a, b in flat])

    for side in (1, -1):
        free = field.at(ring(side, ARTERY * p.artery_half))
        assert free.min() > 0, "bone stands in the hole"
        around = field.at(ring(side, p.artery_half + 1.0)).reshape(len(heights), -1)
        assert around.min(0).max() < 0, "the hole is open to the side"


def test_the_artery_runs_free_from_c6_to_c3(bones: Bones) -> None:
    from bones.cervical import artery
    from morphometry import levels

    way = []
    for name in LEVELS[:-1]:
        p = levels()[name]
        for z in (p.vbh_p / 3, -p.vbh_p / 3):
            way.append(bones[1][name].place.out((*artery(p), z)))
    for (start, end), share in ((leg, s) for leg in pairwise(way) for s in np.linspace(0, 1, 12)):
        at = np.array([start + (end - start) * share])
        for name in LEVELS:
            assert asked.outside(bones, name, at).min() > 1.5, f"{name} presses the artery"
