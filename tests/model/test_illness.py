"""Asks of every illness that it is drawn as what it is called, and that nothing lies in anything else."""

# mypy: disable-error-code="import-not-found,import-untyped"
from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("numba")
np = pytest.importorskip("numpy")

Bones = tuple[dict[str, Any], dict[str, Any]]
STEP = 0.45  # mm of the canal cut across
OUTER = 1.6  # mm of the ring that a protrusion leaves whole
DEEP = 0.3  # mm that two parts on coarse grids may seem to lie in each other
SEEN = 0.54  # mm, the radius of a free nerve that shows out of the sac's fluid
HERNIAS = ("protrusion", "extrusion", "fragment")

STATES = ("healthy", "bulge", *HERNIAS, "stenosis", "tumor")

pytestmark = pytest.mark.usefixtures("bones")


def _lie() -> Any:
    from bones.column import column

    return column()


def _cut_face(state: str) -> tuple[Any, Any, Any]:
    """Points of the disc's cut face in its own frame, how deep under its rim they lie, and which are gel."""
    from illness import disc_cut, give
    from illness.states import HERNIAS as KINDS
    from illness.states import UPPER, Hernia

    lie = _lie()
    solid = disc_cut.cut_disc(lie, state, 0.4)[0]
    points = lie.discs[UPPER].into(solid.v)
    face = np.abs(points[:, 2]) < 0.25
    deep = -give.ring(lie, KINDS.get(state, Hernia()), 0.4).at(points)
    red, _, blue = solid.colour[face].T
    return points[face], deep[face], red < 0.5 * blue


def _bones_of(bones: Bones, state: str) -> dict[str, Any]:
    from bones.column import cleared
    from illness import disc_cut, states

    lie, fields = _lie(), {name: bones[0][name] for name in ("L4", "L5")}
    if state == "stenosis":
        fields = {
            name: disc_cut.grown_joints(field, lie.levels[name], states.JOINTS_GROWN)
            for name, field in fields.items()
        }
        cleared(lie, fields, "L4", "L5")
    return fields


def _canal(bones: Bones, state: str) -> tuple[Any, dict[str, Any]]:
    from illness import canal_cut

    made: tuple[Any, dict[str, Any]] = canal_cut.sac_alone(_lie(), state, _bones_of(bones, state), STEP)
    return made


def _area(sac: Any) -> float:
    """mm2 of the sac just over the cut face."""
    return float((sac.d[:, :, round((1.0 - sac.lo[2]) / sac.h)] < 0).sum() * sac.h**2)


# the disc


@pytest.mark.parametrize("state", ["healthy", "bulge", "protrusion", "stenosis"])
def test_the_gel_stays_inside_a_ring_that_holds(state: str) -> None:
    _, deep, gel = _cut_face(state)
    assert gel.any()
    assert deep[gel].min() > OUTER, f"gel {deep[gel].min():.1f} mm under the rim"


def test_the_gel_goes_through_the_ring_in_an_extrusion() -> None:
    _, deep, gel = _cut_face("extrusion")
    assert deep[gel].min() < -2


def test_a_protrusion_is_broader_than_tall_and_its_ring_thin_over_the_gel() -> None:
    from illness import give
    from illness.states import HERNIAS as KINDS
    from illness.states import UPPER

    lie = _lie()
    wall = lie.levels[UPPER].wall
    field = give.ring(lie, KINDS["protrusion"], 0.4)
    face = field.d[:, :, round(-field.lo[2] / field.h)] < 0
    x, y = (axis.ravel() for axis in field.axes()[:2])
    back = np.array([y[row].min() if row.any() else 0.0 for row in face])
    tall = wall - back.min()
    base = x[(back < wall - 0.3)].max() - x[(back < wall - 0.3)].min()
    assert 3 < tall < 6
    assert base > 2 * tall
    _, deep, gel = _cut_face("protrusion")
    assert deep[gel].min() < 4.5


def test_an_extrusion_has_a_neck_narrower_than_its_head() -> None:
    from illness.states import HERNIAS as KINDS

    kind = KINDS["extrusion"]
    assert 2 * kind.path < max(half[0] for _, half in kind.blobs)


def test_a_loose_piece_lies_apart_behind_an_open_tear() -> None:
    from illness import disc_cut, give
    from illness.states import HERNIAS as KINDS
    from illness.states import UPPER

    lie, kind = _lie(), KINDS["fragment"]
    parts = disc_cut.cut_disc(lie, "fragment", 0.4)
    assert len(parts) == 2
    away = give.ring(lie, kind, 0.4).at(lie.discs[UPPER].into(parts[1].v))
    assert away.min() > 0.5
    points = lie.discs[UPPER].into(parts[0].v)
    face = points[np.abs(points[:, 2]) < 0.1]
    slit = give.outside_tear(kind, lie.levels[UPPER], face[:, 0], face[:, 1])
    assert slit.min() > -0.3, "the tear is filled"


