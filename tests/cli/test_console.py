"""What a long command shows, and what a terminal never gets."""

from __future__ import annotations

import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.cli.console import Console, Work, say, say_aside, say_json
from siteplan.errors import OutputError, json_text, visible
from siteplan.optimise import Progress


def test_plain_lines_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with Console() as console:
        console.stage("reading")
        for second in range(12):
            console.progress(Progress(float(second), "search", 1200.0, 1100.0, 0.0833))
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "read the study ..."
    assert len(said) == 1 + 3  # at 0, 5 and 10 seconds
    assert "looking for better plans: plan 1,100, bound 1,200, gap 8.3 %" in said[1]


def test_the_first_plan_is_told_at_once_and_in_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    with Console(Work(language="zh-Hans")) as console:
        console.progress(Progress(0.1, "first plan", 1200.0, float("nan"), float("inf")))
        console.progress(Progress(0.2, "first plan", 1200.0, 900.0, 0.25))
        console.progress(Progress(0.3, "first plan", 1200.0, 950.0, 0.2))
    waiting, first = capsys.readouterr().err.splitlines()  # the third comes within five seconds of the second
    assert "寻找首个方案" in waiting
    assert "首个方案，离证明尚远" in first


class Terminal(io.StringIO):
    """A stderr that somebody watches."""

    def isatty(self) -> bool:
        return True


def test_a_watched_line_reads_no_markup_and_sends_no_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "dumb")
    with Console() as console:
        console.stage("budget [red]5[/red] \x1b]0;owned\x07")
        assert console._status is not None
        assert str(console._status.status) == "budget [red]5[/red] \\x1b]0;owned\\x07 ..."


@given(st.text())
def test_no_control_character_reaches_a_terminal(text: str) -> None:
    shown = visible(text)
    assert all(c == "\n" or not (ord(c) < 32 or 127 <= ord(c) < 160) for c in shown)
    assert not set("\u200e\u200f\u202a\u202e\u2066\u2069") & set(shown)
    shown.encode("utf-8")  # no half of a character either


def test_letters_of_any_script_stay() -> None:
    assert visible("Köln 广州 😀 a\nb") == "Köln 广州 😀 a\nb"
    assert visible("\x1b[31m\x9b2J\u202e") == "\\x1b[31m\\x9b2J\\u202e"


@given(st.dictionaries(st.text(), st.text()))
def test_json_is_escaped_and_means_the_same(value: dict[str, str]) -> None:
    text = json_text(value)
    assert visible(text) == text
    assert json.loads(text) == value


class Refusing(io.StringIO):
    """A stdout that fails as the system does."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def write(self, _text: str) -> int:
        raise self.error


def test_a_reader_who_has_seen_enough_is_no_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for stream in (Refusing(BrokenPipeError(32, "Broken pipe")), None):
        monkeypatch.setattr(sys, "stdout", stream)
        say("the summary")
        assert "closed" in capsys.readouterr().err


def test_a_full_disk_behind_stdout_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for error in (OSError(28, "No space left on device"), ValueError("I/O operation on closed file")):
        monkeypatch.setattr(sys, "stdout", Refusing(error))
        with pytest.raises(OutputError, match=r"cannot be written to: (No space left|I/O operation)"):
            say_json({"a": 1})


def test_nobody_to_tell_stages_to_ends_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (Refusing(OSError(28, "No space left on device")), None):
        monkeypatch.setattr(sys, "stderr", stream)
        say_aside("reading ...")


def test_a_terminal_without_chinese_gets_what_it_can_show(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    say("广州")
    assert raw.getvalue() == b"\\u5e7f\\u5dde\n"


def test_a_watched_line_says_which_share_of_the_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of weights 1, 8 and 3 in twelve: a search half of whose seconds are over is 1 + 4 of them."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "dumb")
    with Console(Work(("reading", "plan", "writing"), seconds=10.0)) as console:
        said = []
        for begin in ("reading", "plan"):
            console.stage(begin)
            said.append(str(console._status.status))  # type: ignore[union-attr]
        console.progress(Progress(5.0, "search", 1200.0, 1100.0, 0.0833))
        said.append(str(console._status.status))  # type: ignore[union-attr]
        console.stage("writing")
        said.append(str(console._status.status))  # type: ignore[union-attr]
    assert [line[:5] for line in said] == ["  0% ", "  8% ", " 42% ", " 75% "]


@given(st.lists(st.sampled_from(["reading", "minutes", "plan", "frontier", "writing"]), unique=True, min_size=1),
       st.floats(0, 2))  # fmt: skip
def test_a_share_never_falls_and_never_exceeds_the_whole(stages: list[str], part: float) -> None:
    work = Work(tuple(stages), 60.0)
    shares = [work.share(stage, p) for stage in stages for p in (0.0, part / 2, part)]
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1 + 1e-12
