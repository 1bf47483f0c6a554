"""The tests of python-tuf's own updater, run on ours: ``python -m tests.updates.library_suite FOLDER``.

FOLDER is an unpacked source archive of the library (``pip download --no-deps --no-binary :all: tuf==7.0.1``).
Its tests bring repositories that are good by the specification and not written as ours are, so our own
stricter form is left off; all else is the client a kiosk runs. The tests also need ``freezegun``. Ends with 1
where a test fails that is not among ``OTHERWISE``.
"""

from __future__ import annotations

import argparse
import copy
import json
import sys
import unittest
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import tuf.ngclient
from tuf.ngclient.fetcher import FetcherInterface

from kiosk.updates.client import CAPS, Client

MODULES = ("top_level_update", "key_rotations", "consistent_snapshot", "fetch_target")
"""Of ``tests/test_updater_*.py``; ours takes no delegation but to its own group (``test_groups``)."""

OTHERWISE = {
    "test_cached_root_missing_without_bootstrap": "keeps root.json as a plain file, and no history",
    "test_intermediate_root_cache": "keeps no history of roots",
    "test_intermediate_root_cache_poisoning": "keeps no history of roots: there is none to poison",
    "test_load_metadata_from_cache": "keeps no history of roots",
    "test_max_metadata_lengths": "has caps of its own, smaller, that no caller sets",
    "test_not_loading_targets_twice": "reads its files by another way than the one this test watches",
    "test_delegated_roles_update": "takes no delegation but to its own group",
    "test_download_targets_with_succinct_roles": "takes no delegation but to its own group",
    "test_meta_missing_delegated_role": "takes no delegation but to its own group",
}
"""Tests that cannot pass, and what our client does instead; none of them is an attack that comes through."""


class Adapted(Client):
    """Our client as the library's tests make and ask theirs."""

    def __init__(
        self,
        metadata_dir: str,
        metadata_base_url: str,
        target_dir: str | None = None,
        target_base_url: str | None = None,
        fetcher: FetcherInterface | None = None,
        config: Any = None,
        bootstrap: bytes | None = b"",
    ) -> None:
        assert fetcher is not None
        folder = Path(metadata_dir)
        folder.mkdir(parents=True, exist_ok=True)
        root = bootstrap if bootstrap else (folder / "root.json").read_bytes()
        super().__init__(
            folder,
            root,
            fetcher,
            lambda _root: datetime.now(UTC),
            _keep_all,
            strictly=False,
            base=metadata_base_url,
        )
        self.target_dir, self._target_base_url = target_dir, target_base_url
        self.config = config or copy.copy(CAPS)


def _keep_all(_root: object, _name: str, _version: int) -> None:
    """The library's tests look at its own memory, the files."""


def run(folder: Path) -> dict[str, list[str]]:
    """The names of the tests by how they ended: ``passed``, ``failed``, ``skipped``."""
    setattr(tuf.ngclient, "Updater", Adapted)  # noqa: B010
    for name in [name for name in sys.modules if name == "tests" or name.startswith("tests.")]:
        del sys.modules[name]  # ours: theirs has the same name
    sys.path.insert(0, str(folder))
    suite = unittest.defaultTestLoader.loadTestsFromNames([f"tests.test_updater_{one}" for one in MODULES])
    result = _Result(sys.stderr, descriptions=False, verbosity=0)
    suite.run(result)
    bad = [one.id() for one, _ in (*result.failures, *result.errors)]
    known = [name for name in bad if name.split()[0].rpartition(".")[2] in OTHERWISE]
    return {
        "passed": result.passed,
        "otherwise": known,
        "failed": [one for one in bad if one not in known],
        "skipped": [one.id() for one, _ in result.skipped],
    }


class _Result(unittest.TextTestResult):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(unittest.runner._WritelnDecorator(given[0]), *given[1:], **named)
        self.passed: list[str] = []

    def addSuccess(self, test: unittest.TestCase) -> None:
        self.passed.append(test.id())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.updates.library_suite")
    parser.add_argument("folder", type=Path)
    found = run(parser.parse_args().folder)
    print(json.dumps({**{how: len(names) for how, names in found.items()}, "names": found["failed"]}))
    sys.exit(bool(found["failed"]))
