from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.content.blobs import Blobs
from kiosk.content.files import read_regular
from tests.faults.mutate import HARMS, change_a_letter, harm_and_read


def test_no_harm_to_an_edition_shows_a_wrong_page_or_raises_anything_else() -> None:
    tally = harm_and_read(3 * len(HARMS), seed=2)
    assert tally.wrong == []
    assert tally.noticed == tally.mutations == 3 * len(HARMS)
    assert tally.controls == 5 and tally.right > 0


def test_without_hashes_the_mutation_run_would_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    def trusting(self: Blobs, sha256: str, cap: int = 1 << 22) -> bytes:
        return read_regular(self.path(sha256), cap)

    monkeypatch.setattr(Blobs, "read", trusting)
    assert harm_and_read(8, harms=(change_a_letter,)).wrong


@pytest.mark.long
def test_a_thousand_harms_show_no_wrong_page(tmp_path: Path) -> None:
    assert harm_and_read(1000, seed=3).wrong == []
