"""Makes the pictures that changed, `python make.py [name ...]`, and keeps raw renders in a cache.

Needs the `pictures` dependency group. A left-hand picture is JSON that names the right-hand one it mirrors.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from pathlib import Path
from typing import Any

import finish
import masks
import numpy as np
import raster
from back import CUT_LENGTH
from catalogue import pictures
from model import Model, cache_folder, model, source_hash
from morphometry import HERE
from numpy.typing import NDArray
from picture import CODES, Picture
from PIL import Image
from scene import CAMERAS, EXPOSURE, LABELS, LAMP, LAMPLIT, LIGHTS, SAFE, SIZE, SKY, TISSUES
from scipy import ndimage as ndi

OUT = HERE.parent / "pictures"
STEP = 0.42


def _shot_key(solids: list[masks.Solid], picture: Picture, size: tuple[int, int], samples: int) -> str:
    lights = (LIGHTS, SKY, LAMP if picture.camera in LAMPLIT else None)
    tissues = [TISSUES[name] for name in sorted({s.tissue for s in solids})]
    digest = hashlib.sha256(("render 2" + repr((lights, tissues))).encode())
    for solid in solids:
        digest.update(solid.tissue.encode())
        for part in (solid.v, solid.f, solid.colour, solid.fade):
            if part is not None:
                digest.update(np.ascontiguousarray(part).tobytes())
    digest.update(repr((CAMERAS[picture.camera], size, samples)).encode())
    return digest.hexdigest()


def _shot(
    solids: list[masks.Solid], picture: Picture, size: tuple[int, int], samples: int
) -> tuple[NDArray[np.float32], str]:
    key = _shot_key(solids, picture, size, samples)
    path = cache_folder() / f"shot-{key[:20]}.npy"
    if not path.exists():
        import render

        pixels, took = render.render(
            solids, CAMERAS[picture.camera], size, samples, picture.camera in LAMPLIT
        )
        np.save(path, pixels.astype(np.float16))
        print(f"  rendered in {took:.0f} s", flush=True)
    return np.load(path).astype(np.float32), key


def _enlarged(pixels: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    planes = [Image.fromarray(pixels[..., k], "F").resize(size, Image.Resampling.BICUBIC) for k in range(4)]
    return np.stack([np.asarray(p) for p in planes], -1).clip(0)


def _codes(
    planes: raster.Planes,
    solids: list[masks.Solid],
    picture: Picture,
    inside: NDArray[np.float32] | None,
    scale: float,
) -> NDArray[np.uint8]:
    faces = masks.face_codes(solids, CODES)
    codes = np.where(planes.seen, faces[planes.face], 0).astype(np.uint8)
    codes = masks.smooth(codes, masks.owners(planes, solids), 3.2 * scale)
    if inside is not None:
        codes[(inside < 0) & planes.seen] = CODES["L4.lamina.right"]
    return codes


def _panel(
    picture: Picture, parts: tuple[str, ...], built: Model, size: tuple[int, int], scale: float, samples: int
) -> tuple[NDArray[np.float32], NDArray[np.uint8], str]:
    """One view of `parts`: RGBA, region codes, and the hash of what was rendered."""
    solids = built.take(*parts)
    camera = CAMERAS[picture.camera]
    points = np.concatenate([s.v for s in solids]).astype(np.float32)
    ends = np.cumsum([0, *(len(s.v) for s in solids)])
    faces = np.concatenate([s.f + n for s, n in zip(solids, ends, strict=False)]).astype(np.int32)
    clear = np.concatenate([s.fade if s.fade is not None else np.ones(len(s.v), np.float32) for s in solids])
    planes = raster.draw(points, faces, camera, size, clear[faces].min(1) > 0.45)
    fade = planes.blend(clear)
    inside = None
    if picture.plan:
        values = [s.extra.get(picture.plan, np.full(len(s.v), 9.0, np.float32)) for s in solids]
        inside = planes.blend(np.concatenate(values), 9.0) * size[0] / camera.width
    codes = _codes(planes, solids, picture, inside, scale)
    rendered = (round(size[0] * picture.fineness), round(size[1] * picture.fineness))
    pixels, key = _shot(solids, picture, rendered, samples)
    if rendered != size:
        pixels = _enlarged(pixels, size)
    alpha = np.clip(pixels[..., 3], 0, 1)
    colour = finish.tone(
        pixels[..., :3] / np.maximum(alpha, 1e-3)[..., None], EXPOSURE.get(picture.camera, 0.72)
    )
    colour = finish.spread(colour, alpha)
    colour = finish.ink(colour, planes, masks.owners(planes, solids), fade, scale)
    if inside is not None:
        colour = finish.hatch(colour, inside, planes.seen, scale)
    if picture.lit:
        colour = finish.glow(colour, codes == CODES[picture.lit], scale)
    if picture.line:
        along, across = (
            planes.blend(
                np.concatenate([s.extra.get(k, np.full(len(s.v), 99.0, np.float32)) for s in solids]), 99.0
            )
            for k in ("along", "across")
        )
        draw_line = finish.marked_line if picture.line == "marked" else finish.closed_line
        colour = draw_line(colour, along, across, CUT_LENGTH, planes.seen, size[0] / camera.width)
        codes[(np.abs(along) < CUT_LENGTH / 2 + 2) & (np.abs(across) < 4.5) & planes.seen] = CODES["incision"]
    return np.concatenate([colour, alpha[..., None]], -1), codes, key


def _framed(halves: list[NDArray[Any]], left: int, size: tuple[int, int]) -> NDArray[Any]:
    """Two halves side by side in an empty picture of `size`, from column `left` on: all of it is safe."""
    out = np.zeros((size[1], size[0], *halves[0].shape[2:]), halves[0].dtype)
    both = np.concatenate(halves, 1)
    out[:, left : left + both.shape[1]] = both
    return out


def make(picture: Picture, built: Model, out: Path, draft: bool, samples: int) -> dict[str, object]:
    """Write one picture's WebP, mask and JSON under `out`; returns the JSON."""
    size = (picture.size[0] // 4, picture.size[1] // 4) if draft else picture.size
    scale = size[0] / SIZE[0]
    if picture.beside:
        left, half = round(SAFE[0] * scale), (round(SAFE[2] * scale / 2), size[1])
        pair = [
            _panel(picture, parts, built, half, scale, samples) for parts in (picture.parts, picture.beside)
        ]
        for one in pair:
            one[0][..., 3] *= finish.soft_box(half, scale)
        rgba, codes = (_framed([one[k] for one in pair], left, size) for k in (0, 1))
        key = "".join(one[2] for one in pair)
    else:
        rgba, codes, key = _panel(picture, picture.parts, built, size, scale, samples)
        rgba[..., 3] *= finish.soft_frame(size, picture.edges)
    shown = rgba[..., 3] > 0.35
    mask = masks.outlined(masks.halved(masks.without_crumbs(np.where(shown, codes, 0).astype(np.uint8))))
    path = out / picture.name
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.fromarray((rgba * 255 + 0.5).clip(0, 255).astype(np.uint8), "RGBA")
    image.save(path.with_suffix(".webp"), quality=90, method=6, exact=True, alpha_quality=100)
    Image.fromarray(mask).save(path.with_suffix(".mask.png"), optimize=True)
    present = {name: code for name, code in CODES.items() if (mask == code).any()}
    drawn = {name: masks.outlines(mask, code) for name, code in present.items()}
    record: dict[str, object] = {
        "name": picture.name,
        "camera": picture.camera,
        "side": picture.side,
        "level": picture.level,
        "layers": list(picture.layers),
        "size": list(picture.size),
        "safe": list(SAFE) if picture.size == SIZE else [0, 0, *picture.size],
        "focus": list(picture.focus),
        "codes": present,
        "outlines": drawn,
        "anchors": {n: masks.anchor(mask, c) for n, c in present.items()},
        "tissues": {n: masks.tissue_of(n) for n in present},
        "labels": {**LABELS[picture.camera], **dict(picture.labels)},
        "key": list(picture.key),
        "mirror_of": "",
        "flip": False,
        "made_by": "assets/anatomy",
        "hash": hashlib.sha256(
            (key + repr(picture) + source_hash(("finish.py", "masks.py"))).encode()
        ).hexdigest(),
    }
    worst = min((masks.agreement(mask, c, drawn[n]), n) for n, c in present.items())
    print(
        f"  {len(present)} regions, worst outline {worst[0]:.3f} ({worst[1]}), "
        f"{path.with_suffix('.webp').stat().st_size // 1024} KB",
        flush=True,
    )
    path.with_suffix(".json").write_text(json.dumps(record, separators=(",", ":"), sort_keys=True) + "\n")
    if picture.mirror:
        mirrored = path.with_name(picture.mirror)
        mirrored.with_suffix(".json").write_text(
            json.dumps(mirror(picture), separators=(",", ":"), sort_keys=True) + "\n"
        )
    return record


def mirror(picture: Picture) -> dict[str, object]:
    """The JSON of a left-hand picture: nothing of its own but its name and whose mirror image it is."""
    folder = picture.name.rsplit("/", 1)[0]
    return {
        "name": f"{folder}/{picture.mirror}",
        "mirror_of": picture.name,
        "side": "left",
        "level": picture.level,
        "camera": picture.camera,
        "made_by": "assets/anatomy",
    }


def fringe(image: NDArray[np.float32]) -> float:
    """How much lighter half-clear edge pixels are than the solid ones beside them, 0..1."""
    alpha = image[..., 3]
    edge = (alpha > 0.1) & (alpha < 0.9)
    solid = ndi.minimum_filter(alpha, 5) > 0.95
    return (
        float(image[edge][:, :3].mean() - image[solid][:, :3].mean()) if edge.any() and solid.any() else 0.0
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="pictures to make; all when none is named")
    parser.add_argument("--draft", type=Path, help="quarter-size pictures into this folder, for shape rounds")
    parser.add_argument("--samples", type=int, default=7)
    parser.add_argument("--step", type=float, default=STEP)
    parser.add_argument("--out", type=Path, default=OUT, help="where the pictures go")
    asked = parser.parse_args()
    began = time.monotonic()
    built = model(asked.step)
    print(
        f"model {time.monotonic() - began:.0f} s, bone removed (cm3, this model's) {built.removed_cm3}",
        flush=True,
    )
    every = {p.name: p for p in pictures()}
    chosen = [every[n] for n in asked.names if n in every] or ([] if asked.names else list(every.values()))
    unknown = set(asked.names) - {p.name for p in chosen}
    if unknown:
        parser.error(f"no picture called {', '.join(sorted(unknown))}")
    for number, picture in enumerate(chosen):
        print(f"{number + 1}/{len(chosen)} {picture.name}", flush=True)
        make(picture, built, asked.draft or asked.out, asked.draft is not None, asked.samples)
    print(f"all {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
