"""What a command says: results on stdout, stages on stderr, and no word of a file moves the terminal's cursor."""

from __future__ import annotations

import io
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from siteplan.errors import OutputError, json_text, on_one_line, visible

if TYPE_CHECKING:
    from rich.status import Status

    from siteplan.optimise import Progress

__all__ = ["Console", "Work", "say", "say_aside", "say_json"]

PLAIN_EVERY = 5.0  # seconds between two plain lines of the search
# How long stages take beside each other, roughly; one that is not named takes 1.
_WEIGHTS = {"minutes": 3.0, "plan": 8.0, "explanation": 5.0, "frontier": 20.0, "evaluation": 2.0, "writing": 3.0}


@dataclass(frozen=True)
class Work:
    """What a command has to do: its stages in order, the seconds its search may take, the lines a long stage says.

    `language` is that in which it is told.
    """

    stages: Sequence[str] = ()
    seconds: float = math.inf
    lines: int = 0
    language: str = "en"

    def share(self, stage: str, part: float) -> float:
        """Return which share of the work is done where a part (0 to 1) of a stage is."""
        weights = [_WEIGHTS.get(name, 1.0) for name in self.stages]
        at = list(self.stages).index(stage) if stage in self.stages else 0
        known = sum(weights[:at]) + min(part, 1.0) * sum(weights[at : at + 1])
        return known / sum(weights) if weights else 0.0


def say(*lines: str, results: Path | None = None) -> None:
    """Print lines on stdout; a name with a line's end in it does not become two. Where nobody reads on, say so.

    What is said then, on stderr, names where the `results` lie.

    Raises
    ------
    OutputError
        Somebody wants the text and the disk refuses it.
    """
    _print("\n".join(visible(on_one_line(line)) for line in lines), results)


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
    where = "" if results is None else f" The results are in {results}."
    if sys.stdout is None:
        say_aside(f"The standard output is closed; what belongs there is not shown.{where}")
        return
    try:
        _write(sys.stdout, text)
    except BrokenPipeError:  # `| head` has seen enough
        sys.stdout = _nowhere()
        say_aside(f"The standard output was closed; not all is shown.{where}")
    except (OSError, ValueError) as error:  # ValueError: Python's word for a file that is closed
        sys.stdout = _nowhere()
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"The standard output cannot be written to: {reason}.{where}") from error


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

    def __init__(self, work: Work | None = None) -> None:
        self.work = work or Work()
        self._status: Status | None = None
        self._said_at = -PLAIN_EVERY
        self._found = False
        self._stage = ""
        self._part = 0.0

    def __enter__(self) -> Self:
        if sys.stderr is not None and sys.stderr.isatty():
            from rich.console import Console as Terminal

            self._status = Terminal(stderr=True).status("")
            self._status.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._status is not None:
            self._status.stop()

    def stage(self, name: str) -> None:
        """Say that a stage begins, or a line of the one we are in."""
        from siteplan.present.text.reader import Reader
        from siteplan.present.text.stage_words import stage_text

        if name in self.work.stages:
            self._stage, self._part = name, 0.0
        elif self.work.lines:
            self._part += 1 / self.work.lines
        self._say(on_one_line(f"{stage_text(name, Reader(self.work.language))} ..."))

    def progress(self, step: Progress) -> None:
        """Say how far bound and value are apart: the first plan at once, others now and then."""
        from siteplan.present.text.reader import Reader
        from siteplan.present.text.stage_words import step_line

        first = math.isfinite(step.value) and not self._found
        if self._status is None and not first and step.seconds - self._said_at < PLAIN_EVERY:
            return
        self._found |= first
        self._said_at = step.seconds
        self._part = step.seconds / self.work.seconds
        self._say(step_line(step, Reader(self.work.language)))

    def _say(self, line: str) -> None:
        if self._status is None:
            say_aside(line)
            return
        from rich.text import Text

        share = f"{self.work.share(self._stage, self._part):4.0%}  " if self.work.stages else ""
        self._status.update(Text(share + visible(line)), spinner="dots")  # Text: what is in brackets is no markup
