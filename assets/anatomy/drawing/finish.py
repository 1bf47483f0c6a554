"""Turns a linear render into a picture for the wall: tone, ink, hatching, soft frame; no anatomy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from catalogue.cameras import SAFE, SIZE
from drawing.blur import blurred
from drawing.raster import Planes
from drawing.scene import CORAL

F32 = NDArray[np.float32]
Mask = NDArray[np.bool_]


def rgb(colour: str) -> F32:
    """A hex colour as three numbers 0..1."""
    return np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)], np.float32)


def tone(linear: F32, exposure: float = 0.74, contrast: float = 0.30) -> F32:
    """Display colour: a soft shoulder that keeps highlights, a mild S-curve, shadows a little warm."""
    x = np.maximum(linear * exposure, 0)
    peak = x.max(-1, keepdims=True) + 1e-6
    knee = 0.70
    eased = np.where(peak > knee, knee + (1 - knee) * (1 - np.exp(-(peak - knee) / (1 - knee))), peak)
    x = x * eased / peak
    y = np.where(x <= 0.0031308, 12.92 * x, 1.055 * np.maximum(x, 1e-9) ** (1 / 2.4) - 0.055)
    y = np.clip(y + contrast * (y - 0.5) * (1 - np.abs(2 * y - 1)), 0, 1)
    light = y.mean(-1, keepdims=True)
    y = np.clip(light + (y - light) * 1.14, 0, 1)
    return np.asarray(y * (1 - 0.06 * (1 - light) * np.array([0, 0.35, 1.0])), np.float32)


def ink(
    colour: F32, planes: Planes, owner: NDArray[np.int32], fade: F32, s: float, amount: float = 0.62
) -> F32:
    """Brown lines where depth steps or one thing ends at another, thin in light and bold in shade.

    Silhouettes on the wall stay clean.
    `s` is the picture's scale: pixels for each pixel of a master.
    """
    seen = planes.seen
    depth = np.where(seen, planes.depth, -1e3)
    step = ndi.maximum_filter(depth, 3) - depth
    lines = np.clip((step - 1.2) / 2.5, 0, 1) * seen
    edge = (owner != ndi.minimum_filter(owner, 3)) | (owner != ndi.maximum_filter(owner, 3))
    lines = np.maximum(lines, 0.7 * edge * seen)
    lines = np.where(ndi.minimum_filter(seen, max(5, round(7 * s))), lines, 0).astype(np.float32)
    clear = ndi.minimum_filter(np.where(seen, fade, 1), max(3, round(7 * s)))
    shade = np.clip((0.66 - ndi.gaussian_filter(colour.mean(-1).astype(np.float32), 4 * s)) / 0.36, 0, 1)
    hand = np.random.default_rng(17).standard_normal(seen.shape).astype(np.float32)
    hand = blurred(hand, 14 * s)
    hand = np.clip(0.85 + 0.25 * hand / hand.std(), 0.45, 1.2)
    thin = np.clip(ndi.gaussian_filter(lines, 0.8 * s) * 1.15, 0, 1) * 0.72
    bold = np.clip(ndi.gaussian_filter(ndi.maximum_filter(lines, max(1, round(2 * s))), 1.2 * s) * 1.35, 0, 1)
    lines = (thin * (1 - shade) + bold * shade) * hand * np.clip((clear - 0.5) / 0.45, 0, 1)
    drawn = np.clip(amount * lines, 0, 1)[..., None]
    return np.asarray(colour * (1 - drawn) + drawn * colour * np.array([0.42, 0.30, 0.22]), np.float32)


def hatch(colour: F32, inside: F32, seen: Mask, s: float) -> F32:
    """Bone to be taken: solid coral with diagonal stripes, still lit by its own form, with a dark outline.

    `inside` is the distance to the cut in pixels, negative in the bone to be taken.
    """
    high, wide = inside.shape
    y, x = np.mgrid[0:high, 0:wide]
    wave = np.sin((x + y) * (2 * np.pi / (30 * s)))
    stripe = np.clip(wave * 4 + 0.5, 0, 1)[..., None]
    light = ndi.gaussian_filter((colour @ np.array([0.3, 0.55, 0.15])).astype(np.float32), 1.2 * s)[..., None]
    form = np.clip(light / 0.70, 0.45, 1.16)
    coral = (rgb(CORAL["dark"]) * (1 - stripe) + rgb(CORAL["light"]) * stripe) * form
    share = (np.clip(0.5 - inside, 0, 1) * seen)[..., None]
    out = colour * (1 - share) + np.clip(coral, 0, 1) * share
    mask = (inside < 0) & seen
    gap = np.where(mask, ndi.distance_transform_edt(mask), ndi.distance_transform_edt(~mask))
    line = np.clip(3.4 * s - gap + 0.5, 0, 1)[..., None] * seen[..., None]
    return np.asarray(out * (1 - line) + rgb(CORAL["edge"]) * line, np.float32)


def glow(colour: F32, mask: Mask, s: float, amount: float = 0.34) -> F32:
    """One part lighter and richer with its own light and shade, in a soft warm halo; the rest steps back.

    The rest only loses light: its hues stay.
    """
    core = ndi.gaussian_filter(mask.astype(np.float32), 1.2 * s)[..., None]
    halo = np.clip(blurred(mask, 16 * s) * 1.5, 0, 1)[..., None] * (1 - core)
    grey = colour.mean(-1, keepdims=True)
    rest = colour * (1 - 0.18 * amount)
    # shade keeps its depth, light is lifted and warmed, and a soft shoulder keeps its highest tones apart
    gain = 1 + amount * np.clip(1.7 * colour.max(-1, keepdims=True) - 0.8, 0, 0.65) * np.array(
        [1.0, 0.95, 0.80]
    )
    lit = np.clip(grey + (colour - grey) * (1 + 0.35 * amount), 0, 1) * gain
    # one shoulder for all three colours: each by itself would turn cream to lemon
    peak = lit.max(-1, keepdims=True) + 1e-6
    lit *= np.where(peak > 0.72, 0.72 + 0.24 * (1 - np.exp((0.72 - peak) / 0.24)), peak) / peak
    out = rest * (1 - core) + lit * core
    return np.asarray(np.clip(out + halo * (1 - out) * np.array([0.26, 0.18, 0.08]), 0, 1), np.float32)


def marked_line(colour: F32, along: F32, across: F32, length: float, seen: Mask, scale: float) -> F32:
    """A surgeon's pen line on the skin: dashes and two end ticks. `scale` is pixels a mm."""
    dash = (np.abs(along) < length / 2) & (np.mod(along + length / 2, 6.0) < 4.2)
    far = np.where(dash, np.abs(across), 99.0)
    tick = np.where(np.abs(across) < 4.5, np.abs(np.abs(along) - length / 2), 99.0)
    far = np.minimum(far, tick)
    share = (np.clip((1.05 - far) * scale + 0.5, 0, 1) * seen)[..., None] * 0.88
    return np.asarray(colour * (1 - share) + share * np.array([0.20, 0.13, 0.34]), np.float32)


