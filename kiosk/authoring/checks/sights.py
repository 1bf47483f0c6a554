"""Are the pictures there, spoken for, and their named parts really in them; judges no pixels."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from kiosk.authoring.around import Around, Known
from kiosk.authoring.clinic import logo_faults
from kiosk.authoring.draft import Draft
from kiosk.authoring.findings import Finding, error, warning
from kiosk.authoring.kinds import compile_page
from kiosk.authoring.located import Located, Place
from kiosk.authoring.named import pictures_of, turns_of
from kiosk.authoring.sources import Topic
from kiosk.authoring.words import Words
from kiosk.content.records import Diagram, Language


def check_site(known: Known) -> Iterator[Finding]:
    """Entries of the catalogue that cannot be read, the logo, and the turn of the waiting screen."""
    yield from known.catalogue.findings
    yield from logo_faults(known.site)
    if stem := known.site.edition.data.get("turn"):
        yield from _turn(Around(known), known.site.edition, str(stem), ("turn",))


def check_topic(topic: Topic, around: Around) -> Iterator[Finding]:
    """Pictures missing, alt text missing, regions on nothing. A missing picture is a warning: the page
    then uses its text layout."""
    if not topic.sound:
        return
    for stem, _, place in turns_of(topic.data):
        yield from _turn(around, topic.structure, stem, place)
    yield from _present(topic, around)
    yield from _spoken(topic, around)
    yield from _regions(topic, around)


def _turn(around: Around, file: Located, stem: str, place: Place) -> Iterator[Finding]:
    frames, line = around.frames(stem), file.line(*place)
    numbers = {int(name.rsplit("-", 1)[1]) for name in frames}
    lost = [f"{stem}-{n:03d}" for n in range(max(numbers, default=-1) + 1) if n not in numbers]
    if not frames:
        message = f"there are no frames “{stem}-000” and on"
        remedy = "Correct the name, or have them made; until then it stands still."
        yield warning(file.file, line, "picture.missing", message, remedy)
    elif lost:
        message = f"the turn “{stem}” has no frame “{lost[0]}”"
        yield warning(file.file, line, "picture.missing", message, "Have it made; until then it jumps.")
    for name in frames:
        if fault := around.fault(name):
            yield _unusable(file.file, line, name, fault)


def _present(topic: Topic, around: Around) -> Iterator[Finding]:
    told: set[str] = set()
    for name, place in pictures_of(topic.data):
        if name in told:
            continue
        told.add(name)
        file, line = topic.structure.file, topic.line(*place)
        if not around.has_picture(name):
            hint = around.near_picture(name)
            remedy = f"{hint}Correct the name, or have it made; until then the page shows words only."
            yield warning(file, line, "picture.missing", f"there is no picture “{name}”", remedy)
        elif fault := around.fault(name):
            yield _unusable(file, line, name, fault)


def _unusable(file: str, line: int, name: str, fault: str) -> Finding:
    remedy = "Put the file back from a copy, or make the picture again."
    return error(file, line, "picture.file", f"the picture “{name}” cannot be used: {fault}", remedy)


def _spoken(topic: Topic, around: Around) -> Iterator[Finding]:
    written = {language: _alt_places(words) for language, words in topic.words.items()}
    for language, words in topic.words.items():
        if not words.title:
            continue
        draft = Draft(topic, language, around)
        silent = set()
        page = compile_page(draft)
        for picture in page.pictures:
            if not picture.alt:
                part, frame = draft.asked[picture.name]
                part = part if part in words.parts else ""
                silent.add(part)
                message = f"the picture “{picture.name}” has no words for people who cannot see it"
                yield error(
                    words.file, _line_of(words, part), "alt.missing", message, _how_to_speak(part, frame)
                )
        if isinstance(page, Diagram):
            yield from _unlisted(page, words, topic.data.get("regions") or {})
        for region in page.region_words:
            if not region.name:
                message, remedy = f"the part {region.id} has no name", f"Write “## {region.id}: Name”."
                yield error(words.file, _line_of(words, region.id), "region.name", message, remedy)
        yield from _spoken_elsewhere(words, silent, written)


def _unlisted(page: Diagram, words: Words, table: dict[str, Any]) -> Iterator[Finding]:
    """Words for parts that no view lists: who goes through the parts one by one never meets them.

    Not told of those that topic.yaml leaves to a touch.
    """
    listed = {region.id for picture in page.pictures for region in picture.regions if region.listed}
    held = {region.id for picture in page.pictures for region in picture.regions}
    for part in words.parts.values():
        meant = {region for region in held if fnmatchcase(region, part.id)}
        if meant and not meant & listed and not (table.get(part.id) or {}).get("touch_only"):
            message = f"too little of “{part.id}” is seen in any view for it to be listed"
            remedy = "Show it larger in one of the views, or write “touch_only: true” for it in topic.yaml."
            yield warning(words.file, part.line, "region.unlisted", message, remedy)


def _spoken_elsewhere(
    words: Words, silent: set[str], written: dict[Language, dict[tuple[str, str], int]]
) -> Iterator[Finding]:
    """Alt texts that another language has and this one lacks, but where that is told already."""
    here = _alt_places(words)
    for other, places in written.items():
        for (part, name), line in places.items():
            if (part, name) in here or part in silent or (part and part not in words.parts):
                continue
            what = f"“### {name}” under “## {part}”" if part else "the line “alt: ...” below the title"
            message = f"{what} is in {other}.md (line {line}) and not here"
            remedy = "Write it here too: it speaks for the picture to people who cannot see it."
            yield error(words.file, _line_of(words, part), "translation", message, remedy)


def _alt_places(words: Words) -> dict[tuple[str, str], int]:
    """Where alt texts stand: part ("" for the page) and field, with the line."""
    found = {("", "alt"): words.title_line} if words.alt else {}
    for part in words.parts.values():
        if part.alt:
            found[part.id, "alt"] = part.line
        for name, field in part.fields.items():
            if field.paragraphs and (name == "alt" or name.startswith("alt.")):
                found[part.id, name] = field.line
    return found


def _line_of(words: Words, part: str) -> int:
    return words.parts[part].line if part in words.parts else words.title_line


def _how_to_speak(part: str, frame: str) -> str:
    if not part:
        return "Add a line “alt: ...” below the title that says what the picture shows."
    own = f" (or “### alt.{frame}” and a sentence, for this one alone)" if frame else ""
    return f"Below “## {part}” add a line “alt: ...” that says what the picture shows{own}."


def _regions(topic: Topic, around: Around) -> Iterator[Finding]:
    pictures = [around.shown(name) for name, _ in pictures_of(topic.data)]
    shown = [found for found in pictures if found]
    if not shown:
        return  # no picture yet: nothing to be on
    # While a picture of the page is still to be made, the part may be in that one.
    say = error if len(shown) == len(pictures) else warning
    codes = {region for found in shown for region in found.codes}
    named = [(str(region), ("regions", str(region))) for region in topic.data.get("regions") or {}]
    for index, nerve in enumerate(topic.data.get("nerves") or []):
        named += [(str(region), ("nerves", index, "regions")) for region in nerve.get("regions") or []]  # type: ignore[misc]
    for region, place in named:
        if not any(fnmatchcase(code, region) for code in codes):
            message = f"no picture on this page has a part “{region}”"
            remedy = f"Known parts: {', '.join(sorted(codes)[:8]) or 'none'}."
            yield say(topic.structure.file, topic.line(*place), "region.nothing", message, remedy)
