"""Asks of the thoracic bones' and ribs' meshes that they are whole, stand apart and measure as in the table.

They need the drawing packages of the `pictures` group, so `make test` does not run them: see test_bones.py.
"""

# mypy: disable-error-code="import-not-found,import-untyped"
from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("numba")
np = pytest.importorskip("numpy")

ANATOMY = Path(__file__).resolve().parents[2] / "assets" / "anatomy"
STEP = 0.7  # mm: coarse, so that all of it takes seconds
CHAIN = (*(f"T{i}" for i in range(1, 13)), "L1", "L2")
NEIGHBOURS = (("T1", "T2"), ("T6", "T7"), ("T11", "T12"), ("T12", "L1"))
BUILT = tuple(dict.fromkeys(name for pair in NEIGHBOURS for name in pair))
THORACIC = tuple(name for name in BUILT if name[0] == "T")
RIBS = ("T2", "T7", "T12")
TOUCH = 0.1  # mm
# Half width and half depth of the tube that must pass, as shares of the table's canal.
TUBE = (0.42, 0.40)


@dataclass(frozen=True)
class Chest:
    """Bones and right ribs, as fields and as meshes, each in its bone's frame, and where they stand."""

    fields: dict[str, Any]
    meshes: dict[str, Any]
    ribs: dict[str, Any]
    places: dict[str, Any]
    table: dict[str, Any]

    def seen(self, field: Any, name: str, of: str) -> Any:
        """A bone's distances on the grid of a field that stands in another bone's frame."""
        from bones.column import turn

        a, b = self.places[of], self.places[name]
        back = turn(b.tilt).T
        return self.fields[name].moved(back @ turn(a.tilt), back @ (a.middle - b.middle), field)


def _places(table: dict[str, Any]) -> dict[str, Any]:
    from bones.column import Place, turn, wedge
    from bones.vertebra import half_height

    out, tilt, middle = {}, 0.0, np.zeros(3)
    for name, following in zip(CHAIN, (*CHAIN[1:], ""), strict=True):
        out[name] = Place(tilt, middle)
        if following:
            p, q = table[name], table[following]
            lower = tilt + p.seg_angle_below
            between = (tilt - wedge(p) + lower + wedge(q)) / 2
            middle = middle - turn(tilt) @ [0, 0, float(half_height(p, 0.0))]
            middle = middle - turn(between) @ [0, 0, p.disc_below]
            middle = middle - turn(lower) @ [0, 0, float(half_height(q, 0.0))]
            tilt = lower
    return out


def _bone(name: str, table: dict[str, Any], places: dict[str, Any]) -> Any:
    from bones.thoracic import thoracic
    from bones.thoracic_joint import tilted_joint
    from bones.vertebra import Joint, upper_joint, vertebra

    lower = CHAIN[CHAIN.index(name) + 1]
    here, place = places[name], places[lower]
    tilt = place.tilt - here.tilt
    if lower[0] == "T":
        joint = tilted_joint(table[lower])
        return thoracic(table[name], joint.seen(tilt, here.into(place.out(joint.middle))), STEP, 5)
    j = upper_joint(table[lower])
    at = here.into(place.out((j.x, j.y, j.z)))
    below = Joint(*map(float, at), j.angle, j.radius, float(-np.tan(np.radians(tilt))))
    return (thoracic if name[0] == "T" else vertebra)(table[name], below, STEP, 5)


@pytest.fixture(scope="module")
def chest() -> Chest:
    pytest.importorskip("skimage")
    sys.path.insert(0, str(ANATOMY))
    from bones.rib import clear_of_bone, rib
    from bones.vertebra import clear_of
    from measuring.mesh import meshed
    from morphometry import levels

    table = levels()
    places = _places(table)
    made = Chest({n: _bone(n, table, places) for n in BUILT}, {}, {}, places, table)
    for upper, lower in NEIGHBOURS:
        field = made.fields[upper]
        clear_of(field, made.seen(field, lower, upper), table[lower].joint_gap * 0.7, table[upper].wall)
    for name, field in made.fields.items():
        made.meshes[name] = meshed(field, places[name])
    for name in RIBS:
        field = rib(table[name], 1.0, STEP, 9)
        for near in (name, CHAIN[CHAIN.index(name) - 1]):
            clear_of_bone(field, made.seen(field, near, name))
        made.ribs[name] = (field, *field.surface())
    return made


def _pieces(f: Any, count: int) -> int:
    """Pieces of a mesh that must be closed."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    edges = np.sort(np.concatenate([f[:, [0, 1]], f[:, [1, 2]], f[:, [2, 0]]]), axis=1)
    assert (np.unique(edges, axis=0, return_counts=True)[1] == 2).all()
    graph = coo_matrix((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(count,) * 2)
    return int(connected_components(graph, directed=False)[0])


def _outside(chest: Chest, name: str, points: Any) -> Any:
    """How far points of the column's frame lie outside a bone, mm."""
    field = chest.fields[name]
    local = chest.places[name].into(points)
    inside_box = ((local > field.lo) & (local < field.lo + field.h * (np.array(field.shape) - 1))).all(1)
    return np.where(inside_box, field.at(local), 5.0)


