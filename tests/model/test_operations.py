"""Asks of the parts of operations that the canal is closed until its step, and that each part is sound."""

# mypy: disable-error-code="import-not-found,import-untyped"
from __future__ import annotations

from typing import Any

import pytest

from tests.model import asked

pytest.importorskip("numba")
np = pytest.importorskip("numpy")

Bones = tuple[dict[str, Any], dict[str, Any]]
STEP = 0.5  # mm
SUNK = 1.2  # mm that a band may lie in bone


@pytest.fixture(scope="module")
def bands(bones: Bones) -> dict[str, Any]:
    from bones.column import column
    from surgery import yellow_bands

    made: dict[str, Any] = yellow_bands.solids(column(), bones[0], STEP)
    return made


def _entry(name: str) -> Any:
    from catalogue import pictures

    return next(p for p in pictures() if p.name == name)


@pytest.mark.parametrize("side", ["right", "left"])
@pytest.mark.parametrize("key", ["L4-L5.flavum.{}+joined", "L3-L4.flavum.{}+let_go"])
def test_a_band_of_an_opened_roof_is_one_piece_and_clear_of_bone(
    bones: Bones, bands: dict[str, Any], key: str, side: str
) -> None:
    band = bands[key.format(side)]
    asked.assert_closed_and_one_piece(band)
    for name in ("L3", "L5"):
        assert asked.outside(bones, name, band.v).min() > -SUNK


def test_the_band_let_go_ends_above_the_bone_that_held_it(bones: Bones, bands: dict[str, Any]) -> None:
    from surgery.operations import cutter

    band, place = bands["L3-L4.flavum.right+let_go"], bones[1]["L4"].place
    gone = bones[0]["L4"].at(place.into(band.v), cutter(bones[0]["L4"], "hemilaminectomy")) < -1.5
    assert asked.outside(bones, "L4", band.v)[gone].min() > 0.2


def test_no_slit_opens_the_canal_beside_the_joint(bones: Bones, bands: dict[str, Any]) -> None:
    from scipy.spatial import cKDTree

    from geometry.field import Field
    from surgery.operations import operated

    whole, mesh = bones[0]["L4"], bones[1]["L4"]
    left: Field = operated(whole, "hemilaminectomy")[0]
    band = bands["L4-L5.flavum.right+joined"]
    below = cKDTree(band.v[:, [0, 2]])
    # straight in from behind at the band's heights, from its middle to well under the joint
    for height in (-7.0, -10.0, -13.0, -16.0):
        for side in np.arange(8.0, 17.0, 0.5):
            way = np.stack([np.full(120, side), np.linspace(-60, -24, 120), np.full(120, height)], 1)
            held_by_bone = left.at(mesh.place.into(way)).min() < 0.3
            assert held_by_bone or below.query((side, height))[0] < 0.9, (side, height)


def test_the_band_under_an_opened_roof_is_one_sheet_without_the_bones_print(bands: dict[str, Any]) -> None:
    from scipy.spatial import cKDTree

    band = bands["L4-L5.flavum.right+joined"]
    for side in (4.0, 7.0, 10.0):
        row = band.v[np.abs(band.v[:, 0] - side) < 0.6]
        tall = np.arange(row[:, 2].min() + 6.0, row[:, 2].max() - 2.5, 1.0)
        back = np.array([row[np.abs(row[:, 2] - z) < 0.6, 1].min() for z in tall])
        front = np.array([row[np.abs(row[:, 2] - z) < 0.6, 1].max() for z in tall])
        assert np.abs(np.diff(back, 2)).max() < 0.55, "a step"
        assert (front - back)[-1] < 0.75 * (front - back).max(), "thin at its top"
    assert cKDTree(band.v[:, [0, 2]]).query((9.0, -9.0))[0] < 0.6


@pytest.mark.parametrize("step", [0.42, 0.6])
def test_no_sliver_makes_a_speck_on_the_sac(step: float) -> None:
    from bones.column import column
    from geometry.slivers import turned_over
    from groups.nerves import sac

    made = sac(column(), step)
    asked.assert_closed_and_one_piece(made)
    assert turned_over(made.v, made.f) == 0


@pytest.mark.parametrize("name", ["hemilaminectomy/05-bone-after-right", "laminectomy/05-bone-after"])
def test_the_yellow_bands_stay_until_the_step_that_opens_the_canal(bones: Bones, name: str) -> None:
    sides = ("right",) if name.endswith("right") else ("right", "left")
    shown = _entry(name).parts
    for side in sides:
        assert {f"L4-L5.flavum.{side}+joined", f"L3-L4.flavum.{side}+let_go"} <= set(shown)
    nerve = _entry(name.replace("05-bone-after", "06-nerves" if len(sides) == 2 else "06-nerve"))
    # the band under L5 stays: no step opens the canal there
    opened = tuple(f"{gap}.flavum.{side}" for gap in ("L3-L4", "L4-L5") for side in sides)
    assert not any(part.startswith(opened) for part in nerve.parts)


@pytest.fixture(scope="module")
def fused(bones: Bones) -> dict[str, Any]:
    from bones.column import column
    from surgery import fusion, graft, new_bone

    lie, two = column(), {name: bones[0][name] for name in ("L4", "L5")}
    made = fusion.plan(lie, two)
    grown = {name: fusion.prepared(lie, name, two[name], "grown", made)[0] for name in two}
    out: dict[str, Any] = graft.solids(lie, two, made)
    out |= new_bone.solids(lie, two, grown, made, 0.7)
    return out


