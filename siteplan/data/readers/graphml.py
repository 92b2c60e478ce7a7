"""GraphML as a stream: its nodes and edges as arrays, as networkx reads them, without a graph of objects.

A file that is not plain (nodes of yEd, keys after the graph, a second graph, no namespace) is left to networkx.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder, XMLParser
from xml.parsers.expat import ParserCreate

import numpy as np
from numpy.typing import NDArray

from siteplan.data.readers.parallel import in_order, merged
from siteplan.data.readers.said import RoadEdges, Said, number, plain_value

__all__ = ["NotPlainError", "PlainGraph", "read_plain_graphml"]

SPACE = "{http://graphml.graphdrawing.org/xmlns}"
GRAPH, KEY, NODE, EDGE, DATA, HYPEREDGE = (
    SPACE + name for name in ("graph", "key", "node", "edge", "data", "hyperedge")
)
BLOCK = 1 << 18  # bytes of the file whose elements are in memory at once
HEAD = 1 << 12
BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


def _boolean(text: str) -> bool:
    return BOOLEANS[text.lower()]


TYPES: dict[str, Callable[[str], Any]] = {
    "string": str, "yfiles": str, "boolean": _boolean, "float": float, "double": float,
    "int": int, "integer": int, "long": int,
}  # fmt: skip


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
        It is no XML, or says what GraphML does not allow.
    """
    _refuse_entities(path)
    document = _Document(names)
    builder = TreeBuilder()
    top = builder.start("top", {})  # the document grows below, and is cut back as it is read
    parser = XMLParser(target=builder)  # noqa: S314 - of a file that declares no entities
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            parser.feed(block)
            document.take(top, whole=False)
    builder.end("top")
    parser.close()
    document.take(top, whole=True)
    return document.graph()


def _refuse_entities(path: Path) -> None:
    """Refuse a file whose head declares texts that stand for others: no graph needs them, only an attack does."""

    def declared(*_about: object) -> None:
        raise ValueError("it declares entities")

    body: list[str] = []
    head = ParserCreate()
    head.EntityDeclHandler, head.StartElementHandler = declared, lambda name, _: body.append(name)
    with path.open("rb") as file:
        while not body and (block := file.read(HEAD)):
            head.Parse(block)


@dataclass
class _Column:
    """Values as they come, each different text once."""

    known: dict[tuple[Callable[[str], Any], str], int] = field(default_factory=dict)
    values: list[Any] = field(default_factory=list)
    codes: array[int] = field(default_factory=lambda: array("i"))

    def code(self, convert: Callable[[str], Any], text: str) -> int:
        code = self.known.get((convert, text))
        if code is None:
            self.values.append(convert(text) if text else "")  # networkx: empty is text, whatever the type
            code = self.known[convert, text] = len(self.values) - 1
        return code


@dataclass(frozen=True)
class _Key:
    name: str
    convert: Callable[[str], Any]