@pytest.mark.parametrize("name", BUILT)
def test_a_bone_is_closed_and_one_piece(chest: Chest, name: str) -> None:
    mesh = chest.meshes[name]
    assert _pieces(mesh.f, len(mesh.v)) == 1, "a loose piece or a bubble"


@pytest.mark.parametrize("name", BUILT)
def test_a_bone_has_no_crumbs_or_bubbles_before_meshing(chest: Chest, name: str) -> None:
    from scipy import ndimage as ndi

    field = chest.fields[name]
    for kind in (field.d < 0, field.d >= 0):
        assert (np.bincount(ndi.label(kind)[0].ravel())[1:] > 40).sum() == 1


@pytest.mark.parametrize("name", RIBS)
def test_a_rib_is_whole_and_stands_clear_of_its_bones(chest: Chest, name: str) -> None:
    _, v, f = chest.ribs[name]
    assert _pieces(f, len(v)) == 1
    for near in {name, CHAIN[CHAIN.index(name) - 1]}:
        assert _outside(chest, near, chest.places[name].out(v)).min() > 0.3, f"rib {name} lies in {near}"


@pytest.mark.parametrize("name", [n for n in RIBS if n != "T12"])
def test_a_rib_rests_on_its_vertebra_at_two_places(chest: Chest, name: str) -> None:
    from bones import costal

    _, v, _ = chest.ribs[name]
    p = chest.table[name]
    for at in (costal.head_middle(p), costal.tubercle_middle(p)):
        near = v[np.linalg.norm(v - at, axis=1) < 7.0]
        assert _outside(chest, name, chest.places[name].out(near)).min() < 1.4


@pytest.mark.parametrize("name", THORACIC)
def test_a_bone_is_alike_on_both_sides(chest: Chest, name: str) -> None:
    assert chest.fields[name].at(chest.meshes[name].v * [-1, 1, 1]) == pytest.approx(0, abs=1.6)


@pytest.mark.parametrize(("upper", "lower"), NEIGHBOURS)
def test_neighbours_do_not_overlap(chest: Chest, upper: str, lower: str) -> None:
    for one, other in ((upper, lower), (lower, upper)):
        mesh = chest.meshes[one]
        assert _outside(chest, other, mesh.place.out(mesh.v)).min() > -TOUCH, f"{one} lies in {other}"


@pytest.mark.parametrize(("upper", "lower"), NEIGHBOURS)
def test_joint_faces_keep_their_gap(chest: Chest, upper: str, lower: str) -> None:
    from scipy.spatial import cKDTree

    a, b = chest.meshes[upper], chest.meshes[lower]
    for side in ("facet.right", "facet.left"):
        gap = cKDTree(b.place.out(b.of(side))).query(a.place.out(a.of(side)))[0]
        near = np.sort(gap)[: len(gap) // 20]
        assert near[0] > 0.6, f"{upper}-{lower} {side} touches"
        assert near[-1] < 2.4, f"{upper}-{lower} {side} stands open"


@pytest.mark.parametrize(("upper", "lower"), NEIGHBOURS)
def test_the_canal_is_free_from_bone_to_bone(chest: Chest, upper: str, lower: str) -> None:
    from geometry.field import Field, Sweep

    rows = []
    for name in (upper, lower):
        p = chest.table[name]
        for up in (0.45, 0.0, -0.45):
            at = chest.places[name].out((0, p.wall - p.canal_d / 2, up * p.vbh_p))
            rows.append([*at, p.canal_w * TUBE[0], p.canal_d * TUBE[1]])
    ends = np.array(rows)
    tube = Field(ends[:, :3].min(0) - 16, ends[:, :3].max(0) + 16, STEP)
    tube.sweep(Sweep(rows, (0, 1, 0), 2.0, 0.5, 30), 0.01)
    for name in (upper, lower):
        points = chest.meshes[name].place.out(chest.meshes[name].v)
        within = ((points > tube.lo) & (points < tube.lo + tube.h * (np.array(tube.shape) - 1))).all(1)
        assert tube.at(points[within]).min() > -TOUCH, f"{name} stands in the canal"


@pytest.mark.parametrize(("upper", "lower"), [("T6", "T7")])
def test_laminae_overlap_like_tiles(chest: Chest, upper: str, lower: str) -> None:
    a, b = (chest.meshes[n] for n in (upper, lower))
    both = [m.place.out(m.of("lamina.right", "lamina.left")) for m in (a, b)]
    assert both[0][:, 2].min() < both[1][:, 2].max() - 1.0


def test_a_steep_spinous_process_reaches_the_next_body(chest: Chest) -> None:
    p, mesh = chest.table["T6"], chest.meshes["T6"]
    tip = mesh.v[mesh.v[:, 1].argmin(), 2]
    under = -p.vbh_p / 2 - p.disc_below
    assert under - chest.table["T7"].vbh_p - 2 < tip < under
