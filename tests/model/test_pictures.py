"""Makes one picture again and compares it with the one that is kept; takes a minute or more."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("bpy")
np = pytest.importorskip("numpy")

ROOT = Path(__file__).resolve().parents[2]
ANATOMY = ROOT / "assets" / "anatomy"
NAME = "axial/05-bone-before-right"
CLOSE = 3.0  # mean difference of 255, over what is drawn


def test_a_picture_made_again_is_the_one_that_is_kept(tmp_path: Path) -> None:
    from PIL import Image

    sys.path.insert(0, str(ANATOMY))
    make: Any = import_module("make")
    picture = next(p for p in make.pictures() if p.name == NAME)
    made = make.make(picture, make.Model(make.STEP), make.Store(tmp_path), make.Grade(1.0, make.SAMPLES))
    kept = ROOT / "assets" / "pictures" / NAME
    assert json.loads(kept.with_suffix(".json").read_text())["codes"] == made["codes"]
    masks = [np.asarray(Image.open((tmp_path / NAME).with_suffix(".mask.png")))]
    masks.append(np.asarray(Image.open(kept.with_suffix(".mask.png"))))
    assert (masks[0] == masks[1]).all()
    shown = [
        np.asarray(Image.open(path.with_suffix(".webp")).convert("RGBA"), np.float32)
        for path in (tmp_path / NAME, kept)
    ]
    solid = shown[0][..., 3] > 128
    assert np.abs(shown[0] - shown[1])[solid].mean() < CLOSE


def test_the_hash_of_a_picture_is_the_same_in_every_run() -> None:
    asked = (
        "import make; from drawing.develop import wanted_hash;"
        "picture = next(p for p in make.pictures() if p.name == 'low-back/lateral');"
        "print(wanted_hash(picture, make.Model(0.7), make.Grade(0.25, 2)))"
    )
    command = [sys.executable, "-c", asked]
    told = [subprocess.run(command, cwd=ANATOMY, capture_output=True, check=True).stdout for _ in range(2)]
    assert len(told[0].strip()) == 64
    assert told[0] == told[1]


def test_the_pictures_kept_are_those_of_the_catalogue() -> None:
    sys.path.insert(0, str(ANATOMY))
    make: Any = import_module("make")
    listed = {name.split(".")[0] for name in make.Store(make.OUT).digests}
    assert listed == set(make.names())


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_about_this_screen_tells_the_models_own_figures(language: str) -> None:
    sys.path.insert(0, str(ANATOMY))
    make: Any = import_module("make")
    figures = make.Model(make.STEP).figures("operated")
    words = (ROOT / "content" / "topics" / "about" / f"{language}.md").read_text("utf-8")
    for operation in ("laminotomy", "hemilaminectomy", "laminectomy"):
        assert f"{figures[f'{operation} cm3']:.1f} cm³" in words
