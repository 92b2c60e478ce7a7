"""What edges of a road graph say: each different value once, as there are few."""

from __future__ import annotations

import ast
from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

__all__ = ["RoadEdges", "Said", "number", "plain_value"]

LONGEST_LIST = 10_000  # letters of a list written as text


@dataclass(frozen=True)
class Said:
    """The different values, and for each edge which of them it has; -1 where it has none."""

    values: tuple[Any, ...]
    codes: NDArray[np.int32]

    @classmethod
    def of(cls, values: Iterable[Any]) -> Said:
        """Return this for one value an edge, None for none; lists may be among them."""
        known: dict[tuple[str, str], int] = {}
        seen: list[Any] = []
        codes = array("i")
        for value in values:
            code = -1 if value is None else known.setdefault((type(value).__name__, repr(value)), len(seen))
            if code == len(seen):
                seen.append(value)
            codes.append(code)
        return cls(tuple(map(plain_value, seen)), np.array(codes, dtype=np.int32))

    def map(self, function: Callable[[Any], Any], dtype: DTypeLike = float) -> NDArray[Any]:
        """Return a function of each edge's value, worked out once for each different one, and for None."""
        found = np.fromiter(map(function, (*self.values, None)), dtype, len(self.values) + 1)
        return found[self.codes]  # -1 is the last: that of None


@dataclass(frozen=True)
class RoadEdges:
    """Edges from node u to node v, both by their place among `ids`, and what the file says of each."""

    ids: NDArray[np.object_]
    u: NDArray[np.int32]
    v: NDArray[np.int32]
    said: Mapping[str, Said]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.u)

    def where(self, rows: NDArray[Any]) -> RoadEdges:
        """Return some of them, by a mask or their places."""
        said = {name: Said(one.values, one.codes[rows]) for name, one in self.said.items()}
        return RoadEdges(self.ids, self.u[rows], self.v[rows], said)

    def names(self, rows: NDArray[np.bool_]) -> tuple[str, ...]:
        """Return what messages call some of them."""
        ends = zip(self.ids[self.u[rows]], self.ids[self.v[rows]], strict=True)
        return tuple(f"{u} - {v}" for u, v in ends)


def plain_value(given: Any) -> Any:
    """Return a value of GraphML: OSMnx writes lists as text."""
    if isinstance(given, str) and given.startswith("[") and len(given) <= LONGEST_LIST:
        try:
            return ast.literal_eval(given)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            return given
    return given


def number(given: Any) -> float:
    """Return a number; NaN where it is none."""
    try:
        return float(given)
    except (TypeError, ValueError, OverflowError):
        return float("nan")
