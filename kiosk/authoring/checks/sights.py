"""Are the pictures there, spoken for, and their named parts really in them; judges no pixels."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from kiosk.authoring.build import pictures_of
from kiosk.authoring.draft import Draft
from kiosk.authoring.findings import Finding, error, warning
from kiosk.authoring.kinds import compile_page
from kiosk.authoring.pictures import Catalogue
from kiosk.authoring.sources import Sources, Topic


def check_pictures(sources: Sources, catalogue: Catalogue) -> Iterator[Finding]:
    """Pictures missing, alt text missing, regions on nothing. A missing picture is a warning: the page
    then uses its text layout."""
    yield from catalogue.findings
    for topic in sources.topics.values():
        if topic.sound:
            yield from _present(topic, catalogue)
            yield from _spoken(sources, topic, catalogue)
            yield from _regions(topic, catalogue)


def _present(topic: Topic, catalogue: Catalogue) -> Iterator[Finding]:
    told: set[str] = set()
    for name, place in pictures_of(topic.data):
        if name not in catalogue and name not in told:
            told.add(name)
            message = f"there is no picture “{name}”"
            remedy = "Correct the name, or have it made; until then the page shows words only."
            yield warning(topic.structure.file, topic.line(*place), "picture.missing", message, remedy)


def _spoken(sources: Sources, topic: Topic, catalogue: Catalogue) -> Iterator[Finding]:
    for language, words in topic.words.items():
        if not words.title:
            continue
        for picture in compile_page(Draft(sources, topic, language, catalogue)).pictures:
            if not picture.alt:
                message = f"the picture “{picture.name}” has no words for people who cannot see it"
                remedy = "Add “### alt” and a sentence under its part (or “alt: ...” below the page's title)."
                yield error(words.file, words.title_line, "alt.missing", message, remedy)
            for region in picture.regions:
                if not region.name:
                    yield error(
                        words.file,
                        1,
                        "region.name",
                        f"the part {region.id} has no name",
                        f"Write “## {region.id}: Name”.",
                    )


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
