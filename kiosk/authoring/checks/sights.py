"""Are the pictures there, spoken for, and their named parts really in them; judges no pixels."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from kiosk.authoring.build import pictures_of, turns_of
from kiosk.authoring.clinic import logo_faults
from kiosk.authoring.draft import Draft
from kiosk.authoring.findings import Finding, error, near, warning
from kiosk.authoring.kinds import compile_page
from kiosk.authoring.located import Located
from kiosk.authoring.pictures import Catalogue
from kiosk.authoring.sources import Sources, Topic
from kiosk.authoring.words import Words
from kiosk.content.records import Language


def check_pictures(sources: Sources, catalogue: Catalogue) -> Iterator[Finding]:
    """Pictures missing, alt text missing, regions on nothing. A missing picture is a warning: the page
    then uses its text layout."""
    yield from catalogue.findings
    yield from logo_faults(sources)
    yield from _turning(sources, catalogue)
    for topic in sources.topics.values():
        if topic.sound:
            yield from _present(topic, catalogue)
            yield from _spoken(sources, topic, catalogue)
            yield from _regions(topic, catalogue)


def _turning(sources: Sources, catalogue: Catalogue) -> Iterator[Finding]:
    asked: list[tuple[Located, str, tuple[str | int, ...]]] = []
    if stem := sources.edition.data.get("turn"):
        asked.append((sources.edition, str(stem), ("turn",)))
    for topic in sources.topics.values():
        asked += [(topic.structure, stem, place) for stem, _, place in turns_of(topic.data) if topic.sound]
    for file, stem, place in asked:
        frames, line = catalogue.frames(stem), file.line(*place)
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
            if fault := catalogue.fault(name):
                yield _unusable(file.file, line, name, fault)


def _present(topic: Topic, catalogue: Catalogue) -> Iterator[Finding]:
    told: set[str] = set()
    for name, place in pictures_of(topic.data):
        if name in told:
            continue
        told.add(name)
        file, line = topic.structure.file, topic.line(*place)
        if name not in catalogue.names():
            hint = near(name, catalogue.names())
            remedy = f"{hint}Correct the name, or have it made; until then the page shows words only."
            yield warning(file, line, "picture.missing", f"there is no picture “{name}”", remedy)
        elif fault := catalogue.fault(name):
            yield _unusable(file, line, name, fault)


def _unusable(file: str, line: int, name: str, fault: str) -> Finding:
    remedy = "Put the file back from a copy, or make the picture again."
    return error(file, line, "picture.file", f"the picture “{name}” cannot be used: {fault}", remedy)


def _spoken(sources: Sources, topic: Topic, catalogue: Catalogue) -> Iterator[Finding]:
    written = {language: _alt_places(words) for language, words in topic.words.items()}
    for language, words in topic.words.items():
        if not words.title:
            continue
        draft = Draft(sources, topic, language, catalogue)
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
        for region in page.region_words:
            if not region.name:
                message, remedy = f"the part {region.id} has no name", f"Write “## {region.id}: Name”."
                yield error(words.file, _line_of(words, region.id), "region.name", message, remedy)
        yield from _spoken_elsewhere(words, silent, written)


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


def _regions(topic: Topic, catalogue: Catalogue) -> Iterator[Finding]:
    pictures = [catalogue.shown(name) for name, _ in pictures_of(topic.data)]
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
