"""Asks of the atlas's and the axis's meshes that they are whole, fit each other and spare the cord."""

# mypy: disable-error-code="import-not-found,import-untyped"
from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("numba")
pytest.importorskip("skimage")
np = pytest.importorskip("numpy")
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "assets" / "anatomy"))

STEP = 0.6  # mm
BONES = ("C1", "C2")
RINGS = 3  # openings of each bone: the canal and the two holes of the arteries
BEHIND_DENS = (22.4, 16.6)  # mm that must pass between dens and back arch
ARTERY = 2.2  # mm round the middle of the artery that must be free
Made = dict[str, Any]


@pytest.fixture(scope="module")
def pair() -> Made:
    """Both bones as fields and meshes in their own frames, and the atlas's place on the axis."""
    from bones.atlantoaxial import Face, atlas_place
    from bones.atlas import atlas
    from bones.axis import axis
    from morphometry import levels

    table, slant = levels(), np.sqrt(0.5)
    joint = Face(17.0, -16.5, -10.5, (0.0, -float(slant), float(slant)))
    fields = {"C1": atlas(table, STEP, 3), "C2": axis(table, joint, STEP, 4)}
    meshes = {name: field.surface() for name, field in fields.items()}
    return {"table": table, "joint": joint, "field": fields, "mesh": meshes, "place": atlas_place(table)}


def _outside(field: Any, points: Any) -> Any:
    """How far points lie outside a bone, mm; 5 where its grid does not reach."""
    inside_box = ((points > field.lo) & (points < field.lo + field.h * (np.array(field.shape) - 1))).all(1)
    return np.where(inside_box, field.at(points), 5.0)


def _line(way: int, along: Any, *rest: float) -> Any:
    """Points along one axis through the two other coordinates."""
    return np.insert(np.tile(np.asarray(rest, float), (len(along), 1)), way, along, axis=1)