@pytest.mark.parametrize("key", ["bridge.disc", "bridge.disc.cutaway", "bridge.right", "bridge.left"])
def test_new_bone_is_one_piece_that_runs_into_both_bones(
    bones: Bones, fused: dict[str, Any], key: str
) -> None:
    asked.assert_closed_and_one_piece(fused[key])
    for name in ("L4", "L5"):
        assert asked.outside(bones, name, fused[key].v).min() < -0.5


def test_chips_of_graft_are_flat(bones: Bones) -> None:
    from geometry.field import Field
    from surgery import graft

    long, broad, thin = (sum(span) for span in (graft.LENGTH, graft.BREADTH, graft.THICKNESS))
    assert 2.0 <= long <= 5.0
    assert thin < 0.6 * broad < 0.4 * long
    field = Field((-4, -4, -4), (4, 4, 4), 0.15)
    graft._chips(field, np.zeros((1, 3)), 1, 0.0)
    spread = np.ptp(field.surface(0)[0], axis=0)
    assert spread[1] < 0.6 * spread[2]


@pytest.fixture(scope="module")
def l4_root() -> Any:
    from bones.column import column
    from soft import nerves

    root = next(r for r in nerves.roots(column(), STEP) if r.region == "L4.root.right")
    return root.v[root.fade > 0.3]


def test_no_graft_lies_on_the_open_nerve_or_in_the_bed_of_the_joint_that_is_gone(
    fused: dict[str, Any], l4_root: Any
) -> None:
    from scipy.spatial import cKDTree

    from catalogue.cameras import CAMERAS

    chips = fused["graft.right"].v
    assert chips[:, 0].min() > 30.0, "beside the pedicles, 6 mm from where the joint was"
    assert cKDTree(l4_root).query(chips)[0].min() > 5.0
    # as the surgeon sees it between the wings, where no bone lies over the nerve
    seen = CAMERAS["fusion-back"].axes()[:2].T
    for low, clear in ((-13.5, 1.5), (-10.0, 3.0), (-6.0, 6.0)):
        bare = l4_root[(l4_root[:, 2] > low) & (l4_root[:, 2] < 3.0)]
        assert cKDTree(bare @ seen).query(chips @ seen)[0].min() > clear, low


@pytest.mark.parametrize("side", ["right", "left"])
def test_graft_rests_on_wings_and_membrane(bones: Bones, fused: dict[str, Any], side: str) -> None:
    from scipy.spatial import cKDTree

    from bones.column import column
    from soft.bands import intertransverse

    sheets = intertransverse(column(), bones[0], 0.6)
    sheet = next(s for s in sheets if s.region == f"L4-L5.intertransverse.{side}")
    chips = fused[f"graft.{side}"].v
    over = np.min([asked.outside(bones, name, chips) for name in ("L4", "L5")], axis=0)
    # nothing hangs in the air: under each place, seen from behind, lies bone or membrane
    under = [chips + np.array([0.0, deep, 0.0]) for deep in np.arange(0.0, 12.0, 0.5)]
    bone = [np.min([asked.outside(bones, n, at) for n in ("L4", "L5")], axis=0) for at in under]
    membrane = cKDTree(sheet.v[:, [0, 2]]).query(chips[:, [0, 2]])[0]
    hangs = (np.min(bone, axis=0) > 1.0) & (membrane > 1.2)
    assert hangs.mean() < 0.01
    assert cKDTree(np.concatenate([sheet.v, chips[over < 1.0]])).query(chips)[0].max() < 6.0


def test_no_loose_graft_lies_behind_the_cage(fused: dict[str, Any]) -> None:
    from bones.column import column
    from surgery.graft import along_cage
    from surgery.hardware import CAGE_LONG

    here = column().discs["L4"].into(fused["graft.disc"].v)
    assert along_cage(here[:, 0], here[:, 1])[1].min() > -CAGE_LONG / 2 - 0.5


@pytest.mark.parametrize("name", ["L4", "L5"])
def test_a_cut_root_is_closed_and_ends_at_the_cut(name: str) -> None:
    from bones.column import column
    from soft import nerves
    from surgery.cut_root import SHORT, cut_root
    from surgery.fusion import screw_plane

    lie = column()
    root = next(r for r in nerves.roots(lie, STEP) if r.region == f"{name}.root.right")
    left = cut_root(lie, name, root)
    asked.assert_closed_and_one_piece(left)
    here = lie.bones[name].into(left.v)
    off = screw_plane(lie, name, here[:, 0], here[:, 1])
    assert off.min() > SHORT - 0.1
    assert 3.0 < float(np.ptp(here[off < SHORT + 0.05], axis=0)[2]) < 8.0


@pytest.mark.parametrize("name", ["L4", "L5"])
def test_bone_is_scraped_by_less_than_a_millimetre(bones: Bones, name: str) -> None:
    from bones.column import column
    from surgery import fusion

    two = {each: bones[0][each] for each in ("L4", "L5")}
    made = fusion.plan(column(), two)
    room, cleaned = (fusion.prepared(column(), name, two[name], s, made)[0] for s in ("room", "cleaned"))
    assert 0.1 < float(np.abs(room.d - cleaned.d).max()) < 1.5


def test_the_pressed_nerve_is_broad_thin_and_no_thicker() -> None:
    from surgery.disc_piece import DRAPED

    give = DRAPED["root"]
    assert give.thin > 0.45
    assert 0.2 < give.wide < 0.5
    assert (1 + give.wide) * (1 - give.thin) < 0.75, "its section must not grow where it is stretched"
