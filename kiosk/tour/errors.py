"""What stops a tour before it has drawn anything; it knows neither windows nor pages.

TourError
├── NoSuchTopic   asked for a topic the edition does not have
└── NoFolder      the pictures have no folder of their own to go to
"""

from __future__ import annotations


class TourError(Exception):
    """The root of this family; its message says what, where and what to do."""


class NoSuchTopic(TourError):
    """A topic was named that the edition does not have."""


class NoFolder(TourError):
    """The name given for the folder of pictures is empty, the working folder itself, or a file."""
