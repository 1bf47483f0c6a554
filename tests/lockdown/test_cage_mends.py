"""What is mended in cage: a touch is whole, a screen that goes leaves it standing, nothing else has it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from build_spec.caged import caged, until
from build_spec.packaging.mends import compile_mends
from tests.lockdown.conftest import ROOT, SIZE

SOURCE = Path(__file__).parents[2] / "build_spec" / "linux" / "lib" / "cage-mends.c"

LIBRARY = """
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdint.h>
static void (*waiting)(void *);
static bool ends;
bool is_ending(void) { return ends; }
void turn(void) { if (waiting) waiting(NULL); waiting = NULL; }
void *wl_display_create(void) { return &ends; }
void *wl_display_get_event_loop(void *display) { return display; }
void *wl_event_loop_add_idle(void *loop, void (*later)(void *), void *data) { waiting = later; return loop; }
void wl_display_terminate(void *display) { ends = true; puts("ends"); }
bool wlr_output_is_drm(void *output) { return *(char *)output == 'p'; }
void wlr_output_layout_remove(void *layout, void *output) { puts("gone"); }
uint32_t wlr_seat_touch_notify_down(void *s, void *on, uint32_t t, int32_t id, double x, double y)
{ printf("down %u %d %.1f %.1f\\n", t, id, x, y); return 41; }
void wlr_seat_touch_notify_motion(void *s, uint32_t t, int32_t id, double x, double y)
{ printf("move %u %d %.1f %.1f\\n", t, id, x, y); }
void wlr_seat_touch_notify_up(void *s, uint32_t t, int32_t id) { printf("up %u %d\\n", t, id); }
void wlr_seat_touch_notify_frame(void *s) { puts("whole"); }
void _wlr_vlog(int importance, const char *format, va_list told) { vprintf(format, told); puts(""); }
void _wlr_log(int importance, const char *format, ...)
{ va_list told; va_start(told, format); _wlr_vlog(importance, format, told); va_end(told); }
void commit(const char *output, bool well)
{
	if (!well) _wlr_log(1, "[%s:%d] Basic output test failed for %s", "output.c", 656, output);
	else _wlr_log(1, "[%s:%d] Failed to add output %s", "output.c", 7, output);
}
"""
"""Functions with the names and arguments of wayland's and wlroots', which say that they were called."""

PROGRAM = """
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
bool is_ending(void);
void turn(void);
void *wl_display_create(void);
void wl_display_terminate(void *);
void wlr_output_layout_remove(void *, void *);
uint32_t wlr_seat_touch_notify_down(void *, void *, uint32_t, int32_t, double, double);
void wlr_seat_touch_notify_motion(void *, uint32_t, int32_t, double, double);
void wlr_seat_touch_notify_up(void *, uint32_t, int32_t);
void commit(const char *, bool);
int main(int n, char **words)
{
	void *display = wl_display_create();
	for (int i = 1; i < n; i++) {
		if (!strcmp(words[i], "finger")) {
			printf("serial %u\\n", wlr_seat_touch_notify_down(0, 0, 7, 2, 1.5, 2.5));
			wlr_seat_touch_notify_motion(0, 8, 2, 3.5, 4.5);
			wlr_seat_touch_notify_up(0, 9, 2);
		} else if (!strcmp(words[i], "turn")) {
			turn();
		} else if (!strcmp(words[i], "drawn")) {
			commit("VGA-1", false);
			commit("VGA-1", true);
		} else if (!strcmp(words[i], "end")) {
			wl_display_terminate(display);
		} else {
			wlr_output_layout_remove(0, words[i]);
		}
	}
	return is_ending();
}
"""
"""Does what its words say: a finger, a screen that goes (its name), the loop's next turn, an end."""