def closed_line(colour: F32, along: F32, across: F32, length: float, seen: Mask, scale: float) -> F32:
    """A closed cut: a fine rosy line under paper strips."""
    line = np.where(np.abs(along) < length / 2, np.abs(across), 99.0)
    halo = (np.exp(-((line / 3.2) ** 2)) * seen)[..., None] * 0.28
    out = colour * (1 - halo) + halo * np.array([0.78, 0.36, 0.32])
    share = (np.clip((0.55 - line) * scale + 0.5, 0, 1) * seen)[..., None] * 0.9
    out = out * (1 - share) + share * np.array([0.52, 0.16, 0.15])
    gap = length / round(length / 8.5)
    near = np.abs(np.mod(along + length / 2, gap) - gap / 2)
    inside = np.minimum(2.1 - near, np.minimum(9.5 - np.abs(across), length / 2 - np.abs(along)))
    paper = (np.clip(inside * scale + 0.5, 0, 1) * seen)[..., None]
    shade = (
        (np.clip(np.exp(-((np.minimum(inside, 0) / 0.7) ** 2)), 0, 1) * seen)[..., None] * (1 - paper) * 0.30
    )
    light = colour.mean(-1, keepdims=True)
    out = out * (1 - shade)
    return np.asarray(
        out * (1 - paper) + paper * np.clip(light * 0.55 + 0.52, 0, 0.97) * np.array([1, 0.985, 0.95]),
        np.float32,
    )


def soft_frame(size: tuple[int, int], edges: str, width: float = 120) -> F32:
    """Opacity that falls to nothing at the safe frame's chosen edges (any of l, r, t, b), or in an `oval`."""
    wide, high = size
    s = wide / SIZE[0]
    x = np.arange(wide) / s
    y = np.arange(high) / s
    if edges == "oval":
        u = np.abs(x - SIZE[0] / 2) / (SAFE[2] / 2 - 8)
        v = np.abs(y - SIZE[1] / 2) / (SIZE[1] / 2 - 6)
        out = (u[None, :] ** 3.4 + v[:, None] ** 3.4) ** (1 / 3.4)
        return np.asarray(_ease((1 - out) * 700 / (width * 1.5)), np.float32)
    across, down = np.ones(wide), np.ones(high)
    if "l" in edges:
        across *= _ease((x - SAFE[0] - 6) / width)
    if "r" in edges:
        across *= _ease((SAFE[0] + SAFE[2] - 6 - x) / width)
    if "t" in edges:
        down *= _ease((y - 4) / width)
    if "b" in edges:
        down *= _ease((high / s - 4 - y) / width)
    return np.asarray(down[:, None] * across[None, :], np.float32)


def soft_box(size: tuple[int, int], s: float, width: float = 64) -> F32:
    """Opacity that falls to nothing at all four edges of one of two pictures that stand side by side."""
    wide, high = size
    x, y = np.arange(wide) / s, np.arange(high) / s
    across = _ease((np.minimum(x, wide / s - x) - 14) / width)
    down = _ease((np.minimum(y, high / s - y) - 4) / width)
    return np.asarray(down[:, None] * across[None, :], np.float32)


def _ease(t: NDArray[np.float64]) -> NDArray[np.float64]:
    t = np.clip(t, 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def spread(colour: F32, alpha: F32) -> F32:
    """Carry edge colours out under the clear pixels, so that no scaling can draw a fringe."""
    solid = alpha > 0.5
    if not solid.any():
        return colour
    away, (rows, columns) = ndi.distance_transform_edt(~solid, return_indices=True)
    far = away > 40
    out = np.where((alpha < 0.5)[..., None] & (alpha < 0.02)[..., None], colour[rows, columns], colour)
    out[far] = 0
    return np.asarray(out, np.float32)
