"""Writing an edition's files from finished pages; knows nothing of sources, and installs nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from json.encoder import encode_basestring
from pathlib import Path
from typing import cast

from kiosk.content.blobs import Blobs, sha256_of
from kiosk.content.codec import kind_of, write_page, write_record
from kiosk.content.edition import ROOT_NAME
from kiosk.content.errors import Misshapen
from kiosk.content.files import write_whole
from kiosk.content.manifest import ROOT_BYTES, SHARD_BYTES, Kind, Root, Topic, seal_of, shard_of
from kiosk.content.records import Language, Page, State


class EditionWriter:
    """Writes into ``folder`` (made if need be): blobs as they come, the root last, so no half edition opens.

    ``durable`` syncs each file; a build that can simply be run again leaves it off.
    """

    def __init__(self, folder: Path, durable: bool = False) -> None:
        self.folder = folder
        self.durable = durable
        folder.mkdir(parents=True, exist_ok=True)
        self._blobs = Blobs(folder)
        self._entries: dict[str, str] = {}
        self._used: set[str] = set()

    def blob(self, data: bytes) -> str:
        """Keep ``data`` and return its sha256 (for a ``Rendition`` or a ``Picture``)."""
        sha256 = self._blobs.add(data, self.durable)
        self._used.add(sha256)
        return sha256

    def topic(self, pages: Iterable[Page], state: State) -> Topic:
        """Keep one topic: its page in each language. Raises ``Misshapen`` when they do not fit."""
        listed = tuple(pages)
        by_language: dict[Language, Page] = {page.language: page for page in listed}
        kinds = {(page.topic, kind_of(page)) for page in listed}
        if len(kinds) != 1 or len(by_language) != len(listed):
            raise Misshapen("", f"not one page of one topic in each language: {sorted(kinds)}")
        ((name, kind),) = kinds
        if name in self._entries:
            raise Misshapen("", f"the topic {name} was already written")
        pictures = [picture for page in listed for picture in page.pictures]
        blobs = {rendition.blob for picture in pictures for rendition in picture.renditions}
        blobs |= {picture.outlines for picture in pictures if picture.outlines}
        entry = Topic(
            kind=cast(Kind, kind),
            title={language: page.title for language, page in by_language.items()},
            pages={language: self.blob(write_page(page)) for language, page in by_language.items()},
            state=state,
            blobs=tuple(sorted(blobs)),
        )
        self.again(name, write_record(entry).decode("utf-8"))
        return entry

    def again(self, name: str, entry: str) -> None:
        """Keep a topic that was written here before; ``entry`` is the JSON of what ``topic`` returned."""
        self._entries[name] = entry

    def finish(
        self,
        head: Root,
        words: Mapping[Language, Mapping[str, str]],
        clinic: Mapping[Language, Mapping[str, str]],
        root_name: str = ROOT_NAME,
    ) -> str:
        """Write shards, words and, last, the root made of ``head`` (its tables and seal are filled in here).

        Returns the root's sha256. Raises ``Misshapen`` when a part is beyond its cap.
        """
        return self.seal(self.parts(head, words, clinic), root_name, self.durable)

    def parts(
        self,
        head: Root,
        words: Mapping[Language, Mapping[str, str]],
        clinic: Mapping[Language, Mapping[str, str]],
    ) -> Root:
        """The first half of ``finish``: shards and words. Returns the root, not sealed and not written."""
        shards: dict[str, list[str]] = defaultdict(list)
        for name, entry in sorted(self._entries.items()):
            shards[shard_of(name)].append(f"{encode_basestring(name)}:{entry}")
        return replace(
            head,
            shards={
                name: self._part(f"shard {name}", f"{{{','.join(listed)}}}".encode(), SHARD_BYTES)
                for name, listed in shards.items()
            },
            words={lang: self._part("words", write_record(one), SHARD_BYTES) for lang, one in words.items()},
            clinic={
                lang: self._part("clinic", write_record(one), SHARD_BYTES) for lang, one in clinic.items()
            },
        )

    def seal(self, root: Root, root_name: str = ROOT_NAME, durable: bool = True) -> str:
        """The second half of ``finish``: write what ``parts`` returned. Returns the root's sha256."""
        data = write_record(replace(root, seal=seal_of(root)))
        if len(data) > ROOT_BYTES:
            raise Misshapen("", f"the root is {len(data)} bytes, more than the {ROOT_BYTES} allowed")
        write_whole(self.folder / root_name, data, durable)
        return sha256_of(data)

    def _part(self, what: str, data: bytes, cap: int) -> str:
        if len(data) > cap:
            raise Misshapen("", f"{what} is {len(data)} bytes, more than the {cap} allowed")
        return self.blob(data)
