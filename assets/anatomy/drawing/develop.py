"""From a picture's entry to its finished pixels and region codes; writes no files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from catalogue.cameras import CAMERAS, LABELS, SAFE, SIZE
from catalogue.picture import CODES, Picture, planned
from drawing import finish, masks, raster, shots, texture
from drawing.blur import blurred
from drawing.scene import EXPOSURE, PLAIN
from drawing.surface import surface
from geometry.solid import Solid
from model import Model, source_hash
from soft.skin import CUTS

F32 = NDArray[np.float32]
FINISHING = tuple(
    f"drawing/{name}.py"
    for name in ("blur", "develop", "finish", "masks", "raster", "surface", "texture", "vessels")
)


GRAIN = 3.0  # pixels of a master over which the grain of what fades is evened out
BEHIND = 0.05  # mm that it may lie behind what is seen and still show


@dataclass(frozen=True)
class Grade:
    """How finely to make pictures: `part` of the master's size (1 or 0.25), and samples a pixel."""

    part: float
    samples: int

    def size(self, picture: Picture) -> tuple[int, int]:
        """The whole picture's pixels."""
        return round(picture.size[0] * self.part), round(picture.size[1] * self.part)

    def panel(self, picture: Picture) -> tuple[int, int]:
        """The pixels of the picture, or of each of two that stand side by side."""
        wide, high = self.size(picture)
        return (round(SAFE[2] * wide / SIZE[0] / 2), high) if picture.beside else (wide, high)

    def rendered(self, picture: Picture) -> tuple[int, int]:
        """The pixels light is rendered at."""
        wide, high = self.panel(picture)
        return round(wide * picture.fineness), round(high * picture.fineness)


def panels(picture: Picture) -> tuple[tuple[str, ...], ...]:
    """The parts of the picture, or of each of two that stand side by side."""
    parts = planned(picture.parts) if picture.plan else picture.parts
    return (parts, picture.beside) if picture.beside else (parts,)


def wanted_hash(picture: Picture, built: Model, grade: Grade) -> str:
    """What the picture's record will hold; the same where nothing that makes the picture has changed."""
    size = grade.rendered(picture)
    keys = [shots.key(built.take(*parts), picture, size, grade.samples) for parts in panels(picture)]
    drawn_by = (picture.plan, *_line(picture))
    extra = [
        np.ascontiguousarray(solid.extra[name]).tobytes()
        for parts in panels(picture)
        for solid in built.take(*parts)
        for name in drawn_by
        if name in solid.extra
    ]
    borders = [
        repr((solid.region, solid.parts)).encode() + (b"" if solid.part is None else solid.part.tobytes())
        for parts in panels(picture)
        for solid in built.take(*parts)
    ]
    words = (SAFE, LABELS[picture.camera])
    told = "".join(keys) + repr((picture, _exposure(picture), words)) + source_hash(FINISHING)
    return hashlib.sha256(b"".join([told.encode(), *borders, *extra])).hexdigest()


def _exposure(picture: Picture) -> float:
    return EXPOSURE.get(picture.camera, PLAIN)


def _line(picture: Picture) -> tuple[str, ...]:
    """The vertex values that place the cut on the skin."""
    return (f"{picture.wound}.along", f"{picture.wound}.across") if picture.line else ()


def developed(picture: Picture, built: Model, grade: Grade) -> tuple[F32, NDArray[np.uint8]]:
    """RGBA 0..1 and the region code of every pixel, at the grade's size."""
    size = grade.size(picture)
    scale = size[0] / SIZE[0]
    if not picture.beside:
        rgba, codes = _panel(picture, panels(picture)[0], built, grade, scale)
        rgba[..., 3] *= finish.soft_frame(size, picture.edges)
        return rgba, codes
    pair = [_panel(picture, parts, built, grade, scale) for parts in panels(picture)]
    for one in pair:
        one[0][..., 3] *= finish.soft_box(grade.panel(picture), scale)
    left = round(SAFE[0] * scale)
    return _framed([one[0] for one in pair], left, size), _framed([one[1] for one in pair], left, size)


def _framed(halves: list[NDArray[Any]], left: int, size: tuple[int, int]) -> NDArray[Any]:
    """Two halves side by side in an empty picture of `size`, from column `left` on: all of it is safe."""
    out = np.zeros((size[1], size[0], *halves[0].shape[2:]), halves[0].dtype)
    both = np.concatenate(halves, 1)
    out[:, left : left + both.shape[1]] = both
    return out


