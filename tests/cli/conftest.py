"""The small sources and pictures of the authoring tests, for commands that read sources."""

from __future__ import annotations

from tests.authoring.conftest import pictures, sources

__all__ = ["pictures", "sources"]
