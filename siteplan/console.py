"""What a long command shows: a live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import math
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Self

from siteplan.errors import CancelledError

if TYPE_CHECKING:
    from rich.status import Status

    from siteplan.optimise import Progress

__all__ = ["Console", "cancellable", "interruptible"]

PLAIN_EVERY = 5.0  # seconds between two plain lines of the search


class Console:
    """Says on stderr which stage runs and how far the search is."""

    def __init__(self) -> None:
        self._status: Status | None = None
        self._said_at = -PLAIN_EVERY

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console as Terminal  # noqa: PLC0415 - not needed where nobody watches

            self._status = Terminal(stderr=True).status("")
            self._status.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._status is not None:
            self._status.stop()

    def stage(self, name: str) -> None:
        """Say that a stage begins."""
        self._say(f"{name} ...")

    def progress(self, step: Progress) -> None:
        """Say how far bound and value are apart."""
        if self._status is None and step.seconds - self._said_at < PLAIN_EVERY:
            return
        self._said_at = step.seconds
        found = f"plan {step.value:,.0f}, " if math.isfinite(step.value) else "no plan yet, "
        gap = f", gap {step.gap:.2%}" if math.isfinite(step.gap) else ""
        self._say(f"{step.seconds:5.0f} s  {step.stage}: {found}bound {step.bound:,.0f}{gap}")

    def _say(self, line: str) -> None:
        if self._status is not None:
            self._status.update(line, spinner="dots")
        else:
            print(line, file=sys.stderr, flush=True)  # noqa: T201 - this is the console


@contextmanager
def cancellable() -> Iterator[None]:
    """Turn Ctrl-C into CancelledError."""

    def on_interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise CancelledError("Cancelled; nothing was written.")

    with _on_interrupt(on_interrupt):
        yield


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Give a function that tells whether Ctrl-C was pressed; a second Ctrl-C ends the run at once.

    The search asks it and returns its best plan. Before the search has first asked, nothing is worth keeping
    and the first Ctrl-C ends the run.
    """
    pressed, asked = threading.Event(), threading.Event()

    def on_interrupt(_signal: int, _frame: FrameType | None) -> None:
        if pressed.is_set() or not asked.is_set():
            raise CancelledError("Cancelled; nothing was written.")
        pressed.set()

    def interrupted() -> bool:
        asked.set()
        return pressed.is_set()

    with _on_interrupt(on_interrupt):
        yield interrupted


@contextmanager
def _on_interrupt(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Handle SIGINT so for a while."""
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
