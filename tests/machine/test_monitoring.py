"""The dashboard and the alert rules name only figures that a kiosk tells; the guide tells of all of them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiosk.machine.metrics import FAMILIES

LABELS = {
    "lamina_edition_info": {"edition", "sample", "name"},
    "lamina_build_info": {"version", "qt", "python"},
    "lamina_health": {"item"},
    "lamina_frame_seconds": {"quantile"},
}
"""Labels that a kiosk gives; ``instance`` is Prometheus's own."""

RULES = "lamina-rules.yml"
ALERTS = ("alerts.yml", "alerts-days.yml")
"""What promtool tries the rules with; beside this file."""

ALL_LABELS = set.union(*LABELS.values()) | {"instance", "__name__"}


@pytest.fixture(scope="module")
def dashboard(root: Path) -> dict[str, Any]:
    text = (root / "build_spec" / "monitoring" / "lamina-dashboard.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.fixture(scope="module")
def rules(root: Path) -> list[dict[str, Any]]:
    text = (root / "build_spec" / "monitoring" / RULES).read_text("utf-8")
    return [rule for group in yaml.safe_load(text)["groups"] for rule in group["rules"]]


def asked_by(dashboard: dict[str, Any]) -> Iterator[str]:
    for panel in dashboard["panels"]:
        yield from (target["expr"] for target in panel["targets"])
    yield from (one["query"]["query"] for one in dashboard["templating"]["list"] if one["type"] == "query")


def figures_in(expression: str) -> set[str]:
    return {re.sub(r"_(sum|count)$", "", name) for name in re.findall(r"\blamina_\w+", expression)}


def test_every_figure_asked_for_is_one_that_a_kiosk_tells(
    dashboard: dict[str, Any], rules: list[dict[str, Any]]
) -> None:
    told = {family.name for family in FAMILIES}
    asked = set()
    for expression in [*asked_by(dashboard), *(rule["expr"] for rule in rules)]:
        found = figures_in(expression)
        assert found and found <= told, expression
        for labels in re.findall(r"\{([^{}]*)\}", expression):
            assert set(re.findall(r"(\w+)(?==~?\")", labels)) <= ALL_LABELS, expression
        asked |= found
    assert asked == told, "what nobody looks at need not be told"


def test_each_label_asked_for_is_of_that_figure(
    dashboard: dict[str, Any], rules: list[dict[str, Any]]
) -> None:
    for expression in [*asked_by(dashboard), *(rule["expr"] for rule in rules)]:
        for name, labels in re.findall(r"\b(lamina_\w+)\{([^{}]*)\}", expression):
            asked = set(re.findall(r"(\w+)(?==~?\")", labels)) - {"instance"}
            assert asked <= LABELS.get(name, set()), expression


def test_panels_have_their_own_numbers_and_places(dashboard: dict[str, Any]) -> None:
    panels = dashboard["panels"]
    assert sorted(panel["id"] for panel in panels) == list(range(1, len(panels) + 1))
    assert len({panel["title"] for panel in panels}) == len(panels)
    for one, other in combinations((panel["gridPos"] for panel in panels), 2):
        apart = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        assert apart or one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
    for panel in panels:
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 and panel["description"]
        references = [target["refId"] for target in panel["targets"]]
        assert len(set(references)) == len(references)


def test_the_dashboard_answers_what_it_is_there_for(dashboard: dict[str, Any]) -> None:
    titles = {panel["title"] for panel in dashboard["panels"]}
    assert titles >= {
        "Which kiosk shows which edition",
        "Down",
        "Which updates failed",
        "Days to expiry",
        "From finger to page, 95 of 100",
    }
    shown = next(panel for panel in dashboard["panels"] if panel["title"].startswith("Which kiosk"))
    kept = next(one for one in shown["transformations"] if one["id"] == "filterFieldsByName")
    assert {"instance", "edition"} <= set(kept["options"]["include"]["names"])


def test_each_alert_says_what_it_is_and_what_to_do(rules: list[dict[str, Any]]) -> None:
    assert len({rule["alert"] for rule in rules}) == len(rules) >= 10
    for rule in rules:
        assert set(rule["annotations"]) == {"summary", "action"}
        assert rule["labels"]["severity"] in ("page", "ticket")


def test_each_alert_is_tried_with_figures_that_raise_it(rules: list[dict[str, Any]]) -> None:
    raised = {
        asked["alertname"]
        for name in ALERTS
        for one in yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))["tests"]
        for asked in one["alert_rule_test"]
        if asked.get("exp_alerts")
    }
    assert raised == {rule["alert"] for rule in rules}


@pytest.mark.skipif(not shutil.which("promtool"), reason="promtool is not here (Debian: prometheus)")
@pytest.mark.parametrize("name", ALERTS)
def test_alerts_come_when_they_should_and_not_before(name: str) -> None:
    command = ["promtool", "test", "rules", str(Path(__file__).with_name(name))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not shutil.which("promtool"), reason="promtool is not here (Debian: prometheus)")
@pytest.mark.parametrize(
    ("rule", "other"),
    [
        ("lamina_heartbeat_timestamp_seconds > 300", "lamina_heartbeat_timestamp_seconds > 900"),
        ("increase(lamina_crashes_total[1h]) >= 3", "increase(lamina_crashes_total[1h]) >= 2"),
        ('item=~"display|touch"} > 0', 'item=~"display|touch"} == 2'),
    ],
)
def test_a_rule_that_says_something_else_is_found(root: Path, tmp_path: Path, rule: str, other: str) -> None:
    text = (root / "build_spec" / "monitoring" / RULES).read_text("utf-8")
    assert text.count(rule) == 1
    (tmp_path / RULES).write_text(text.replace(rule, other), "utf-8")
    tried = Path(__file__).with_name(ALERTS[0]).read_text("utf-8")
    (tmp_path / ALERTS[0]).write_text(tried.replace("../../build_spec/monitoring/", ""), "utf-8")
    command = ["promtool", "test", "rules", str(tmp_path / ALERTS[0])]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1 and "FAILED" in done.stdout + done.stderr


def test_the_guide_lists_every_figure(root: Path) -> None:
    text = (root / "docs" / "it.md").read_text("utf-8")
    assert re.findall(r"^\| `(lamina_\w+)", text, re.MULTILINE) == [family.name for family in FAMILIES]