def test_a_bulge_stands_out_all_around() -> None:
    from illness import give
    from illness.states import HERNIAS as KINDS
    from illness.states import Hernia

    lie = _lie()
    ill, healthy = (give.ring(lie, kind, 0.5) for kind in (KINDS["bulge"], Hernia()))
    well = healthy.d[:, :, round(-healthy.lo[2] / healthy.h)] < 0
    face = ill.d[:, :, round(-ill.lo[2] / ill.h)] < 0
    x, y = (axis.ravel() for axis in ill.axes()[:2])
    assert np.ptp(x[face.any(1)]) > np.ptp(x[well.any(1)]) + 2
    assert y[face.any(0)].max() > y[well.any(0)].max() + 1
    assert y[face.any(0)].min() < y[well.any(0)].min() - 1


def _gel_size(state: str) -> Any:
    """How wide and deep the gel of the cut face is, mm."""
    points, _, gel = _cut_face(state)
    return np.ptp(points[gel], axis=0)[:2]


def test_a_bulge_leaves_the_gel_its_size() -> None:
    assert np.allclose(_gel_size("bulge"), _gel_size("healthy"), atol=0.8)


def test_a_worn_gel_is_shrunken() -> None:
    worn, healthy = _gel_size("stenosis"), _gel_size("healthy")
    assert (worn < 0.75 * healthy).all() and (worn > 0.5 * healthy).all()


def test_a_bulge_takes_little_of_the_sacs_room(bones: Bones) -> None:
    share = _area(_canal(bones, "bulge")[0]) / _area(_canal(bones, "healthy")[0])
    assert 0.88 < share < 0.98


# the canal


@pytest.mark.parametrize("state", STATES)
def test_the_sac_lies_in_nothing(bones: Bones, state: str) -> None:
    sac, there = _canal(bones, state)
    for name, other in there.items():
        deep = -np.maximum(sac.d, other).min()
        assert deep < DEEP, f"{name}: {deep:.2f} mm"


@pytest.mark.parametrize("state", STATES)
def test_roots_lie_in_neither_bone_nor_disc(bones: Bones, state: str) -> None:
    _, there = _canal(bones, state)
    for side in ("right", "left"):
        for name in ("bone", "disc", f"flavum.{side}"):
            assert -np.maximum(there[f"root.{side}"], there[name]).min() < DEEP


def test_a_narrow_canal_leaves_the_sac_half_its_room(bones: Bones) -> None:
    share = _area(_canal(bones, "stenosis")[0]) / _area(_canal(bones, "healthy")[0])
    assert 0.3 < share < 0.6


@pytest.mark.parametrize("side", ["right", "left"])
def test_thick_ligaments_lie_against_the_sac(bones: Bones, side: str) -> None:
    """No gap where they press: somewhere sac and ligament stand within half a millimetre."""
    for state, near in (("stenosis", True), ("healthy", False)):
        sac, there = _canal(bones, state)
        gap = float(np.maximum(sac.d, there[f"flavum.{side}"])[:, :, round((1.0 - sac.lo[2]) / sac.h)].min())
        assert (gap < 0.5) == near, f"{state}: {gap:.2f} mm"


@pytest.mark.parametrize("state", HERNIAS)
def test_a_hernia_presses_the_root_on_its_side(bones: Bones, state: str) -> None:
    _, there = _canal(bones, state)
    flat = {}
    for side in ("right", "left"):
        face = there[f"root.{side}"][:, :, round(5.0 / STEP)] < 0
        flat[side] = face.any(0).sum() * STEP
    assert flat["right"] < 0.75 * flat["left"]


def test_a_narrow_canal_flattens_both_roots_and_leaves_them_their_bulk(bones: Bones) -> None:
    narrow, healthy = (_canal(bones, state)[1] for state in ("stenosis", "healthy"))
    for side in ("right", "left"):
        one, other = (there[f"root.{side}"][:, :, round(5.0 / STEP)] < 0 for there in (narrow, healthy))
        assert one.any(0).sum() < 0.65 * other.any(0).sum()
        assert 0.75 < one.sum() / other.sum() < 1.4


def test_pressed_nerves_are_as_many_and_fill_the_sac(bones: Bones) -> None:
    from scipy import ndimage as ndi

    from illness import canal_cut
    from illness.states import UPPER, room

    lie = _lie()
    p = lie.levels[UPPER]
    held, (sac, there) = room("stenosis", p), _canal(bones, "stenosis")
    inner = canal_cut.lumen(p, held, there, sac, -4.0)
    inner.d = inner.d + canal_cut.WALL
    nerves = canal_cut._pressed(held, inner)
    face = nerves.d[:, :, round((canal_cut.FLUSH + 0.3 - nerves.lo[2]) / nerves.h)]
    count = ndi.label(face < -0.04)[1]
    assert count == canal_cut.NERVES
    area = (face < 0).sum() * nerves.h**2
    assert area > count * np.pi * SEEN**2, "pressed nerves have shrunk"
    free = (inner.d[:, :, round((1.0 - inner.lo[2]) / inner.h)] < 0).sum() * inner.h**2
    assert area > 0.6 * free, "pressed nerves float"


