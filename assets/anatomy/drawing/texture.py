"""Paints each tissue's fine grain and the form's light and shade over a toned render; knows no Blender."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from bones import colour as paints
from drawing import vessels
from drawing.blur import blurred
from drawing.surface import Box, Surface, cells, noise, strokes
from soft.ligaments import kinds
from soft.nerves import DURA

F32 = NDArray[np.float32]
Mask = NDArray[np.bool_]
KEY = np.array([-0.56, 0.62, 0.55], np.float32)
SAC, LAMPLIT = (0.865, 0.795, 0.65), 0.72
SKIN = (0.70, 0.82, 0.88)
ROOM = np.array([0.80, -0.10, 0.59], np.float32)  # where light comes back from the room
UMBER, SLATE, RIM = (0.45, 0.31, 0.20), (0.38, 0.42, 0.46), (0.62, 0.80, 0.84)
OWNS = 0.45  # opacity from which a pixel is a solid's own, and what lies behind shows no more
FURTHEST, GEL = 21.0, 8.8  # mm: three deviations of the widest blur of a tissue, four of a disc's
# how much of the painter's own light and shade a tissue takes, beside what the render gave it
MODELLED = {
    "bone": 1.0,
    "disc": 0.5,
    "cord": 0.35,
    "nerve": 0.75,
    "ligament": 0.9,
    "muscle": 0.5,
    "metal": 0.2,
}


def texture(colour: F32, on: Surface, fade: F32) -> F32:
    """The picture with its tissues' grain; what fades out (opacity `fade`) loses its grain first."""
    out = _modelled(colour, on)
    height = np.zeros(on.seen.shape, np.float32)
    for tissue, recipe in RECIPES.items():
        inside = on.of(tissue)
        if inside.any():
            box = _around(inside, FURTHEST / on.mm)
            out[box], height[box] = recipe(out[box], height[box], on.within(box), inside[box])
    share = (np.clip((fade - OWNS) / 0.45, 0, 1) * on.seen)[..., None]
    out = _embossed(out, height, on)
    return np.asarray(np.clip(colour * (1 - share) + out * share, 0, 1), np.float32)


def _around(inside: Mask, room: float) -> Box:
    """The box round the pixels `inside` with `room` pixels more on every side, cut at the picture's edge."""
    rows, columns = np.flatnonzero(inside.any(1)), np.flatnonzero(inside.any(0))
    more = int(room) + 1
    return (
        slice(max(int(rows[0]) - more, 0), int(rows[-1]) + 1 + more),
        slice(max(int(columns[0]) - more, 0), int(columns[-1]) + 1 + more),
    )


def _glaze(colour: F32, share: NDArray[Any], tint: tuple[float, float, float]) -> F32:
    """Move toward `tint` by `share`, keeping more of the light than plain mixing would."""
    s = np.clip(share, 0, 1).astype(np.float32)[..., None]
    paint = np.asarray(tint, np.float32)
    return np.asarray(colour + s * (colour * (0.88 * paint - 1) + 0.45 * paint), np.float32)


def _gain(colour: F32, by: NDArray[Any]) -> F32:
    """Lighter or darker by `by` (0.1 is a tenth), easing off toward white so that nothing burns out."""
    by = by[..., None] if by.ndim < colour.ndim else by
    by = np.asarray(by, np.float32)
    room = np.where(by > 0, np.clip(1.08 - colour, 0, 1) * np.float32(1.6), np.float32(1))
    return np.asarray(np.clip(colour * (1 + by * room), 0, 1), np.float32)


