"""Where in a text of nodes and edges their names and data stand, found by its letters in bulk.

The text has matched the pattern of graphml_scan to the last letter, so tags are told by what stands at fixed places.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

__all__ = ["Marks", "Pieces", "Places"]

Places = NDArray[np.int64]
OPEN, CLOSE, QUOTE, SLASH, BLANK = b'<>"/ '
NODE_ID, EDGE_SOURCE, DATA_KEY = (len(tag) for tag in ('<node id="', '<edge source="', '<data key="'))
TO_TARGET, TO_ID = len('" target="'), len('" id="')


@dataclass(frozen=True)
class Pieces:
    """Pieces of one text in their order, from where to where, without a copy of each."""

    text: bytes
    starts: Places
    ends: Places

    def arrow(self) -> pa.StringArray:
        """Return the pieces alone: in the text every second one lies between two of them."""
        n = len(self.starts)
        bounds = np.column_stack([self.starts, self.ends]).astype(np.int32)
        whole = pa.StringArray.from_buffers(max(2 * n - 1, 0), pa.py_buffer(bounds), pa.py_buffer(self.text))
        return whole.take(pa.array(np.arange(0, 2 * n, 2)))

    def where(self, rows: NDArray[np.bool_]) -> Pieces:
        """Return some of the pieces."""
        return Pieces(self.text, self.starts[rows], self.ends[rows])

    def strings(self) -> list[str]:
        """Return the pieces."""
        return _listed(self.arrow())

    def coded(self) -> tuple[list[str], NDArray[np.int32]]:
        """Return the different ones as they are first met, and which each piece is."""
        coded = self.arrow().dictionary_encode()
        return _listed(coded.dictionary), coded.indices.to_numpy()


def _listed(found: pa.StringArray) -> list[str]:
    strings: list[str] = found.to_numpy(zero_copy_only=False).tolist()
    return strings


class Marks:
    """The tags of a text of whole nodes and edges."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.letters = np.frombuffer(text, np.uint8)
        self.opens = np.flatnonzero(self.letters == OPEN)
        first = self.letters[self.opens + 1]
        self.data = np.flatnonzero(first == ord("d"))
        self.data_keys = self.opens[self.data] + DATA_KEY  # where these begin
        owners = np.flatnonzero((first == ord("e")) | (first == ord("n")))
        self.is_edge = first[owners] == ord("e")
        self.owners, self.tags = owners, self.opens[owners]  # tags that are no data: which, and where

    def node_ids(self) -> Pieces:
        """Return the ids of nodes."""
        starts = self.tags[~self.is_edge] + NODE_ID
        return self._to(starts, self._closing(starts, self._quotes()))

    def edge_marks(self) -> tuple[Pieces, Pieces, Pieces, NDArray[np.bool_]]:
        """Return sources, targets and own ids of edges, and which edges have one."""
        quotes = self._quotes()
        source = self.tags[self.is_edge] + EDGE_SOURCE
        target = (to := self._closing(source, quotes)) + TO_TARGET
        last = self._closing(target, quotes)
        has = (self.letters[last + 1] == BLANK) & (self.letters[last + 2] == ord("i"))
        own = last[has] + TO_ID
        return self._to(source, to), self._to(target, last), self._to(own, self._closing(own, quotes)), has

    def of_key(self, name: bytes) -> tuple[Places, Pieces]:
        """Return which element says something under a key, and what."""
        data, at = self.data, self.data_keys
        for letter in name + b'"':
            same = self.letters[at] == letter
            data, at = data[same], at[same] + 1
        starts, ends = at + 1, self.opens[data + 1]
        for odd in np.flatnonzero(self.letters[starts - 1] != CLOSE).tolist():  # <data key="k" > or <data key="k"/>
            starts[odd] = self.text.index(b">", starts[odd] - 1) + 1
            if self.letters[starts[odd] - 2] == SLASH:
                ends[odd] = starts[odd]
        return np.searchsorted(self.owners, data) - 1, self._to(starts, ends)

    def _quotes(self) -> Places:
        return np.flatnonzero(self.letters == QUOTE)

    def _closing(self, starts: Places, quotes: Places) -> Places:
        return quotes[np.searchsorted(quotes, starts)]

    def _to(self, starts: Places, ends: Places) -> Pieces:
        return Pieces(self.text, starts, ends)
