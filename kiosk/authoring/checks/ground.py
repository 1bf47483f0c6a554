"""Does every claim stand on a fact, and every disagreement on its reviewed wording; judges no style."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kiosk.authoring.around import Around, Known, reviewed_rows
from kiosk.authoring.checks.unfinished import MARK
from kiosk.authoring.findings import Finding, error
from kiosk.authoring.named import cited_in, ids_of
from kiosk.authoring.sentences import sided
from kiosk.authoring.sources import Sources, Topic
from kiosk.authoring.words import Field, Words
from kiosk.content.records import Language

_CLAIMLESS_KINDS = ("menu", "questions", "about")


def check_topic(topic: Topic, around: Around) -> Iterator[Finding]:
    """Fact ids unknown or withdrawn, paragraphs without facts, and reviewed sentences that are gone."""
    if topic.sound:
        yield from _ids(topic, around)
        yield from _claims(topic)
    yield from _sentences(topic, around)


def check_site(known: Known) -> Iterator[Finding]:
    """Disagreements that are cited and have no entry, and entries that name a topic that is not here."""
    table = known.site.disagreements
    cited: dict[str, tuple[str, int]] = {}
    for topic, gist in known.gists.items():
        for name, line in gist.cites.items():
            cited.setdefault(name, (f"topics/{topic}/topic.yaml", line))
    for name, (file, line) in cited.items():
        if name not in table.data and known.fact(name):
            message = f"{name} is cited, and disagreements.yaml has no entry for it"
            remedy = "Add the entry with the sentences that carry its safe wording."
            yield error(file, line, "dis.missing", message, remedy)
    for name, index, row in reviewed_rows(table):
        if str(row.get("topic", "")) not in known.gists:
            message = f"{name} names the topic “{row.get('topic')}”, which is not here"
            line = table.line(name, "sentences", index)
            remedy = (
                "Correct the topic's name. Where the page was taken out on purpose, take this sentence out "
                "of the table too, and have that reviewed."
            )
            yield error(table.file, line, "dis.sentence", message, remedy)


def _ids(topic: Topic, around: Around) -> Iterator[Finding]:
    for name, place in cited_in(topic.data):
        line = topic.line(*place)
        if name == MARK:
            continue  # told as unfinished
        fact = around.fact(name)
        if fact is None:
            message = f"there is no fact “{name}” in facts.md"
            remedy = "Look it up there and correct the id."
            yield error(topic.structure.file, line, "fact.unknown", message, remedy)
        elif fact.withdrawn:
            message = f"the fact {name} was withdrawn and may not be shown"
            remedy = f"Take it out, with the words that rest on it; facts.md line {fact.line} says why."
            yield error(topic.structure.file, line, "fact.withdrawn", message, remedy)
    for index, code in enumerate(topic.data.get("sources") or []):
        if not around.has_source(str(code)):
            message = f"there is no source “{code}” in sources.md"
            yield error(
                topic.structure.file,
                topic.line("sources", index),
                "source.unknown",
                message,
                "Correct the code.",
            )


def _claims(topic: Topic) -> Iterator[Finding]:
    """Paragraphs that rest on nothing, and facts given to no paragraph; by the first language's words."""
    words = next(iter(topic.words.values()), None)
    if words is None:
        return
    table: dict[str, Any] = topic.data.get("facts") or {}
    silent = {str(pair["id"]) for pair in topic.data.get("benefits_and_harms") or []}
    silent |= (
        {str(term["id"]) for term in topic.data.get("terms") or []} if topic.kind == "glossary" else set()
    )
    for index, pair in enumerate(topic.data.get("benefits_and_harms") or []):
        for side in ("benefit", "harm"):
            if not ids_of(pair[side]):
                place = ("benefits_and_harms", index, side)
                message = f"the {side} of “{pair['id']}” rests on no fact"
                yield error(
                    topic.structure.file, topic.line(*place), "pair.half", message, "Name its fact ids."
                )
    labels = {
        (str(step["id"]), str(frame["id"]))
        for step in topic.data.get("steps") or []
        for frame in step.get("frames") or []
    }
    for part, found in words.parts.items():
        for name, field in found.fields.items():
            key = f"{part}.{name}" if name else part
            if topic.kind in _CLAIMLESS_KINDS or part in silent:
                continue
            if name == "also" or name.startswith("alt") or field.claims_nothing:
                continue
            titles = 1 if (part, name) in labels else 0
            yield from _paragraphs(words, key, field, table.get(key), titles)
    for key, given in table.items():
        yield from _dangling(topic, words, str(key), given)