def _modelled(colour: F32, on: Surface) -> F32:
    """Form: light from the upper left, hollows deep and warm, shadows cool, a cool edge toward the wall."""
    share = np.zeros(on.seen.shape, np.float32)
    for tissue, amount in MODELLED.items():
        share[on.of(tissue)] = amount
    facing = on.view @ (KEY / np.linalg.norm(KEY))
    turned = np.clip(facing, -0.4, 1) - 0.52
    out = _gain(colour, share * np.where(turned > 0, 0.30, 0.36) * turned)
    out = _glaze(out, share * 0.32 * on.hidden, UMBER)
    light = out.mean(-1)
    cool = share * np.clip((0.50 - facing) / 0.7, 0, 1) * np.clip((0.72 - light) / 0.4, 0, 1)
    out = _glaze(out, 0.30 * cool * (1 - on.hidden), SLATE)
    edge = np.clip(1 - on.view[..., 2], 0, 1) ** 1.8
    edge *= np.clip(3 * blurred(~on.seen, 1.8 / on.mm), 0, 1)
    away = np.clip((on.view @ np.array([0.75, -0.62, 0.0], np.float32)) * 1.4, 0, 1)
    rim = (0.60 * share * edge * away * (1 - on.hidden))[..., None]
    return np.asarray(out * (1 - rim) + np.asarray(RIM) * rim, np.float32)


def _embossed(colour: F32, height: F32, on: Surface) -> F32:
    """The relief `height` (mm) lit from the key's side; strokes facing it catch light, others lose it."""
    same = on.owner
    slope = np.zeros_like(height)
    for axis, toward in ((1, -KEY[0]), (0, KEY[1])):
        ahead, behind = np.roll(height, -1, axis), np.roll(height, 1, axis)
        whole = (np.roll(same, -1, axis) == same) & (np.roll(same, 1, axis) == same)
        slope += np.where(whole, (ahead - behind) / (2 * on.mm), 0) * toward
    slope = np.clip(slope, -0.55, 0.55) * np.clip(on.view[..., 2] * 2.2, 0, 1)
    lit = 0.35 + 0.65 * np.clip(colour.mean(-1) / 0.7, 0, 1)
    return _gain(colour, np.asarray(0.62 * slope * lit * on.seen, np.float32))


def _plane(on: Surface, inside: Mask, values: NDArray[Any]) -> F32:
    out = np.zeros((*on.seen.shape, *values.shape[1:]), np.float32)
    out[inside] = values
    return out


def _bone(colour: F32, height: F32, on: Surface, inside: Mask) -> tuple[F32, F32]:
    """Ivory: striae along the form, rough tips and rims, small pores, warm hollows, pale ridges; sponge."""
    p = on.place[inside]
    sponge = _plane(on, inside, paints.sponge_share(on.paint[inside]))
    whole = inside * (1 - sponge)
    grain = strokes(on, inside, on.along, 0.16, 1.7, 5) * on.bent
    long = strokes(on, inside, on.along, 0.45, 6.0, 6) * on.bent
    rough = np.clip(on.fine * 3.2 + on.broad * 3.0 - 0.10, 0, 1) * whole
    stipple = _plane(
        on, inside, 0.6 * noise(p, max(0.42, 2 * on.mm), 11) + 0.4 * noise(p, max(0.2, 2 * on.mm), 12)
    )
    blotch = _plane(on, inside, 0.6 * noise(p, 7.0, 13) + 0.4 * noise(p, 2.4, 14))
    pit = cells(p, 1.15, 15)
    size = 0.03 + 0.06 * np.clip(pit[:, 2], 0, 1)
    often = pit[:, 2] + 1.6 * noise(p, 11.0, 16) > 0.62
    soft = max(0.05, on.mm / 1.7)
    pores = _plane(on, inside, often * np.clip((size - pit[:, 0]) / soft + 0.5, 0, 1)) * whole
    out = np.asarray(colour * (1 - whole[..., None] * np.array([0.0, 0.014, 0.055])), np.float32)
    out = _gain(out, whole * (0.018 * grain + 0.022 * long) * (1 - 0.6 * rough))
    out = _gain(out, whole * (0.06 * blotch + 0.055 * stipple * (0.5 + rough)))
    warm = np.clip(-on.broad * 5.5 - on.fine * 1.2, 0, 1) * whole
    out = _glaze(out, 0.18 * warm + 0.09 * np.clip(blotch, 0, 1) * whole, (0.80, 0.635, 0.40))
    facing = np.clip(on.view @ KEY, 0, 1)
    out = _gain(out, 0.40 * np.clip(on.fine * 2.6 + on.broad * 1.6, 0, 1) * facing * whole)
    out = _glaze(out, 0.42 * pores, UMBER)
    relief = 0.008 * grain * (1 - 0.7 * rough) + 0.040 * stipple * (0.4 + rough)
    height = np.asarray(height + whole * relief - 0.05 * pores, np.float32)
    return _sponge(out, height, on, inside, sponge)


