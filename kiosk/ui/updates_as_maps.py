"""What the updater tells, as plain maps for QML in one language; asks nobody and knows no socket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from kiosk.updates.sentences import in_words
from kiosk.updates.wire import News, Offered, Progress, Said, Standing

DONE = frozenset({"installed", "mended", "wentBack"})
"""How what was asked ends where another edition is shown by it, or the same one whole."""


def text(texts: Mapping[str, str], language: str) -> str:
    """The text in ``language``, else in the first there is."""
    return texts.get(language) or next(iter(texts.values()), "")


def place_named(place: str) -> str:
    """A place as people call it: the stick's or folder's own name, or the server's."""
    return (urlsplit(place).hostname or place) if "://" in place else PurePath(place).name or place


def offer_as_map(one: Offered, standing: Standing, language: str) -> dict[str, Any]:
    """``refusal`` is a sentence or empty; ``shown``: is on the glass; ``undone``: staff went back from it."""
    return {
        "id": one.id,
        "place": place_named(one.place),
        "whose": text(one.whose, language),
        "fingerprint": " ".join(one.words),
        "title": text(one.title, language),
        "built": one.built,
        "sequence": one.sequence,
        "bytes": one.size,
        "files": one.files,
        "refusal": in_words(one.refusal, language),
        "fresh": one.fresh,
        "shown": one.edition != "" and one.edition == standing.edition,
        "undone": one.edition != "" and one.edition == standing.undone,
        "news": news_as_map(one.news, language),
    }


def news_as_map(one: News | None, language: str) -> dict[str, Any]:
    """The titles and counts of pages, the parts beside them; all empty where nothing is known."""
    news = one or News()
    kinds = {"added": news.added, "changed": news.changed, "removed": news.removed}
    return {
        **{kind: [text(title, language) for title in titles] for kind, titles in kinds.items()},
        "addedCount": news.added_count,
        "changedCount": news.changed_count,
        "removedCount": news.removed_count,
        "parts": list(news.parts),
        "phone": news.phone,
        "known": one is not None,
    }


def progress_as_map(one: Progress) -> dict[str, Any]:
    """What goes on: ``share`` is from 0 to 1."""
    return {"what": one.what, "done": one.done, "of": one.of, "share": one.done / one.of if one.of else 0}


def standing_as_map(one: Standing, language: str) -> dict[str, Any]:
    """What is shown, what going back shows and changes, and when it was looked for another."""
    return {
        "edition": one.edition,
        "title": text(one.title, language),
        "built": one.built,
        "sequence": one.sequence,
        "confirmed": one.confirmed,
        "previous": one.previous,
        "previousTitle": text(one.previous_title, language),
        "previousBuilt": one.previous_built,
        "back": news_as_map(one.back, language),
        "undone": one.undone,
        "undoneTitle": text(one.undone_title, language),
        "undoneBuilt": one.undone_built,
        "lastLook": one.last_look,
        "nextLook": one.next_look,
        "source": one.source,
    }


def ended_as_map(one: Said | None, offers: Sequence[Offered], language: str) -> dict[str, Any]:
    """How the last thing asked ended: ``message`` says it, its times written out for people.

    ``done`` where another edition is shown by it, ``stick`` where the stick it came from is still in.
    """
    from kiosk.content.days import moment_in

    done = one is not None and one.good and one.key in DONE
    return {
        "message": in_words(one, language, lambda time: moment_in("es" if language == "es" else "en", time)),
        "done": done,
        "failed": one is not None and not one.good,
        "stick": done
        and one is not None
        and "://" not in one.place
        and any(each.place == one.place for each in offers),
    }
