"""Every flipped bit of a published repository is refused: of all signed files, and of blobs by sample."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.content.blobs import sha256_of
from kiosk.updates.errors import Altered, Refused, UpdateError
from kiosk.updates.metadata import blob_file
from kiosk.updates.places import FolderPlace, within
from tests.updates.clinic import Clinic, Mirror


@pytest.fixture
def rotated(clinic: Clinic) -> Clinic:
    """A clinic whose repository holds a chain of three roots and an edition."""
    clinic.rotate("publishing")
    clinic.publish(1)
    return clinic


def signed_files(clinic: Clinic) -> list[str]:
    """The files a kiosk enrolled with the first root reads to see an offer, in order."""
    sound = Mirror(clinic.repository, lambda _, data: data)
    assert clinic.kiosk("sound").offers(sound)
    return [path for path in dict.fromkeys(sound.asked) if path != "metadata/4.root.json"]


def flips(size: int, every: bool) -> Iterator[tuple[int, int]]:
    """All bits of all bytes, or one bit of each seventh byte."""
    for byte in range(0, size, 1 if every else 7):
        yield from ((byte, bit) for bit in (range(8) if every else (byte % 8,)))


def refused(clinic: Clinic, path: str, every: bool) -> int:
    """Flip the bits of one file; a kiosk that has everything but this file refuses each. Returns how many."""
    data = (clinic.repository / path).read_bytes()
    seen: dict[str, bytes] = {}
    kiosk = clinic.kiosk(f"kiosk-{path.replace('/', '-')}")
    count = 0
    for byte, bit in flips(len(data), every):
        seen["it"] = data[:byte] + bytes([data[byte] ^ 1 << bit]) + data[byte + 1 :]
        place = Mirror(clinic.repository, lambda name, it: seen["it"] if name == path else it)
        with pytest.raises(UpdateError):
            kiosk.offers(place)
        count += 1
    assert kiosk.offers(FolderPlace(clinic.repository)), "the control: the file unchanged is taken"
    return count


def check(clinic: Clinic, every: bool) -> int:
    files = signed_files(clinic)
    names = [path.split(".", 1)[-1] for path in files]
    assert names[:3] == ["root.json"] * 3 and len(files) == 7, files
    total = sum((clinic.repository / path).stat().st_size for path in files)
    count = sum(refused(clinic, path, every) for path in files)
    assert count == 8 * total or not every
    return count


def test_a_flipped_bit_here_and_there_in_each_signed_file_is_refused(rotated: Clinic) -> None:
    assert check(rotated, every=False) > 1_000


@pytest.mark.long
def test_every_flipped_bit_of_each_signed_file_is_refused(rotated: Clinic) -> None:
    assert check(rotated, every=True) > 64_000


def test_every_flipped_bit_of_a_root_is_refused_when_it_is_enrolled(clinic: Clinic, tmp_path: Path) -> None:
    kiosk = clinic.kiosk()
    data = clinic.first
    for byte, bit in flips(len(data), every=False):
        with pytest.raises(Refused):
            kiosk.enrol(data[:byte] + bytes([data[byte] ^ 1 << bit]) + data[byte + 1 :], replace=True)
    assert kiosk.enrol(data).root == 1


def test_a_file_cut_short_or_grown_is_refused(rotated: Clinic) -> None:
    for path in signed_files(rotated):
        data = (rotated.repository / path).read_bytes()
        for cut in (b"", data[:1], data[: len(data) // 2], data[:-1], data + b"\n", data + data):
            place = Mirror(rotated.repository, lambda name, it, p=path, c=cut: c if name == p else it)  # type: ignore[misc]
            with pytest.raises(UpdateError):
                rotated.kiosk(f"kiosk-{sha256_of(path.encode() + cut)[:12]}").offers(place)


def test_ten_thousand_flipped_bits_in_blobs_all_change_the_hash_that_names_them(rotated: Clinic) -> None:
    place = FolderPlace(rotated.repository)
    names = [path.name for path in sorted(rotated.repository.glob("blobs/[0-9a-f][0-9a-f]/*"))]
    dice = random.Random(4)
    for _ in range(10_000):
        name = dice.choice(names)
        data = bytearray(place.read(blob_file(name), 10**6, within(5)))
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        assert sha256_of(bytes(data)) != name


def test_a_blank_or_a_second_field_that_json_allows_is_refused(clinic: Clinic) -> None:
    clinic.publish(1)
    file = clinic.repository / "metadata" / "timestamp.json"
    sound = file.read_bytes()
    signature = sound.split(b'"sig":"')[1][:128]
    for other in (
        sound.replace(b"{", b"{ ", 1),
        sound.replace(b'"signed":', b'"signed":{},"signed":', 1),
        sound[:-1] + b',"x":1}',
        sound.replace(b'"sig":"', b'"x":1,"sig":"', 1),
        sound.replace(signature, signature.upper()),
    ):
        assert other != sound
        file.write_bytes(other)
        with pytest.raises(Altered):
            clinic.kiosk().offers(FolderPlace(clinic.repository))
