"""Which wording of a sentence a patient sees; knows the side they chose and nothing else of them."""

from __future__ import annotations

from kiosk.content.records import Sentence, Side


def resolve(sentence: Sentence, side: Side) -> str:
    """The sentence's text for ``side``; its plain text where no side is chosen or nothing changes."""
    if side == "left":
        return sentence.left or sentence.text
    if side == "right":
        return sentence.right or sentence.text
    return sentence.text
