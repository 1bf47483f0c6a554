"""Bakes the light of the interface (walls, shadows, the hatched key) into pictures; knows no Qt and no page.

Only to change the light: ``python assets/icons/bake.py`` writes kiosk/qml/Lamina/Controls/images.
The software renderer has no blur and bands its gradients, so both are made here, with a little noise.
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

OUT = Path(__file__).resolve().parents[2] / "kiosk" / "qml" / "Lamina" / "Controls" / "images"
PICTURES = Path(__file__).resolve().parents[1] / "pictures"
FONT = Path(__file__).resolve().parents[1] / "fonts" / "AtkinsonHyperlegibleNext_700Bold.ttf"
MARKS = OUT.parents[1] / "Screens" / "images"
SEED = 3


def rgb(code: str) -> NDArray[np.float64]:
    """The three channels (0..255) of a colour such as #1C5A64."""
    return np.array([int(code[start : start + 2], 16) for start in (1, 3, 5)], dtype=np.float64)


def pool(width: int, height: int, colours: tuple[str, str, str], centre: tuple[float, float]) -> Image.Image:
    """A pool of light in pixels: centre, middle and edge colours, centre as fractions of the frame."""
    noise = np.random.default_rng(SEED)
    rows, columns = np.mgrid[0:height, 0:width]
    across = (columns - width * centre[0]) / (width * 0.72)
    down = (rows - height * centre[1]) / (height * 0.74)
    distance = np.clip(np.hypot(across, down), 0, 1)[..., None]
    lit, middle, edge = (rgb(code) for code in colours)
    inner = lit + (middle - lit) * (distance / 0.55) ** 1.15
    outer = middle + (edge - middle) * np.clip((distance - 0.55) / 0.45, 0, 1) ** 0.9
    light = np.where(distance < 0.55, inner, outer) + noise.normal(0, 0.8, (height, width, 1))
    return Image.fromarray(light.clip(0, 255).astype(np.uint8))


def shade(radius: int, blur: int, drop: int, strength: float, pad: int, slice_: int) -> Image.Image:
    """A nine-patch shadow in pixels; the caller stretches everything inside ``slice_``."""
    size = 2 * slice_ + 8
    mask = Image.new("L", (size, size), 0)
    box = (pad, pad + drop, size - pad - 1, size - pad - 1 + drop)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius, fill=int(255 * strength))
    image = Image.new("RGBA", (size, size), (58, 46, 30, 0))
    image.putalpha(mask.filter(ImageFilter.GaussianBlur(blur)))
    return image