@pytest.fixture(scope="module")
def mends(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_mends(SOURCE, tmp_path_factory.mktemp("mends") / "cage-mends.so")


@pytest.fixture(scope="module")
def compositor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program that calls as cage calls, and says what came of it."""
    folder = tmp_path_factory.mktemp("compositor")
    for text, options in ((LIBRARY, ["-shared", "-fPIC", "-o", "libshown.so"]), (PROGRAM, ["-o", "program"])):
        command = ["gcc", "-w", "-x", "c", "-", "-x", "none", *options]
        linked = [] if "-shared" in options else ["libshown.so", f"-Wl,-rpath,{folder}"]
        subprocess.run([*command, *linked], input=text.encode(), cwd=folder, check=True)
    return folder / "program"


def said(compositor: Path, mends: Path | None, *words: str) -> tuple[list[str], int]:
    """What the functions said of these words, and whether the program was told to end."""
    loaded = {} if mends is None else {"LD_PRELOAD": str(mends)}
    done = subprocess.run(
        [compositor, *words], env={**os.environ, **loaded}, stdout=subprocess.PIPE, text=True, timeout=60
    )
    return done.stdout.splitlines(), done.returncode


def test_each_part_of_a_touch_is_made_whole(compositor: Path, mends: Path) -> None:
    parts = ["down 7 2 1.5 2.5", "serial 41", "move 8 2 3.5 4.5", "up 9 2"]
    assert said(compositor, None, "finger") == (parts, 0), "without the mends nothing is"
    whole = ["down 7 2 1.5 2.5", "whole", "serial 41", "move 8 2 3.5 4.5", "whole", "up 9 2", "whole"]
    assert said(compositor, mends, "finger") == (whole, 0)


def test_what_a_plugged_mouse_has_it_say_of_each_picture_is_not_said(compositor: Path, mends: Path) -> None:
    refused, other = (
        "[output.c:656] Basic output test failed for VGA-1",
        "[output.c:7] Failed to add output VGA-1",
    )
    assert said(compositor, None, "drawn") == ([refused, other], 0), "without the mends it is"
    assert said(compositor, mends, "drawn") == ([other], 0)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("panel end", ["gone"]),  # cage's own wish, in one breath with the last screen's going
        ("panel end end", ["gone", "ends"]),
        ("panel turn end", ["gone", "ends"]),  # one of two screens went; later systemd asks
        ("window end", ["gone", "ends"]),  # in an X server
        ("end", ["ends"]),
        ("panel end turn panel end turn", ["gone", "gone"]),
    ],
)
def test_only_a_screen_that_goes_does_not_end_it(
    compositor: Path, mends: Path, words: str, told: list[str]
) -> None:
    assert said(compositor, mends, *words.split()) == (told, int("ends" in told))


def test_cage_has_the_mends_and_what_it_shows_has_not(display: Callable[[str], Path], mends: Path) -> None:
    code = "import os, pathlib, time; pathlib.Path('seen').write_text(os.environ.get('LD_PRELOAD', 'none'));"
    command = [sys.executable, "-c", code + "time.sleep(600)"]
    with caged(display("mends"), command, SIZE, preload=mends) as session:
        seen = session.home / "seen"
        until(lambda: seen.exists() and bool(seen.read_text()), "the program")
        assert seen.read_text() == "none"
        cage = Path("/proc", str(session.process.pid))
        assert str(mends) in (cage / "maps").read_text(), "it is in cage"
        assert all(str(mends) not in Path(f"/proc/{one}/maps").read_text() for one in session.programs())
        session.close()
        assert not cage.exists(), "told to end it ends"


@pytest.mark.parametrize("is_mended", [True, False])
def test_what_runs_in_cage_can_tell_whether_cage_has_the_mends(
    display: Callable[[str], Path], mends: Path, is_mended: bool
) -> None:
    code = (
        f"import os, pathlib, sys, time; sys.path.insert(0, {str(ROOT)!r});"
        "from kiosk.machine.lockdown import has_mends;"
        "pathlib.Path('seen').write_text(str(has_mends(pathlib.Path('/'), os.getpid()))); time.sleep(600)"
    )
    command = [sys.executable, "-c", code]
    with caged(display("told"), command, SIZE, preload=mends if is_mended else None) as session:
        seen = session.home / "seen"
        until(lambda: seen.exists() and bool(seen.read_text()), "the program")
        assert seen.read_text() == str(is_mended)


def test_cage_calls_each_function_that_takes_the_place_of_one(
    display: Callable[[str], Path], mends: Path
) -> None:
    display("names")
    listed = {
        kind: subprocess.run(["nm", "-D", f"--{kind}-only", file], capture_output=True, text=True, check=True)
        for kind, file in (("defined", str(mends)), ("undefined", "/usr/bin/cage"))
    }
    names = {
        kind: {line.split()[-1].split("@")[0] for line in one.stdout.splitlines()}
        for kind, one in listed.items()
    }
    assert len(names["defined"]) == 7 and names["defined"] <= names["undefined"]
