"""What a long command shows, and what Ctrl-C does."""

import os
import signal

import pytest

from siteplan.console import Console, cancellable, interruptible
from siteplan.errors import CancelledError
from siteplan.optimise import Progress


def press_ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_ctrl_c_is_a_plain_error() -> None:
    with pytest.raises(CancelledError), cancellable():
        press_ctrl_c()


def test_before_the_search_asks_ctrl_c_ends_the_run() -> None:
    with pytest.raises(CancelledError), interruptible():
        press_ctrl_c()


def test_the_search_is_told_once_and_a_second_ctrl_c_ends_the_run() -> None:
    with interruptible() as interrupted:
        assert not interrupted()
        press_ctrl_c()
        assert interrupted()
        with pytest.raises(CancelledError):
            press_ctrl_c()


def test_the_handler_of_before_comes_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interruptible():
        pass
    assert signal.getsignal(signal.SIGINT) is before


def test_plain_lines_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with Console() as console:
        console.stage("reading")
        for second in range(12):
            console.progress(Progress(float(second), "search", 1200.0, 1100.0, 0.0833))
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "reading ..."
    assert len(said) == 1 + 3  # at 0, 5 and 10 seconds
    assert "plan 1,100, bound 1,200, gap 8.33%" in said[1]