class _Document:
    """The part of a document that was read so far."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.keys: dict[str | None, _Key] = {}
        self.columns = {name: _Column() for name in (*names, "key")}
        self.places: dict[str, int] = {}  # of ids, as they are first met
        self.nodes: dict[int, list[float]] = {}  # by place; what was declared, in its order
        self.ends: tuple[array[int], array[int]] = (array("i"), array("i"))
        self.edge_ids = _Column()
        self.directed = False
        self.about: dict[str, Any] = {}
        self.met: Element | None = None
        self.readers = {NODE: self._node, EDGE: self._edge, DATA: self._data, HYPEREDGE: self._hyperedge}

    def take(self, top: Element, *, whole: bool) -> None:
        """Read and drop what is complete: all elements, or all but the last of each level."""
        for root in top:
            for element in list(root):
                if element.tag == KEY and (whole or element is not root[-1]):
                    self._key(element)
                    root.remove(element)
                elif element.tag == GRAPH:
                    self._graph(element, whole=whole or element is not root[-1])

    def _key(self, element: Element) -> None:
        if self.met is not None:
            raise NotPlainError
        name, kind = element.get("attr.name"), element.get("attr.type") or "string"
        if (yed := element.get("yfiles.type")) is not None:
            name, kind = yed, "yfiles"
        if name is None:
            raise ValueError(f"Unknown key for id {element.get('id')}.")
        key = self.keys[element.get("id")] = _Key(name, TYPES[kind])
        if (default := element.find(SPACE + "default")) is not None and key.convert is not str:
            key.convert(default.text or "")  # it is not used, but has to be right

    def _graph(self, graph: Element, *, whole: bool) -> None:
        if self.met is None:
            self.met, self.directed = graph, graph.get("edgedefault") == "directed"
        elif self.met is not graph:
            raise NotPlainError
        ready = graph[:] if whole else graph[:-1]
        for element in ready:
            if reader := self.readers.get(element.tag):
                reader(element)
        del graph[: len(ready)]

    def _hyperedge(self, _element: Element) -> None:
        raise ValueError("GraphML reader doesn't support hyperedges")

    def _data(self, element: Element) -> None:
        self.about.update(self._values((element,)))

    def _values(self, elements: Element | tuple[Element, ...]) -> Iterator[tuple[str, Any]]:
        for key, text in self._texts(elements):
            yield key.name, key.convert(text) if text else ""

    def _texts(self, elements: Element | tuple[Element, ...]) -> Iterator[tuple[_Key, str]]:
        for element in elements:
            if element.tag != DATA:
                continue
            key = self.keys.get(element.get("key"))
            if key is None:
                raise ValueError(f"Bad GraphML data: no key {element.get('key')}")
            if not len(element):
                yield key, element.text or ""

    def _node(self, element: Element) -> None:
        if element.get("yfiles.foldertype") == "group" or any(len(part) for part in element):
            raise NotPlainError
        node = self.nodes.setdefault(self._place(element.get("id")), [np.nan, np.nan])
        for name, value in self._values(element):
            if name in ("x", "y"):
                node["xy".index(name)] = number(value)

    def _place(self, node: str | None) -> int:
        return self.places.setdefault(str(node), len(self.places))

    def _edge(self, element: Element) -> None:
        directed = element.get("directed")
        if directed == ("false" if self.directed else "true"):
            kind = "directed" if self.directed else "undirected"
            raise ValueError(f"directed={directed} edge found in {kind} graph.")
        for places, end in zip(self.ends, ("source", "target"), strict=True):
            places.append(self._place(element.get(end)))
        row = len(self.edge_ids.codes)
        self.edge_ids.codes.append(self.edge_ids.code(_whole, given) if (given := element.get("id")) else -1)
        for key, text in self._texts(element):
            column = self.columns.get(key.name)
            if column is None:
                if key.convert is not str and text:
                    key.convert(text)  # it is not used, but has to be right
                continue
            code, codes = column.code(key.convert, text), column.codes
            if len(codes) <= row:
                codes.extend([-1] * (row - len(codes)))
                codes.append(code)
            else:
                codes[row] = code  # said twice: the last one counts

    def graph(self) -> PlainGraph:
        """Return all that was read."""
        if self.met is None:
            raise NotPlainError
        order = [*self.nodes, *(place for place in range(len(self.places)) if place not in self.nodes)]
        rank = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        ids = np.empty(len(order), dtype=object)
        ids[rank] = list(self.places)
        lonlat = np.full((len(order), 2), np.nan)
        lonlat[: len(self.nodes)] = list(self.nodes.values()) or np.empty((0, 2))
        return PlainGraph(lonlat, self._edges(ids, rank), self.directed, self.about.get("crs"))

    def _edges(self, ids: NDArray[np.object_], rank: NDArray[np.int32]) -> RoadEdges:
        u, v = (rank[np.array(places, dtype=np.int32)] for places in self.ends)
        if not self.directed:
            u, v = np.minimum(u, v), np.maximum(u, v)
        said = {name: self._said(column) for name, column in self.columns.items()}
        own, key = self._said(self.edge_ids), said.pop("key")
        said = {name: Said(tuple(map(plain_value, one.values)), one.codes) for name, one in said.items()}
        return in_order(merged(RoadEdges(ids, u, v, said), own, key))

    def _said(self, column: _Column) -> Said:
        codes = np.full(len(self.ends[0]), -1, dtype=np.int32)
        codes[: len(column.codes)] = column.codes
        return Said(tuple(column.values), codes)


def _whole(text: str) -> int | str:
    try:
        return int(text)
    except ValueError:
        return text