def _sponge(colour: F32, height: F32, on: Surface, inside: Mask, share: F32) -> tuple[F32, F32]:
    """Cut bone: struts of ivory round salmon hollows, coarse and fine."""
    p = on.place[inside]
    web = np.zeros(len(p), np.float32)
    for wave, thick, seed, amount in ((1.5, 0.17, 21, 1.0), (0.75, 0.15, 24, 0.7)):
        found = cells(p + 0.35 * noise(p, 1.3, seed + 7)[:, None], wave, seed)
        soft = max(0.10, 1.2 * on.mm / wave)
        web = np.maximum(web, amount * np.clip((thick - (found[:, 1] - found[:, 0])) / soft + 0.5, 0, 1))
    struts = _plane(on, inside, web) * share
    pits = _plane(on, inside, 1 - web) * share
    form = np.clip(colour.mean(-1, keepdims=True) / 0.66, 0.45, 1.3)
    out = colour * (1 - 0.62 * pits[..., None]) + 0.62 * pits[..., None] * form * np.array([0.70, 0.40, 0.31])
    s = 0.72 * struts[..., None]
    out = out * (1 - s) + s * form * np.array([0.90, 0.765, 0.625])
    return np.asarray(np.clip(out, 0, 1), np.float32), height + 0.10 * struts


def _disc(colour: F32, height: F32, on: Surface, inside: Mask) -> tuple[F32, F32]:
    """Ring fibres that cross at a slant on the rim and run round on a cut face; the gel stays smooth."""
    red, blue = on.paint[..., 0], on.paint[..., 2]
    gel = np.clip((blue - red - 0.30) / 0.15, 0, 1)
    dark = np.clip((0.58 * blue - red) / 0.03, 0, 1) * np.clip((0.52 - blue) / 0.05, 0, 1)
    skin = np.clip((blue - 0.90) / 0.05, 0, 1) * inside  # a hernia's, stretched, pale even in its deep window
    gel = np.maximum(np.maximum(gel, dark * (blue > 0)) * inside, skin)  # a worn one's, and a tear's floor
    wet = np.clip(1 - (red - blue) / 0.10, 0, 1) * np.where(blue < 0, 1, np.clip((blue - 0.45) / 0.1, 0, 1))
    out = _stretched(colour, on, skin)
    for who in np.unique(on.owner[inside]):
        mine = inside & (on.owner == who)
        box = _around(mine, GEL / on.mm)
        planes = out[box], height[box], on.within(box), mine[box], gel[box], wet[box]
        out[box], height[box] = _one_disc(*planes)
    return out, height


