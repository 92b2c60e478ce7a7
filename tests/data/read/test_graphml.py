"""GraphML read as a stream gives what networkx gives, in the same order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.data.read.graph import EDGE, _listed, read_graph
from siteplan.data.read.graphml import NotPlainError, PlainGraph, read_plain_graphml
from siteplan.errors import StudyError
from tests.examples import examples

STUDY = Path(__file__).parents[3] / "data" / "geo" / "guangdong"
HEAD = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
NAMES = ("x", "y", "crs", "length", "speed_kph", "maxspeed", "highway", "oneway", "from", "key", "osmid", "geometry")
TYPES = ("string", "double", "int", "boolean", None)
TEXTS = ("", " ", "1", "01", "2.5", "nan", "true", "False", "['a', 'b']", "[1, 2", "residential", "epsg:4326", "a&b")

data = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(TEXTS)), max_size=5)
ids = st.sampled_from("abcd")
nodes = st.tuples(st.just("node"), st.fixed_dictionaries({"id": ids}), data)
ends = {"source": ids, "target": ids}
marks = {"id": st.sampled_from(["", "0", "00", "1", "e"]), "directed": st.sampled_from(["true", "false"])}
edges = st.tuples(
    st.just("edge"),
    st.one_of(st.fixed_dictionaries(ends), st.fixed_dictionaries({**ends, "id": marks["id"]}),
              st.fixed_dictionaries(ends, optional=marks)),
    data,
)  # fmt: skip
plain_types = st.just(dict.fromkeys(NAMES, "string"))
any_types = st.fixed_dictionaries({name: st.sampled_from(TYPES) for name in NAMES})


def document(types: dict[str, str | None], kind: str | None, parts: list[tuple[str, dict[str, str], Any]]) -> str:
    """A graph of these elements, in any order, one key a name."""
    keys = "".join(
        f'<key id="k{name}" attr.name="{name}"' + (f' attr.type="{type_}"/>' if type_ else "/>")
        for name, type_ in types.items()
    )
    body = "".join(_element(*part) for part in parts)
    asked = f' edgedefault="{kind}"' if kind else ""
    return f"{HEAD}{keys}<graph{asked}>{body}<data key='kcrs'>1</data></graph></graphml>"


def _element(tag: str, marks: dict[str, str], said: list[tuple[str, str]]) -> str:
    given = "".join(f" {name}={quoteattr(value)}" for name, value in marks.items())
    return f"<{tag}{given}>" + "".join(f'<data key="k{n}">{escape(text)}</data>' for n, text in said) + f"</{tag}>"


def plainly(graph: PlainGraph) -> tuple[Any, ...]:
    """All that a graph says, so that it can be compared; NaN as text."""
    said = [
        [repr(one.values[code]) if code >= 0 else None for code in one.codes]
        for one in (graph.edges.said[name] for name in EDGE)
    ]
    ends = graph.edges.u.tolist(), graph.edges.v.tolist()
    return graph.edges.ids.tolist(), repr(graph.lonlat.tolist()), graph.directed, repr(graph.crs), *ends, said


def of_networkx(path: Path) -> PlainGraph:
    return _listed(nx.read_graphml(path, force_multigraph=True))


@given(
    types=plain_types | any_types,
    kind=st.sampled_from(["directed", "undirected", None]),
    parts=st.lists(nodes | edges, max_size=14),
)
@examples(1500, sample=120)
@pytest.mark.filterwarnings("ignore:No key type")
def test_it_says_what_networkx_says(
    tmp_path_factory: pytest.TempPathFactory, types: dict[str, str | None], kind: str | None, parts: Any
) -> None:
    """Ids and nodes said twice, edges said twice, nodes after edges, types of keys: merged, ordered, refused alike."""
    path = tmp_path_factory.getbasetemp() / "any.graphml"
    path.write_text(document(types, kind, parts), "utf-8")
    try:
        right = plainly(of_networkx(path))
    except Exception:
        with pytest.raises(ValueError):  # noqa: PT011 - the words may differ
            read_plain_graphml(path, EDGE)
    else:
        assert plainly(read_plain_graphml(path, EDGE)) == right


def test_the_bundled_roads_are_the_same() -> None:
    path = STUDY / "roads.graphml"
    assert plainly(read_plain_graphml(path, EDGE)) == plainly(of_networkx(path))


NODE = '<node id="a"><data key="kx">1</data></node>'
ODD = {
    "no namespace": "<graphml><graph/></graphml>",
    "no graph": f"{HEAD}</graphml>",
    "a key after the graph": f'{HEAD}<graph/><key id="k" attr.name="x"/></graphml>',
    "two graphs": f"{HEAD}<graph/><graph/></graphml>",
    "a port": f'{HEAD}<graph><node id="a"><port name="p"/></node></graph></graphml>',
    "a hyperedge": f"{HEAD}<graph><hyperedge/></graph></graphml>",
    "a graph in a node": f'{HEAD}<graph><node id="a"><graph>{NODE}</graph></node></graph></graphml>',
    "a group of yEd": f'{HEAD}<graph><node id="a" yfiles.foldertype="group"><graph/></node></graph></graphml>',
    "parts in data": f'{HEAD}<key id="kx" attr.name="x"/><graph><data key="kx"><b/></data></graph></graphml>',
    "nested data": f'{HEAD}<key id="kx" attr.name="x"/><graph><data key="kx"><data key="kx"/></data></graph></graphml>',
    "data outside": f'{HEAD}<key id="kx" attr.name="x"/><data key="kx">1</data><graph/></graphml>',
    "an edge in a node": f'{HEAD}<graph><node id="a"><edge source="a" target="b"/></node></graph></graphml>',
    "a document type": f'<!DOCTYPE graphml SYSTEM "graphml.dtd">{HEAD}<graph/></graphml>',
}


def test_a_graph_left_to_networkx_is_read(tmp_path: Path) -> None:
    text = ODD["a port"].replace("<graph>", '<graph><edge source="a" target="b"/>')
    (tmp_path / "g.graphml").write_text(text)
    raw = read_graph(tmp_path / "g.graphml")
    assert list(raw.nodes.index) == ["a", "b"]
    assert (raw.edges.u.tolist(), raw.edges.v.tolist(), raw.directed) == ([0, 1], [1, 0], False)  # both ways


WRONG = {
    "an unknown key": f'{HEAD}<graph><node id="a"><data key="q">1</data></node></graph></graphml>',
    "a key of no name": f'{HEAD}<key id="k"/><graph/></graphml>',
    "a key of an odd type": f'{HEAD}<key id="k" attr.name="x" attr.type="blob"/><graph/></graphml>',
    "an odd default": f'{HEAD}<key id="k" attr.name="x" attr.type="int"><default>a</default></key></graphml>',
    "cut short": f'{HEAD}<graph><node id="a">',
    "nothing": "",
    "entities": f'<!DOCTYPE g [<!ENTITY a "b">]>{HEAD}<graph><node id="&a;"/></graph></graphml>',
    "entities of parameters": f'<!DOCTYPE g [<!ENTITY % a "b">]>{HEAD}<graph/></graphml>',
    "an entity of nobody": f'{HEAD}<graph><node id="a">&b;</node></graph></graphml>',
}


def plain(path: Path) -> PlainGraph:
    return read_plain_graphml(path, EDGE)


REFUSED = [
    *(pytest.param(plain, NotPlainError, None, text, id=name) for name, text in ODD.items()),
    *(pytest.param(read_graph, StudyError, "is not a road graph", text, id=name) for name, text in WRONG.items()),
]


@pytest.mark.parametrize(("read", "error", "words", "text"), REFUSED)
def test_what_is_not_plain_is_left_to_networkx_and_what_is_wrong_refused_in_plain_words(
    tmp_path: Path, read: Callable[[Path], object], error: type[Exception], words: str | None, text: str
) -> None:
    (tmp_path / "g.graphml").write_text(text)
    with pytest.raises(error, match=words):
        read(tmp_path / "g.graphml")


def test_data_may_have_marks_of_its_own(tmp_path: Path) -> None:
    text = (
        f'{HEAD}<key id="k" attr.name="x"/><graph><node id="a"><data id="q" key="k">2</data></node></graph></graphml>'
    )
    (tmp_path / "g.graphml").write_text(text)
    assert read_plain_graphml(tmp_path / "g.graphml", EDGE).lonlat[0, 0] == 2


def test_text_in_many_pieces_is_one(tmp_path: Path) -> None:
    """Over the border of blocks, with entities of XML itself and CDATA among it."""
    long = "x" * 300_000
    key = '<key id="k" attr.name="highway" attr.type="string"/>'
    said = f'<data key="k">{long}&amp;<![CDATA[<b>]]><!-- no -->&#x4e2d;</data>'
    text = f'{HEAD}{key}<graph><edge source="a" target="b">{said}</edge></graph></graphml>'
    (tmp_path / "g.graphml").write_text(text, "utf-8")
    found = read_plain_graphml(tmp_path / "g.graphml", EDGE).edges.said["highway"]
    assert found.values == (f"{long}&<b>中",)
    assert np.array_equal(found.codes, [0])
