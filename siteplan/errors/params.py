"""Params: figures that steer an algorithm, each with the range it was thought for."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import Field, dataclass, field, fields
from numbers import Integral, Real
from typing import Any, TypeVar

from siteplan.errors import Problem, ProblemError

__all__ = ["Params", "within"]

Figure = TypeVar("Figure", int, float, tuple[int, ...], tuple[float, ...])


def within(default: Figure, least: float, most: float = math.inf) -> Figure:
    """Give a field of a Params class its default, and the range (ends included) of it, or of each of its numbers."""
    made: Any = field(default=default, metadata={"range": (least, most)})
    return made  # type: ignore[no-any-return]  # dataclass takes it from there


@dataclass(frozen=True)
class Params:
    """What classes of params have in common: their figures are held against their ranges.

    Raises
    ------
    ProblemError
        Naming every field that is out of its range.
    """

    def __post_init__(self) -> None:
        """Refuse what is out of range."""
        problems = [problem for each in fields(self) if "range" in each.metadata for problem in self._wrong(each)]
        if problems:
            raise ProblemError(problems)

    def _wrong(self, each: Field[Any]) -> Iterator[Problem]:
        """Yield what is wrong with a field."""
        given, (least, most) = getattr(self, each.name), each.metadata["range"]
        usual: Any = each.default
        several = isinstance(usual, tuple)
        numbers = given if several and isinstance(given, tuple) else (given,)
        whole = isinstance(usual[0] if several else usual, int)
        if not all(_is_number(number, whole) and least <= number <= most for number in numbers):
            kind = "whole number" if whole else "number"
            remedy = f"Give a {kind} from {least:g} to {most:g}" + (", or several" if several else "")
            yield Problem(type(self).__name__, f"{given!r} is out of range", remedy, each.name)


def _is_number(value: object, whole: bool) -> bool:
    return isinstance(value, Integral if whole else Real) and not isinstance(value, bool)
