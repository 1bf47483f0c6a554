"""What takes long to find out is looked at seldom, by one thread at a time, and told often."""

from __future__ import annotations

import threading

from kiosk.machine.health import Item
from kiosk.machine.seldom import Seldom


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_it_is_looked_at_when_it_is_due_and_told_in_between() -> None:
    clock, looks = Clock(), []

    def look() -> list[Item]:
        looks.append(clock.seconds)
        return [Item("package", "ok", f"look {len(looks)}")]

    seldom = Seldom(look, 45, 600, clock)
    told = []
    for seconds in (0, 44, 45, 100, 644, 645, 2000):
        clock.seconds = seconds
        told.append([item.message for item in seldom.items()])
    assert told == [[], [], ["look 1"], ["look 1"], ["look 1"], ["look 2"], ["look 3"]]
    assert looks == [45, 645, 2000]


def test_one_that_asks_while_another_looks_does_not_wait() -> None:
    clock, inside, go = Clock(), threading.Event(), threading.Event()

    def look() -> list[Item]:
        inside.set()
        assert go.wait(30)
        return [Item("package", "ok", "whole")]

    seldom = Seldom(look, 0, 600, clock)
    other = threading.Thread(target=seldom.items)
    other.start()
    assert inside.wait(30)
    assert seldom.items() == []
    go.set()
    other.join(30)
    assert [item.message for item in seldom.items()] == ["whole"]
