"""How a disc's ring gives way: where each point of an ill disc lay while it was healthy; meshes nothing.

The rim, the ring's layers and the gel all move by the same rule, so that layers bend over what pushes them
and grow thinner, and never cross. Everything is in the disc's own frame, in mm.
"""

from __future__ import annotations

import numpy as np

from bones.column import Column, disc_field
from bones.vertebra import outline
from geometry.field import SUBTRACT, UNION, Array, Field
from illness.states import UPPER, Hernia
from morphometry import Level

START = (2.0, -3.0)  # where in the gel its way out begins
GEL_WIDE, GEL_DEEP, GEL_BACK = 0.27, 0.50, 2.0  # half sizes as shares of the body's, and its middle behind
RIM_FROM = 0.58  # share of the way to the rim from which on a bulge moves the layers
TALL = 7.0  # mm: a push fades that far above and below the disc's middle
BEHIND = 12.0  # mm of room behind the disc for what comes out of it
TEAR_DEEP = 2.2  # mm above the cut face down to which an open tear is hollow at the rim
TEAR_SHORT = 1.0  # mm that it ends before the gel


def course(hernia: Hernia, p: Level, x: Array, y: Array) -> tuple[Array, Array, float]:
    """Millimetres along the gel's way out, aside of it, and how far along the rim stands."""
    way = np.array([hernia.at - START[0], p.wall - START[1]])
    rim = float(np.linalg.norm(way))
    c, s = way / rim
    along = (x - START[0]) * c + (y - START[1]) * s
    aside = -(x - START[0]) * s + (y - START[1]) * c
    return np.asarray(along, np.float32), np.asarray(aside, np.float32), rim


def gel_edge(p: Level) -> float:
    """How far along its way out the gel begins to push, mm: its back edge."""
    return p.half_depth * GEL_DEEP + GEL_BACK + START[1]


def before(hernia: Hernia, p: Level, x: Array, y: Array, z: Array) -> tuple[Array, Array]:
    """Where points of the ill disc lay in the healthy one, x and y."""
    x, y = np.asarray(x, np.float32), np.asarray(y, np.float32)
    level = np.exp(-((np.asarray(z) / TALL) ** 2))
    if hernia.bulge or hernia.behind:
        radius, border = outline(p, x, y, np.full_like(x, -p.vbh_p / 2))
        backward = np.exp(-((np.arctan2(np.abs(x), -y) / 0.70) ** 2))
        within = np.clip((radius / border - RIM_FROM) / (1 - RIM_FROM), 0, 1)  # the gel keeps its size
        swell = (hernia.bulge + hernia.behind * backward) * level * within * within * (3 - 2 * within)
        x, y = x - x / radius * swell, y - y / radius * swell
    if hernia.out or hernia.pushed:
        along, aside, rim = course(hernia, p, x, y)
        edge = gel_edge(p)
        inner = hernia.pushed * np.exp(-((aside / hernia.narrow) ** 2))
        outer = hernia.out * np.exp(-(np.abs(aside / hernia.wide) ** 2.6))
        a, b = edge + hernia.pushed, rim + hernia.out
        t = np.clip((along - a) / (b - a), 0, 1)
        move = (
            np.where(along < a, inner * np.clip(along / a, 0, 1) ** 1.3, inner + (outer - inner) * t) * level
        )
        x = x - move * (hernia.at - START[0]) / rim
        y = y - move * (p.wall - START[1]) / rim
    return np.asarray(x, np.float32), np.asarray(y, np.float32)


def ring(lie: Column, hernia: Hernia, step: float) -> Field:
    """The whole disc with its rim where the illness has moved it, without what has left it."""
    healthy = disc_field(lie, UPPER, step)
    field = healthy.like(round(BEHIND / step))
    axes = field.axes()
    x, y, z = (np.broadcast_to(a, field.shape) for a in axes)
    x0, y0 = before(hernia, lie.levels[UPPER], x, y, z)
    field.d = healthy.at(np.stack([x0.ravel(), y0.ravel(), z.ravel()], 1)).reshape(field.shape)
    beyond = np.clip(healthy.lo[1] - y0, 0, None)  # the healthy box ends behind the disc
    field.d = np.asarray(np.where(beyond > 0, np.maximum(field.d, 0.5) + beyond, field.d), np.float32)
    return field


def outside(x: Array, y: Array, z: Array, centre: tuple[float, ...], half: tuple[float, ...]) -> Array:
    """Distance to an upright ellipsoid."""
    u = [(q - c) / h for q, c, h in zip((x, y, z), centre, half, strict=True)]
    k0 = np.sqrt(u[0] ** 2 + u[1] ** 2 + u[2] ** 2) + 1e-6
    k1 = np.sqrt((u[0] / half[0]) ** 2 + (u[1] / half[1]) ** 2 + (u[2] / half[2]) ** 2) + 1e-6
    return np.asarray(k0 * (k0 - 1) / k1, np.float32)


def outside_hernia(hernia: Hernia, wall: float, x: Array, y: Array, z: Array, swell: float = 0.0) -> Array:
    """Distance outside disc matter grown by `swell` mm, in the disc's frame."""
    out = np.full(np.broadcast_shapes(x.shape, y.shape, z.shape), 30.0, np.float32)
    for (cx, cy, cz), half in hernia.blobs:
        grown = tuple(h + swell for h in half)
        out = np.minimum(out, outside(x, y, z, (cx, wall + cy, cz), grown))
    return out


def outside_tear(hernia: Hernia, p: Level, x: Array, y: Array) -> Array:
    """Distance from the open tear, a crooked slit that gapes behind and runs out before the gel."""
    along, aside, rim = course(hernia, p, x, y)
    start = gel_edge(p) + hernia.pushed + TEAR_SHORT
    share = np.clip((along - start) / (rim - start), 0, 1.3)
    crooked = 0.45 * np.sin(0.9 * along + 0.4)
    return np.asarray(
        np.hypot(aside - crooked, np.clip(start - along, 0, None)) - hernia.gap * share**0.8, np.float32
    )


def torn(field: Field, hernia: Hernia, p: Level) -> None:
    """Cut the open tear into the disc's cut face."""
    x, y, z = field.axes()
    along, _, rim = course(hernia, p, x, y)
    deep = TEAR_DEEP * np.clip((along - gel_edge(p) - hernia.pushed) / (rim - gel_edge(p) - 4.0), 0.1, 1)
    slit = np.maximum(outside_tear(hernia, p, x, y), z - deep)
    field.put(np.broadcast_to(slit, field.shape).astype(np.float32), 0.4, SUBTRACT)


def matter(lie: Column, hernia: Hernia, step: float) -> Field:
    """Everything of the disc, in place or loose: what presses on the canal."""
    p = lie.levels[UPPER]
    field = ring(lie, hernia, step)
    if hernia.blobs:
        field.put(outside_hernia(hernia, p.wall, *field.axes()), 0.3 if hernia.loose else hernia.neck, UNION)
    return field
