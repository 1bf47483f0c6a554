"""What stands in the canal at the L4-L5 disc, healthy and ill, cut across at its middle; knows no bone."""

from __future__ import annotations

import numpy as np

from bones.column import Column
from geometry.field import SUBTRACT, Field, Sweep
from geometry.solid import SIDES, Solid
from illness.disc_cut import outside_hernia
from illness.states import HERNIAS, LOWER, UPPER, Hernia, Room, room
from morphometry import Level
from soft.ligaments import flavum_rows
from soft.nerves import root_rows

WALL = 0.75
FLUID, GROWTH = (0.50, 0.62, 0.66), (0.38, 0.21, 0.44)
NERVES = 26
TRIES = 4000


def canal_contents(lie: Column, state: str) -> list[Solid]:
    """Sac with its nerves, a tumor if there is one, L5 roots, L4 roots further out, the ligament behind."""
    p = lie.levels[UPPER]
    held, hernia = room(state, p), HERNIAS.get(state, Hernia())
    out = _sac(lie, held, hernia)
    if held.growth:
        out.append(_growth(lie, held.growth))
    for side, sign in SIDES.items():
        out.append(_passing_root(lie, side, sign, held))
        out.append(_leaving_root(lie, side, sign))
        out.append(_cut_ligament(lie, side, sign, held.flavum))
    return out


def _box(p: Level, step: float) -> Field:
    low = (-p.half_canal - 10, p.wall - p.canal_d - 8, -5.0)
    return Field(low, (p.half_canal + 10, p.wall + 6, 24.0), step)


def _above(field: Field, height: float) -> None:
    """Take away what is nearer to the feet than `height` mm over the disc's middle."""
    field.put(np.broadcast_to(field.axes()[2] - height, field.shape).astype(np.float32), 0.3, SUBTRACT)


def _solid(lie: Column, region: str, tissue: str, field: Field, pieces: bool = False) -> Solid:
    v, f = field.surface(0.6, pieces)
    return Solid(region, tissue, lie.discs[UPPER].out(v).astype(np.float32), f)


def _painted(solid: Solid, paint: tuple[float, float, float]) -> Solid:
    solid.colour = np.tile(np.asarray(paint, np.float32), (len(solid.v), 1))
    return solid


def _upright(field: Field, x: float, y: float, a: float, b: float, low: float) -> None:
    rows = [[x, y, low, a, b], [x, y, (low + 22) / 2, a, b], [x, y, 22.0, a, b]]
    field.sweep(Sweep(rows, (0, 1, 0), 2.1, 0.25, 6), 0.2)


def _dented(field: Field, hernia: Hernia, wall: float, swell: float) -> None:
    """Press what comes out of the disc into the sac; a dent is longer than what makes it."""
    x, y, z = field.axes()
    if hernia.blobs:
        field.put(outside_hernia(hernia, wall, x, y, z * 0.35, swell), 2.4, SUBTRACT)
    if hernia.bulge:
        ahead = np.broadcast_to(wall - hernia.bulge - swell - y, field.shape).astype(np.float32)
        field.put(ahead, 2.4, SUBTRACT)


