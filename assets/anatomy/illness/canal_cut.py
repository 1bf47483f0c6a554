"""What stands in the canal at the L4-L5 disc, healthy and ill, cut across at its middle; shapes no disc.

Everything soft gives way to what presses on it: the sac and the roots are cut back from disc, bone and yellow
ligament, so that nothing lies in anything else and a thick ligament leaves no gap.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.spatial import cKDTree

from bones.column import Column, turn
from geometry.field import SUBTRACT, Array, Field, Sweep
from geometry.solid import SIDES, Solid
from illness import give
from illness.canal_fat import fat
from illness.states import HERNIAS, LOWER, UPPER, Hernia, Room, room
from morphometry import Level
from soft.ligaments import flavum_rows
from soft.nerves import root_rows

WALL = 0.75
FLUID, GROWTH = (0.80, 0.90, 0.97), (0.38, 0.21, 0.44)
FLUSH = 0.3  # mm above the cut face where fluid and nerves end alike, so that no nerve casts a shadow
NERVES, NERVE = 26, (0.46, 0.74)  # of the sac, and the least and the greatest radius of one
TRIES = 4000
SEEN = 7.5  # and how far up its nerves can be seen
TOP = 22.0  # how far up the canal is drawn
FLATTER = 0.20  # share of its thickness that a root loses by each mm it is pushed back
BAND_OFF = 0.8  # mm that a yellow ligament stands before the bone it covers, so that all of it shows
SOFT = 6.0  # mm of rounding where a disc dents a sac that is full of fluid: it gives way with soft shoulders
THIN = 0.95  # the least half thickness a pressed root is flattened to
ALIKE = 0.35  # a dent is longer than what makes it: heights count by this share
HORN = (-0.7, 3.3, 1.7)  # mm: a thick ligament's lip in the recess: outside the root, its half sizes
UNDER_DISC = 0.35  # mm that fat goes on behind the disc and its pieces, whose edges are rough
PACKED, APART = 0.63, 0.14  # mm: radius of a nerve where they are pressed together, and from one to the next
FINE = 0.1  # mm a cell of those
Obstacles = dict[str, Array]


def canal_contents(lie: Column, state: str, bones: Mapping[str, Field], step: float = 0.3) -> list[Solid]:
    """Sac with its nerves, a tumor if there is one, L5 roots, L4 roots further out, ligaments, fat between.

    `bones` are L4 and L5 whole, each in its own frame.
    """
    p = lie.levels[UPPER]
    held = room(state, p)
    box = _box(p, step)
    there = _obstacles(lie, held, HERNIAS.get(state, Hernia()), bones, box)
    sac = lumen(p, held, there, box, 0.0)
    out = _sac(lie, held, there, sac)
    if held.growth:
        out.append(_growth(lie, held.growth, step))
    leaving: dict[str, Field] = {}
    for side, sign in SIDES.items():
        out.append(_solid(lie, f"{LOWER}.root.{side}", "nerve", _cut(there[f"root.{side}"], box)))
        leaving[side] = _leaving_root(lie, sign)
        whole = leaving[side].like()
        whole.d = leaving[side].d.copy()
        _above(whole, 0.0)
        out.append(_solid(lie, f"{UPPER}.root.{side}", "nerve", whole))
        out.append(
            _solid(lie, f"{UPPER}-{LOWER}.flavum.{side}", "ligament", _cut(there[f"flavum.{side}"], box))
        )
    filled = np.minimum(sac.d, np.min([d for name, d in there.items() if name != "disc"], 0))
    filled = np.minimum(filled, there["disc"] + np.float32(UNDER_DISC))
    points = np.stack([np.broadcast_to(a, box.shape).ravel() for a in box.axes()], 1)
    for root in leaving.values():
        filled = np.minimum(filled, root.at(points).reshape(box.shape))
    out.append(fat(lie, filled, box))
    return out


def sac_alone(lie: Column, state: str, bones: Mapping[str, Field], step: float) -> tuple[Field, Obstacles]:
    """The sac with its inside, in the disc's frame, and what stands round it on the same grid."""
    p = lie.levels[UPPER]
    held, box = room(state, p), _box(p, step)
    there = _obstacles(lie, held, HERNIAS.get(state, Hernia()), bones, box)
    return lumen(p, held, there, box, 0.0), there


