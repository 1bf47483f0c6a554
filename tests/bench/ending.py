"""How a benchmark ends: its figures as JSON, printed, and kept in a file where one is named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def tell(figures: Mapping[str, Any], kept: Path | None) -> int:
    """Print ``figures``, and write them to ``kept``; the program's exit code."""
    text = json.dumps(figures, indent=1)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0
