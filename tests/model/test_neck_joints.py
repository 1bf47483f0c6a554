"""Asks that the joints of the neck look closed: pads in them, no sac between the pillars, C2's root behind.

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
PAIRS = list(pairwise(NECK[1:]))
STEP = 0.7  # mm
SIZE = (480, 360)  # pixels of a draft
FEW = 4  # of them
LOWEST = -5.0  # mm down a slope: under it a lower process rounds off
HIGHEST = 6.2  # mm up it: over it the window of the nerve begins
ACROSS = np.arange(-2.5, 2.6, 0.2)  # mm over and under a joint's face
SUNK = 0.15  # mm that a pad's mesh may lie in a bone's, by the coarse grid


@pytest.fixture(scope="module")
def lie() -> Any:
    from bones.spine import spine

    return spine()


@pytest.fixture(scope="module")
def fields(lie: Any) -> dict[str, Any]:
    """C1 to T1 on their joints."""
    from bones.spine_fields import bones
    from model import Model

    first = Model(STEP).field("T1")
    return {**bones(lie, NECK, first, STEP), "T1": first}


def _owners(camera: str) -> Any:
    """The region at each pixel of the neck's draft, "" on the paper."""
    from catalogue.cameras import CAMERAS
    from catalogue.spine import NECK as STRETCH
    from drawing import raster
    from model import Model

    solids = Model(STEP).take(*STRETCH.parts())
    ends = np.cumsum([0, *(len(s.v) for s in solids)])
    points = np.concatenate([s.v for s in solids])
    faces = np.concatenate([s.f + n for s, n in zip(solids, ends, strict=False)]).astype(np.int32)
    clear = np.concatenate([np.ones(len(s.v)) if s.fade is None else s.fade for s in solids])
    planes = raster.draw(points, faces, CAMERAS[camera], SIZE, clear[faces].min(1) > 0.45)
    names = np.concatenate([np.full(len(s.f), s.region, dtype=object) for s in solids])
    return np.where(planes.seen, names[planes.face], "")


@pytest.mark.parametrize("name", NECK)
def test_a_pad_fills_a_joint_and_touches_neither_bone(lie: Any, fields: dict[str, Any], name: str) -> None:
    from bones.joint_pad import pads
    from bones.spine_fields import seen_at

    lower = "T1" if name == "C7" else NECK[NECK.index(name) + 1]
    made = pads(lie, name, fields[name], fields[lower])
    assert len(made) == 2
    for pad in made:
        asked.assert_closed_and_one_piece(pad)
        v = pad.v.astype(float)
        away = [seen_at(lie, fields[bone], bone, v) for bone in (name, lower)]
        for gap in away:
            assert gap.min() > -SUNK
            assert np.quantile(gap, 0.25) < 0.8, "it fills no joint"
        assert np.max(away, 0).max() < 3.6, "it stands out of the joint"


@pytest.mark.parametrize(("upper", "lower"), PAIRS)
def test_no_sac_is_seen_between_the_pillars(lie: Any, upper: str, lower: str) -> None:
    from catalogue.cameras import CAMERAS

    owners, joint = _owners("neck-side"), lie.joint_above(lower)
    slope = np.arange(LOWEST, HIGHEST, 0.2)
    points = [lie.bones[lower].out(joint.at(along, over)) for along in slope for over in ACROSS]
    x, y = np.floor(CAMERAS["neck-side"].project(np.array(points), SIZE)[:, :2]).astype(int).T
    there = np.zeros(owners.shape, bool)
    there[y, x] = True
    assert ((owners == "dura") & there).sum() <= FEW
    assert ((owners == "") & there).sum() <= FEW


def test_the_second_root_lies_behind_its_joint(lie: Any) -> None:
    from catalogue.cameras import CAMERAS

    owners, p = _owners("neck-front"), lie.levels["C2"]
    inner, outer = (p.shoulder_half_spacing + s * p.shoulder_wide / 2 for s in (-1, 1))
    for side, sign in (("right", 1), ("left", -1)):
        ends = lie.bones["C2"].middle + np.array([[sign * x, 0, 0] for x in (inner, outer)])
        across = CAMERAS["neck-front"].project(ends, SIZE)[:, 0]
        seen = np.nonzero(owners == f"C2.root.{side}")[1]
        assert len(seen), "its front branch comes out beside the joint"
        assert ((seen > across.min() + 2) & (seen < across.max() - 2)).sum() <= FEW
