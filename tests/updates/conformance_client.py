"""Our client behind the command line that the public conformance suite of The Update Framework drives.

``python conformance_client.py --metadata-dir DIR [--metadata-url URL] init ROOT | refresh | download``; ends
with 0 or 1. The suite (tuf-conformance, not on a package index) brings repositories that are good by the
specification and not written as ours are: our own stricter form is left off, all else is the client.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tuf.api.exceptions import DownloadError, RepositoryError

from kiosk.content.files import write_whole
from kiosk.updates.client import Client, PlaceFetcher
from kiosk.updates.errors import UpdateError
from kiosk.updates.framework import Root
from kiosk.updates.metadata import keys_of
from kiosk.updates.places import within
from kiosk.updates.web import WebPlace


def keep_anything(_root: Root, _name: str, _version: int) -> None:
    """The suite looks at the library's own memory, the files."""


def client_for(folder: Path, url: str) -> tuple[Client, WebPlace]:
    """The client on what ``folder`` holds and a place at ``url``."""
    place = WebPlace(url)
    root = (folder / "root.json").read_bytes()
    fetcher = PlaceFetcher(place, 10)
    return Client(
        folder, root, fetcher, lambda _: datetime.now(UTC), keep_anything, strictly=False, base=""
    ), place


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    for name in ("metadata-dir", "target-dir"):
        parser.add_argument(f"--{name}", type=Path)
    for name in ("metadata-url", "target-base-url", "target-name"):
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("command", choices=("init", "refresh", "download"))
    parser.add_argument("root", type=Path, nargs="?")
    given = parser.parse_args(arguments)
    try:
        if given.command == "init":
            write_whole(given.metadata_dir / "root.json", given.root.read_bytes())
            return 0
        client, place = client_for(given.metadata_dir, given.metadata_url)
        client.refresh()
        place.close()
        assert keys_of(client.root, Root.type)
        if given.command == "download":
            return download(client, given)
    except (UpdateError, RepositoryError, DownloadError, OSError, ValueError) as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def download(client: Client, given: argparse.Namespace) -> int:
    target = client.targets.targets.get(given.target_name)
    if target is None:
        return 1
    place = WebPlace(given.target_base_url)
    data = place.read(target.get_prefixed_paths()[0], target.length, within(10))
    place.close()
    target.verify_length_and_hashes(data)
    write_whole(given.target_dir / Path(unquote(urlsplit(target.path).path)).name, data)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
