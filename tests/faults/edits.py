"""Changes to one file of an edition, by chance: JSON of another shape, pictures that are none."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

Tree = Any
"""What JSON holds."""


def nodes_of(tree: Tree, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything in ``tree`` but itself."""
    for key, inner in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from nodes_of(inner, (*path, key))


def at(tree: Tree, path: tuple[Any, ...]) -> Tree:
    for key in path:
        tree = tree[key]
    return tree


STRANGE: tuple[Tree, ...] = (
    None,
    True,
    -1,
    0,
    1,
    0.5,
    2**31,
    2**53,
    -(2**63),
    10**15,
    1e15,
    -1e308,
    1e-320,
    "",
    " ",
    "x" * 201,
    "word " * 1638,
    "word " * 2000,
    "\u202etxet",
    "a\u0000b",
    "\ud800",
    "\U0001f9b4" * 60,
    "e" + "\u0301" * 150,
    "<b>bold</b><img src='http://127.0.0.1/x'>",
    "../../../etc/passwd",
    "0" * 64,
    "L4.lamina.left",
    "__proto__",
    [],
    {},
    [[]],
    [None],
    {"id": "x"},
)


def put_something_strange(tree: Tree, path: tuple[Any, ...], chance: random.Random) -> None:
    at(tree, path[:-1])[path[-1]] = chance.choice(STRANGE)


def take_out(tree: Tree, path: tuple[Any, ...], chance: random.Random) -> None:
    del at(tree, path[:-1])[path[-1]]


def add_a_key(tree: Tree, path: tuple[Any, ...], chance: random.Random) -> None:
    inside = at(tree, path[:-1])
    if isinstance(inside, dict):
        inside[chance.choice(("x", "kind", "onClicked", "source", "__class__", "id"))] = chance.choice(
            STRANGE
        )
    else:
        inside.insert(path[-1], chance.choice(STRANGE))


def repeat(tree: Tree, path: tuple[Any, ...], chance: random.Random) -> None:
    inside = at(tree, path[:-1])
    if isinstance(inside, list):
        inside[path[-1] : path[-1]] = [inside[path[-1]]] * chance.choice((1, 2, 20, 300))
    elif isinstance(inside[path[-1]], str):
        inside[path[-1]] = " ".join([inside[path[-1]]] * chance.choice((2, 20, 400)))


def turn_round(tree: Tree, path: tuple[Any, ...], chance: random.Random) -> None:
    inside = at(tree, path[:-1])
    if isinstance(inside, list):
        chance.shuffle(inside)
    else:
        other = chance.choice(sorted(inside))
        inside[path[-1]], inside[other] = inside[other], inside[path[-1]]


def put_another_part(tree: Tree, path: tuple[Any, ...], chance: random.Random) -> None:
    """A part of the same tree in place of another: of the right shape now and then."""
    other = chance.choice(list(nodes_of(tree)))
    at(tree, path[:-1])[path[-1]] = json.loads(json.dumps(at(tree, other)))


def change_a_number_or_a_letter(tree: Tree, path: tuple[Any, ...], chance: random.Random) -> None:
    leaves = [one for one in nodes_of(tree) if isinstance(at(tree, one), str | int | float)]
    if not leaves:
        return
    path = chance.choice(leaves)
    value = at(tree, path)
    if isinstance(value, str):
        place = chance.randrange(len(value) + 1)
        changed: Tree = value[:place] + chance.choice("aZ09-._ #{}\u00ad\u200b") + value[place + 1 :]
    else:
        changed = chance.choice((-value, value * 1000, value + 1, value / 7, 0))
    at(tree, path[:-1])[path[-1]] = changed


def nest(tree: Tree, path: tuple[Any, ...], chance: random.Random) -> None:
    inside = at(tree, path[:-1])
    for _ in range(chance.choice((1, 2, 40, 400))):
        inside[path[-1]] = [inside[path[-1]]] if chance.random() < 0.5 else {"x": inside[path[-1]]}


Edit = Callable[[Tree, tuple[Any, ...], random.Random], None]
EDITS: tuple[Edit, ...] = (
    put_something_strange,
    take_out,
    add_a_key,
    repeat,
    turn_round,
    put_another_part,
    change_a_number_or_a_letter,
    nest,
)


def edited(data: bytes, chance: random.Random) -> tuple[str, bytes]:
    """``data`` (JSON) with up to three changes, written as a repository would or in another way."""
    tree = json.loads(data)
    names = []
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        paths = list(nodes_of(tree))
        if not paths:
            break
        edit = chance.choice(EDITS)
        names.append(edit.__name__)
        edit(tree, chance.choice(paths), chance)
    plain = chance.random() < 0.9
    text = json.dumps(tree, ensure_ascii=not plain, sort_keys=plain, separators=(",", ":") if plain else None)
    return " ".join(names[:1]), text.encode("utf-8", "surrogatepass")


def raw(data: bytes, chance: random.Random) -> tuple[str, bytes]:
    """Bytes that are no such JSON, or hardly."""
    half = len(data) // 2
    return "raw", chance.choice(
        (
            b"",
            data[:half],
            data + data,
            b"\xef\xbb\xbf" + data,
            data.replace(b'"', b"'"),
            data[:-1] + b',"title":"a","title":"b"}',
            b'{"a":' * 5000 + b"1" + b"}" * 5000,
            b"[" * 300_000,
            data.replace(b":0", b":" + b"9" * 5000).replace(b":1", b":1e999"),
            data.replace(b"e", b"\\u0065"),
            data.replace(b" ", b"\x00"),
            b" " * (2 << 20),
        )
    )


def broken_picture(data: bytes, chance: random.Random) -> tuple[str, bytes]:
    """Bytes no decoder should trust, behind a head that is right."""
    half = len(data) // 2
    at_ = chance.randrange(len(data))
    wide = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (4096).to_bytes(4, "big") * 2 + b"\x08\x06\0\0\0" + data[29:]
    return "broken_picture", chance.choice(
        (
            data[:half],
            data[:at_] + bytes([data[at_] ^ 1 << chance.randrange(8)]) + data[at_ + 1 :],
            data[:40] + bytes(chance.randrange(256) for _ in range(400)),
            data[:24] + b"\xff\xff\xff\xff" + data[28:],
            wide,
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"GIF89a" + data[6:],
            b"",
        )
    )
