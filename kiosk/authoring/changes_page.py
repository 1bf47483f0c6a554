"""A web page that shows what changed between two editions, with the pictures side by side; runs no script.

The page is one folder: ``index.html`` with its style inside, and ``pictures/``. It needs no network.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from html import escape
from pathlib import Path

from kiosk.authoring.cancel import Cancel, heed, never
from kiosk.authoring.changes import (
    LANGUAGE_NAMES,
    Changes,
    Progress,
    change_told,
    name_of,
    summary,
    wording_told,
)
from kiosk.authoring.findings import AuthoringError
from kiosk.content.blobs import is_sha256
from kiosk.content.difference import TopicChange
from kiosk.content.edition import Edition
from kiosk.content.images import size_of
from kiosk.content.page_difference import Change, PageDifference
from kiosk.content.records import Picture

_STYLE = """
body{margin:0;background:#FBF8F3;color:#14323A;font:17px/1.5 system-ui,sans-serif}
header{background:#0E4652;color:#FDF8EC;padding:24px 32px}
h1{font-size:26px;margin:0}header p{margin:6px 0 0}
main{max-width:1180px;margin:0 auto;padding:8px 32px 48px}
section{background:#FFFDFA;border:1px solid #E4DACA;border-radius:10px;padding:8px 24px 20px;margin-top:24px}
h2{font-size:21px;margin:12px 0 4px}h3{font-size:17px;color:#2B4547;margin:18px 0 4px}
.tag{background:#DCEBEA;border-radius:6px;padding:1px 9px;font-size:15px;margin-right:8px}
.what{color:#2B4547;font-size:15px;margin:14px 0 4px}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:16px}.pair>*{margin:0;min-width:0}
.pair p{background:#EFE8DC;border-radius:8px;padding:8px 12px;overflow-wrap:anywhere}
.pair small{display:block;color:#2B4547}
figure img{max-width:100%;background:#1C5A64;border-radius:8px}figcaption{font-size:15px;color:#2B4547}
del{background:#FAE6DF;color:#8C2315}ins{background:#DCEBEA;color:#08444E;font-weight:600;text-decoration:none}
@media(max-width:720px){.pair{grid-template-columns:1fr}}
"""
"""The colours are those of kiosk/qml/Lamina/Theme/NormalPaint.qml."""

_WORD = re.compile(r"\s+|[^\s]+")
_MARKED_LETTERS = 20_000
"""Longer texts than this, in letters, are shown unmarked: marking them would take minutes."""


def write_page(
    changes: Changes, old: Edition, new: Edition, folder: Path, progress: Progress, cancel: Cancel = never
) -> Path:
    """Write ``index.html`` and its pictures into ``folder`` (made if need be); returns the page's path.

    Raises ``AuthoringError`` where ``folder`` is no folder, ``BrokenEdition`` for a picture that cannot be
    read, ``Cancelled`` when ``cancel`` says so (a page not finished is not there).
    """
    if folder.exists() and not folder.is_dir():
        raise AuthoringError(f"{folder} is not a folder; name one to write the page to")
    pictures = folder / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    sections = []
    topics = changes.difference.topics
    for done, one in enumerate(topics, start=1):
        heed(cancel)
        pages = [_page(page, old, new, pictures) for page in changes.of(one.topic)]
        sections.append(_topic(one, pages))
        progress("pictures", done, len(topics))
    found = changes.difference
    for heading, texts in (
        ("The edition", found.head),
        ("The clinic's words", found.clinic),
        ("The kiosk's own words", found.words),
    ):
        if texts:
            rows = "".join(_sides(wording_told(text)[0], text.before, text.after) for text in texts)
            sections.append(f"<section><h2>{escape(heading)}</h2>{rows}</section>")
    title = f"From {found.old} to {found.new}"
    page = folder / "index.html"
    page.write_text(
        "<!doctype html><html lang='en'><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width'>"
        f"<title>{escape(title)}</title><style>{_STYLE}</style>"
        f"<header><h1>{escape(title)}</h1><p>{escape(summary(found))}</p></header>"
        f"<main>{''.join(sections)}</main></html>\n",
        "utf-8",
    )
    return page


def _topic(one: TopicChange, pages: list[str]) -> str:
    apart = [each for each in one.languages if each not in one.pages_before or each not in one.pages_after]
    languages = ", ".join(LANGUAGE_NAMES[each] for each in apart)
    note = _what(f"{'gone' if one.change == 'removed' else 'new or gone'} in {languages}") if apart else ""
    tag = f"<span class='tag'>{one.change}</span>"
    heading = f"<h2>{tag}{escape(name_of(one))}</h2>{note}"
    return f"<section>{heading}{''.join(pages)}</section>"


def _page(page: PageDifference, old: Edition, new: Edition, folder: Path) -> str:
    editions = (old, new)
    shown = [
        {picture.name: picture for picture in edition.page(page.topic, page.language).pictures}
        for edition in editions
    ]
    rows = []
    for change in page.changes:
        if change.what == "picture":
            hashes = (change.before, change.after)
            cells = [
                _figure(label, edition, sha256, known.get(change.name), folder)
                for label, edition, sha256, known in zip(
                    ("before", "after"), editions, hashes, shown, strict=True
                )
            ]
            rows.append(f"{_what(change_told(change)[0])}<div class='pair'>{''.join(cells)}</div>")
        else:
            rows.append(_row(change))
    return f"<h3>{LANGUAGE_NAMES[page.language]}</h3>{''.join(rows)}"


def _row(change: Change) -> str:
    lines = change_told(change)
    return _sides(lines[0], change.before, change.after) if len(lines) > 1 else _what(lines[0])


def _what(line: str) -> str:
    return f"<p class='what'>{escape(line)}</p>"


def _sides(what: str, before: str, after: str) -> str:
    """Both wordings side by side, the words that differ marked."""
    was, now = marked(before, after)
    return (
        f"{_what(what)}<div class='pair'>"
        f"<p><small>before</small>{was or '–'}</p><p><small>after</small>{now or '–'}</p></div>"
    )


def _figure(label: str, edition: Edition, sha256: str, picture: Picture | None, folder: Path) -> str:
    alt = escape(picture.alt, quote=True) if picture else ""
    if picture is None:
        return f"<figure><figcaption>{label}: no such picture</figcaption></figure>"
    if not is_sha256(sha256):
        return f"<figure><figcaption>{label}: {alt}</figcaption></figure>"
    data = edition.picture(sha256)
    name = f"{sha256[:16]}.{size_of(data)[0]}"
    (folder / name).write_bytes(data)
    return (
        f"<figure><img loading='lazy' src='pictures/{name}' alt='{alt}'>"
        f"<figcaption>{label}: {alt}</figcaption></figure>"
    )


def marked(before: str, after: str) -> tuple[str, str]:
    """Both texts as HTML: words gone stand in ``del`` before, words new in ``ins`` after."""
    if not before or not after or len(before) + len(after) > _MARKED_LETTERS:
        return escape(before), escape(after)
    was, now = _WORD.findall(before), _WORD.findall(after)
    left, right = "", ""
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        one, two = escape("".join(was[i1:i2])), escape("".join(now[j1:j2]))
        left += one if kind == "equal" or not one else f"<del>{one}</del>"
        right += two if kind == "equal" or not two else f"<ins>{two}</ins>"
    return left, right