def _box(p: Level, step: float) -> Field:
    low = (-p.half_canal - 10, p.wall - p.canal_d - 10, -5.0)
    return Field(low, (p.half_canal + 10, p.wall + 6, TOP + 2), step)


def _obstacles(lie: Column, held: Room, hernia: Hernia, bones: Mapping[str, Field], box: Field) -> Obstacles:
    """Distances on `box` to disc, bones, ligaments and roots, as if each went on under the cut face."""
    p = lie.levels[UPPER]
    x, y, z = (np.broadcast_to(a, box.shape) for a in box.axes())
    disc = give.matter(lie, hernia, 0.5)
    points = np.stack([x.ravel(), y.ravel(), (z * ALIKE).ravel()], 1)
    out = {"disc": _under(disc.at(points).reshape(box.shape), box)}
    out["bone"] = _under(np.minimum(*(_seen(lie, bones[name], name, box) for name in (UPPER, LOWER))), box)
    for side, sign in SIDES.items():
        band = box.like()
        off = np.array([0.0, BAND_OFF, 0.0])
        rows = [
            [*(lie.discs[UPPER].into(r[:3]) + off), *r[3:]]
            for r in flavum_rows(lie, UPPER, sign, held.flavum)
        ]
        band.sweep(Sweep(rows, (sign * 0.86, 0.5, 0.0), 2.6, 1.6, 24), 1.0)
        band.put(out["bone"], 0.3, SUBTRACT)
        out[f"flavum.{side}"] = _under(band.d, box)
    if held.recess:
        for side, sign in SIDES.items():
            _fill_recess(out, f"flavum.{side}", sign * (held.root if sign > 0 else held.left), held, box)
    for side, sign in SIDES.items():
        out[f"root.{side}"] = _passing_root(p, sign, held, held.root if sign > 0 else held.left, out, box).d
    return out


def _fill_recess(there: Obstacles, band: str, x: float, held: Room, box: Field) -> None:
    """Let a ligament grow over the joint's edge until `held.recess` mm are left behind the disc at `x`."""
    front, (aside, a, b) = _strait(x, there, box)[0], HORN
    out = box.like()
    _upright(out, x + np.sign(x) * aside, front - held.recess - b, a, b, box.lo[2] + 1)
    out.put(there["bone"] - np.float32(0.1), 0.3, SUBTRACT)
    whole = box.like()
    whole.d = there[band].copy()
    whole.put(_under(out.d, box), 3.0)
    there[band] = whole.d


def _seen(lie: Column, bone: Field, name: str, box: Field) -> Array:
    disc, place = lie.discs[UPPER], lie.bones[name]
    back = turn(place.tilt).T
    return bone.moved(back @ turn(disc.tilt), back @ (disc.middle - place.middle), box)


def _under(d: Array, box: Field) -> Array:
    """The field with its layers under the cut face like the one in it."""
    first = round(-box.lo[2] / box.h)
    out = d.copy()
    out[:, :, :first] = d[:, :, first : first + 1]
    return np.asarray(out, np.float32)


def _above(field: Field, height: float) -> None:
    """Take away what is nearer to the feet than `height` mm over the disc's middle."""
    field.put(np.broadcast_to(field.axes()[2] - height, field.shape).astype(np.float32), 0.3, SUBTRACT)


def _cut(d: Array, box: Field) -> Field:
    field = box.like()
    field.d = d.copy()
    _above(field, 0.0)
    return field


def _solid(lie: Column, region: str, tissue: str, field: Field, pieces: bool = False) -> Solid:
    v, f = field.surface(0.6, pieces)
    return Solid(region, tissue, lie.discs[UPPER].out(v).astype(np.float32), f)


def _painted(solid: Solid, paint: tuple[float, float, float]) -> Solid:
    solid.colour = np.tile(np.asarray(paint, np.float32), (len(solid.v), 1))
    return solid


