"""What can go wrong, as one tree of exceptions.

SiteplanError
├── StudyError        the study or its tables are wrong; carries every Problem found
├── ProblemError      the arrays given to the optimiser are wrong
├── NoPlanError       no plan meets every rule
├── SolverError       the solver answered against its own bound: a bug, never a plan
├── CancelledError    stopped by the user before anything was worth keeping
└── OutputError       results cannot be written where they were asked for
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "N_",
    "CancelledError",
    "NoPlanError",
    "Note",
    "OutputError",
    "Problem",
    "ProblemError",
    "SiteplanError",
    "SolverError",
    "StudyError",
    "json_text",
    "on_one_line",
    "visible",
]

# Control characters of both ranges, marks that turn the direction of writing, halves of characters. A line's end stays.
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_BREAKS = re.compile(r"[\r\n\x0b\x0c\x85\u2028\u2029]+")


LONGEST, LONGEST_ID = 600, 80  # letters of a part of a message, and of an id in it
MOST_SHOWN = 200  # problems in one text; nobody reads more before putting the first ones right


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input, and what to do about it.

    `table` is the table or the section of study.toml, `column` the column or key,
    `ids` the first few rows concerned (as the user knows them).
    """

    table: str
    what: str
    remedy: str
    column: str = ""
    ids: Sequence[str] = ()
    shown_ids: int = 5

    def __post_init__(self) -> None:
        """Cut what repeats a very long value of a file: a message is read by people."""
        for name in ("table", "what", "remedy", "column"):
            text = str(getattr(self, name))
            if len(text) > LONGEST:
                object.__setattr__(self, name, f"{text[:LONGEST]}...")

    def __str__(self) -> str:
        """One line: where, what, which rows, remedy."""
        where = f"{self.table}.{self.column}" if self.column else self.table
        return on_one_line(f"{where}: {self.what}{self._rows()}. {self.remedy}".rstrip())

    def _rows(self) -> str:
        if not self.ids:
            return ""
        shown = ", ".join(_short(str(i)) for i in self.ids[: self.shown_ids])
        rest = len(self.ids) - self.shown_ids
        return f" [{shown}, and {rest} more]" if rest > 0 else f" [{shown}]"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_ID else f"{text[:LONGEST_ID]}..."


def N_(text: str) -> str:  # noqa: N802 - gettext's own name, which the catalogue's extraction knows
    """Mark a text for the catalogues and return it untranslated."""
    return text


@dataclass(frozen=True)
class Note:
    """What was set right, filled in or guessed while reading: nothing is wrong, and the user should know.

    `text` is an English message id of the catalogue, without its full stop and with {placeholders} for `values`;
    `table`, `column` and `ids` are as in a Problem. `present.note_words` says it in the reader's language.
    """

    table: str
    text: str
    column: str = ""
    ids: Sequence[str] = ()
    values: Mapping[str, str | float] = field(default_factory=dict, hash=False)
    shown_ids: int = 5

    def __str__(self) -> str:
        """One line in English: where, what, which rows."""
        return str(Problem(self.table, self.text.format_map(self.values), "", self.column, self.ids, self.shown_ids))


class SiteplanError(Exception):
    """Anything siteplan refuses to do; its text is fit for the user."""


class _ProblemsError(SiteplanError, ValueError):
    """An error that lists every problem at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        rest = len(self.problems) - MOST_SHOWN
        more = [f"... and {rest:,} more problems of this kind and others."] if rest > 0 else []
        super().__init__("\n".join([*(str(p) for p in self.problems[:MOST_SHOWN]), *more]))


class StudyError(_ProblemsError):
    """The study or one of its tables is wrong."""


class ProblemError(_ProblemsError):
    """The arrays or rules given to the optimiser are wrong."""


class NoPlanError(SiteplanError):
    """No plan meets every rule of the study; or, where that is not `proven`, none was found in time.

    `reason` says why, in figures (a study.reason.Reason, which this module lies below); None where that is not known.
    `stopped` says that it was the user who ended the search: more time is not what is lacking.
    """

    def __init__(self, message: str, proven: bool = True, reason: Any = None, stopped: bool = False) -> None:
        self.proven = proven
        self.reason = reason
        self.stopped = stopped
        super().__init__(message)


class SolverError(SiteplanError, RuntimeError):
    """The solver contradicted itself; no answer of its can be trusted."""


class CancelledError(SiteplanError):
    """The user stopped the run before anything was worth keeping; `code` is what the command line exits with."""

    def __init__(self, message: str, code: int = 130) -> None:
        self.code = code
        super().__init__(message)


class OutputError(SiteplanError, OSError):
    """Results cannot be written where they were asked for."""


def visible(text: str) -> str:
    r"""Return text whose unseen characters are written out: an escape becomes the four letters ``\x1b``."""
    return _UNSEEN.sub(lambda found: _written(found[0]), text)


def on_one_line(text: str) -> str:
    """Return text without line breaks, so that a name cannot pretend to be a line of the program's."""
    return _BREAKS.sub(" ", text)


def json_text(value: object) -> str:
    """Return JSON whose letters stay readable and whose unseen characters are escaped, as JSON allows for any."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def _written(character: str) -> str:
    code = ord(character)
    return " " if character == "\t" else f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
