"""Renders a view once and keeps its raw pixels under the hash of all that made them; develops nothing."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

import cache
from catalogue.cameras import CAMERAS
from catalogue.picture import Picture
from drawing.scene import LAMPS, LIGHTS, SKY, TISSUES, Light
from geometry.solid import Solid

# to be raised with every change of render.py that changes pixels: the file itself is not hashed
RENDERER = f"render 4, bpy {version('bpy')}"


@contextmanager
def _quiet() -> Iterator[None]:
    """Blender writes a line a sample straight to the terminal; the progress bar is drawn there."""
    sys.stdout.flush()
    terminal, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(terminal, 1)
        os.close(nowhere)
        os.close(terminal)


def lamp_of(picture: Picture) -> Light | None:
    """The lamp over an operation, where the camera has one."""
    lamp = LAMPS.get(picture.camera)
    return replace(lamp, power=lamp.power * picture.lamp) if lamp else None


def key(solids: Sequence[Solid], picture: Picture, size: tuple[int, int], samples: int) -> str:
    """The hash of meshes, paint, camera, lights, tissues, size, samples and the renderer's version."""
    lights = (LIGHTS, SKY, lamp_of(picture))
    told = RENDERER + ("" if not picture.moving else ", quick")
    tissues = [TISSUES[name] for name in sorted({s.tissue for s in solids})]
    digest = hashlib.sha256((told + repr((lights, tissues))).encode())
    for solid in solids:
        digest.update(solid.tissue.encode())
        for part in (solid.v, solid.f, solid.colour, solid.fade):
            if part is not None:
                digest.update(np.ascontiguousarray(part).tobytes())
    digest.update(repr((CAMERAS[picture.camera], size, samples)).encode())
    return digest.hexdigest()


def shot(
    solids: Sequence[Solid], picture: Picture, size: tuple[int, int], samples: int
) -> NDArray[np.float32]:
    """Linear RGB times alpha, and alpha, (high, wide, 4): from the cache, or rendered now."""
    path = cache.folder() / f"shot-{key(solids, picture, size, samples)[:20]}.npy"
    if not cache.found(path):
        from drawing import render

        with _quiet():
            camera, lamp = CAMERAS[picture.camera], lamp_of(picture)
            pixels = render.render(solids, camera, size, samples, lamp, quick=picture.moving)
        with cache.keeping(path) as keep:
            np.save(keep, pixels.astype(np.float16))
    return np.asarray(np.load(path), np.float32)
