"""What reading gave: a value, every problem found on the way, and notes of what was set right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from siteplan.errors import Note, Problem, StudyError

__all__ = ["Reading"]

T = TypeVar("T")


@dataclass(frozen=True)
class Reading(Generic[T]):
    """A value read from a file, if any could be, with what is wrong with it.

    A value beside problems is what is left of it: good for further checks, not for use.
    """

    value: T | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()

    def checked(self) -> T:
        """Return the value.

        Raises
        ------
        StudyError
            There are problems.
        """
        if self.value is None or self.problems:
            raise StudyError(self.problems)
        return self.value