def _one_disc(colour: F32, height: F32, on: Surface, mine: Mask, gel: F32, wet: F32) -> tuple[F32, F32]:
    """The fibres of one disc, its axis known, round its gel (`gel`, 0..1); a `wet` one's are pale."""
    p = on.place[mine]
    middle = np.median(p, 0)
    axis = _axis_of(on, mine)
    cut = np.clip((np.abs(on.normal @ axis) - 0.80) / 0.1, 0, 1) * mine
    round_ = np.where(cut[..., None] > 0.5, _round(on.place - middle, axis, mine), np.cross(axis, on.normal))
    round_ = round_.astype(np.float32)
    round_ /= np.maximum(np.linalg.norm(round_, axis=-1, keepdims=True), 1e-4)
    slant = axis * 0.5 * (1 - cut[..., None])
    one = strokes(on, mine, round_ * 0.86 + slant, 0.26, 9.0, 31)
    two = strokes(on, mine, round_ * 0.86 - slant, 0.26, 9.0, 32)
    rim = mine * (1 - cut) * (1 - gel)
    woven = np.maximum(one, 0.85 * two) - 0.45
    out = _glaze(colour, 0.38 * cut * (1 - gel) * wet, (0.55, 0.74, 0.85))
    out = _gain(out, 0.075 * rim * woven + 0.034 * cut * (1 - gel) * one)
    deep = blurred(gel * mine, 2.2 / on.mm)
    out = _gain(out, gel * mine * (0.42 * (deep - 0.72)))
    height = height + rim * 0.030 * woven + cut * (1 - gel) * 0.006 * one
    tall = (on.place - middle) @ axis
    reach = np.percentile(np.abs(tall[mine]), 97)
    t = np.clip(tall / max(float(reach), 1e-3), -1, 1)
    out = _gain(out, rim * (0.20 * np.exp(-(((t - 0.15) / 0.42) ** 2)) - 0.20 * np.abs(t) ** 3))
    return out, height


def _stretched(colour: F32, on: Surface, skin: F32) -> F32:
    """A hernia's skin: blue-white whatever light reaches its window, its painted lines kept."""
    if not skin.any():
        return colour
    form = _even(colour.mean(-1), skin > 0.5, 7 / on.mm)
    lines = np.clip(0.45 + 0.64 * on.paint[..., 0], 0.6, 1)
    share = skin[..., None]
    pale = np.asarray(SKIN, np.float32) * (form * lines)[..., None]
    return np.asarray(colour * (1 - share) + np.clip(pale, 0, 1) * share, np.float32)


def _round(out: F32, axis: F32, mine: Mask) -> F32:
    """The way round a cut disc's oval from where a pixel lies, `out` from its middle."""
    first = np.cross(np.array([0, 1, 0], np.float32), axis)
    second = np.cross(axis, first)
    x, y = out @ first, out @ second
    a, b = (max(float(np.percentile(np.abs(q[mine]), 98)), 1e-3) for q in (x, y))
    return np.asarray((-y * a / b)[..., None] * first + (x * b / a)[..., None] * second, np.float32)


def _axis_of(on: Surface, mine: Mask) -> F32:
    """A disc's own axis: the column's, leaned so that it stands square on the rim the pixels show."""
    n = on.normal[mine]
    rim = n[np.abs(n[:, 2]) < 0.75]
    up = np.array([0, 0, 1], np.float32)
    if len(rim) < 50:
        return up
    values, vectors = np.linalg.eigh((rim.T @ rim).astype(np.float64))
    axis = vectors[:, 0] * np.sign(vectors[2, 0])
    return np.asarray(axis if axis[2] > 0.75 and values[0] < 0.2 * values[1] else up, np.float32)


def _nerve(colour: F32, height: F32, on: Surface, inside: Mask) -> tuple[F32, F32]:
    """Fine bundles down the nerve and a soft sheen along the side that faces the light."""
    fine = strokes(on, inside, on.along, 0.15, 8.0, 41)
    bundles = strokes(on, inside, on.along, 0.5, 16.0, 42)
    out = _gain(colour, inside * on.bent * (0.045 * fine + 0.06 * bundles))
    out = _glaze(out, inside * on.bent * 0.16 * np.clip(-bundles - 0.3, 0, 1), (0.66, 0.36, 0.08))
    half = KEY / np.linalg.norm(KEY) + np.array([0, 0, 1], np.float32)
    sheen = np.clip(on.view @ (half / np.linalg.norm(half)), 0, 1) ** 14
    lit = (inside * 0.30 * sheen * np.clip(0.8 + 0.25 * fine, 0.3, 1.2) * (1 - on.hidden))[..., None]
    out = out * (1 - lit) + lit * np.array([1.0, 0.93, 0.66])
    return np.asarray(out, np.float32), height + inside * on.bent * (0.012 * fine + 0.026 * bundles)


