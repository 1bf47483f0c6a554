"""Reviewers at the command line: a key, what is shown and asked, and what is refused, as real processes."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.cli.reviewing import need_reviewed
from tests.cli.test_cli import lamina, one_line
from tests.test_options import reviewed

pty = pytest.importorskip("pty")  # Windows has none

PHRASE = "four words on paper"


class Desk:
    """A reviewer's desk: the small sources, where every command is run."""

    def __init__(self, root: Path, sources: Path, pictures: Path) -> None:
        self.sources = sources
        self._command = [sys.executable, str(root / "main.py"), "content"]
        self._places = ["--sources", str(sources), "--pictures", str(pictures)]

    def runs(self, typed: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*self._command, *arguments, *self._places]
        return subprocess.run(
            command, cwd=self.sources, input=typed, capture_output=True, text=True, timeout=60
        )

    def answers(self, answers: dict[str, str], *arguments: str) -> tuple[int, str]:
        """Run at a terminal and type each answer once its question stands there; the code and all shown."""
        ours, theirs = pty.openpty()
        command = [*self._command, *arguments, *self._places]
        with subprocess.Popen(
            command, cwd=self.sources, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        ) as running:
            os.close(theirs)
            shown, waiting = "", dict(answers)
            try:
                while select.select([ours], [], [], 60)[0]:
                    try:
                        more = os.read(ours, 65536)
                    except OSError:  # the other end is closed: so a terminal tells the end on Linux
                        break
                    if not more:
                        break
                    shown += more.decode("utf-8", "replace")
                    for question in [one for one in waiting if one in shown]:
                        os.write(ours, f"{waiting.pop(question)}\n".encode())
                return running.wait(timeout=60), shown
            finally:
                os.close(ours)
                running.kill()

    def code(self) -> str:
        """The code of the page of discs, as the check tells it."""
        told = json.loads(self.runs("", "check", "--reviews", "--json").stdout)
        return str(next(row["code"] for row in told["topics"] if row["topic"] == "discs"))

    def put(self, file: str, old: str, new: str) -> None:
        place = self.sources / file
        text = place.read_text("utf-8")
        assert old in text
        place.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def desk(root: Path, sources: Path, pictures: Path) -> Desk:
    """With a reviewer's key, listed among the reviewers, and an author in the page of discs."""
    desk = Desk(root, sources, pictures)
    made = desk.runs(f"{PHRASE}\n{PHRASE}\n", "keys", "new", "Ana Reader", "--role", "Surgeon")
    assert made.returncode == 0 and made.stderr.count("\n") == 1, made.stderr
    assert made.stderr.startswith("There is no "), "a success is no fault"
    (sources / "reviewers.yaml").write_text(made.stdout, "utf-8")
    desk.put("topics/discs/topic.yaml", "owner: tests", "owner: tests\nauthor: Tom Writer")
    return desk


ASKED = {"Did you write any of this?": "n", "approve exactly these words": "y", "Passphrase": PHRASE}
APPROVE = ("approve", "discs", "--key", "ana-reader.pem")


def test_a_reviewer_sees_the_page_is_asked_and_signs_it(desk: Desk) -> None:
    code, shown = desk.answers(ASKED, *APPROVE)
    assert code == 0, shown
    for said in ("English", "Spanish", "What it is", "A disc is soft.", "Un disco es blando.", "mini/plain"):
        assert said in shown
    assert f"Code of exactly these words and pictures: {desk.code()[:4]}-" in shown
    assert "discs: approved by Ana Reader until " in shown and PHRASE not in shown
    checked = desk.runs("", "check")
    assert checked.returncode == 0 and "0 errors, 0 warnings" in checked.stdout
    listed = desk.runs("", "check", "--reviews").stdout.splitlines()
    assert listed[-1].startswith("1 of ") and any("discs: by Ana Reader until" in line for line in listed)


def test_the_second_time_only_what_changed_is_shown(desk: Desk) -> None:
    desk.answers(ASKED, *APPROVE)
    desk.put("topics/discs/en.md", "A disc is soft.", "A disc is firm.")
    code, shown = desk.answers(ASKED, *APPROVE)
    assert code == 0, shown
    assert "changed since Ana Reader approved it on " in shown and "It bends with you." not in shown
    assert "was: A disc is soft.\r\n  now: A disc is firm." in shown


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [("Did you write", "y", "cannot approve it"), ("approve exactly", "n", "nothing was signed")],
)
def test_an_answer_can_stop_it(desk: Desk, question: str, answer: str, said: str) -> None:
    answers = {asked: answer if question in asked else told for asked, told in ASKED.items()}
    code, shown = desk.answers(answers, *APPROVE)
    assert code == 2 and said in shown and "Passphrase" not in shown
    assert not list(desk.sources.rglob("approval.json"))


def test_a_script_names_the_code_it_means_and_signs_nothing_else(desk: Desk) -> None:
    code = desk.code()
    desk.put("topics/discs/en.md", "A disc is soft.", "A disc is firm.")
    refused = desk.runs(f"{PHRASE}\n", *APPROVE, "--yes", "--expect", code)
    assert refused.returncode == 2 and "not the one you looked at" in refused.stderr
    assert not list(desk.sources.rglob("approval.json"))
    desk.put("topics/discs/en.md", "A disc is firm.", "A disc is soft.")
    done = desk.runs(f"{PHRASE}\n", *APPROVE, "--yes", "--expect", f"{code[:4]}-{code[4:8]}-{code[8:12]}")
    assert (done.returncode, done.stderr) == (0, "") and "discs: approved by Ana Reader" in done.stdout


