"""Builds every solid of the L3 to L5 model once and keeps it by the hash of its sources; renders nothing."""

from __future__ import annotations

import hashlib
import pickle
import tempfile
from dataclasses import dataclass
from pathlib import Path

import back
import canal_cut
import colour
import disc_cut
import illness
import numpy as np
import operations
import section
import soft
from column import Column, bone_fields, cleared, column, disc_field, sacral_top, turn
from field import Field
from morphometry import HERE, LEVELS
from soft import Solid
from vertebra import PARTS, upper_joint

SOURCES = (
    "morphometry.csv",
    "shape.csv",
    "morphometry.py",
    "field.py",
    "vertebra.py",
    "column.py",
    "soft.py",
    "operations.py",
    "back.py",
    "section.py",
    "illness.py",
    "disc_cut.py",
    "canal_cut.py",
    "colour.py",
    "model.py",
)
UNDER = {"L3": "L3-L4.disc", "L4": "L4-L5.disc", "L5": "L5-S1.disc"}


@dataclass
class Model:
    """Solids by key; a key ends with the operation it belongs to, if any (`L4+hemilaminectomy`)."""

    solids: dict[str, Solid]
    removed_cm3: dict[str, float]

    def take(self, *keys: str) -> list[Solid]:
        return [self.solids[k] for k in keys]


def cache_folder() -> Path:
    """Where built solids and raw renders are kept between runs, outside the repository."""
    folder = Path(tempfile.gettempdir()) / "lamina-anatomy"
    folder.mkdir(exist_ok=True)
    return folder


def source_hash(names: tuple[str, ...] = SOURCES) -> str:
    digest = hashlib.sha256()
    for name in names:
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


def model(step: float) -> Model:
    """The model at `step` mm per cell, from the cache when its sources have not changed."""
    path = cache_folder() / f"model-{source_hash()[:16]}-{step}.pickle"
    if path.exists():
        with path.open("rb") as kept:
            return pickle.load(kept)  # type: ignore[no-any-return]
    made = _build(step)
    with path.open("wb") as keep:
        pickle.dump(made, keep, protocol=5)
    return made


def _bone(lie: Column, name: str, field: Field, whole: Field, cut: np.ndarray | None) -> Solid:
    v, f = field.surface()
    paint = colour.bone(whole, v, upper_joint(lie.levels[name]), lie.joint_below(name))
    if cut is not None:
        paint = colour.cut_face(paint, whole, cut, v)
    cell = np.clip(np.rint((v - field.lo) / field.h).astype(int), 0, np.array(field.shape) - 1)
    part = whole.part[cell[:, 0], cell[:, 1], cell[:, 2]]
    return Solid(name, "bone", lie.bones[name].out(v).astype(np.float32), f, None, paint, part, PARTS)


def _build(step: float) -> Model:
    lie = column()
    fields = bone_fields(lie, step)
    solids: dict[str, Solid] = {}
    removed: dict[str, float] = {}
    for name, field in fields.items():
        solids[name] = _bone(lie, name, field, field, None)
    whole = fields[operations.LEVEL]
    at = lie.bones[operations.LEVEL]
    volume = float((whole.d < 0).sum()) * step**3 / 1000
    for operation in operations.OPERATIONS:
        left, cut = operations.operated(whole, operation)
        solids[f"{operations.LEVEL}+{operation}"] = _bone(lie, operations.LEVEL, left, whole, cut)
        removed[operation] = round(volume - float((left.d < 0).sum()) * step**3 / 1000, 2)
        bone = solids[operations.LEVEL]
        bone.extra[operation] = whole.at(at.into(bone.v), cut)
    for name in LEVELS:
        solids[UNDER[name]] = _disc(lie, name, step)
    field, place = sacral_top(lie, step)
    v, f = field.surface()
    fade = np.clip((v[:, 2] + 20) / 16, 0, 1)
    solids["S1.body"] = Solid(
        "S1.body",
        "bone",
        place.out(v).astype(np.float32),
        f,
        np.asarray(fade * fade * (3 - 2 * fade), np.float32),
        colour.bone(field, v),
    )
    soft_parts = [
        soft.sac(lie, step),
        *soft.roots(lie, min(step, 0.42)),
        *soft.flava(lie, min(step, 0.45)),
        *soft.sagittal_ligaments(lie, min(step, 0.45)),
    ]
    skin = back.skin()
    soft_parts += [back.retractor(lie), skin, back.sheet(skin)]
    seen = [
        (fields[n], turn(lie.bones[n].tilt).T, -turn(lie.bones[n].tilt).T @ lie.bones[n].middle)
        for n in LEVELS
    ]
    coarse = max(step, 0.5)
    soft_parts += [back.muscle(lie, seen, side, False, coarse) for side in ("left", "right")]
    for part in soft_parts:
        solids[part.region] = part
    for index, part in enumerate(section.canal_section(lie)):
        solids[f"section.{index}"] = part
    _add_sections(solids, lie, fields, step)
    for name in illness.COLUMNS:
        _add_ill_column(solids, name, step)
    solids["multifidus.right+aside"] = back.muscle(lie, seen, "right", True, coarse)
    return Model(solids, removed)


def _disc(lie: Column, name: str, step: float) -> Solid:
    v, f = disc_field(lie, name, step).surface()
    return Solid(UNDER[name], "disc", lie.discs[name].out(v).astype(np.float32), f)


def _add_sections(solids: dict[str, Solid], lie: Column, fields: dict[str, Field], step: float) -> None:
    """The canal at the L4-L5 disc in every state, `cut.<state>.<number>`, and its bones, `L4.cut`."""
    pair = (illness.UPPER, illness.LOWER)
    grown = {
        name: disc_cut.grown_joints(fields[name], lie.levels[name], illness.JOINTS_GROWN) for name in pair
    }
    cleared(lie, grown, *pair)
    for name in pair:
        solids[f"{name}.cut"] = disc_cut.cut_bone(lie, name, fields[name], PARTS)
        solids[f"{name}.cut+stenosis"] = disc_cut.cut_bone(lie, name, grown[name], PARTS)
    for state in illness.SECTIONS:
        parts = [*disc_cut.cut_disc(lie, state, min(step, 0.4)), *canal_cut.canal_contents(lie, state)]
        for index, part in enumerate(parts):
            solids[f"cut.{state}.{index}"] = part


def _add_ill_column(solids: dict[str, Solid], name: str, step: float) -> None:
    """Bones, discs and nerves of one ill column: `L4+slip`."""
    lie = illness.ill_column(name)
    for bone, field in bone_fields(lie, step).items():
        solids[f"{bone}+{name}"] = _bone(lie, bone, field, field, None)
    for bone in LEVELS:
        solids[f"{UNDER[bone]}+{name}"] = _disc(lie, bone, step)
    disc_cut.dried(solids[f"{illness.GAP}+{name}"], illness.DRYNESS[name])
    for part in (soft.sac(lie, step), *soft.roots(lie, min(step, 0.42))):
        solids[f"{part.region}+{name}"] = part
