"""Ctrl-C and its kin: the search keeps its best plan, everything else ends at once with nothing half-written."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from siteplan.errors import CancelledError

__all__ = ["Interrupt", "cancellable", "exit_code", "interruptible"]

# Ctrl-C, a polite kill (systemd, docker, an IDE), the terminal that is closed.
_STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_SEARCH_IS_OVER = ("evaluation", "writing", "done")
NOTHING_WRITTEN = "Cancelled; nothing was written."
NOTHING_HALF = "Cancelled; nothing is left half-written."


class _Stop(BaseException):
    """Passes every `except Exception` of every library on its way out."""


class Interrupt:
    """Whether somebody asked the run to stop. The search calls it; while it does, a first signal is kept for it.

    Before the search has first asked, and once it is over, nothing would hear a wish: the signal ends the run.
    """

    def __init__(self) -> None:
        self.signal = 0
        self._heard = False
        self._due = False
        self._writing = False

    def __call__(self) -> bool:
        """Return whether to stop and keep the best plan so far."""
        self._raise_if_due()
        self._heard = True
        return self.signal != 0

    def stage(self, name: str) -> None:
        """Hear that a stage begins; after the search nobody asks any more, and a signal ends the run."""
        self._heard = self._heard and name not in _SEARCH_IS_OVER
        self._writing = name == "writing"
        self._raise_if_due()

    def receive(self, number: int) -> None:
        """Take a signal: the first one during a search waits for it, any other ends the run."""
        kept = self._heard and self.signal == 0
        self.signal = number
        if not kept:
            self._due = True
            raise _Stop

    def error(self) -> CancelledError:
        """Return what the user is told where the run ends at once."""
        return CancelledError(NOTHING_HALF if self._writing else NOTHING_WRITTEN, exit_code(self.signal))

    def _raise_if_due(self) -> None:
        """End the run if a signal should have: one that arrives inside a callback of C is lost on the way out."""
        if self._due:
            raise _Stop


def exit_code(number: int) -> int:
    """Return the code that shells know for a run ended by a signal."""
    return 128 + number


@contextmanager
def cancellable() -> Iterator[None]:
    """Turn any signal to stop into CancelledError; commands that write say more themselves (see interruptible)."""
    with interruptible() as interrupt:
        interrupt.stage("writing")
        yield


@contextmanager
def interruptible() -> Iterator[Interrupt]:
    """Give what tells the search whether to stop; a second signal ends the run at once, with CancelledError."""
    interrupt = Interrupt()
    before = _handlers(lambda number, _frame: interrupt.receive(number))
    try:
        yield interrupt
        interrupt.stage("done")
    except _Stop:
        if interrupt.signal == 0:  # it belongs to the one around this one
            raise
        raise interrupt.error() from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _handlers(handler: Callable[[int, FrameType | None], None]) -> dict[int, Any]:
    """Set a handler for every signal to stop and return those of before; nohup stays nohup."""
    if threading.current_thread() is not threading.main_thread():
        return {}
    stops = [s for s in _STOPS if s is signal.SIGINT or signal.getsignal(s) is not signal.SIG_IGN]
    return {number: signal.signal(number, handler) for number in stops}