def _paragraphs(words: Words, key: str, field: Field, given: Any, titles: int) -> Iterator[Finding]:
    """The first ``titles`` paragraphs only name what follows."""
    for number, paragraph in enumerate(field.paragraphs[titles:], start=titles + 1):
        listed = given.get(f"p{number}") if isinstance(given, dict) else given
        if not listed:
            message = f"this paragraph rests on no fact ({key}, p{number})"
            remedy = "Name its facts in topic.yaml, or write “facts: none” above it if it claims nothing."
            yield error(words.file, paragraph.line, "fact.none", message, remedy)


def _dangling(topic: Topic, words: Words, key: str, given: Any) -> Iterator[Finding]:
    field = words.field_of(key)
    if field is None and "." in key:
        field = words.field_of(*key.rsplit(".", 1))
    line = topic.line("facts", key)
    if field is None:
        message = f"facts are given for “{key}”, and the words have no such part"
        yield error(topic.structure.file, line, "fact.dangling", message, "Correct the name.")
    elif isinstance(given, dict):
        for paragraph in given:
            number = str(paragraph).removeprefix("p")
            if not number.isdigit() or not 1 <= int(number) <= len(field.paragraphs):
                message = (
                    f"facts are given for “{key}” {paragraph}, and it has {len(field.paragraphs)} paragraphs"
                )
                place = topic.line("facts", key, paragraph)
                remedy = (
                    "Count the paragraphs again: below one put in or taken out, each has another number now."
                )
                yield error(topic.structure.file, place, "fact.dangling", message, remedy)


def _sentences(topic: Topic, around: Around) -> Iterator[Finding]:
    table = around.known.site.disagreements
    for name, index, row in around.reviewed(topic.id):
        for language in around.languages:
            if language in topic.words and not _stands(topic, row, language):
                stands = topic.words[language].parts.get(str(row.get("part") or ""))
                said = str(row.get(language, "")).strip()
                message = f"the reviewed sentence of {name} is not here any more: “{said[:80]}”"
                remedy = (
                    "Put it back word for word, or have the change reviewed and noted in "
                    f"{table.file}, line {table.line(name, 'sentences', index)}."
                )
                file = f"topics/{topic.id}/{language}.md"
                yield error(file, stands.line if stands else 0, "dis.sentence", message, remedy)


def _stands(topic: Topic, row: dict[str, Any], language: Language) -> bool:
    said = str(row.get(language, "")).strip()
    return said in spoken_in(topic.words[language], str(row.get("part") or ""))


def disagreement_table(sources: Sources) -> dict[str, Any]:
    """Each line where sources disagree, its safe meaning and the sentences that carry it, as plain data."""
    lines: dict[str, dict[str, Any]] = {}
    gone = 0
    for name, _, row in reviewed_rows(sources.disagreements):
        meaning = str(sources.disagreements.data[name].get("meaning") or "")
        line = lines.setdefault(name, {"id": name, "meaning": meaning, "sentences": []})
        topic = sources.topics.get(str(row.get("topic")))
        stands = topic is not None and all(
            language in topic.words and _stands(topic, row, language) for language in sources.languages
        )
        gone += not stands
        said: dict[str, Any] = {language: str(row.get(language, "")) for language in sources.languages}
        said |= {"topic": str(row.get("topic")), "part": str(row.get("part") or ""), "stands": stands}
        line["sentences"].append(said)
    count = sum(len(line["sentences"]) for line in lines.values())
    return {"n": len(lines), "sentences": count, "gone": gone, "lines": list(lines.values())}


def spoken_in(words: Words, part: str) -> set[str]:
    """Every sentence of a part (of all parts for ""), as written and for each side."""
    found: set[str] = set()
    parts = [words.parts[part]] if part in words.parts else ([] if part else list(words.parts.values()))
    for one in parts:
        for field in one.fields.values():
            for paragraph in field.paragraphs:
                for _, text in paragraph.sentences:
                    found.update((text, *sided(text)))
    return found
