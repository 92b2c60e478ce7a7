"""Keys of GraphML: what their texts are, and which values edges say under them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siteplan.data.read.guard import short
from siteplan.data.read.said import Said

__all__ = ["TYPES", "GraphColumn", "Key"]

BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


def _boolean(text: str) -> bool:
    if (value := BOOLEANS.get(text.lower())) is None:
        raise ValueError(f"{short(text)} is neither true nor false")
    return value


TYPES: dict[str, Callable[[str], Any]] = {
    "string": str, "yfiles": str, "boolean": _boolean, "float": float, "double": float,
    "int": int, "integer": int, "long": int,
}  # fmt: skip


@dataclass
class GraphColumn:
    """Values as they come, each different one once, and which edges have which: row x 2^32 + place."""

    values: list[Any] = field(default_factory=list)
    seen: array[int] = field(default_factory=lambda: array("q"))

    def said(self, n_rows: int) -> Said:
        """Return what each of so many edges says."""
        codes = np.full(n_rows, -1, dtype=np.int32)
        seen = np.array(self.seen, dtype=np.int64)
        codes[seen >> 32] = seen & 0xFFFFFFFF  # of one that is said twice, the last stays
        return Said(tuple(self.values), codes)


@dataclass
class Key:
    """What a key of the file stands for, how its text is read, and the codes of texts that were met in edges."""

    name: str
    convert: Callable[[str], Any]
    column: GraphColumn | None  # None: nobody asks for it
    known: dict[str, int] = field(default_factory=dict)
    seen: array[int] = field(init=False)  # the column's
    idle: bool = field(init=False, default=False)
    axis: int = field(init=False)  # of a node's place; -1 where it tells something else

    def __post_init__(self) -> None:
        self.axis = {"x": 0, "y": 1}.get(self.name, -1)
        self.seen = array("q") if self.column is None else self.column.seen
        self.idle = self.column is None and self.convert is str and self.name not in ("x", "y", "crs")

    def value(self, text: str) -> Any:
        """Return what a text stands for."""
        return self.convert(text) if text else ""  # as networkx: empty is text, whatever the type

    def values(self, texts: Sequence[str]) -> Sequence[Any]:
        """Return what texts stand for."""
        return texts if self.convert is str else [*map(self.value, texts)]

    def note(self, row: int, text: str) -> None:
        """Note that an edge says this."""
        if self.column is None:
            self.value(text)  # it is not used, but has to be right
            return
        code = self.known.get(text)
        if code is None:
            code = self.known[text] = len(self.column.values)
            self.column.values.append(self.value(text))
        self.seen.append(row << 32 | code)

    def note_all(self, rows: NDArray[np.int64], texts: Sequence[str], which: NDArray[np.int32]) -> None:
        """Note which of these different texts edges say."""
        column = self.column or GraphColumn()
        met = [text for text in texts if text not in self.known]
        self.known.update(zip(met, count(len(column.values)), strict=False))
        column.values += self.values(met)
        codes = np.fromiter(map(self.known.__getitem__, texts), np.int64, len(texts))
        column.seen.frombytes((rows << 32 | codes[which]).tobytes())
