"""What can go wrong between Python and the glass, as one small family; knows no content.

::

    GlassError
    ├── BadPicture     a picture of the edition cannot be shown (which, why)
    └── NoWindow       the window's QML did not load (what Qt said)
"""

from __future__ import annotations


class GlassError(Exception):
    """Anything wrong between Python and the glass; its text says what, where and what to do."""


class BadPicture(GlassError):
    """A picture that cannot be shown. ``blob`` is its sha256."""

    def __init__(self, blob: str, why: str) -> None:
        super().__init__(
            f"picture {blob[:12]}: {why}. Install the edition again, or go back to the one before it."
        )
        self.blob = blob
        self.why = why


class NoWindow(GlassError):
    """The window could not be made from its QML."""
