"""The skin of a low back that lies face down, and the sheet over the hips; draws no cut itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from geometry import fibres
from geometry.field import smooth_max
from geometry.solid import Solid

F64 = NDArray[np.float64]
ROWS, COLUMNS = 900, 820
TALL, ROUND = 205.0, 1.72  # half the height, mm, and half the turn round the body, radians
# right of the midline, height, size, mm, and how dark
MOLES = ((58.0, 63.0, 1.5, 0.7), (-83.0, 31.0, 1.2, 0.7), (-36.0, 108.0, 1.7, 0.7), (97.0, -22.0, 1.1, 0.7))
TONE = np.array([0.60, 0.335, 0.222])


@dataclass(frozen=True)
class Cut:
    """A straight cut through the skin: its `length`, its middle beside the midline (right) and its height."""

    length: float
    beside: float
    height: float


CUTS = {
    "beside": Cut(42.0, 7.0, 2.0),
    "midline": Cut(75.0, 0.0, -4.0),
    "tube": Cut(25.0, 18.0, -8.0),
}


def skin() -> Solid:
    """The low back from the ribs to the hips, an open sheet.

    For each of `CUTS` it carries two vertex values, `<name>.along` and `<name>.across`: mm from the middle of
    the cut along it (toward the head) and across it (toward the patient's right).
    """
    turn, height = np.meshgrid(np.linspace(-ROUND, ROUND, COLUMNS), np.linspace(-TALL, TALL, ROWS))
    body = _body(turn, height)
    relief, blush = _grain(body, turn)
    out = np.stack([np.sin(turn), -np.cos(turn), np.zeros_like(turn)], -1)
    v = (body + relief[..., None] * out).reshape(-1, 3).astype(np.float32)
    solid = Solid("skin", "skin", v, _grid(*turn.shape), None, _tint(body, blush).reshape(-1, 3))
    for name, cut in CUTS.items():
        solid.extra[f"{name}.along"] = np.asarray(v[:, 2] - cut.height, np.float32)
        solid.extra[f"{name}.across"] = np.asarray(v[:, 0] - cut.beside, np.float32)
    return solid


def sheet() -> Solid:
    """A linen sheet drawn up over the hips and turned back once at its hem, in soft folds; an open sheet."""
    turn, share = np.meshgrid(np.linspace(-ROUND, ROUND, COLUMNS), np.linspace(0, 1, 420))
    hem = -82 + 8 * np.sin(1.5 * turn + 0.9) + 3.0 * np.sin(4.1 * turn + 2.0)
    below = share**1.5 * (TALL + hem)
    body = _body(turn, hem - below)
    # cloth spans hollows: it lies on the skin or on the skin's own smoothed shape, whichever stands out
    taut = ndi.gaussian_filter(body[..., 1], (9, 34), mode="nearest")
    skin_y = body[..., 1].astype(np.float32)
    body[..., 1] = -smooth_max(-skin_y, np.asarray(-taut - 1.0, np.float32), 9.0)
    x = body[..., 0]
    pulled = below + 0.22 * x + 9 * np.sin(x / 47)
    fold = 2.4 * _crest(pulled / 31 + 0.5 * np.sin(x / 58)) * np.exp(-(((x + 60) / 90) ** 2))
    fold += 2.2 * _crest((below - 0.35 * x) / 37 + 0.4 * np.sin(x / 39 + 1)) * np.exp(-(((x - 75) / 80) ** 2))
    fold += 1.5 * np.sin(x / 24 + 1.2 * np.sin(below / 30)) * np.exp(-below / 70)
    # the rounded hem, the turned-back strip and the step down from it
    roll = np.sqrt(np.clip(1 - (np.minimum(below, 3.2) / 3.2 - 1) ** 2, 0, 1))
    strip = 25 + 2.5 * np.sin(x / 33 + 1) + 1.2 * np.sin(x / 12)
    lift = 0.3 + 3.6 * roll + 1.7 * (1 - _rise(below - strip, -1.2, 1.2)) * roll
    lift = np.maximum(lift + fold * _rise(below, 0, 26), 0.3)
    out = np.stack([np.sin(turn), -np.cos(turn), np.zeros_like(turn)], -1)
    v = (body + lift[..., None] * out).reshape(-1, 3).astype(np.float32)
    return Solid("sheet", "cloth", v, np.ascontiguousarray(_grid(*turn.shape)[:, ::-1]))


def _crest(turns: F64) -> F64:
    """A wave with narrow crests and broad hollows, as cloth folds."""
    return np.asarray(2 * (0.5 + 0.5 * np.sin(2 * np.pi * turns)) ** 2.2 - 0.7)


def _body(turn: F64, z: F64) -> F64:
    """Points (..., 3) of the back's smooth shape at turns round the body and heights."""
    wide = 146 + 30 * _bell(z, -140, 75) + 14 * _bell(z, 185, 85) - 9 * _bell(z, 22, 62)
    thick = 92 + 12 * _bell(z, -150, 70) + 10 * _bell(z, 190, 90)
    x = wide * np.sin(turn) * (1 + 0.10 * np.cos(turn) ** 2)
    side = np.abs(x)
    y = -thick * np.abs(np.cos(turn)) ** 0.66 * np.sign(np.cos(turn))
    lumbar = 1 - _rise(-z, 35, 105)
    low = _rise(-z, 80, 190)
    # erector spinae: two broad swells that narrow and flatten toward the sacrum
    ridge, broad = 42 - 12 * _rise(-z, 0, 90), 27 - 7 * _rise(-z, 0, 90)
    y -= (3.0 + 8.5 * lumbar) * np.exp(-(np.abs((side - ridge) / broad) ** 2.3))
    # the furrow over the spinous processes and the hollow of the low back
    y += (1.5 + 4.5 * lumbar) * np.exp(-((x / (13 + 4 * _rise(z, 40, 160))) ** 2))
    y += 6.0 * _bell(z, 5, 78) * np.exp(-((x / 85) ** 2))
    for place, size in ((48.0, 0.5), (13.0, 0.7), (-19.0, 0.8), (-48.0, 0.6), (84.0, 0.5), (120.0, 0.6)):
        y -= size * np.exp(-((x / 5.5) ** 2) - ((z - place) / 8.5) ** 2)
    # hips, the cleft, and the two dimples over the hip bones
    y -= 26 * low * np.exp(-(((side - 68) / 54) ** 2))
    y += 24 * _rise(-z, 120, 200) * np.exp(-((x / (8 + 12 * _rise(-z, 120, 200))) ** 2))
    y += 2.4 * np.exp(-(((side - 40) / 10.0) ** 2) - ((z + 70) / 12) ** 2)
    # the loin: soft between ribs and hip bone, the crest just showing
    y += 5.5 * np.exp(-(((side - 104) / 30) ** 2) - ((z - 22) / 42) ** 2)
    y -= 2.6 * np.exp(-(((z + 52 + 0.22 * (side - 70)) / 17) ** 2) - ((side - 100) / 40) ** 2)
    # the lowest ribs
    y -= 1.1 * np.exp(-(((z - 92 + 0.42 * (side - 60)) / 9) ** 2) - ((side - 92) / 34) ** 2)
    y -= 0.9 * np.exp(-(((z - 128 + 0.36 * (side - 60)) / 9) ** 2) - ((side - 92) / 40) ** 2)
    return np.stack([x, y, np.broadcast_to(z, x.shape)], -1)


def _grain(body: F64, turn: F64) -> tuple[F64, F64]:
    """Relief, mm, and blush, about -1..1: soft unevenness, the lattice of fine skin lines, pores, creases."""
    shape = turn.shape
    rng = np.random.default_rng(4)

    def cloud(size: float) -> F64:
        soft = ndi.gaussian_filter(rng.standard_normal(shape), size)
        return np.asarray(soft / soft.std())

    along = np.arctan2(body[..., 0], -body[..., 1]) * 100
    z = body[..., 2]
    flow = 0.6 * cloud(14)
    left = np.asarray(along * 0.82 + z * 0.57 + flow, np.float32).ravel()
    right = np.asarray(-along * 0.57 + z * 0.82 + flow, np.float32).ravel()
    flat = np.zeros_like(left)
    plate = fibres.cells(left, flat, right, (2.3, 4.0, 3.4), 31)
    small = fibres.cells(left, flat, right, (1.1, 2.0, 1.5), 37)
    lines = (0.10 * plate.seam(0.55) + 0.06 * small.seam(0.4)).reshape(shape)
    relief = 0.26 * cloud(22) + 0.07 * cloud(7) - lines * (0.85 + 0.15 * np.clip(cloud(40), -2, 2))
    pores = rng.random(shape) < 0.006
    relief -= 0.11 * np.clip(ndi.gaussian_filter(pores.astype(float), 0.9) * 9, 0, 1)
    # faint creases across the waist, where the back bends
    for place, deep in ((-3.0, 0.30), (17.0, 0.42), (31.0, 0.24)):
        line = z - place - 5 * np.sin(turn * 1.3 + place) - 0.8 * cloud(24) + 9 * turn**2
        relief -= deep * np.exp(-((line / 1.5) ** 2)) * _rise(np.abs(turn), 0.35, 0.95)
    return relief, 0.6 * cloud(26) + 0.45 * cloud(9) + 0.3 * cloud(3)


def _tint(body: F64, blush: F64) -> NDArray[np.float32]:
    """Linear colours: a little redder in the furrow and over bone, a few freckles and moles."""
    x, z = body[..., 0], body[..., 2]
    tint = TONE + blush[..., None] * np.array([0.004, -0.011, -0.010])
    furrow = np.exp(-((x / 13) ** 2)) * (1 - _rise(-z, 60, 115))
    tint = tint + furrow[..., None] * np.array([-0.015, -0.028, -0.026])
    rng = np.random.default_rng(12)
    freckles = rng.uniform((-140, -120, 0.5, 0.15), (140, 150, 1.1, 0.4), (34, 4))
    for right, up, size, dark in np.concatenate([freckles, MOLES]):
        spot = np.exp(-((((x - right) ** 2 + (z - up) ** 2) / size**2) ** 1.5))
        tint = tint * (1 - dark * spot[..., None] * np.array([0.75, 0.92, 1.0]))
    return np.asarray(tint, np.float32)


def _grid(rows: int, columns: int) -> NDArray[np.int32]:
    """Triangles of a grid of points, facing backward when columns run right and rows toward the head."""
    corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    right, up = corner + 1, corner + columns
    faces = np.concatenate([np.stack([corner, right, up], 1), np.stack([right, up + 1, up], 1)])
    return np.ascontiguousarray(faces, np.int32)


def _bell(t: F64, middle: float, width: float) -> F64:
    return np.asarray(np.exp(-(((t - middle) / width) ** 2)))


def _rise(t: F64, start: float, end: float) -> F64:
    s = np.clip((t - start) / (end - start), 0, 1)
    return np.asarray(s * s * (3 - 2 * s))
