"""The rules of menus, articles, warning signs and about pages; knows nothing of pictures' pixels."""

from __future__ import annotations

from kiosk.authoring.draft import Draft
from kiosk.authoring.named import ids_of
from kiosk.content.records import About, Article, Card, Door, Menu, Pair, Warnings


def menu(draft: Draft) -> Menu:
    """Doors: each title is the topic's own, each line stands under ``## <topic>``."""
    doors = []
    for entry in draft.data["doors"]:
        link = draft.link(entry)
        if link is None:
            continue
        title = draft.title(link.topic) or link.title
        line = " ".join(sentence.text for sentence in draft.sentences(link.topic))
        shown = draft.picture(entry.get("picture"), link.topic, alt=title)
        doors.append(Door(topic=link.topic, title=title, line=line, picture=shown))
    return Menu(doors=tuple(doors), **draft.common())


def article(draft: Draft) -> Article:
    """Sections, and pairs of a benefit with its harm."""
    shown = draft.picture(draft.data.get("picture"), alt=_first_alt(draft))
    sections = tuple(draft.section(entry) for entry in draft.data["sections"])
    pairs = tuple(
        Pair(
            id=str(entry["id"]),
            title=draft.title(str(entry["id"])),
            benefit=draft.sentences(str(entry["id"]), "benefit", ids_of(entry["benefit"])),
            harm=draft.sentences(str(entry["id"]), "harm", ids_of(entry["harm"])),
        )
        for entry in draft.data.get("benefits_and_harms") or []
    )
    return Article(sections=sections, pairs=pairs, picture=shown, **draft.common())


def _first_alt(draft: Draft) -> str:
    """The alt text of the section that shows the page's own picture again."""
    for entry in draft.data["sections"]:
        if entry.get("picture") == draft.data.get("picture"):
            return draft.alt(str(entry["id"]))
    return ""


def warnings(draft: Draft) -> Warnings:
    """Three cards; list lines are signs."""
    cards = tuple(
        Card(
            id=str(entry["id"]),
            level=entry["level"],
            title=draft.title(str(entry["id"])),
            here=draft.one(str(entry["id"]), "here"),
            away=draft.one(str(entry["id"]), "away"),
            signs=draft.sentences(str(entry["id"])),
            closing=draft.sentences(str(entry["id"]), "closing"),
        )
        for entry in draft.data["cards"]
    )
    return Warnings(cards=cards, **draft.common())


def about(draft: Draft) -> About:
    """Sections about the kiosk itself; what is said of a sample is said by a sample alone."""
    said = [one for one in draft.data["sections"] if draft.around.sample or not one.get("sample")]
    sections = tuple(draft.section(entry) for entry in said)
    return About(sections=sections, **draft.common())
