"""Writes what QML may know of Python's objects, read from the live classes, for qmllint; opens no window.

One folder a QML module, with ``qmldir`` and ``types.qmltypes``: properties, signals, slots as Qt has them.
"""

from __future__ import annotations

import ast
import importlib
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from PySide6.QtCore import QByteArray, QMetaMethod, QMetaObject

ROOT = Path(__file__).resolve().parent.parent


def modules_for_qml() -> list[str]:
    """Python modules that give types to QML: they name the QML module they belong to."""
    found = (ROOT / "kiosk" / "ui").glob("*.py")
    return sorted(
        f"kiosk.ui.{path.stem}"
        for path in found
        if re.search(r"^QML_IMPORT_NAME\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    )


def write_types(out: Path) -> int:
    """Write every module's types under ``out``; returns how many classes there are."""
    shutil.rmtree(out, ignore_errors=True)
    by_module: dict[str, list[str]] = {}
    for name in modules_for_qml():
        module = importlib.import_module(name)
        title = str(module.QML_IMPORT_NAME)
        by_module.setdefault(title, [])
        for kind in _elements(module):
            by_module[title].append(_component(kind.staticMetaObject, title))
    for title, components in by_module.items():
        folder = out / Path(*title.split("."))
        folder.mkdir(parents=True)
        body = "\n".join(components)
        (folder / "types.qmltypes").write_text(f"import QtQuick.tooling 1.2\n\nModule {{\n{body}\n}}\n")
        (folder / "qmldir").write_text(f"module {title}\ntypeinfo types.qmltypes\n")
    return sum(map(len, by_module.values()))


def _elements(module: ModuleType) -> Iterator[Any]:
    """The classes a module marks with ``@QmlElement``; the mark leaves no trace that Qt would tell of."""
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef) and any(
            isinstance(mark, ast.Name) and mark.id == "QmlElement" for mark in node.decorator_list
        ):
            yield getattr(module, node.name)


def _component(meta: QMetaObject, title: str) -> str:
    name = _text(meta.className())
    lines = [
        "    Component {",
        f'        name: "{name}"',
        '        accessSemantics: "reference"',
        '        prototype: "QObject"',
        f'        exports: ["{title}/{name} 1.0"]',
        "        isCreatable: false",
        "        exportMetaObjectRevisions: [256]",
        *_properties(meta),
        *_methods(meta),
        "    }",
    ]
    return "\n".join(lines)


def _properties(meta: QMetaObject) -> Iterator[str]:
    for number in range(meta.propertyOffset(), meta.propertyCount()):
        one = meta.property(number)
        told = f'; notify: "{_text(one.notifySignal().name())}"' if one.hasNotifySignal() else ""
        fixed = "" if one.isWritable() else "; isReadonly: true"
        name, kind = _text(one.name()), _text(one.typeName())
        yield (
            f'        Property {{ name: "{name}"; type: "{kind}"; read: "{name}"{told}{fixed}'
            f"; index: {number - meta.propertyOffset()} }}"
        )


def _methods(meta: QMetaObject) -> Iterator[str]:
    for number in range(meta.methodOffset(), meta.methodCount()):
        one = meta.method(number)
        kind = "Signal" if one.methodType() == QMetaMethod.MethodType.Signal else "Method"
        result = _text(one.typeName())
        given = "" if result in ("", "void") else f' type: "{result}";'
        names = [_text(name) for name in one.parameterNames()]
        kinds = [_text(name) for name in one.parameterTypes()]
        takes = "".join(
            f' Parameter {{ name: "{name or f"value{at}"}"; type: "{kind_of}" }}'
            for at, (name, kind_of) in enumerate(zip(names, kinds, strict=True))
        )
        yield f'        {kind} {{ name: "{_text(one.name())}";{given}{takes} }}'


def _text(given: object) -> str:
    """A name as text; Qt hands names over as text, as bytes or as a byte array."""
    if isinstance(given, QByteArray):
        given = given.data()
    return bytes(given).decode() if isinstance(given, bytes | bytearray | memoryview) else str(given)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    print(f"{write_types(Path(sys.argv[1]))} classes")
