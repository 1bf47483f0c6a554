"""Lays the pictures side by side on the wall's colour, `python sheet.py OUT.webp [folder ...]`; makes none.

Of a turn it takes every sixth frame. They stand in the order of the catalogue; those not made are left out.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from catalogue import pictures
from morphometry import HERE

PICTURES = HERE.parent / "pictures"
FONT = HERE.parent / "fonts" / "AtkinsonHyperlegibleNext_700Bold.ttf"
WALL, WORDS = (15, 76, 84), (232, 240, 238)
COLUMNS, WIDE, HIGH, NAME = 8, 320, 240, 26  # the sheet's columns, and the pixels of a picture and its name


def shown(names: list[str], folders: list[str]) -> list[str]:
    """The names a sheet shows: those made, in these folders (all when none is named), few of a turn."""
    chosen = []
    for name in names:
        frame = re.search(r"-turn-(\d{3})$|/turn-(\d{3})$", name)
        turning = frame and int(frame.group(1) or frame.group(2)) % 6
        if not turning and (not folders or name.split("/")[0] in folders):
            chosen.append(name)
    return [name for name in chosen if (PICTURES / f"{name}.webp").exists()]


def sheet(names: list[str]) -> Image.Image:
    """Pictures with their names under them."""
    rows = -(-len(names) // COLUMNS)
    out = Image.new("RGB", (COLUMNS * WIDE, rows * (HIGH + NAME)), WALL)
    pen = ImageDraw.Draw(out)
    for place, name in enumerate(names):
        x, y = place % COLUMNS * WIDE, place // COLUMNS * (HIGH + NAME)
        picture = Image.open(PICTURES / f"{name}.webp").convert("RGBA")
        picture.thumbnail((WIDE, HIGH), Image.Resampling.LANCZOS)
        out.paste(picture, (x + (WIDE - picture.width) // 2, y), picture)
        pen.text((x + WIDE / 2, y + HIGH + 2), name, WORDS, letters(name), anchor="ma")
    return out


def letters(name: str) -> ImageFont.FreeTypeFont:
    """Letters of 15 pixels, or as small as keeps ``name`` under its own picture."""
    font = ImageFont.truetype(str(FONT), 15)
    return font.font_variant(size=15 * min(1, (WIDE - 8) / font.getlength(name)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("folders", nargs="*")
    asked = parser.parse_args()
    made = shown([picture.name for picture in pictures()], asked.folders)
    if not made:
        parser.error(f"no picture made in {', '.join(asked.folders) or 'any folder'}")
    sheet(made).save(asked.out, quality=82, method=6)
    print(f"{len(made)} pictures: {asked.out}")


if __name__ == "__main__":
    main()