def _cord(colour: F32, height: F32, on: Surface, inside: Mask) -> tuple[F32, F32]:
    """The sac: one pearly cream in every picture, whatever light reached it, with fine vessels along it.

    What has a colour of its own (fat, the fluid where the sac is cut, a growth) keeps it.
    """
    tone = np.min([np.abs(on.paint - np.asarray(one, np.float32)).max(-1) for one in DURA], 0)
    plain = (((tone < 0.13) | (on.paint[..., 0] < 0)) & inside).astype(np.float32)
    out = _gain(colour, 0.08 * (inside - plain))
    form = _even(colour.mean(-1), plain > 0, 7 / on.mm)
    round_ = np.clip(on.view[..., 2], 0, 1)
    pearl = np.asarray(SAC, np.float32) + (1 - round_[..., None]) * np.array([-0.10, -0.08, 0.0], np.float32)
    out = out * (1 - plain[..., None]) + np.clip(pearl * form[..., None], 0, 1) * plain[..., None]
    out = _glaze(out, 0.16 * plain * on.hidden, UMBER)
    out = _vessels(out, on, plain > 0)
    half = KEY / np.linalg.norm(KEY) + np.array([0, 0, 1], np.float32)
    sheen = np.clip(on.view @ (half / np.linalg.norm(half)), 0, 1) ** 14
    # one gain for red, green and blue, so that what is lit turns no lemon
    room = np.clip(1.08 - out.max(-1, keepdims=True), 0, 1) * 1.6
    lit = 1 + (0.16 * sheen * plain * (1 - on.hidden))[..., None] * room
    return np.asarray(np.clip(out * lit, 0, 1), np.float32), height


def _even(light: F32, where: Mask, reach: float) -> F32:
    """`light` with its slow changes over `reach` pixels mostly taken out: the form without the lamp."""
    whole = np.maximum(blurred(where, reach), 1e-3)
    slow = np.maximum(blurred(np.where(where, light, 0), reach) / whole, 0.05)
    out = np.where(where, (light / slow) ** 0.8 * (slow / LAMPLIT) ** 0.15, 1)
    return np.asarray(np.clip(out, 0.35, 1.06), np.float32)


def _vessels(colour: F32, on: Surface, where: Mask) -> F32:
    """The sac's fine vessels."""
    if not where.any():
        return colour
    inner = ndi.minimum_filter(where, max(3, round(0.5 / on.mm)))
    share = _plane(on, where, vessels.share(on.place[where], on.mm))
    return _glaze(colour, share * inner, (0.66, 0.30, 0.24))


def _ligament(colour: F32, height: F32, on: Surface, inside: Mask) -> tuple[F32, F32]:
    """Sandy, matt, with fine fibres that run from bone to bone: down, and across a joint on its capsule."""
    up = np.array([0, 0, 1], np.float32)
    straw, film = (kind * inside for kind in kinds(on.paint))
    level = np.cross(on.normal, up).astype(np.float32)
    wander = _plane(on, inside, noise(on.place[inside], 9.0, 60))
    down = up + np.stack([0.09 * wander, 0 * wander, 0 * wander], -1)
    along = np.where(film[..., None] > 0.5, level + 0.12 * up, down).astype(np.float32)
    fine = strokes(on, inside, along, 0.15, 5.5, 61)
    strand = strokes(on, inside, along, 0.6, 14.0, 62)
    # a yellow band lies in a hollow, where light and shade are warm: pale even there, as no nerve is
    out = _glaze(colour, (inside - straw) * 0.40 * (1 - on.hidden), (0.90, 0.80, 0.60))
    out = _glaze(out, straw * 0.68 * (1 - 0.3 * on.hidden), (0.88, 0.84, 0.69))
    out = _gain(out, inside * (0.028 * fine + 0.010 * strand))
    out = _glaze(out, inside * 0.03 * np.clip(-strand - 0.2, 0, 1), (0.58, 0.40, 0.20))
    out = _gain(out, inside * 0.10 * np.clip(on.fine * 3, 0, 1))
    return out, height + inside * (0.008 * fine + 0.006 * strand)


