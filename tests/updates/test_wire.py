"""What is said between updater and askers: read as it was written, refused when it is anything else."""

from __future__ import annotations

import pytest

from kiosk.updates.errors import NotThere, OtherClinic
from kiosk.updates.sentences import KEYS, WORDS, in_words, told, told_fault
from kiosk.updates.wire import (
    MESSAGE_BYTES,
    REQUEST_BYTES,
    TITLES,
    Lines,
    Message,
    News,
    Offered,
    Request,
    Said,
    Standing,
    Unreadable,
    line_of,
    message_line,
    plain,
    read_message,
    read_request,
    said,
)


def test_a_message_is_read_as_it_was_written() -> None:
    news = News(added=({"en": "Discs", "es": "Discos"},), added_count=1, parts=("phone",), phone="555")
    offer = Offered(
        id="ab", place="/media/kiosk one", title={"en": "Ours"}, sequence=3, fresh=True, news=news
    )
    message = Message(standing=Standing(edition="e", busy=True), offers=(offer,), number=7)
    assert read_message(message_line(message).rstrip(b"\n")) == message


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"GET / HTTP/1.1",
        b'{"verb":"erase"}',
        b'{"verb":"look","and":"more"}',
        b'{"verb":"look","number":"one"}',
        b'{"verb":"look"}' + b" " * REQUEST_BYTES,
        b"\x00\xff\xfe",
        b"[" * 4000,
    ],
)
def test_what_is_no_request_is_refused(line: bytes) -> None:
    with pytest.raises(Unreadable):
        read_request(line)


def test_half_a_line_waits_for_its_end() -> None:
    lines = Lines(100)
    line = line_of(Request(verb="look", number=4))
    assert list(lines.feed(line[:9])) == []
    (found,) = lines.feed(line[9:])
    assert read_request(found) == Request(verb="look", number=4)


def test_a_line_that_does_not_end_is_refused_at_its_cap() -> None:
    lines = Lines(1000)
    with pytest.raises(Unreadable, match="1000"):
        for _ in range(1001):
            list(lines.feed(b"a"))


def test_any_text_of_a_stranger_can_be_sent() -> None:
    name = "stick\n\u202e" + "x" * 5000 + ' "\\ ñ ' + "\udcff"
    one = said("damaged", name, place=name, title={"en": name})
    line = message_line(Message(result=one))
    assert read_message(line.rstrip(b"\n")).result == one
    assert "ñ" in plain(name[-20:])


def test_news_of_many_sticks_is_cut_to_what_a_line_holds() -> None:
    titles = tuple({"en": "A long title of a page " * 40} for _ in range(60))
    offers = tuple(
        Offered(id=str(number), place="p", news=News(added=titles, added_count=60)) for number in range(64)
    )
    line = message_line(Message(offers=offers))
    assert len(line) < MESSAGE_BYTES
    found = read_message(line.rstrip(b"\n"))
    assert found.offers is not None and found.offers[0].news is not None
    assert found.offers[0].news.added == () and found.offers[0].news.added_count == 60


def test_every_fault_has_words_in_both_languages() -> None:
    assert set(KEYS.values()) <= set(WORDS)
    for english, spanish in WORDS.values():
        assert english and spanish and english != spanish


def test_the_nearest_class_of_a_fault_gives_its_words() -> None:
    assert told_fault(OtherClinic("of another")).key == "otherClinic"
    assert told_fault(NotThere("stick", "ab/ab", "missing")).key == "nothingThere"
    assert told_fault(PermissionError(13, "Permission denied", "/x")).key == "disk"
    assert told_fault(ZeroDivisionError("x")).key == "failed"


def test_words_are_in_the_language_of_the_visit() -> None:
    one = told("installed", title={"en": "New pages", "es": "Páginas nuevas"}, built="2026-11-21")
    assert in_words(one, "es") == "«Páginas nuevas», hecho el 2026-11-21, ya está instalado."
    assert in_words(one, "en", lambda time: f"<{time}>") == "New pages, made on <2026-11-21>, is in."
    assert in_words(Said(key="unheardOf", sentence="As it is."), "es") == "As it is."
    assert in_words(None, "en") == ""


def test_what_going_back_changes_is_counted_where_its_titles_are_too_many() -> None:
    titles = tuple({"en": "x" * 190 + f" {number}", "es": "y" * 190} for number in range(TITLES))
    offers = tuple(
        Offered(id=str(number), place="p", news=News(added=titles, added_count=TITLES))
        for number in range(30)
    )
    standing = Standing(edition="e", back=News(changed=titles, changed_count=TITLES))
    line = message_line(Message(standing=standing, offers=offers))
    assert len(line) <= MESSAGE_BYTES
    told = read_message(line.rstrip(b"\n")).standing
    assert told is not None and told.back == News(changed_count=TITLES)
