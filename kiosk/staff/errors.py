"""What the staff corner can refuse, as one small family; knows nothing of how it is told.

::

    StaffError
    ├── WeakPin             a PIN that is too short, too long or too easy to guess
    └── CountsUnreadable    the usage counts cannot be read or written out
"""

from __future__ import annotations


class StaffError(Exception):
    """Anything the staff corner refuses; its text says what and what to do."""


class WeakPin(StaffError):
    """A PIN that would not keep a patient out. The text never holds the PIN."""


class CountsUnreadable(StaffError):
    """The counts' file cannot be read now."""
