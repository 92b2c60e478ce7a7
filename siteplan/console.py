"""What a command says: results on stdout, stages on stderr, and no word of a file moves the terminal's cursor."""

from __future__ import annotations

import io
import math
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from siteplan.errors import OutputError
from siteplan.visible import json_text, visible

if TYPE_CHECKING:
    from rich.status import Status

    from siteplan.optimise import Progress

__all__ = ["Console", "say", "say_aside", "say_json"]

PLAIN_EVERY = 5.0  # seconds between two plain lines of the search


def say(text: str, results: Path | None = None) -> None:
    """Print text on stdout. Where nobody reads on, say so on stderr, and where the `results` lie.

    Raises
    ------
    OutputError
        Somebody wants the text and the disk refuses it.
    """
    _print(visible(text), results)


def say_json(value: object, results: Path | None = None) -> None:
    """Print a value as one line of JSON on stdout, as say does."""
    _print(json_text(value), results)


def say_aside(text: str) -> None:
    """Print a line on stderr; that nobody can read it there is no reason to end a run."""
    try:
        _write(sys.stderr, visible(text))
    except (OSError, ValueError):
        sys.stderr = _nowhere()


def _print(text: str, results: Path | None) -> None:
    lie = "" if results is None else f" The results lie in {results}."
    if sys.stdout is None:
        say_aside(f"The standard output is closed; what belongs there is not shown.{lie}")
        return
    try:
        _write(sys.stdout, text)
    except BrokenPipeError:  # `| head` has seen enough
        sys.stdout = _nowhere()
        say_aside(f"The standard output was closed; not all is shown.{lie}")
    except (OSError, ValueError) as error:  # ValueError: Python's word for a file that is closed
        sys.stdout = _nowhere()
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"The standard output cannot be written to: {reason}.{lie}") from error


def _write(stream: TextIO | None, text: str) -> None:
    """Write at once: what waits until the end would fail when nobody can tell any more."""
    if stream is None:
        return
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    stream.flush()


def _nowhere() -> TextIO:
    """Return a stream that takes everything; Python flushes the streams once more when it ends."""
    return io.StringIO()


class Console:
    """Says on stderr which stage runs and how far the search is."""

    def __init__(self) -> None:
        self._status: Status | None = None
        self._said_at = -PLAIN_EVERY

    def __enter__(self) -> Self:
        if sys.stderr is not None and sys.stderr.isatty():
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
        if self._status is None:
            say_aside(line)
            return
        from rich.text import Text  # noqa: PLC0415 - not needed where nobody watches

        self._status.update(Text(visible(line)), spinner="dots")  # Text: what stands in brackets is no markup
