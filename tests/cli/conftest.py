"""The small sources and pictures of the authoring tests, and the clinic and machine of the updates' tests."""

from __future__ import annotations

from tests.authoring.conftest import pictures, sources
from tests.updates.conftest import clinic, machine, published

__all__ = ["clinic", "machine", "pictures", "published", "sources"]
