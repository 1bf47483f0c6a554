"""`make check`: every look at the code that needs no test run; changes nothing but with --format-qml.

ruff, ruff format, mypy --strict, import-linter, then the QML: the types of Python's objects are written
into build/qmltypes, so that qmllint knows them and a typo on one of them is a finding; qmlformat last.
Exit code 0 when nothing was found, 1 otherwise.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parent.parent
QML = ROOT / "kiosk" / "qml"
TYPES = ROOT / "build" / "qmltypes"
ANATOMY = ROOT / "assets" / "anatomy"  # its folders are packages only there
QT = Path(PySide6.__file__).parent
EXE = ".exe" if sys.platform == "win32" else ""


def qt_tool(name: str) -> str:
    """A tool of the PySide6 wheel; what is started there is the real program, not its Python wrapper."""
    for folder in (QT, QT / "Qt" / "libexec"):
        if (folder / f"{name}{EXE}").is_file():
            return str(folder / f"{name}{EXE}")
    raise SystemExit(f"{name} is not in this PySide6; run `make test` once to set up")


def run(name: str, command: Sequence[str], folder: Path = ROOT) -> bool:
    """Run one look, print what it said when it found something, and tell whether it found nothing."""
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    print(f"{name}: {'ok' if done.returncode == 0 else 'FOUND'}", flush=True)
    if done.returncode:
        print(done.stdout)
    return done.returncode == 0


def write_types() -> list[str]:
    """Write the types of Python's objects into build/qmltypes, in a process of its own; faults as lines."""
    command = [sys.executable, str(ROOT / "build_spec" / "qml_types.py"), str(TYPES)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return [f"types of Python's objects: {done.stdout.strip()[-600:]}"] if done.returncode else []


def lint_qml(files: Sequence[Path]) -> bool:
    """qmllint over absolute files, read as JSON: any warning is a finding."""
    faults = write_types()
    report = TYPES.with_name("qmllint.json")
    command = [qt_tool("qmllint"), "--json", str(report), "-I", str(TYPES), "-I", str(QML)]
    command += ["-I", str(QT / "Qt" / "qml"), *map(str, files)]
    report.parent.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)
    subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    found = json.loads(report.read_text(encoding="utf-8"))["files"] if report.is_file() else []
    if not found:
        faults.append("qmllint wrote no report")
    for file in found:
        for one in file["warnings"]:
            place = f"{file['filename'].removeprefix(f'{ROOT}/')}:{one.get('line', 0)}"
            faults.append(f"{place}: {one['type']}: {one['message']} [{one.get('id', '')}]")
    print(f"qmllint: {'ok' if not faults else f'FOUND {len(faults)}'} ({len(files)} files)", flush=True)
    print(*faults, sep="\n", end="\n" if faults else "")
    return not faults


def format_qml(files: Sequence[Path], *, write: bool) -> bool:
    """qmlformat over each file; with ``write`` it lays them out, otherwise a difference is a finding."""
    other = []
    for file in files:
        command = [qt_tool("qmlformat"), *(["-i"] if write else []), str(file)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode or (not write and done.stdout != file.read_text(encoding="utf-8")):
            other.append(str(file.relative_to(ROOT)))
    print(f"qmlformat: {'ok' if not other else 'FOUND ' + ' '.join(other) + ' (run `make format`)'}")
    return not other


def main(arguments: Sequence[str]) -> int:
    """Look at everything, even after a finding."""
    files = sorted(QML.rglob("*.qml"))
    if "--format-qml" in arguments:
        return 0 if format_qml(files, write=True) else 1
    tool = str(Path(sys.executable).parent / "lint-imports")
    looks = [
        run("ruff", [sys.executable, "-m", "ruff", "check", "--no-cache", "."]),
        run("ruff format", [sys.executable, "-m", "ruff", "format", "--no-cache", "--check", "."]),
        run("mypy", [sys.executable, "-m", "mypy"]),
        run("mypy of the model", [sys.executable, "-m", "mypy"], ANATOMY),
        run("import-linter", [tool, "--no-cache"]),
        run("import-linter of the model", [tool, "--no-cache", "--config", ".importlinter"], ANATOMY),
        lint_qml(files),
        format_qml(files, write=False),
    ]
    return 0 if all(looks) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