def _upright(field: Field, x: float, y: float, a: float, b: float, low: float) -> None:
    rows = [[x, y, low, a, b], [x, y, (low + TOP) / 2, a, b], [x, y, TOP, a, b]]
    field.sweep(Sweep(rows, (0, 1, 0), 2.1, 0.25, 6), 0.2)


def lumen(p: Level, held: Room, there: Obstacles, box: Field, low: float) -> Field:
    """The sac with its inside from `low` mm up, dented by all that presses on it."""
    field = box.like()
    _upright(field, 0, held.y, held.a, held.b, low)
    for what, room_left, k in (
        ("disc", 0.4, 2.4 if held.packed else SOFT),
        ("flavum", 0.25, 1.8),
        ("bone", 0.6, 2.0),
        ("root", 0.2, 1.2),
    ):
        for name in there:
            if name.split(".")[0] == what:
                field.put(there[name] - np.float32(room_left), k, SUBTRACT)
    return field


def _sac(lie: Column, held: Room, there: Obstacles, sac: Field) -> list[Solid]:
    """The sac's wall, its clear fluid, and its nerves wherever there is room for them."""
    p = lie.levels[UPPER]
    inner = lumen(p, held, there, sac, -4.0)
    inner.d = inner.d + np.float32(WALL)
    z = inner.axes()[2]
    shell = sac.like()
    shell.d = sac.d.copy()
    shell.put(np.maximum(inner.d, np.broadcast_to(z - 4.0, inner.shape)).astype(np.float32), 0.2, SUBTRACT)
    fluid = inner.like()
    fluid.d = inner.d - np.float32(0.1)
    _above(fluid, FLUSH + 0.04)
    fluid.put(np.broadcast_to(7.0 - z, fluid.shape).astype(np.float32), 0.2, SUBTRACT)
    return [
        _solid(lie, "dura", "cord", shell, True),
        _painted(_solid(lie, "dura", "cord", fluid, True), FLUID),
        _solid(lie, "cauda", "nerve", _pressed(held, inner) if held.packed else _floating(held, inner), True),
    ]


def _floating(held: Room, inner: Field) -> Field:
    """The sac's nerves where there is room for them."""
    nerves = Field((-held.a, held.y - held.b, -1.0), (held.a, held.y + held.b, SEEN), 0.2)
    for x, y, size in _strewn(held, inner):
        _upright(nerves, x, y, size, size, FLUSH - 0.5)
    _above(nerves, FLUSH)
    return nerves


def _pressed(held: Room, inner: Field) -> Field:
    """The sac's nerves pressed together: as many and as thick as ever, flat where they touch."""
    low, high = (-held.a, held.y - held.b, FLUSH - 0.9), (held.a, held.y + held.b, FLUSH + 1.2)
    nerves = Field(low, high, FINE)
    x, y, z = nerves.axes()
    flat = np.stack([np.broadcast_to(a, nerves.shape)[:, :, 0].ravel() for a in (x, y)], 1)
    wall = inner.at(np.c_[flat, np.full(len(flat), FLUSH)])
    places = _spread(flat[wall < -APART])
    near, which = cKDTree(places).query(flat, 5)
    aside = np.linalg.norm(places[which[:, 1:]] - places[which[:, :1]], axis=2)
    halfway = (near[:, 1:] ** 2 - near[:, :1] ** 2) / (2 * aside)  # to the line between it and its next
    out = np.maximum(near[:, 0] - PACKED, APART / 2 - halfway.min(1))
    out = np.maximum(out, wall + APART / 2).reshape(nerves.shape[:2])
    nerves.d = np.maximum(out[:, :, None], np.maximum(low[2] + 0.5 - z, z - high[2] + 0.4)).astype(np.float32)
    _above(nerves, FLUSH - 0.2)
    return nerves


def _spread(free: Array) -> Array:
    """As many places as there are nerves, each in the middle of the points (n, 2) nearest to it."""
    places = free[np.random.default_rng(12).choice(len(free), NERVES, replace=False)].astype(float)
    for _ in range(200):
        mine = cKDTree(places).query(free)[1]
        places = np.stack([free[mine == i].mean(0) for i in range(NERVES)])
    return np.asarray(places)


