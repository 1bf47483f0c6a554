"""Do structure, words and translations fit each other: parts, links, pairs, dates; judges no wording."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from typing import Any

from kiosk.authoring.around import Around, Known
from kiosk.authoring.findings import Finding, error, warning
from kiosk.authoring.located import Place
from kiosk.authoring.named import links_of
from kiosk.authoring.sources import Topic, is_topic_id
from kiosk.authoring.words import Field, Words

_LISTS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "menu": (),
    "article": (("sections", ("",)), ("benefits_and_harms", ("benefit", "harm"))),
    "diagram": (("views", ()), ("layers", ())),
    "walkthrough": (("steps", ("",)),),
    "timeline": (("phases", ("",)), ("rows", ("answer",))),
    "comparison": (("columns", ()), ("rows", ())),
    "nerve_map": (("nerves", ("feels", "moves")),),
    "glossary": (("terms", ("",)),),
    "questions": (("groups", ("",)),),
    "warnings": (("cards", ("", "here", "away")),),
    "about": (("sections", ("",)),),
}


def check_topic(topic: Topic, around: Around) -> Iterator[Finding]:
    """Missing and surplus parts, languages that differ, dead links, and dates that have passed."""
    if not topic.sound:
        return
    for words in topic.words.values():
        yield from _parts(topic, words)
    yield from _languages(topic)
    yield from _dates(topic, around)
    for target, place in links_of(topic.data):
        yield from _link(around, topic.structure.file, topic.line(*place), target)


def check_site(known: Known) -> Iterator[Finding]:
    """Links of edition.yaml, words missing in a language, and pages nothing leads to."""
    yield from _edition(known)
    if known.site.edition.data.get("home") in known.gists:
        yield from _orphans(known)


def wanted_parts(topic: Topic) -> dict[str, tuple[tuple[str, ...], Place, bool]]:
    """Every part the structure asks words for: id -> its fields, its place, whether it needs a title."""
    wanted: dict[str, tuple[tuple[str, ...], Place, bool]] = {}
    for key, fields in _LISTS[topic.kind]:
        for index, entry in enumerate(topic.data.get(key) or []):
            asked = list(fields)
            if topic.kind == "timeline" and key == "rows":
                asked += list(entry["cells"])
            if topic.kind == "comparison" and key == "rows":
                asked += [str(column["id"]) for column in topic.data["columns"]]
            if topic.kind == "walkthrough" and len(entry.get("frames") or []) > 1:
                asked += [str(frame["id"]) for frame in entry["frames"]]
            titled = not (topic.kind == "comparison" and entry.get("topic"))
            wanted[str(entry["id"])] = (tuple(asked), (key, index), titled)
    for pattern in topic.data.get("regions") or {}:
        wanted[str(pattern)] = ((), ("regions", str(pattern)), True)
    return wanted


def _parts(topic: Topic, words: Words) -> Iterator[Finding]:
    wanted = wanted_parts(topic)
    optional = {str(door["topic"]) for door in topic.data.get("doors") or []} | {"lead"}
    if topic.kind == "comparison":
        optional |= {str(column["id"]) for column in topic.data["columns"]}
    above = words.parts["lead"]
    for part, (fields, place, titled) in wanted.items():
        found = words.parts.get(part)
        if found is None:
            if part not in optional:
                line = topic.line(*place)
                message = f"topic.yaml (line {line}) names “{part}”, and these words have no “## {part}: ...”"
                where = f"below “## {above.id}”" if above.id != "lead" else "below the first words"
                remedy = f"Write that part {where}, or take it out of topic.yaml."
                yield error(words.file, above.line, "part.missing", message, remedy)
            continue
        above = found
        if titled and not found.title:
            yield error(
                words.file,
                found.line,
                "part.title",
                f"“## {part}” has no title",
                f"Write “## {part}: The title”.",
            )
        for name in fields:
            field = found.fields.get(name)
            if field is None or not field.paragraphs:
                what = (
                    f"“### {name}” is missing under “## {part}”"
                    if name
                    else f"“## {part}” has no words under it"
                )
                rule = "pair.half" if name in ("benefit", "harm") else "part.missing"
                yield error(words.file, found.line, rule, what, "Write it, in every language.")
    for part, found in words.parts.items():
        if part not in wanted and part not in optional:
            message = f"nothing in topic.yaml names “{part}”, so these words would not show"
            yield error(
                words.file, found.line, "part.surplus", message, "Correct the id, or take the part out."
            )


def _languages(topic: Topic) -> Iterator[Finding]:
    languages = list(topic.words)
    if len(languages) < 2:
        return
    first, others = topic.words[languages[0]], [topic.words[language] for language in languages[1:]]
    for other in others:
        for part, one in first.parts.items():
            two = other.parts.get(part)
            if two is None:
                message = f"“## {part}” of {languages[0]}.md is not here"
                yield error(other.file, 1, "translation", message, "Write this part here too.")
                continue
            for name, field in one.fields.items():
                if name == "also" or name.startswith("alt"):
                    continue
                same = two.fields.get(name)
                if same is None:
                    if field.paragraphs:
                        message = f"“### {name}” under “## {part}” of {languages[0]}.md is not here"
                        yield error(
                            other.file, two.line, "translation", message, "Write this field here too."
                        )
                    continue
                if [p.kind for p in field.paragraphs] != [p.kind for p in same.paragraphs]:
                    yield _shape(other, same, f"{languages[0]}.md", field)
                    continue
                for left, right in zip(field.paragraphs, same.paragraphs, strict=True):
                    if len(left.sentences) != len(right.sentences):
                        message = (
                            f"{_sentences(len(right.sentences))} here, {len(left.sentences)} in "
                            f"{languages[0]}.md (line {left.line})"
                        )
                        remedy = "Sentence n must say what sentence n says there: split or join one."
                        yield error(other.file, right.line, "translation.sentences", message, remedy)
        for part, two in other.parts.items():
            if part not in first.parts:
                message = f"“## {part}” stands here and not in {languages[0]}.md"
                yield error(
                    other.file, two.line, "translation", message, "Write it there too, or take it out here."
                )


def _sentences(count: int) -> str:
    return "1 sentence" if count == 1 else f"{count} sentences"


_SPOKEN = {"paragraph": "a paragraph", "list": "a “- ” line", "do": "a “+ ” line", "dont": "an “x ” line"}


def _shape(words: Words, here: Field, other: str, there: Field) -> Finding:
    """Where the paragraphs and list lines of two languages begin to differ."""
    pairs = zip_longest(here.paragraphs, there.paragraphs)
    number, (one, two) = next(
        (at, pair)
        for at, pair in enumerate(pairs, start=1)
        if pair[0] is None or pair[1] is None or pair[0].kind != pair[1].kind
    )
    told = [f"{_SPOKEN[found.kind]} (line {found.line})" if found else "nothing more" for found in (one, two)]
    message = f"number {number} of the paragraphs and list lines is {told[0]} here and {told[1]} in {other}"
    remedy = "Give both languages the same paragraphs and list lines in the same order."
    return error(words.file, one.line if one else here.line, "translation.shape", message, remedy)


def _link(around: Around, file: str, line: int, target: dict[str, Any]) -> Iterator[Finding]:
    name, part = str(target["topic"]), str(target.get("part") or "")
    topic = around.topic(name)
    if topic is None:
        remedy = f"{around.near_topic(name)}Correct the name, write that topic, or take this out."
        yield error(file, line, "link.dead", f"there is no topic “{name}”", remedy)
        return
    if part and all(part not in parts for parts in topic.parts.values()):
        yield error(
            file,
            line,
            "link.dead",
            f"the topic “{name}” has no part “{part}”",
            "Name one of its “## ” headings.",
        )


def _edition(known: Known) -> Iterator[Finding]:
    sources, around = known.site, Around(known)
    data = sources.edition.data
    for key in ("home", "warnings", "about"):
        if data.get(key):
            yield from _link(around, "edition.yaml", sources.edition.line(key), {"topic": data[key]})
    lines: dict[str, int] = {}
    for index, name in enumerate(data.get("topics") or []):
        line = sources.edition.line("topics", index)
        yield from _link(around, "edition.yaml", line, {"topic": name})
        if name in lines:
            message = f"the topic “{name}” is listed in line {lines[name]} already"
            yield warning("edition.yaml", line, "topic.double", message, "Take one of the two lines out.")
        lines.setdefault(name, line)
    for index, entry in enumerate(data.get("attract") or []):
        yield from _link(around, "edition.yaml", sources.edition.line("attract", index), entry)
    for table in (sources.interface, sources.clinic):
        for key, entry in table.data.items():
            for language in sources.languages:
                if isinstance(entry, dict) and any(entry.values()) and not entry.get(language):
                    message = f"“{key}” has no words in {language}"
                    yield error(
                        table.file, table.line(key), "translation", message, f'Add {language}: "...".'
                    )


def _orphans(known: Known) -> Iterator[Finding]:
    """Pages no door and no link leads to: a patient would find them by searching alone."""
    data = known.site.edition.data
    on = [str(data.get(key) or "") for key in ("home", "warnings", "about")]
    on += [str(entry["topic"]) for entry in data.get("attract") or []]
    reached: set[str] = set()
    while on:
        name = on.pop()
        if name in known.gists and name not in reached:
            reached.add(name)
            on += known.gists[name].links
    for name, gist in known.gists.items():
        if gist.sound and name not in reached and is_topic_id(name):  # a copy's name is told as such
            message = "no door and no link leads to this page"
            remedy = f"Add “- {{topic: {name}}}” under “doors:” in the topic.yaml of a menu."
            yield warning(f"topics/{name}/topic.yaml", 1, "link.none", message, remedy)


def _dates(topic: Topic, around: Around) -> Iterator[Finding]:
    until = topic.data.get("approved_until")
    try:
        passed = until is not None and around.past(date.fromisoformat(until))
    except ValueError:
        yield error(
            topic.structure.file,
            topic.line("approved_until"),
            "review",
            f"{until} is no date",
            "Write a day of the calendar, year first: 2027-05-01.",
        )
        return
    if passed:
        message = f"the review of this page ran out on {until}"
        yield error(
            topic.structure.file,
            topic.line("approved_until"),
            "review.passed",
            message,
            "Have it reviewed again.",
        )
    try:
        date.fromisoformat(topic.data.get("updated") or date.min.isoformat())
    except ValueError:
        message = f"{topic.data['updated']} is no date"
        remedy = "Write a day of the calendar, year first: 2027-05-01."
        yield error(topic.structure.file, topic.line("updated"), "review", message, remedy)
    if topic.data.get("updated") is None:
        message = "no “updated” date"
        yield warning(
            topic.structure.file, 1, "review", message, "Add “updated: ” with the day of the last change."
        )
