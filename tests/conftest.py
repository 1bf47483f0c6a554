"""What every test stands on: no display, software drawing, a home of its own; knows no page and no screen."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How fast an example is says how busy the machine is: speed is for `make bench`.
settings.register_profile("any load", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any load")

# Qt reads these once, when its first object is made; so they stand before any test module imports Qt.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ.setdefault("QT_SCALE_FACTOR", "1")
for name in [name for name in os.environ if name.startswith("LAMINA_")]:
    del os.environ[name]
os.environ["LAMINA_UPDATER"] = "off"  # no kiosk of a test leaves a process behind


@pytest.fixture(autouse=True)
def a_home_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the settings and state of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    for variable, folder in {
        "XDG_CONFIG_HOME": "config",
        "XDG_STATE_HOME": "state",
        "XDG_CACHE_HOME": "cache",
    }.items():
        monkeypatch.setenv(variable, str(home / folder))
    return home


@pytest.fixture(autouse=True)
def garbage_is_collected_here() -> Iterator[None]:
    """As in the kiosk: a thread that collects would take Qt's objects down away from the window's thread."""
    gc.disable()
    yield
    gc.collect(1)


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return Path(__file__).resolve().parent.parent