def _strewn(held: Room, inner: Field) -> list[tuple[float, float, float]]:
    """Places and radii of the sac's nerves: all of them find room, the closer together the smaller it is."""
    least, greatest = NERVE
    for crowd in np.arange(1.55, 0.85, -0.05):
        rng, placed = np.random.default_rng(12), list[tuple[float, float, float]]()
        size = float(np.clip(crowd * 0.47, least, greatest))
        for _ in range(TRIES):
            x, y = rng.uniform(-held.a, held.a), rng.uniform(-held.b, held.b) + held.y
            if any(np.hypot(x - q, y - r) < crowd for q, r, _s in placed) or _grown_over(held, x, y):
                continue
            if float(inner.at(np.array([[x, y, 2.0]]))[0]) < -size - 0.12:
                placed.append((x, y, size * rng.uniform(0.9, 1.06)))
                if len(placed) == NERVES:
                    return placed
    return placed


def _grown_over(held: Room, x: float, y: float) -> bool:
    if held.growth is None:
        return False
    cx, cy, a, b = held.growth
    return bool(np.hypot((x - cx) / (a + 0.8), (y - cy) / (b + 0.8)) < 1)


def _growth(lie: Column, place: tuple[float, float, float, float], step: float) -> Solid:
    cx, cy, a, b = place
    mass = _box(lie.levels[UPPER], step)
    mass.ellipsoid((cx, cy, 2.0), (a, b, 7.0), 0.1)
    mass.roughen(0.35, 3.0, 9)
    _above(mass, 0.1)
    return _painted(_solid(lie, "tumor", "cord", mass), GROWTH)


def _passing_root(p: Level, sign: float, held: Room, aside: float, there: Obstacles, box: Field) -> Field:
    """The L5 root on its way down past the disc: round where it is free, flat where it is pressed."""
    r, x = p.root_radius, sign * aside
    front, back = _strait(x, there, box)
    low = p.wall - 5.2
    moved = max(0.0, low - (front - r - 0.2))
    b = float(np.clip(min((front - back) / 2 - 0.25, r * (1 - FLATTER * moved)), THIN, r))
    y = min(max(low, back + b + 0.2), front - b - 0.2)
    a = min(r * r / b, r * 1.45)
    rows = [
        [sign * held.a * 0.8, held.y + 1.5, 20, r, r],
        [x, y, 7, a, b],
        [x * 1.01, y, 0.0, a, b],
        [x * 1.01, y, -4.0, a, b],
    ]
    root = box.like()
    root.sweep(Sweep(rows, (0, 1, 0), 2.0, 0.4, 20), 0.2)
    for name in ("disc", "bone", f"flavum.{'right' if sign > 0 else 'left'}"):
        root.put(there[name] - np.float32(0.12), 0.5, SUBTRACT)
    return root


def _strait(x: float, there: Obstacles, box: Field) -> tuple[float, float]:
    """From where to where, front and back, the canal is free beside the sac at `x`, in the cut face."""
    k = round(-box.lo[2] / box.h)
    solid = np.min([there[name][:, :, k] for name in ("disc", "bone", "flavum.right", "flavum.left")], 0)
    near = np.abs(box.axes()[0].ravel() - x) < 1.3
    y, line = box.axes()[1].ravel(), solid[near].min(0)
    disc = y[(there["disc"][near][:, :, k].min(0) < 0)]
    front = float(disc.min()) if len(disc) else float(y[-1])
    blocked = y[(line < 0) & (y < front - 0.5)]
    return front, float(blocked.max()) if len(blocked) else float(y[0])


def _leaving_root(lie: Column, sign: float) -> Field:
    """The L4 root beside the disc."""
    p, bone, disc = lie.levels[UPPER], lie.bones[UPPER], lie.discs[UPPER]
    rows = [[*disc.into(bone.out((sign * x, y, z))), r, r] for x, y, z, r in root_rows(p)[0][3:9]]
    sweep = Sweep(rows, (0, 1, 0.2), 2.0, 0, 30)
    centre, _n, _b, _t, a, b = sweep.frames()
    pad = float(max(a.max(), b.max())) + 2
    field = Field(centre.min(0) - pad, centre.max(0) + pad, 0.3)
    field.sweep(sweep, 1.0)
    return field
