"""What a picture's first bytes say of it; decodes nothing and knows nothing of editions."""

from __future__ import annotations

from kiosk.content.errors import Misshapen

SIDE_PIXELS = 4096
"""Longest side of a picture, in pixels (docs/format.md, section 3)."""


def size_of(data: bytes) -> tuple[str, int, int]:
    """``("webp" or "png", width, height)`` in pixels. Raises ``Misshapen`` for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and data[12:16] == b"IHDR" and len(data) >= 33:
        found = ("png", int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"))
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP" and len(data) >= 30:
        found = ("webp", *_webp(data))
    else:
        raise Misshapen("", "neither WebP nor PNG")
    if not (0 < found[1] <= SIDE_PIXELS and 0 < found[2] <= SIDE_PIXELS):
        raise Misshapen("", f"{found[1]} x {found[2]} pixels; sides are 1 to {SIDE_PIXELS}")
    return found


def _webp(data: bytes) -> tuple[int, int]:
    chunk = data[12:16]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if chunk == b"VP8L" and data[20] == 0x2F:
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF
    raise Misshapen("", "a WebP picture with no known first chunk")
