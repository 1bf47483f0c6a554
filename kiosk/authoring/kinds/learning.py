"""The rules of nerve maps, glossaries and questions; knows nothing of pictures' pixels."""

from __future__ import annotations

from kiosk.authoring.draft import Draft
from kiosk.authoring.named import ids_of
from kiosk.content.records import Glossary, Nerve, NerveMap, Question, QuestionGroup, Questions, Term


def nerve_map(draft: Draft) -> NerveMap:
    """One nerve level a part, with what it feels and what it moves."""
    shown = draft.picture(draft.data.get("picture"))
    nerves = tuple(
        Nerve(
            id=str(entry["id"]),
            title=draft.title(str(entry["id"])),
            feels=draft.sentences(str(entry["id"]), "feels"),
            moves=draft.sentences(str(entry["id"]), "moves"),
            regions=tuple(ids_of(entry.get("regions"))),
        )
        for entry in draft.data["nerves"]
    )
    return NerveMap(nerves=nerves, picture=shown, **draft.common())


def glossary(draft: Draft) -> Glossary:
    """One term a part: its title is the word, its main text the meaning."""
    terms = []
    for entry in draft.data["terms"]:
        name = str(entry["id"])
        part = draft.part(name)
        also = draft.words.field_of(name, "also")
        terms.append(
            Term(
                id=name,
                word=draft.title(name),
                say=part.say if part else "",
                meaning=draft.one(name, "", ids_of(entry["fact"])),
                also=tuple(text for listed in also.paragraphs for _, text in listed.sentences)
                if also
                else (),
                opens=draft.link(entry.get("opens")),
            )
        )
    return Glossary(terms=tuple(terms), **draft.common())


def questions(draft: Draft) -> Questions:
    """Groups of list lines; each line is one question to tick."""
    groups = tuple(
        QuestionGroup(
            id=str(entry["id"]),
            title=draft.title(str(entry["id"])),
            questions=tuple(
                Question(id=said.id, sentence=said) for said in draft.sentences(str(entry["id"]))
            ),
        )
        for entry in draft.data["groups"]
    )
    return Questions(groups=groups, **draft.common())