@pytest.mark.parametrize(
    ("typed", "arguments", "code", "said"),
    [
        ("wrong words\n", ("discs", "--key", "ana-reader.pem"), 2, "passphrase is wrong"),
        ("", ("discs", "--key", "ana-reader.pem"), 2, "no passphrase"),
        (PHRASE, ("nothing", "--key", "ana-reader.pem"), 2, "no topic “nothing”"),
        (PHRASE, ("home", "--key", "ana-reader.pem"), 2, "names no person as its author"),
        (PHRASE, ("discs", "--key", "gone.pem"), 2, "cannot be read"),
        (PHRASE, ("discs", "--key", "edition.yaml"), 2, "no key with a passphrase"),
        (PHRASE, ("discs",), 64, "--key"),
        (PHRASE, ("discs", "--key", "ana-reader.pem", "--until", "soon"), 2, "is no date"),
    ],
)
def test_what_cannot_be_approved_is_one_line(
    desk: Desk, typed: str, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = desk.runs(typed, "approve", *arguments, "--yes", "--expect", desk.code())
    assert done.returncode == code and said in done.stderr
    assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr
    assert not list(desk.sources.rglob("approval.json"))


def test_the_first_reviewer_is_told_the_whole_file_and_the_next_one_line(desk: Desk) -> None:
    typed, listed = f"{PHRASE}\n{PHRASE}\n", desk.sources / "reviewers.yaml"
    ana = listed.read_text("utf-8")
    assert (
        ana.startswith('reviewers:\n  - {name: "Ana Reader", role: "Surgeon", key: "')
        and ana.count("\n") == 2
    )
    second = desk.runs(typed, "keys", "new", "Eva Second")
    assert second.stdout.startswith("  - {name:") and second.stdout.count("\n") == 1
    assert second.stderr.startswith(f"Put the line above under “reviewers:” in {listed}. Keep eva-second.pem")
    listed.write_text(ana + second.stdout, "utf-8")
    assert "0 errors, 0 warnings" in desk.runs("", "check").stdout
    for stands, advice in (("revoked: []\n", "has no line “reviewers:”"), ("reviewers: []\n", "in place of")):
        listed.write_text(stands, "utf-8")
        more = desk.runs(typed, "keys", "new", "One", "--out", f"{len(stands)}.pem")
        assert more.stdout.startswith("reviewers:\n  - {name:") and advice in more.stderr


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (None, "", "reviewers.yaml; make that file: a line “reviewers:”"),
        ("reviewers:\n", "", "a list stands here without the line “reviewers:” above it"),
        ('key: "', 'key: "00', "lists nobody"),
        ('  - {name: "Ana', 'revoked: []\n  - {name: "Ana', "reviewers.yaml:"),
        (
            None,
            'reviewers:\n  - {name: "Eva", role: "Nurse", key: "' + "a1" * 32 + '"}\n',
            "does not list this key",
        ),
        ("Ana Reader", "Tom Writer", "another person must approve it"),
    ],
)
def test_a_key_that_may_not_sign_is_told_before_anything_is_shown_or_asked(
    desk: Desk, old: str | None, new: str, said: str
) -> None:
    listed = desk.sources / "reviewers.yaml"
    if old is None:
        listed.unlink()
        if new:
            listed.write_text(new, "utf-8")
    else:
        desk.put("reviewers.yaml", old, new)
    code, shown = desk.answers(ASKED, *APPROVE)
    assert code == 2 and said in shown, shown
    assert "A disc is soft." not in shown and "Did you write" not in shown and "Passphrase" not in shown
    assert shown.count("\n") == 1 and not list(desk.sources.rglob("approval.json"))


def test_a_key_whose_file_does_not_name_its_public_half_still_signs(desk: Desk) -> None:
    place = desk.sources / "ana-reader.pem"
    first, _, pem = place.read_bytes().partition(b"\n")
    assert (
        first.startswith(b"Public half: ")
        and first[13:].decode() in (desk.sources / "reviewers.yaml").read_text()
    )
    place.write_bytes(pem)
    done = desk.runs(f"{PHRASE}\n", *APPROVE, "--yes", "--expect", desk.code())
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("more", "said"), [((), "no terminal"), (("--yes",), "needs --expect")])
def test_without_a_terminal_a_code_must_be_named(desk: Desk, more: tuple[str, ...], said: str) -> None:
    done = desk.runs(f"y\nn\n{PHRASE}\n", *APPROVE, *more)
    assert done.returncode == 64 and said in done.stderr and done.stdout == ""


def test_no_page_that_nobody_checked_is_published(root: Path, tmp_path: Path) -> None:
    asked = ["repo", "publish", "--repository", str(tmp_path / "repository"), "--keys", str(tmp_path)]
    refused = lamina(root, *asked, "--edition", str(reviewed(tmp_path / "edition", 300, None, -1).folder))
    assert refused.returncode == 2
    said = "2 of 3 pages are not checked (page-1, page-2), and it is not called a sample"
    assert said in one_line(refused)
    assert need_reviewed(reviewed(tmp_path / "whole", 300, 200).folder) == ""
    assert "not reviewed" in need_reviewed(reviewed(tmp_path / "sample", 300, None, sample=True).folder)
