"""The clinic's own words and its logo, from clinic.yaml; knows nothing of topics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kiosk.authoring.findings import Finding, error
from kiosk.authoring.sources import Sources
from kiosk.content.errors import ContentError
from kiosk.content.images import size_of
from kiosk.content.records import LANGUAGES, Language
from kiosk.content.writer import EditionWriter

LOGO_BYTES = 1024 * 1024
"""Largest file of a logo: it is shown a few centimetres wide."""


def clinic_words(sources: Sources, language: Language, writer: EditionWriter) -> dict[str, str]:
    """The clinic's words in one language; a sound logo becomes a blob, another is left out."""
    table = {key: in_language(entry, language) for key, entry in sources.clinic.data.items()}
    if table.get("logo"):
        table["logo"] = "" if _fault_of_logo(sources) else writer.blob(_logo(sources))
    return table


def logo_faults(sources: Sources) -> Iterator[Finding]:
    """Why the logo cannot be used, if there is one and it cannot."""
    fault = _fault_of_logo(sources)
    if fault:
        remedy = "Put a PNG or WebP picture beside clinic.yaml and write its name."
        message = f"the logo “{sources.clinic.data['logo']}” cannot be used: {fault}"
        yield error("clinic.yaml", sources.clinic.line("logo"), "clinic.logo", message, remedy)


def in_language(entry: Any, language: Language) -> str:
    """One wording of an entry that has one for each language, or the same for all."""
    if isinstance(entry, dict):
        return str(entry.get(language) or entry.get(LANGUAGES[0]) or "")
    return "" if entry is None else str(entry)


def _fault_of_logo(sources: Sources) -> str:
    if not sources.clinic.data.get("logo"):
        return ""
    try:
        size_of(_logo(sources))
    except OSError as fault:
        return "there is no such file" if isinstance(fault, FileNotFoundError) else str(fault.strerror)
    except (ValueError, ContentError) as fault:
        return str(fault).removeprefix(": ")
    return ""


def _logo(sources: Sources) -> bytes:
    """The logo's bytes. Raises ``OSError``, or ``ValueError`` for a place or a size that may not be."""
    path = (sources.folder / str(sources.clinic.data["logo"])).resolve()
    if not path.is_relative_to(sources.folder.resolve()):
        raise ValueError("it lies outside the sources")
    if path.stat().st_size > LOGO_BYTES:
        raise ValueError(f"its file is larger than {LOGO_BYTES // 1024} KiB")
    return path.read_bytes()
