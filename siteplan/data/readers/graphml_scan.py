"""Nodes and edges of GraphML as networkx and OSMnx write them, found by one pattern in place of events of a parser.

What the pattern does not match to the last sign, an attribute more, an entity, another order, is given to the parser,
element by element: it never sees what was found here. So nothing is passed over, and whatever is wrong is refused as
the parser refuses it.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import compress
from typing import IO, TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from siteplan.data.readers.graphml import Document

__all__ = ["scan"]

BLOCK = 1 << 20
LONGEST = 8 * BLOCK  # of one element
MANY = 200  # elements for the parser: where they are more than those that are found, it reads the rest as well

DECLARED = re.compile(rb"<\?xml[^?<>]*\?>")
ENCODED = re.compile(rb"""encoding\s*=\s*["']([^"']*)""")
GRAPH_TAG = re.compile(rb"""<graph(?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*+\s*+>""")
EDGE, NODE = -2, -1
END = re.compile("</(?:node|edge)>")
NAME = re.compile(r"[\w.:-]+")

SPACE = r"[ \t\r\n]*+"
_NEVER = r"<&\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff"  # in a text that is found here
TEXT = f"[^{_NEVER}]*+"
MARK = rf'"[^"\t\n{_NEVER}]++"'


def scan(document: Document, file: IO[bytes]) -> None:
    """Read a document to its end, as far as possible by the pattern, the rest by its parser."""
    rest = _head(document, file.read(BLOCK))
    left = b"" if rest is None else _Scanner(document).body(rest, file)
    document.parser.Parse(left)
    while block := file.read(BLOCK):
        document.parser.Parse(block)
    document.parser.Parse(b"", True)


def _head(document: Document, start: bytes) -> bytes | None:
    """Let the parser read until the graph begins and return what follows; None where it has to read that, too."""
    tag = GRAPH_TAG.search(start)
    end = tag.end() if tag is not None and _is_plain(start[: tag.start()]) else len(start)
    document.parser.Parse(start[:end])
    if document.between_elements and document.default_space:
        return start[end:]
    document.parser.Parse(start[end:])
    return None


def _is_plain(head: bytes) -> bool:
    """Return whether a text is UTF-8, and holds nothing in which a tag could be hidden."""
    declared = DECLARED.match(head)
    said = ENCODED.search(declared[0]) if declared else None
    rest = head[declared.end() :] if declared else head
    known = said is None or said[1].lower() in (b"utf-8", b"us-ascii")
    return known and head.startswith(b"<") and b"<!" not in rest and b"<?" not in rest


class _Scanner:
    """What is found in a document whose keys are known."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.odd = 0
        keys = {name: key for name, key in document.keys.items() if name and NAME.fullmatch(name)}
        asked = {name: key for name, key in keys.items() if not key.idle}
        self.keys = [*asked.values()]
        self.numbers = {"edge source": EDGE, "node id": NODE}
        self.numbers |= {f'data key="{name}"': number for number, name in enumerate(asked)}
        names = sorted({key.name for key in self.keys})
        self.same = [[number for number, key in enumerate(self.keys) if key.name == name] for name in names]
        data = f'<data key="{_any_of(keys)}"{SPACE}(?>/>|>{TEXT}</data>)'
        inside = f"{SPACE}(?>/>|>(?>{SPACE}{data})*+{SPACE}"
        self.elements = re.compile(
            f"(?>{SPACE}(?><node id={MARK}{inside}</node>)"
            f"|<edge source={MARK} target={MARK}(?> id={MARK})?+{inside}</edge>)))*+"
        )
        # What the pattern above has matched: an element's marks, or the text of data, that may close at once.
        self.parts = re.compile(
            f'<(edge source|node id|data key="{_any_of(asked)}")'
            '(?:="([^"]*)"(?: target="([^"]*)"(?: id="([^"]*)")?)?)?'
            f"{SPACE}(?>/>|>([^<]*))"
        )

    def body(self, rest: bytes, file: IO[bytes]) -> bytes:
        """Read elements until only the parser may go on, and return what it has not seen of what was read."""
        while len(rest) < LONGEST:
            end = max(rest.rfind(b"</edge>"), rest.rfind(b"</node>")) + len(b"</edge>")
            whole, rest = (rest[:end], rest[end:]) if end >= len(b"</edge>") else (b"", rest)
            if left := self._block(whole):
                return left + rest
            if not (more := file.read(BLOCK)):
                break
            rest += more
        return rest

    def _block(self, block: bytes) -> bytes:
        """Read whole elements; what only the parser may go on with is returned."""
        try:
            text = block.decode()
        except UnicodeDecodeError:
            return block
        if "]]>" in text:
            return block
        at, alone = 0, False
        while at < len(text) and not alone:
            found = self.elements.match(text, at)
            end = found.end() if found else at
            with _no_collection():
                self._take(text[at:end])
            at, alone = self._parsed(text, end) if end < len(text) else (end, False)
        return text[at:].encode()

    def _parsed(self, text: str, start: int) -> tuple[int, bool]:
        """Let the parser read to the end of an element; return where that is, and whether it has to go on alone."""
        end = found.end() if (found := END.search(text, start)) else len(text)
        part = text[start:end]
        self.odd += 1
        if "<!" in part or "<?" in part or self.odd > max(MANY, self.document.n_elements // 2):
            return start, True
        self.document.parser.Parse(part.encode())
        return end, not self.document.between_elements

    def _take(self, text: str) -> None:
        """Note nodes and edges, and what they say that somebody asks for; column by column, as there are millions."""
        if not (found := self.parts.findall(text)):
            return
        what, names, targets, own, said = zip(*found, strict=True)
        kind = np.fromiter(map(self.numbers.__getitem__, what), np.int32, len(found))
        is_edge, is_node = kind == EDGE, kind == NODE
        of_edge = is_edge[np.maximum.accumulate(np.where(kind < 0, np.arange(len(found)), 0))]
        nodes = [self.document.begin_node(name) for name in compress(names, is_node.tolist())]
        told = np.flatnonzero(~of_edge & (kind >= 0))
        of_node = (np.cumsum(is_node) - 1)[told].tolist()
        tell = [key.tell for key in self.keys]
        for at, number, node in zip(told.tolist(), kind[told].tolist(), of_node, strict=True):
            tell[number](nodes[node], said[at])
        rows = len(self.document.ends[0]) - 1 + np.cumsum(is_edge, dtype=np.int64)
        self.document.begin_edges(*([*compress(texts, is_edge.tolist())] for texts in (names, targets, own)))
        for numbers in self.same:
            which = np.flatnonzero(of_edge & np.isin(kind, numbers))
            self._told(rows[which], kind[which].tolist(), [said[at] for at in which.tolist()])

    def _told(self, rows: NDArray[np.int64], numbers: Sequence[int], said: Sequence[str]) -> None:
        """Note what edges say under keys of one name: of two on one edge, the one said last is heard."""
        different = set(numbers)
        if len(different) == 1:
            self.keys[different.pop()].note_all(rows, said)
            return
        for row, number, text in zip(rows.tolist(), numbers, said, strict=True):
            self.keys[number].note(row, text)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Look for no garbage in cycles meanwhile: millions of tuples of texts have none, and looking takes a third."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _any_of(names: Iterable[str]) -> str:
    """Return a pattern of these names, the longer ones first; of none, one that is never met."""
    return "(?>" + ("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)") + ")"