def _muscle(colour: F32, height: F32, on: Surface, inside: Mask) -> tuple[F32, F32]:
    """Fascicles with a wet sheen between paler sheets."""
    fine = strokes(on, inside, on.along, 0.22, 9.0, 71)
    bundle = strokes(on, inside, on.along, 0.9, 20.0, 72)
    out = _gain(colour, inside * (0.034 * fine + 0.045 * bundle))
    out = _glaze(out, inside * 0.14 * np.clip(-bundle - 0.4, 0, 1), (0.45, 0.14, 0.12))
    return out, height + inside * (0.010 * fine + 0.04 * bundle)


def _metal(colour: F32, height: F32, on: Surface, inside: Mask) -> tuple[F32, F32]:
    """Satin steel: neutral, brushed hair-fine, with a soft long highlight and edges that catch light.

    Dark metal (anodised) stays as dark as it was rendered, unbrushed, with one narrow highlight.
    """
    fine = strokes(on, inside, on.along, 0.10, 14.0, 81)
    shade = on.paint[..., 0]
    bright = inside * ((shade < 0) | (shade > 0.25))
    grey = colour.mean(-1, keepdims=True) * np.array([0.985, 1.0, 1.015])
    # what it mirrors is dim and warm down in the wound: most of that hue goes, and no side is black
    s = 0.75 * bright[..., None]
    key = KEY / np.linalg.norm(KEY)
    # the wall of the room lights what turns from the key, as it does any polished thing
    form = np.clip(np.maximum(on.view @ key, 0.62 * (on.view @ ROOM)), 0, 1)[..., None]
    out = colour * (1 - s) + s * (0.24 + 0.72 * grey) * (0.74 + 0.44 * form)
    half = key + np.array([0, 0, 1], np.float32)
    facing = np.clip(on.view @ (half / np.linalg.norm(half)), 0, 1)
    sheen = facing**9
    out = _gain(out, bright * 0.035 * on.bent * fine)
    edge = np.clip(on.fine * 2.4 - 0.15, 0, 1) * np.clip(0.55 + on.view @ KEY, 0, 1)
    glancing = np.clip(1 - on.view[..., 2], 0, 1) ** 2.5 * np.clip(0.4 + on.view @ ROOM, 0, 1)
    lit = 0.42 * sheen * (1 + 0.15 * fine) + 0.45 * edge + 0.30 * glancing
    lit = bright * np.clip(lit, 0, 0.8) * (1 - 0.5 * on.hidden)
    lit += inside * (1 - bright) * 0.55 * facing**60 * (1 - on.hidden)
    return np.asarray(out + (1 - out) * lit[..., None], np.float32), height


def _skin(colour: F32, height: F32, on: Surface, inside: Mask) -> tuple[F32, F32]:
    p = on.place[inside]
    pores = _plane(on, inside, noise(p, max(1.3, 2 * on.mm), 91))
    bloom = _plane(on, inside, noise(p, 26.0, 92))
    out = _gain(colour, inside * (0.016 * pores + 0.03 * bloom))
    return out, height + inside * 0.05 * pores


RECIPES = {
    "bone": _bone,
    "disc": _disc,
    "cord": _cord,
    "nerve": _nerve,
    "ligament": _ligament,
    "muscle": _muscle,
    "metal": _metal,
    "skin": _skin,
}
