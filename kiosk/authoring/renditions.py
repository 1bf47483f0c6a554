"""One master picture into the sizes an edition carries; knows nothing of catalogues, caches or pages.

A soft shadow is laid under the subject, so that it hangs before the kiosk's wall and not in it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter, ImageOps

from kiosk.authoring.findings import AuthoringError

MAKING = "webp88 shadow 8,14,22,45 v1"
"""How renditions are made: part of their cache name, so that a change here makes them all again."""

STAGE = (1104, 960)
HALF = (736, 640)
CARD = (600, 400)
MASK = (552, 480)

_OFFSET = (8, 14)
_BLUR = 22
_STRENGTH = 0.45
_QUALITY = 88
_LIMIT = 4096

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to make renditions from. Boxes are x, y, width, height in master pixels, before any flip."""

    master: str
    mask: str
    size: tuple[int, int]
    safe: Box
    focus: Box
    flip_pixels: bool


def make(recipe: Recipe) -> list[tuple[str, int, int, bytes]]:
    """Every rendition as (role, width, height, bytes). Raises ``AuthoringError`` with the file.

    A master of the stage's own size is a frame of a turn: it has that one size, and nothing on it is touched.
    """
    with _opened(recipe.master, recipe.size) as whole:
        master = whole.convert("RGBA")
    with _opened(recipe.mask, (recipe.size[0] // 2, recipe.size[1] // 2)) as whole:
        if whole.mode not in ("L", "P", "1"):
            raise AuthoringError(f"{recipe.mask}: a mask must be 8-bit grey, not {whole.mode}")
        mask = whole.copy() if whole.mode == "L" else whole.convert("L")
    made = []
    turns = recipe.size == STAGE
    sizes = (("stage", STAGE, recipe.safe), ("half", HALF, recipe.safe), ("card", CARD, recipe.focus))
    for role, size, box in sizes[:1] if turns else sizes:
        cut = master.crop(_corners(box)).resize(size, Image.Resampling.LANCZOS)
        if recipe.flip_pixels:
            cut = ImageOps.mirror(cut)
        hung = with_shadow(cut, size[0] / box[2] * recipe.safe[2] / STAGE[0])
        made.append((role, *size, _encoded(hung)))
    if turns:
        return made
    half = tuple(n // 2 for n in recipe.safe)
    codes = mask.crop(_corners((half[0], half[1], half[2], half[3]))).resize(MASK, Image.Resampling.NEAREST)
    if recipe.flip_pixels:
        codes = ImageOps.mirror(codes)
    held = io.BytesIO()
    codes.save(held, "PNG", optimize=True)
    made.append(("mask", *MASK, held.getvalue()))
    return made


def with_shadow(picture: Image.Image, scale: float) -> Image.Image:
    """``picture`` over its own soft shadow, down and to the right; ``scale`` is 1 at stage size."""
    alpha = picture.getchannel("A")
    if alpha.getextrema() == (255, 255):
        return picture
    moved = Image.new("L", picture.size, 0)
    moved.paste(alpha, (round(_OFFSET[0] * scale), round(_OFFSET[1] * scale)))
    soft = moved.filter(ImageFilter.GaussianBlur(_BLUR * scale)).point(lambda value: round(value * _STRENGTH))
    # The shadow fades out before the frame ends: a hard edge there would draw a box on the wall.
    soft = ImageChops.multiply(soft, _vignette(picture.size, round(2 * _BLUR * scale)))
    below = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    below.putalpha(soft)
    return Image.alpha_composite(below, picture)


def _vignette(size: tuple[int, int], margin: int) -> Image.Image:
    """White inside, falling to black over ``margin`` pixels at every edge."""
    inner = Image.new("L", size, 0)
    inner.paste(255, (margin // 2, margin // 2, size[0] - margin // 2, size[1] - margin // 2))
    return inner.filter(ImageFilter.BoxBlur(margin / 2))


def _encoded(picture: Image.Image) -> bytes:
    held = io.BytesIO()
    picture.save(held, "WEBP", quality=_QUALITY, method=4, alpha_quality=95)
    return held.getvalue()


def _corners(box: Box) -> Box:
    return box[0], box[1], box[0] + box[2], box[1] + box[3]


def look(recipe: Recipe) -> None:
    """Open master and mask, decode no pixel. Raises ``AuthoringError`` with the file that is not sound."""
    for file, size in ((recipe.master, recipe.size), (recipe.mask, tuple(n // 2 for n in recipe.size))):
        with _opened(file, (size[0], size[1])):
            pass


@contextmanager
def _opened(file: str, wanted: tuple[int, int]) -> Iterator[Image.Image]:
    """The picture in ``file``, which must be whole and of the size its entry says."""
    try:
        with Image.open(file) as opened:
            size = opened.size
            if size != wanted or max(size) > _LIMIT:
                raise AuthoringError(
                    f"{file}: {size[0]} x {size[1]} pixels, its entry says {wanted[0]} x {wanted[1]}"
                )
            yield opened
    except (OSError, SyntaxError, ValueError) as fault:
        raise AuthoringError(
            f"{file}: the picture is torn or not a picture ({fault}); put a whole copy there or make it again"
        ) from fault
