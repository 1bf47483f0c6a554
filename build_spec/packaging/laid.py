"""Adds to the program's bill what the .deb lays outside its folder, each file by where it lies installed."""

from __future__ import annotations

import hashlib
import json
import uuid
from pathlib import Path
from typing import Any

from build_spec.packaging import sbom
from build_spec.packaging.folder import PackageFault, files_of

PROGRAM = "opt/lamina"
"""Where the program's folder lies in the tree of the .deb."""

LIBRARIES = "usr/lib/lamina"
"""Where what is compiled from ``build_spec/linux/lib`` lies."""

PAPERS = "usr/share/doc/lamina"
"""Where the sources of these libraries lie, too."""

_NOT_LAID = ("DEBIAN/", f"{PROGRAM}/")
_OURS = "lamina"


def bill_all(tree: Path) -> None:
    """Write into the bill of ``tree``'s program what else the tree lays. Raises ``PackageFault``.

    A name with a slash before it is a whole path; all others are of the program's folder. A library of ours
    is a component of its own, with its source; all else is of the component ``lamina``.
    """
    folder = tree / PROGRAM
    try:
        told = json.loads((folder / sbom.NAME).read_text(encoding="utf-8"))
    except OSError:
        raise PackageFault(f"{folder} has no {sbom.NAME}; make the folder first: make package") from None
    ours = next(part for part in told["components"] if part["name"] == _OURS)
    added: dict[str, dict[str, Any]] = {}
    for path in files_of(tree):
        if path.startswith(_NOT_LAID):
            continue
        name = Path(path).stem
        is_library = (tree / LIBRARIES / f"{name}.so").is_file() and path in (
            f"{LIBRARIES}/{name}.so",
            f"{PAPERS}/{name}.c",
        )
        part = added.setdefault(name, _library(name, ours)) if is_library else ours
        part.setdefault("components", []).append(_as_file(tree, path))
    told["components"] = sorted([*told["components"], *added.values()], key=lambda part: part["name"].lower())
    _depend(told["dependencies"], sorted(added))
    written = hashlib.sha256(json.dumps(told["components"], sort_keys=True).encode()).hexdigest()
    told["serialNumber"] = f"urn:uuid:{uuid.uuid5(sbom.NAMESPACE, written)}"
    sbom.write(folder, told)


def _library(name: str, ours: dict[str, Any]) -> dict[str, Any]:
    """A library of ours is of the program's version and licence; cage loads it, the program does not."""
    purl = ours["purl"].replace(f"/{_OURS}@", f"/{name}@") if "purl" in ours else ""
    about = f"loaded into cage, the compositor; compiled from /{PAPERS}/{name}.c"
    entry: dict[str, Any] = {"type": "library", "bom-ref": name, "name": name, "description": about}
    entry |= {key: ours[key] for key in ("version", "licenses") if key in ours}
    return entry | {"purl": purl} if purl else entry


def _depend(dependencies: list[dict[str, Any]], names: list[str]) -> None:
    for one in dependencies:
        if one["ref"] == "package":
            one["dependsOn"] = sorted([*one["dependsOn"], *names])
    dependencies += [{"ref": name, "dependsOn": []} for name in names]


def _as_file(tree: Path, path: str) -> dict[str, Any]:
    place = tree / path
    if place.is_symlink():  # to a file of the same package, by its whole path
        place = tree / place.readlink().relative_to("/")
    return {
        "type": "file",
        "bom-ref": f"file:/{path}",
        "name": f"/{path}",
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(place.read_bytes()).hexdigest()}],
    }
