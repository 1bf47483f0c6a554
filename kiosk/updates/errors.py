"""What can go wrong on an edition's way, as one small family; knows nothing of how it travels.

::

    UpdateError
    ├── KeyFault         a signing key is missing, locked or no key (which file, what to do)
    ├── PublishFault     the repository cannot be made, read or written
    │   └── Cancelled    somebody asked to stop; what stood before still stands
    ├── Busy             somebody else is writing there just now
    ├── Unanswered       no updater answers, or none can be reached from here
    ├── NoRoom           this kiosk's disk has too little space left
    ├── PlaceFault       a stick or an address cannot be read
    │   ├── NotThere     it does not hold this file
    │   └── TooSlow      it did not answer in the time given
    └── Refused          what a place holds is not accepted; what the kiosk shows stays
        ├── NotEnrolled  this kiosk does not know yet whose editions it may show
        ├── OtherClinic  it is signed by somebody else's keys
        ├── Expired      it was signed for a time that is over
        ├── Older        it is older than what this kiosk has already accepted
        ├── Undone       staff went back from it on this kiosk
        └── Altered      a signature or a hash does not match
"""

from __future__ import annotations


class UpdateError(Exception):
    """Anything wrong on the way; its text is one line that says what, where and what to do."""


class KeyFault(UpdateError):
    """A signing key that is missing, locked or no key."""


class PublishFault(UpdateError):
    """A repository that cannot be made, read or written."""


class Cancelled(PublishFault):
    """Somebody asked to stop before the new edition stood."""


class Busy(UpdateError):
    """Somebody else is writing there; the text says what to wait for."""


class Unanswered(UpdateError):
    """There is no updater to be asked, or it stopped answering."""


class NoRoom(UpdateError):
    """Too little space is left on this kiosk's disk."""


class PlaceFault(UpdateError):
    """A place that cannot be read; ``file`` is the path inside it."""

    def __init__(self, place: str, file: str, why: str) -> None:
        super().__init__(f"{place}: {file}: {why}" if file else f"{place}: {why}")
        self.file = file
        self.why = why


class NotThere(PlaceFault):
    """The place answers and does not hold the file."""


class TooSlow(PlaceFault):
    """The place did not give the file in the time allowed."""


class Refused(UpdateError):
    """What a place holds is not accepted."""


class NotEnrolled(Refused):
    """No root is enrolled here."""


class OtherClinic(Refused):
    """Signed by keys this kiosk was not enrolled with."""


class Expired(Refused):
    """Signed for a time that is over, by the time this kiosk knows."""


class Older(Refused):
    """Older than what was already accepted here."""


class Undone(Refused):
    """Staff went back from this edition here; only somebody who asks for it again gets it."""


class Altered(Refused):
    """A signature, a hash or a form that does not match."""