def _values(solids: list[Solid], planes: raster.Planes, name: str, nothing: float) -> F32:
    """A value that some solids carry at their vertices, at the pixels; `nothing` where there is none."""
    values = [s.extra.get(name, np.full(len(s.v), nothing, np.float32)) for s in solids]
    return planes.blend(np.concatenate(values), nothing)


def _panel(
    picture: Picture, parts: tuple[str, ...], built: Model, grade: Grade, scale: float
) -> tuple[F32, NDArray[np.uint8]]:
    solids, camera, size = built.take(*parts), CAMERAS[picture.camera], grade.panel(picture)
    points = np.concatenate([s.v for s in solids]).astype(np.float32)
    ends = np.cumsum([0, *(len(s.v) for s in solids)])
    faces = np.concatenate([s.f + n for s, n in zip(solids, ends, strict=False)]).astype(np.int32)
    clear = np.concatenate([s.fade if s.fade is not None else np.ones(len(s.v), np.float32) for s in solids])
    least, most = clear[faces].min(1), clear[faces].max(1)
    planes = raster.draw(points, faces, camera, size, least > texture.OWNS)
    thin = raster.draw(points, faces, camera, size, (least < 0.98) & (most > 0))
    owner = masks.owners(planes, solids)
    codes = np.where(planes.seen, masks.face_codes(solids, CODES)[planes.face], 0).astype(np.uint8)
    codes = masks.smooth(codes, owner, 3.2 * scale)
    pixels = _enlarged(shots.shot(solids, picture, grade.rendered(picture), grade.samples), size)
    fade = _through(planes.blend(clear), thin.blend(clear), planes, thin)
    bare = thin.seen & (~planes.seen | (thin.depth > planes.depth - BEHIND))
    pixels = _without_grain(pixels, bare, GRAIN * scale)
    alpha = np.clip(pixels[..., 3], 0, 1)
    light = np.asarray(pixels[..., :3] / np.maximum(alpha, 1e-3)[..., None], np.float32)
    colour = finish.tone(light, _exposure(picture))
    colour = finish.spread(colour, alpha)
    colour = texture.texture(colour, surface(solids, planes, owner, camera), fade)
    colour = finish.ink(colour, planes, owner, fade, scale)
    if picture.plan:
        inside = _values(solids, planes, picture.plan, 9.0) * size[0] / camera.width
        codes[(inside < 0) & planes.seen] = CODES["L4.lamina.right"]
        colour = finish.hatch(colour, inside, planes.seen, scale)
    if picture.lit:
        colour = finish.glow(colour, codes == CODES[picture.lit], scale)
    if picture.line:
        along, across = (_values(solids, planes, name, 99.0) for name in _line(picture))
        draw_line, long = (
            finish.marked_line if picture.line == "marked" else finish.closed_line,
            CUTS[picture.wound].length,
        )
        colour = draw_line(colour, along, across, long, planes.seen, size[0] / camera.width)
        codes[(np.abs(along) < long / 2 + 2) & (np.abs(across) < 4.5) & planes.seen] = CODES["incision"]
    return np.concatenate([colour, alpha[..., None]], -1), codes


def _through(fade: F32, cover: F32, planes: raster.Planes, thin: raster.Planes) -> F32:
    """Opacity of what is seen, less where it is seen through the last of a fading solid of opacity `cover`.

    Grain and ink of the one end where those of the other begin: else the border between the two would show.
    """
    before = thin.seen & planes.seen & (thin.depth > planes.depth + BEHIND)
    left = np.clip(1 - cover / texture.OWNS, 0, 1)
    return np.asarray(
        np.where(before, np.minimum(fade, texture.OWNS + (1 - texture.OWNS) * left), fade), np.float32
    )


def _without_grain(pixels: F32, bare: NDArray[np.bool_], reach: float) -> F32:
    """The render, soft where a solid fades out: a few rays a pixel leave grain there that nothing cleans."""
    if not bare.any():
        return pixels
    share = np.clip(blurred(bare, reach) * 2, 0, 1)[..., None]
    soft = np.stack([blurred(pixels[..., k], reach) for k in range(4)], -1)
    return np.asarray(pixels * (1 - share) + soft * share, np.float32)


def _enlarged(pixels: F32, size: tuple[int, int]) -> F32:
    if pixels.shape[1::-1] == size:
        return pixels
    planes = [Image.fromarray(pixels[..., k], "F").resize(size, Image.Resampling.BICUBIC) for k in range(4)]
    return np.asarray(np.stack([np.asarray(p) for p in planes], -1).clip(0), np.float32)