def hatch(size: int) -> Image.Image:
    """The swatch for bone to be removed: coral, hatched, with a dark edge, as it stands in the pictures."""
    scale = 4
    big = size * scale
    stripes = Image.new("RGB", (big, big), (200, 69, 47))
    pen = ImageDraw.Draw(stripes)
    for start in range(-big, big * 2, big // 4):
        pen.line((start, big, start + big, 0), fill=(233, 150, 128), width=big // 16)
    mask = Image.new("L", (big, big), 0)
    edge = big // 26
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, big - 1, big - 1), big // 5, fill=255)
    swatch = Image.new("RGBA", (big, big), (0, 0, 0, 0))
    swatch.paste(stripes, (0, 0), mask)
    frame = (edge // 2, edge // 2, big - 1 - edge // 2, big - 1 - edge // 2)
    ImageDraw.Draw(swatch).rounded_rectangle(frame, big // 5, outline=(140, 35, 21), width=edge * 2)
    return swatch.resize((size, size), Image.Resampling.LANCZOS)


def glow(width: int, height: int) -> Image.Image:
    """Light that falls on a band from its right end, as alpha only."""
    rows, columns = np.mgrid[0:height, 0:width]
    distance = np.hypot((columns - width * 0.72) / (width * 0.7), (rows - height * 0.5) / (height * 0.9))
    alpha = np.clip(1 - distance, 0, 1) ** 1.6 * 88
    alpha += np.random.default_rng(SEED).normal(0, 0.8, alpha.shape) * (alpha > 1)
    image = np.zeros((height, width, 4), dtype=np.uint8)
    image[..., :3] = (63, 138, 144)
    image[..., 3] = alpha.clip(0, 255)
    return Image.fromarray(image)


def mark(level: str, tide: str, stone: str, tick: str) -> Image.Image:
    """One mark of the timeline, 96 px: not_yet, some, most or ask, in the colours of a theme."""
    big = 384
    image = Image.new("RGBA", (big, big), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    ring = (18, 18, big - 19, big - 19)
    colour = stone if level == "not_yet" else tide
    pen.ellipse(ring, outline=colour, width=34, fill=tide if level == "most" else None)
    if level == "some":
        pen.pieslice(ring, 90, 270, fill=tide)
    if level == "most":
        pen.line((112, 200, 168, 258, 276, 134), fill=tick, width=42, joint="curve")
    if level == "ask":
        font = ImageFont.truetype(str(FONT), 290)
        pen.text((big / 2, big / 2 + 6), "?", font=font, fill=tide, anchor="mm")
    return image.resize((96, 96), Image.Resampling.LANCZOS)


def waiting() -> Image.Image:
    """The still of the waiting screen: the frame its turn begins with, so that nothing jumps when it does.

    Of its width only what is not clear, as much on either side: the rest would be read at every start.
    """
    frame = Image.open(PICTURES / "lumbar" / "turn-000.webp").convert("RGBA")
    left, _, right, _ = frame.getchannel("A").getbbox() or (0, 0, *frame.size)
    margin = min(left, frame.width - right)
    return frame.crop((margin, 0, frame.width - margin, frame.height))


def still(image: Image.Image) -> bytes:
    """A picture as ``kiosk.ui.still`` reads it: with a palette, or premultiplied as Qt does it."""
    if palette := image.getpalette():
        colours = [0xFF000000 | r << 16 | g << 8 | b for r, g, b in zip(*[iter(palette)] * 3, strict=True)]
        return struct.pack(f"<III{len(colours)}I", *image.size, len(colours), *colours) + image.tobytes()
    pixels = np.asarray(image, dtype=np.uint32)
    lit = pixels[..., 2::-1] * pixels[..., 3:]
    shown = np.concatenate(((lit + (lit >> 8) + 0x80) >> 8, pixels[..., 3:]), axis=2)
    return struct.pack("<III", *image.size, 0) + shown.astype(np.uint8).tobytes()


def main() -> None:
    """Write every baked picture of the interface."""
    OUT.mkdir(parents=True, exist_ok=True)
    teal = ("#3F8A90", "#1C5A64", "#0B3640")
    # two that a start shows: packed, one took it 10 ms, the other 20
    (OUT / "wall.still").write_bytes(still(pool(1104, 960, teal, (0.5, 0.46)).quantize(256)))
    (OUT / "waiting.still").write_bytes(still(waiting()))
    pool(600, 400, ("#3F8A90", "#256A73", "#15505A"), (0.5, 0.46)).save(OUT / "wall-card.png", optimize=True)
    shade(24, 9, 4, 0.20, 26, 50).save(OUT / "shade-low.png", optimize=True)
    shade(30, 22, 12, 0.34, 60, 96).save(OUT / "shade-high.png", optimize=True)
    hatch(96).save(OUT / "key-removed.png", optimize=True)
    MARKS.mkdir(parents=True, exist_ok=True)
    for level in ("not_yet", "some", "most", "ask"):
        mark(level, "#08444E", "#6B6152", "#FFFFFF").save(MARKS / f"{level}.png", optimize=True)
        mark(level, "#8CE8F5", "#FFFFFF", "#000000").save(MARKS / f"{level}-contrast.png", optimize=True)
    glow(900, 420).save(OUT / "band.png", optimize=True)


if __name__ == "__main__":
    main()