def _sac(lie: Column, held: Room, hernia: Hernia) -> list[Solid]:
    """The sac's wall, its clear fluid, and its nerves wherever there is room for them."""
    p = lie.levels[UPPER]
    shell, inner = _box(p, 0.3), _box(p, 0.3)
    _upright(shell, 0, held.y, held.a, held.b, 0)
    _dented(shell, hernia, p.wall, 0.5)
    _upright(inner, 0, held.y, held.a - WALL, held.b - WALL, -3)
    _dented(inner, hernia, p.wall, 0.5 + WALL)
    z = inner.axes()[2]
    shell.put(np.maximum(inner.d, np.broadcast_to(z - 4.0, inner.shape)).astype(np.float32), 0.2, SUBTRACT)
    fluid = inner.like()
    fluid.d = inner.d - np.float32(0.1)
    _above(fluid, 1.4)
    fluid.put(np.broadcast_to(7.0 - z, fluid.shape).astype(np.float32), 0.2, SUBTRACT)
    nerves = _box(p, 0.28)
    rng, placed = np.random.default_rng(12), list[tuple[float, float]]()
    for _ in range(TRIES):
        x, y = rng.uniform(-held.a, held.a), rng.uniform(-held.b, held.b) + held.y
        if any(np.hypot(x - q, y - r) < held.crowd for q, r in placed) or _grown_over(held, x, y):
            continue
        if len(placed) < NERVES and float(inner.at(np.array([[x, y, 2.0]]))[0]) < -0.85:
            placed.append((x, y))
            size = rng.uniform(0.55, 0.70)
            _upright(nerves, x, y, size, size, 0.3)
    return [
        _solid(lie, "dura", "cord", shell, True),
        _painted(_solid(lie, "dura", "cord", fluid, True), FLUID),
        _solid(lie, "cauda", "nerve", nerves, True),
    ]


def _grown_over(held: Room, x: float, y: float) -> bool:
    if held.growth is None:
        return False
    cx, cy, a, b = held.growth
    return bool(np.hypot((x - cx) / (a + 0.8), (y - cy) / (b + 0.8)) < 1)


def _growth(lie: Column, place: tuple[float, float, float, float]) -> Solid:
    cx, cy, a, b = place
    mass = _box(lie.levels[UPPER], 0.28)
    mass.ellipsoid((cx, cy, 2.0), (a, b, 7.0), 0.1)
    mass.roughen(0.35, 3.0, 9)
    _above(mass, 0.1)
    return _painted(_solid(lie, "tumor", "cord", mass), GROWTH)


def _passing_root(lie: Column, side: str, sign: float, held: Room) -> Solid:
    """The L5 root on its way down past the disc."""
    p = lie.levels[UPPER]
    x, y, a, b = held.root if side == "right" else held.left
    rows = [
        [sign * held.a * 0.8, held.y + 1.5, 20, p.root_radius, p.root_radius],
        [sign * x, y, 7, a, b],
        [sign * x * 1.01, y, 0.0, a, b],
    ]
    root = _box(p, 0.3)
    root.sweep(Sweep(rows, (0, 1, 0), 2.0, 0.4, 16), 0.2)
    return _solid(lie, f"{LOWER}.root.{side}", "nerve", root)


def _leaving_root(lie: Column, side: str, sign: float) -> Solid:
    """The L4 root beside the disc, cut at the disc's middle."""
    p, bone, disc = lie.levels[UPPER], lie.bones[UPPER], lie.discs[UPPER]
    rows = [[*disc.into(bone.out((sign * x, y, z))), r, r] for x, y, z, r in root_rows(p)[0][3:9]]
    return _cut_sweep(lie, f"{UPPER}.root.{side}", "nerve", Sweep(rows, (0, 1, 0.2), 2.0, 0, 30))


def _cut_ligament(lie: Column, side: str, sign: float, thick: float) -> Solid:
    disc = lie.discs[UPPER]
    rows = [[*disc.into(r[:3]), *r[3:]] for r in flavum_rows(lie, UPPER, sign, thick)]
    return _cut_sweep(
        lie, f"{UPPER}-{LOWER}.flavum.{side}", "ligament", Sweep(rows, (sign * 0.86, 0.5, 0.0), 2.6, 1.6, 24)
    )


def _cut_sweep(lie: Column, region: str, tissue: str, sweep: Sweep) -> Solid:
    centre, _n, _b, _t, a, b = sweep.frames()
    pad = float(max(a.max(), b.max())) + 2
    field = Field(centre.min(0) - pad, centre.max(0) + pad, 0.3)
    field.sweep(sweep, 1.0)
    _above(field, 0.0)
    return _solid(lie, region, tissue, field)
