"""Nodes and edges of GraphML as networkx and OSMnx write them, found by one pattern in place of events of a parser.

What the pattern does not match to the last sign, an attribute more, an entity, another order, is given to the parser,
element by element: it never sees what was found here. So nothing is passed over, and whatever is wrong is refused as
the parser refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import itemgetter
from typing import IO, TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from siteplan.data.read.graphml_keys import Key
from siteplan.data.read.graphml_marks import Marks, Pieces, Places

if TYPE_CHECKING:
    from siteplan.data.read.graphml import GraphDocument

__all__ = ["scan"]

BLOCK = 1 << 20
LONGEST = 8 * BLOCK  # of one element
MANY = 200  # elements for the parser: where they are more than those that are found, it reads the rest as well

DECLARED = re.compile(rb"<\?xml[^?<>]*\?>")
ENCODED = re.compile(rb"""encoding\s*=\s*["']([^"']*)""")
GRAPH_TAG = re.compile(rb"""<graph(?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*+\s*+>""")
END = re.compile(rb"</(?:node|edge)>")
NAME = re.compile(r"[\w.:-]+")

SPACE = r"[ \t\r\n]*+"
_NEVER = r"<&\r\x00-\x08\x0b\x0c\x0e-\x1f"  # in a text that is found here
NO_SIGNS = "\ufffe\uffff"
TEXT = f"[^{_NEVER}]*+"
MARK = rf'"[^"\t\n{_NEVER}]++"'


def scan(document: GraphDocument, file: IO[bytes]) -> None:
    """Read a document to its end, as far as possible by the pattern, the rest by its parser."""
    rest = _head(document, file.read(BLOCK))
    left = b"" if rest is None else _Scanner(document).body(rest, file)
    document.parser.Parse(left)
    while block := file.read(BLOCK):
        document.parser.Parse(block)
    document.parser.Parse(b"", True)


def _head(document: GraphDocument, start: bytes) -> bytes | None:
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

    def __init__(self, document: GraphDocument) -> None:
        self.document = document
        self.odd = 0
        keys = {name: key for name, key in document.keys.items() if name and NAME.fullmatch(name)}
        asked = {name: key for name, key in keys.items() if not key.idle}
        alike = sorted({key.name for key in asked.values()})
        self.alike = [[(name.encode(), key) for name, key in asked.items() if key.name == one] for one in alike]
        data = rf'<data key="{_any_of(keys)}"{SPACE}(?>/>|>{TEXT}</data>)'
        inside = f"{SPACE}(?>/>|>(?>{SPACE}{data})*+{SPACE}"
        elements = (
            f"(?>{SPACE}(?><node id={MARK}{inside}</node>)"
            f"|<edge source={MARK} target={MARK}(?> id={MARK})?+{inside}</edge>)))*+"
        )
        self.elements = re.compile(elements.encode())

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
        if not _is_text(block):
            return block
        at, alone = 0, False
        while at < len(block) and not alone:
            found = self.elements.match(block, at)
            end = found.end() if found else at
            if end > at:
                self._take(Marks(block[at:end]))
            at, alone = self._parsed(block, end) if end < len(block) else (end, False)
        return block[at:]

    def _parsed(self, block: bytes, start: int) -> tuple[int, bool]:
        """Let the parser read to the end of an element; return where that is, and whether it has to go on alone."""
        end = found.end() if (found := END.search(block, start)) else len(block)
        part = block[start:end]
        self.odd += 1
        if b"<!" in part or b"<?" in part or self.odd > max(MANY, self.document.n_elements // 2):
            return start, True
        self.document.parser.Parse(part)
        return end, not self.document.between_elements

    def _take(self, marks: Marks) -> None:
        """Note nodes and edges, and what they say that somebody asks for; column by column, as there are millions."""
        rows = np.empty(len(marks.is_edge), dtype=np.int64)
        rows[~marks.is_edge] = self.document.begin_nodes(marks.node_ids().strings())
        rows[marks.is_edge] = self.document.begin_edges(*marks.edge_marks())
        for keys in self.alike:
            said = [(key, *marks.of_key(name)) for name, key in keys]
            said = [one for one in said if len(one[1])]
            if len(said) == 1:
                self._note(marks.is_edge, rows, *said[0])
            elif said:
                self._note_singly(marks.is_edge, rows, said)

    def _note(self, is_edge: NDArray[np.bool_], rows: Places, key: Key, owners: Places, pieces: Pieces) -> None:
        """Note what is said under a key."""
        of_edge = is_edge[owners]
        key.note_all(rows[owners[of_edge]], *pieces.where(of_edge).coded())
        self.document.tell(key, rows[owners[~of_edge]], pieces.where(~of_edge).strings())

    def _note_singly(self, is_edge: NDArray[np.bool_], rows: Places, said: list[tuple[Key, Places, Pieces]]) -> None:
        """Note what is said under keys of one name, in its order: of two on one element, the last is heard."""
        each = (
            (start, key, owner, text)
            for key, owners, pieces in said
            for start, owner, text in zip(pieces.starts.tolist(), owners.tolist(), pieces.strings(), strict=True)
        )
        for _, key, owner, text in sorted(each, key=itemgetter(0)):
            if is_edge[owner]:
                key.note(int(rows[owner]), text)
            else:
                self.document.tell(key, rows[[owner]], [text])


def _is_text(block: bytes) -> bool:
    """Return whether a block is UTF-8, without what no XML may hold and the pattern does not see."""
    if b"]]>" in block:
        return False
    try:
        text = "" if block.isascii() else block.decode()
    except UnicodeDecodeError:
        return False
    return not any(sign in text for sign in NO_SIGNS)


def _any_of(names: Iterable[str]) -> str:
    """Return a pattern of these names, the longer ones first; of none, one that is never met."""
    return "(?>" + ("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)") + ")"
