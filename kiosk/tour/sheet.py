"""What a tour leaves behind: tour.json with every shot and its faults, and index.html to look them over."""

from __future__ import annotations

import html
import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from kiosk.tour.lint import Fault


@dataclass(frozen=True, slots=True)
class Shot:
    """One drawn screen: its file, how it was set up, and every rule it broke."""

    file: str
    screen: str
    topic: str
    stop: str
    setting: dict[str, object]
    faults: tuple[Fault, ...]


def write_report(folder: Path, shots: list[Shot]) -> None:
    """Writes tour.json and index.html into ``folder``."""
    counts = Counter(fault.rule for shot in shots for fault in shot.faults)
    report = {
        "shots": len(shots),
        "faults": sum(counts.values()),
        "by_rule": dict(sorted(counts.items())),
        "pages": [asdict(shot) for shot in shots],
    }
    (folder / "tour.json").write_text(
        json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    (folder / "index.html").write_text(_page(shots), encoding="utf-8")


def _page(shots: list[Shot]) -> str:
    cells = "\n".join(_cell(shot) for shot in shots)
    return (
        "<!doctype html><meta charset='utf-8'><title>Lamina: the tour</title>"
        "<style>body{font:15px sans-serif;margin:16px;background:#eee}"
        "main{display:flex;flex-wrap:wrap;gap:14px}"
        "figure{margin:0;background:#fff;padding:8px;width:480px}img{max-width:100%;max-height:560px}"
        ".bad{outline:4px solid #c8452f}li{color:#8c2315}</style>"
        f"<h1>{len(shots)} screens</h1><main>{cells}</main>"
    )


def _cell(shot: Shot) -> str:
    faults = "".join(
        f"<li>{html.escape(fault.rule)}: {html.escape(fault.item)}: {html.escape(fault.found)}</li>"
        for fault in shot.faults
    )
    marked = " class='bad'" if shot.faults else ""
    return (
        f"<figure{marked}><a href='{shot.file}'><img loading='lazy' src='{shot.file}' alt=''></a>"
        f"<figcaption>{html.escape(shot.file)}</figcaption><ul>{faults}</ul></figure>"
    )