@pytest.mark.parametrize("state", STATES)
def test_no_paper_shows_in_the_cut_canal(bones: Bones, state: str) -> None:
    """Seen from the feet, whatever the parts in the canal leave free is fat, and not of the sac's tone."""
    from scipy import ndimage as ndi

    from bones.vertebra import PARTS
    from catalogue.cameras import CAMERAS
    from drawing import raster
    from illness import canal_cut, disc_cut
    from soft.nerves import DURA

    lie, fields = _lie(), _bones_of(bones, state)
    parts = [
        *(disc_cut.cut_bone(lie, name, field, PARTS) for name, field in fields.items()),
        *disc_cut.cut_disc(lie, state, 0.4),
        *canal_cut.canal_contents(lie, state, fields, STEP),
    ]
    ends = np.cumsum([0, *(len(part.v) for part in parts)])
    points = np.concatenate([part.v for part in parts]).astype(np.float32)
    faces = np.concatenate([part.f + n for part, n in zip(parts, ends, strict=False)]).astype(np.int32)
    seen = raster.draw(points, faces, CAMERAS["feet-disc"], (960, 720), np.ones(len(faces), bool)).seen
    assert (ndi.binary_fill_holes(seen) & ~seen).sum() == 0
    fat = next(part for part in parts if part.region == "epidural_fat")
    unlike = np.min([np.abs(fat.colour - np.asarray(tone)).max(1) for tone in DURA], 0)
    assert unlike.min() > 0.13


# slips


def _overlap(a: Any, b: Any) -> float:
    return float(-np.maximum(a, b).min())


@pytest.mark.parametrize(
    ("name", "least", "most"), [("slip", 10, 25), ("slip-1", 10, 25), ("slip-2", 25, 50)]
)
def test_a_slip_is_of_its_grade(name: str, least: float, most: float) -> None:
    from illness import slip
    from illness.states import LOWER, ill_column

    lie = ill_column(name)
    share = 100 * np.linalg.norm(slip.slid(lie)) / lie.levels[LOWER].epd_u
    assert least < share < most


@pytest.fixture(scope="module")
def slipped() -> dict[str, Any]:
    """Distances to L5, to L4's body and to L4's arch on one grid, after a slip of grade 2."""
    from bones.column import bone_fields
    from geometry.field import Field
    from illness import slip
    from illness.states import ill_column
    from soft.held import seen

    lie = ill_column("slip-2")
    before = slip.unslipped(lie)
    fields = bone_fields(before, 0.8)
    front, rear = slip.cracked(fields["L4"], lie.levels["L4"])
    box = Field((-45, -75, -65), (45, 40, 25), 0.8)
    return {
        "L5": seen(lie, fields, "L5", box),
        "whole": seen(before, fields, "L4", box),
        "body": seen(lie, {"L4": front}, "L4", box),
        "arch": seen(before, {"L4": rear}, "L4", box),
    }


@pytest.mark.parametrize(("one", "other"), [("arch", "L5"), ("body", "L5"), ("body", "arch")])
def test_the_pieces_of_a_cracked_bone_lie_in_nothing(slipped: dict[str, Any], one: str, other: str) -> None:
    assert _overlap(slipped[one], slipped[other]) < DEEP


def test_the_arch_stays_where_it_was(slipped: dict[str, Any]) -> None:
    arch, whole = slipped["arch"] < 0, slipped["whole"] < 0
    assert (arch & whole).sum() > 0.98 * arch.sum()
    assert 0.15 < arch.sum() / whole.sum() < 0.5


def test_a_nerve_beside_a_slip_goes_with_the_bones() -> None:
    from geometry.solid import Solid
    from illness import slip
    from illness.states import ill_column

    lie = ill_column("slip-2")
    points = np.array([[10, -20, 40], [10, -40, -90]], np.float32)
    for region in ("L4.root.right", "dura"):
        solid = Solid(region, "nerve", points.copy(), np.zeros((0, 3), np.int32))
        moved = slip.followed(solid, lie, True).v - points
        assert np.allclose(moved[0], slip.slid(lie))
        assert np.allclose(moved[1], 0)


# beaks


def test_beaks_grow_toward_each_other_and_do_not_meet() -> None:
    from bones.column import bone_fields
    from geometry.field import Field
    from illness import spurs
    from illness.states import ill_column
    from soft.held import seen

    lie = ill_column("spurs")
    fields = bone_fields(lie, 0.8)
    box = Field((-40, -20, -50), (40, 40, 20), 0.8)
    gaps, fronts = [], []
    for grown in (False, True):
        if grown:
            fields |= {name: spurs.with_beaks(lie, name, fields[name]) for name in ("L4", "L5")}
        upper, lower = (seen(lie, fields, name, box) for name in ("L4", "L5"))
        far_front = box.axes()[1] > 17
        gaps.append(2 * float(np.where(far_front, np.maximum(upper, lower), 99).min()))
        bone = fields["L4"]
        _, y, z = bone.axes()
        fronts.append(float(y.ravel()[((bone.d < 0) & (z < -8)).any((0, 2))].max()))
    assert 1.0 < gaps[1] < gaps[0] - 2
    assert fronts[1] > fronts[0] + 3
