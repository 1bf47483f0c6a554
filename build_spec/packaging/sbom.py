"""Writes the CycloneDX bill of materials of the folder: each file with its hash, below its component."""

from __future__ import annotations

import datetime
import hashlib
import json
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from build_spec.packaging.components import IN_THE_PROGRAM, Component

NAME = "sbom.cdx.json"
SPEC = "1.6"
NAMESPACE = uuid.UUID("6f0b1a52-6a55-5d6e-9d3c-6f1b6d1f4a11")

USES = {
    "lamina": ("PySide6-Essentials", "argon2-cffi", "tuf", "Python", "PyInstaller", "edition"),
    "PySide6-Essentials": ("Qt", "shiboken6"),
    "shiboken6": ("Python",),
    "Qt": ("ICU",),
    "argon2-cffi": ("argon2-cffi-bindings",),
    "argon2-cffi-bindings": ("cffi",),
    "tuf": ("securesystemslib", "urllib3"),
    "securesystemslib": ("cryptography",),
    "cryptography": ("cffi",),
}
"""Which component works with which; Python's own libraries of the system are added to Python."""

TOOLS = ("lamina", "PyInstaller")
"""What makes the package and writes this bill: ours (`make package`), and what packs."""


def bill(folder: Path, parts: Iterable[Component], moment: int) -> dict[str, Any]:
    """The bill of ``folder`` as a tree that CycloneDX 1.6 describes; the same files give the same bill."""
    parts = list(parts)
    ours = next(part for part in parts if part.name == "lamina")
    written = [_as_entry(part, folder) for part in sorted(parts, key=lambda part: part.name.lower())]
    told = json.dumps(written, sort_keys=True)
    return {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPEC}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPEC,
        "serialNumber": f"urn:uuid:{uuid.uuid5(NAMESPACE, hashlib.sha256(told.encode()).hexdigest())}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.datetime.fromtimestamp(moment, datetime.UTC).isoformat(),
            "lifecycles": [{"phase": "build"}],
            "tools": {"components": [_as_tool(part) for part in parts if part.name in TOOLS]},
            "component": {
                "type": "application",
                "bom-ref": "package",
                "name": ours.name,
                "version": ours.version,
                "licenses": [{"expression": ours.licence}],
                "supplier": {"name": ours.supplier},
                "purl": ours.purl,
            },
            "supplier": {"name": ours.supplier},
        },
        "components": written,
        "dependencies": [
            {"ref": "package", "dependsOn": sorted(part.name for part in parts)},
            *({"ref": part.name, "dependsOn": _uses(part.name, parts)} for part in parts),
        ],
    }


def _as_tool(part: Component) -> dict[str, Any]:
    name = "lamina make package" if part.name == "lamina" else part.name
    tool = {"type": "application", "name": name, "version": part.version}
    return tool if part.name == "lamina" else {**tool, "purl": part.purl}


def _uses(name: str, parts: list[Component]) -> list[str]:
    used = set(USES.get(name, ()))
    if name == "Python":
        used |= {part.name for part in parts if part.purl.startswith("pkg:deb/") and part.name != name}
    return sorted(used & {part.name for part in parts})


def _as_entry(part: Component, folder: Path, above: str = "") -> dict[str, Any]:
    ref = f"{above}/{part.name}" if above else part.name
    entry: dict[str, Any] = {"type": part.kind, "bom-ref": ref, "name": part.name}
    if part.version:
        entry["version"] = part.version
    if part.licence:
        entry["licenses"] = _licences(part.licence)
    if part.supplier:
        entry["supplier"] = {"name": part.supplier}
    if part.cpe:
        entry["cpe"] = part.cpe
    if part.purl:
        entry["purl"] = part.purl
    if part.properties:
        entry["properties"] = [{"name": name, "value": value} for name, value in part.properties]
    if part.name in (*IN_THE_PROGRAM, "PyInstaller", "Python"):
        entry["evidence"] = {"occurrences": [{"location": "lamina"}]}
    below = [_as_entry(one, folder, f"{ref}#{number}") for number, one in enumerate(part.inside)]
    below += [_as_file(folder, path) for path in part.files]
    if below:
        entry["components"] = below
    return entry


def _licences(told: str) -> list[dict[str, Any]]:
    """As an SPDX expression; Rust's older way to write "or" is put right."""
    return [{"expression": told.replace("/", " OR ")}]


def _as_file(folder: Path, path: str) -> dict[str, Any]:
    sha256 = hashlib.sha256((folder / path).read_bytes()).hexdigest()
    return {
        "type": "file",
        "bom-ref": f"file:{path}",
        "name": path,
        "hashes": [{"alg": "SHA-256", "content": sha256}],
    }


def files_in(told: dict[str, Any]) -> dict[str, str]:
    """Each file of a bill with its sha256."""
    found: dict[str, str] = {}
    waiting = list(told["components"])
    while waiting:
        one = waiting.pop()
        waiting += one.get("components", [])
        if one["bom-ref"].startswith("file:"):
            found[one["name"]] = one["hashes"][0]["content"]
    return found


def write(folder: Path, told: dict[str, Any]) -> Path:
    """Write the bill into the folder it is of; it alone is not in it."""
    place = folder / NAME
    place.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return place