@pytest.mark.parametrize("name", BONES)
def test_a_bone_is_closed_and_one_piece(pair: Made, name: str) -> None:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    v, f = pair["mesh"][name]
    edges = np.sort(np.concatenate([f[:, [0, 1]], f[:, [1, 2]], f[:, [2, 0]]]), axis=1)
    _, count = np.unique(edges, axis=0, return_counts=True)
    assert (count == 2).all()
    graph = coo_matrix((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(len(v),) * 2)
    assert connected_components(graph, directed=False)[0] == 1, "a loose piece or a bubble"


@pytest.mark.parametrize("name", BONES)
def test_a_bone_has_no_crumbs_or_bubbles_before_meshing(pair: Made, name: str) -> None:
    from scipy import ndimage as ndi

    d = pair["field"][name].d
    for kind in (d < 0, d >= 0):
        assert ndi.label(kind)[1] == 1


@pytest.mark.parametrize("name", BONES)
def test_a_bone_has_three_openings_and_no_more(pair: Made, name: str) -> None:
    v, f = pair["mesh"][name]
    assert len(v) - len(f) // 2 == 2 - 2 * RINGS


@pytest.mark.parametrize("name", BONES)
def test_a_bone_is_alike_on_both_sides(pair: Made, name: str) -> None:
    v, _ = pair["mesh"][name]
    assert pair["field"][name].at(v * [-1, 1, 1]) == pytest.approx(0, abs=1.0)


@pytest.mark.parametrize("name", BONES)
def test_every_part_has_its_code(pair: Made, name: str) -> None:
    from bones.atlas import ATLAS_PARTS
    from bones.axis import AXIS_PARTS

    field = pair["field"][name]
    parts = {"C1": ATLAS_PARTS, "C2": AXIS_PARTS}[name]
    assert set(np.unique(field.part[np.abs(field.d) < STEP])) >= set(range(1, len(parts) + 1))
    assert field.part.max() == len(parts)


def test_the_atlas_measures_what_the_table_says(pair: Made) -> None:
    p, (v, _), field = pair["table"]["C1"], pair["mesh"]["C1"], pair["field"]["C1"]
    assert np.ptp(v[:, 0]) == pytest.approx(p.tp_span, rel=0.02)
    way = np.arange(-18, 18, 0.1)
    free = way[_outside(field, _line(1, way, 0, 0)) > 0]
    assert np.ptp(free[np.abs(free) < 17]) == pytest.approx(p.canal_d, rel=0.03)
    wide = [np.ptp(way[_outside(field, _line(0, way, y, 0)) > 0]) for y in np.arange(-6, 0, 0.5)]
    assert max(wide) == pytest.approx(p.canal_w, rel=0.03)
    middle = v[np.abs(v[:, 0]) < 0.8]
    for tall, arch in ((p.vbh_a, middle[:, 1] > 0), (p.vbh_p, middle[:, 1] < 0)):
        assert np.ptp(middle[arch, 2]) == pytest.approx(tall, rel=0.06)


def test_the_axis_measures_what_the_table_says(pair: Made) -> None:
    from bones.axis import AXIS_PARTS, wall

    p, (v, _), field = pair["table"]["C2"], pair["mesh"]["C2"], pair["field"]["C2"]
    assert np.ptp(v[:, 0]) == pytest.approx(p.tp_span, rel=0.02)
    assert v[:, 2].max() == pytest.approx(p.vbh_p / 2 + p.dens_height, abs=0.7)
    assert wall(p) - v[:, 1].min() == pytest.approx(p.sp_reach, rel=0.03)
    blade = v[np.abs(v[:, 1] - v[:, 1].min() - 0.3 * p.sp_free) < 1]
    assert np.ptp(blade[:, 2]) == pytest.approx(p.sp_height, rel=0.15)
    way = np.arange(-30, 0, 0.1)
    free = way[_outside(field, _line(1, way, 0, -4.0)) > 0]
    assert np.ptp(free[free > -28]) == pytest.approx(p.canal_d, rel=0.05)
    way = np.arange(-15, 15, 0.1)
    wide = [np.ptp(way[_outside(field, _line(0, way, y, 0)) > 0]) for y in (-11.0, -12.0, -13.0)]
    assert min(wide) == pytest.approx(p.canal_w, rel=0.04)
    lamina = np.isin(field.part, [AXIS_PARTS.index(f"lamina.{side}") + 1 for side in ("right", "left")])
    back = lamina & (field.d < 0) & (np.abs(field.axes()[0]) < 9)
    z = np.broadcast_to(field.axes()[2], field.shape)[back]
    assert z.max() < p.vbh_p / 2 - p.axis_lamina_top + 2, "the laminae hang at the body's lower half"


def test_the_axis_spine_is_forked(pair: Made) -> None:
    field, (v, _) = pair["field"]["C2"], pair["mesh"]["C2"]
    x, y = np.arange(-12, 12, 0.2), v[:, 1].min() + 2.5
    at_tip = [
        (np.diff((_outside(field, _line(0, x, y, z)) < 0).astype(int)) > 0).sum() for z in range(-19, -8)
    ]
    assert max(at_tip) == 2


def test_no_bone_lies_in_the_other(pair: Made) -> None:
    place, (atlas, _), (axis, _) = pair["place"], pair["mesh"]["C1"], pair["mesh"]["C2"]
    assert _outside(pair["field"]["C2"], place.out(atlas)).min() > 0.8
    assert _outside(pair["field"]["C1"], place.into(axis)).min() > 0.8


def test_the_dens_stands_in_the_ring_behind_the_front_arch(pair: Made) -> None:
    from bones.atlas import ring
    from bones.axis import AXIS_PARTS
    from measuring.mesh import part_of

    p, field = pair["table"]["C1"], pair["field"]["C2"]
    v, _ = pair["mesh"]["C2"]
    dens = pair["place"].into(v[part_of(field, v) == AXIS_PARTS.index("dens") + 1])
    dens = dens[np.abs(dens[:, 2]) < p.vbh_a / 2]
    assert len(dens) > 100
    assert ring(p, dens[:, 0], dens[:, 1]).max() < -1.2
    way = np.arange(-2, 17, 0.05)
    line = _line(1, way, 0, 0)
    arch = way[(_outside(pair["field"]["C1"], line) < 0) & (way > 8)].min()
    assert 1.5 < arch - way[_outside(field, pair["place"].out(line)) < 0].max() < 2.5


def test_the_lateral_joints_keep_their_gap(pair: Made) -> None:
    from scipy.spatial import cKDTree

    from bones.atlantoaxial import Shoulder

    shoulder = Shoulder.of(pair["table"]["C2"])
    upper, lower = pair["place"].out(pair["mesh"]["C1"][0]), pair["mesh"]["C2"][0]
    over = [
        v[(shoulder.rim(v[:, 0], v[:, 1]) < -2.5) & (np.abs(shoulder.above(*v.T)) < 4)]
        for v in (upper, lower)
    ]
    gap = cKDTree(over[0]).query(over[1])[0]
    assert np.percentile(gap, 5) > 2.0
    assert np.percentile(gap, 95) < 3.0


def test_the_canal_is_free_behind_the_dens(pair: Made) -> None:
    p, place = pair["table"]["C1"], pair["place"]
    turn, row = np.meshgrid(np.linspace(0, 2 * np.pi, 60), np.linspace(-4, 4, 9))
    wide, deep = BEHIND_DENS
    back = -p.canal_d / 2 + 0.2
    for share in (0.25, 0.5, 0.75, 1.0):
        x, y = share * wide / 2 * np.cos(turn), back + deep / 2 * (1 + share * np.sin(turn))
        tube = np.stack([x.ravel(), y.ravel(), row.ravel()], 1)
        assert _outside(pair["field"]["C1"], tube).min() > 0
        assert _outside(pair["field"]["C2"], place.out(tube)).min() > 0


@pytest.mark.parametrize("name", BONES)
def test_the_artery_passes_through_both_transverse_processes(pair: Made, name: str) -> None:
    from scipy.spatial import cKDTree

    from bones.atlas import atlas_artery
    from bones.axis import axis_artery
    from geometry.field import Sweep

    walls = cKDTree(pair["mesh"][name][0])
    line = {"C1": atlas_artery, "C2": axis_artery}[name](pair["table"][name])
    for side in (1, -1):
        rows = [[side * x, y, z, 1.0, 1.0] for x, y, z in line]
        way = Sweep(rows, (0, 1, 0), 2.0, 0.5, 60).frames()[0]
        assert walls.query(way)[0].min() > ARTERY


def test_the_atlas_reaches_further_out_than_the_axis(pair: Made) -> None:
    wide = [np.abs(pair["mesh"][name][0][:, 0]).max() for name in BONES]
    assert wide[0] > wide[1] + 5


def test_a_joint_face_is_painted_only_on_the_faces(pair: Made) -> None:
    from bones.atlas import atlas_cartilage
    from bones.axis import axis_cartilage

    table, joint = pair["table"], pair["joint"]
    for share in (
        atlas_cartilage(table, pair["mesh"]["C1"][0]),
        axis_cartilage(table, joint, pair["mesh"]["C2"][0]),
    ):
        assert 0.08 < (share > 0.5).mean() < 0.35
