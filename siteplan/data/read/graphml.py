"""GraphML as a stream: its nodes and edges as arrays, as networkx reads them, without a graph of objects.

A file that is not plain (nodes of yEd, ports, keys after the graph, no namespace) is left to networkx.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any
from xml.parsers.expat import ParserCreate

import numpy as np
from numpy.typing import NDArray

from siteplan.data.read.graphml_keys import TYPES, GraphColumn, Key
from siteplan.data.read.graphml_marks import Pieces, Places
from siteplan.data.read.graphml_scan import scan
from siteplan.data.read.parallel import in_order, merged
from siteplan.data.read.said import RoadEdges, Said, number, plain_value

__all__ = ["GraphDocument", "NotPlainError", "PlainGraph", "read_plain_graphml"]

SPACE = "http://graphml.graphdrawing.org/xmlns}"
GRAPH, KEY, DEFAULT, NODE, EDGE, DATA = (SPACE + name for name in ("graph", "key", "default", "node", "edge", "data"))


class NotPlainError(Exception):
    """The file holds what only a full reader understands."""


@dataclass(frozen=True)
class PlainGraph:
    """What a file says: x and y of nodes (n_nodes, 2), its edges, its coordinate system."""

    lonlat: NDArray[np.float64]
    edges: RoadEdges
    directed: bool
    crs: Any


def read_plain_graphml(path: Path, names: tuple[str, ...]) -> PlainGraph:
    """Return nodes, edges and what these say under `names`, in networkx's order.

    Raises
    ------
    NotPlainError
        The file has to be read in another way; whether it is right is not known then.
    ValueError
        It says what GraphML does not allow, or declares entities: no graph needs them, only an attack does.
    ExpatError
        It is no XML.
    """
    document = GraphDocument(names)
    with path.open("rb") as file:
        scan(document, file)
    return document.graph()


class GraphDocument:
    """The part of a document that was read so far."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.keys: dict[str | None, Key] = {}
        self.columns = {name: GraphColumn() for name in (*names, "key")}
        self.own_column = GraphColumn()
        self.own = Key("id", _whole, self.own_column)
        self.places: dict[str, int] = {}  # of ids, as they are first met
        self.nodes: dict[int, int] = {}  # rows of those that were declared, by place
        self.lonlat: tuple[array[float], array[float]] = (array("d"), array("d"))  # by row
        self.ends: tuple[array[int], array[int]] = (array("i"), array("i"))
        self.directed: bool | None = None  # until its graph begins
        self.about: dict[str, Any] = {}
        self.depth = self.owner = 0  # of the element that is open, and of the one that data may stand in
        self.row = self.node = -1  # of the edge, and of the node, that is open
        self.key: Key | None = None
        self.texts: list[str] = []
        self.closed = False  # within data, where no element may begin
        self.default_space = False  # whether a name without prefix is GraphML's
        self._listen()

    def _listen(self) -> None:
        self.parser = parser = ParserCreate(namespace_separator="}")
        parser.buffer_text = parser.ordered_attributes = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.EntityDeclHandler, parser.EndDoctypeDeclHandler = _refuse_entity, _not_plain
        parser.StartNamespaceDeclHandler = self._name_space

    def _name_space(self, prefix: str | None, uri: str | None) -> None:
        if prefix is None:
            self.default_space = uri == SPACE[:-1]

    @property
    def between_elements(self) -> bool:
        """Whether the parser is in the graph, and in none of its elements."""
        return self.owner == self.depth == 2 and not self.closed

    @property
    def n_elements(self) -> int:
        """How many nodes and edges were read."""
        return len(self.nodes) + len(self.ends[0])

    def _start(self, name: str, given: list[str]) -> None:
        """Begin an element; most are data, and most of these nobody asks for."""
        if self.closed:
            raise NotPlainError
        if name != DATA:
            self._begin(name, _paired(given))
            return
        if not self.owner:
            raise NotPlainError
        self.closed = True
        named = given[1] if len(given) == 2 and given[0] == "key" else _paired(given).get("key")
        key = self.keys.get(named)
        if key is None:
            raise ValueError(f"Bad GraphML data: no key {named}")
        if not key.idle:
            self._await(key)

    def _begin(self, name: str, given: dict[str, str]) -> None:
        self.depth += 1
        if self.owner == 2 and name in (NODE, EDGE):
            self.owner = 3
            self._edge(given) if name == EDGE else self._node(given)
        else:
            self._head(name, given)

    def _await(self, key: Key) -> None:
        """Take the text that follows for this key."""
        self.key, self.closed, self.parser.CharacterDataHandler = key, True, self.texts.append

    def _end(self, name: str) -> None:
        self.closed = False
        if self.key is not None:
            self._take(self.key, "".join(self.texts))
            self.texts.clear()
            self.key = self.parser.CharacterDataHandler = None
        if name != DATA:
            self.depth -= 1
            if name != DEFAULT:
                self.row = self.node = -1
                self.owner = 2 if self.owner == 3 else 0

    def _take(self, key: Key, text: str) -> None:
        if self.row >= 0:
            key.note(self.row, text)
        elif self.node < 0:
            self.about[key.name] = key.value(text)
        else:
            self.tell(key, [self.node], [text])

    def _head(self, name: str, given: dict[str, str]) -> None:
        """Begin an element that is no part of the graph: those around it, and keys."""
        if self.directed is None and self.depth == 2 and name == KEY:
            self._declare(given)
        elif self.directed is None and self.depth == 2 and name == GRAPH:
            self.owner, self.directed = 2, given.get("edgedefault") == "directed"
        elif self.directed is None and self.depth == 3 and name == DEFAULT:
            self._await(Key("default", self.declared, None))  # it is not used, but has to be right
        elif self.depth > 1:
            raise NotPlainError

    def _declare(self, given: dict[str, str]) -> None:
        name, kind = given.get("attr.name"), given.get("attr.type", "string")
        if (yed := given.get("yfiles.type")) is not None:
            name, kind = yed, "yfiles"
        if name is None:
            raise ValueError(f"Unknown key for id {given.get('id')}.")
        self.declared = TYPES[kind]
        self.keys[given.get("id")] = Key(name, self.declared, self.columns.get(name))

    def _node(self, given: dict[str, str]) -> None:
        if given.get("yfiles.foldertype") == "group":
            raise NotPlainError
        self.node = self.begin_nodes([str(given.get("id"))])[0]

    def begin_nodes(self, names: Sequence[str]) -> list[int]:
        """Return the rows of nodes, a new one for each that is declared for the first time."""
        places, nodes = self.places, self.nodes
        rows = [nodes.setdefault(places.setdefault(name, len(places)), len(nodes)) for name in names]
        for axis in self.lonlat:
            axis.extend([np.nan] * (len(nodes) - len(axis)))
        return rows

    def tell(self, key: Key, rows: NDArray[np.int64] | list[int], texts: Sequence[str]) -> None:
        """Tell nodes what they say; of two texts for one, the last is heard."""
        values = key.values(texts)  # where they are not used, they have to be right
        if key.axis >= 0:
            np.frombuffer(self.lonlat[key.axis])[rows] = [*map(number, values)]

    def _place(self, node: str | None) -> int:
        return self.places.setdefault(str(node), len(self.places))

    def _edge(self, given: dict[str, str]) -> None:
        directed = given.get("directed")
        if directed == ("false" if self.directed else "true"):
            kind = "directed" if self.directed else "undirected"
            raise ValueError(f"directed={directed} edge found in {kind} graph.")
        self.row = self.begin_edge(given.get("source"), given.get("target"), given.get("id"))

    def begin_edge(self, source: str | None, target: str | None, own: str | None) -> int:
        """Return the row of a new edge."""
        row = len(self.ends[0])
        self.ends[0].append(self._place(source))
        self.ends[1].append(self._place(target))
        if own:
            self.own.note(row, own)
        return row

    def begin_edges(self, sources: Pieces, targets: Pieces, own: Pieces, has_own: NDArray[np.bool_]) -> Places:
        """Begin many edges, some with ids of their own, and return their rows."""
        ends = sources.coded(), targets.coded()
        if not self.places.keys() >= {*ends[0][0], *ends[1][0]}:
            for name in chain.from_iterable(zip(sources.strings(), targets.strings(), strict=True)):
                self.places.setdefault(name, len(self.places))
        rows = np.arange(len(has_own), dtype=np.int64) + len(self.ends[0])
        for places, (names, which) in zip(self.ends, ends, strict=True):
            known = np.fromiter(map(self.places.__getitem__, names), np.int32, len(names))
            places.frombytes(known[which].tobytes())
        self.own.note_all(rows[has_own], *own.coded())
        return rows

    def graph(self) -> PlainGraph:
        """Return all that was read."""
        if self.directed is None:
            raise NotPlainError
        order = [*self.nodes, *(place for place in range(len(self.places)) if place not in self.nodes)]
        rank = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        ids = np.empty(len(order), dtype=object)
        ids[rank] = list(self.places)
        lonlat = np.full((len(order), 2), np.nan)
        lonlat[: len(self.nodes)] = np.column_stack(self.lonlat)
        return PlainGraph(lonlat, self._edges(ids, rank), self.directed, self.about.get("crs"))

    def _edges(self, ids: NDArray[np.object_], rank: NDArray[np.int32]) -> RoadEdges:
        u, v = (rank[np.array(places, dtype=np.int32)] for places in self.ends)
        if not self.directed:
            u, v = np.minimum(u, v), np.maximum(u, v)
        said = {name: column.said(len(u)) for name, column in self.columns.items()}
        own, key = self.own_column.said(len(u)), said.pop("key")
        said = {name: Said(tuple(map(plain_value, one.values)), one.codes) for name, one in said.items()}
        return in_order(merged(RoadEdges(ids, u, v, said), own, key))


def _paired(given: list[str]) -> dict[str, str]:
    return dict(zip(given[::2], given[1::2], strict=True))


def _refuse_entity(*_about: object) -> None:
    raise ValueError("it declares entities")


def _not_plain() -> None:
    raise NotPlainError


def _whole(text: str) -> int | str:
    try:
        return int(text)
    except ValueError:
        return text
