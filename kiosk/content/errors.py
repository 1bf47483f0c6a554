"""What can be wrong with content, as one small family; knows nothing of where content comes from.

::

    ContentError
    ├── Misshapen        one document is not what its record says (where in it, why)
    ├── BrokenEdition    a file of an edition is missing, altered or unreadable (which file, why)
    │   └── NoEdition    not one of the editions offered is fit to show
    └── UnknownTopic     a topic id that a sound edition does not have
"""

from __future__ import annotations

REMEDY = "install this edition again"
"""What mends every file of an edition that cannot be read."""


class ContentError(Exception):
    """Anything wrong with content; its text says what, where and what to do."""


class Misshapen(ContentError):
    """A document that does not fit its record. ``where`` is like ``doors[2].title``; empty: the whole."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}" if where else why)
        self.where = where
        self.why = why


class BrokenEdition(ContentError):
    """A file of an edition that cannot be trusted or read. ``file`` is its path inside the edition."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"{file}: {why}; {REMEDY}")
        self.file = file
        self.why = why


class NoEdition(BrokenEdition):
    """No edition offered can be shown. ``why`` joins what was wrong with each."""

    def __init__(self, why: str) -> None:
        super().__init__("", why)
        self.args = (f"no edition can be shown: {why}",)


class UnknownTopic(ContentError):
    """A topic id that the edition does not have."""

    def __init__(self, topic: str) -> None:
        super().__init__(f"no topic named {topic!r} in this edition; check the link that leads to it")
        self.topic = topic
