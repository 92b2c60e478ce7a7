"""Elements found by a pattern are what the parser makes of them, whatever stands between, wherever blocks end."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.data.read import graphml, graphml_scan
from siteplan.data.read.graph import EDGE
from siteplan.data.read.graphml import GraphDocument, NotPlainError, read_plain_graphml
from tests.data.read.test_graphml import HEAD, plainly
from tests.examples import examples

KEYS = (
    '<key id="d1" attr.name="x" attr.type="double"/><key id="d10" attr.name="y" attr.type="string"/>'
    '<key id="l" attr.name="length" attr.type="string"/><key id="l2" attr.name="length" attr.type="double"/>'
    '<key id="n" attr.name="name" attr.type="string"/><key id="i" attr.name="lanes" attr.type="int"/>'
    '<key id="h" attr.name="highway" attr.type="string"/><key id="c" attr.name="crs" attr.type="string"/>'
)
DATA = (
    '<data key="d1">1.5</data>', '<data key="d10">2</data>', '<data key="l">3</data>', '<data key="l2">4</data>',
    '<data key="l2">04</data>', '<data key="n">Main, 中</data>', '<data key="i">2</data>', '<data key="h">road</data>',
    '\n  <data key="h">[1, 2]</data>\r\n', '<data key="l"/>', '<data key="n" />',
    # what only the parser reads
    '<data key="n">A &amp; B</data>', '<data key="h">a&#x4e2d;</data>', '<data key="h"><![CDATA[</node>]]></data>',
    "<data key='l'>5</data>", '<data id="q" key="l">6</data>', '<!-- </edge><edge -->', '<data key="h">a\rb</data>',
    # what is wrong
    '<data key="i">two</data>', '<data key="q">1</data>', '<data key="h">a]]>b</data>', '<data key="h">\x01</data>',
    '<data key="l2">four</data>', '<port name="p"/>', '<data key="n">&no;</data>', "loose text", "<data>", "</edge>",
)  # fmt: skip
MARKS = (
    'node id="a"', 'node id="b"', 'node id="c&amp;"', 'edge source="a" target="b" id="0"', 'edge source="b" target="c"',
    'edge source="a" target="b" id="0"', 'edge id="1" source="a" target="b"',
    'edge directed="true" source="b" target="a"', "node id='d'",
    'edge source="e" target="a" id="00"', 'node id=""', 'edge source="a" target="b" id=""',
)  # fmt: skip
BETWEEN = (
    "",
    "\n",
    "\r\n  ",
    "<!-- <node id='z'> -->",
    "<?pi <edge ?>",
    "<desc/>",
    '<data key="c">4326</data>',
    "text",
)
HEADS = (
    "", '<?xml version="1.0" encoding="UTF-8"?>\n', '<?xml version="1.0" encoding="latin-1"?>', "\ufeff",
    "<!-- <graph edgedefault='directed'> -->",
)  # fmt: skip

some_data = st.lists(st.sampled_from(DATA[:11]) | st.sampled_from(DATA), max_size=4).map("".join)


@st.composite
def elements(draw: st.DrawFn) -> str:
    """Return an element as networkx writes them, or in another way."""
    marks, inside = draw(st.sampled_from(MARKS[:6]) | st.sampled_from(MARKS)), draw(some_data)
    tag = marks.split(" ", 1)[0]
    between = draw(st.just("\n") | st.sampled_from(BETWEEN))
    return between + (f"<{marks}>{inside}</{tag}>" if inside or draw(st.booleans()) else f"<{marks} />")


documents = st.builds(
    lambda head, kind, parts, end: f'{head}{HEAD}{KEYS}<graph edgedefault="{kind}">{"".join(parts)}</graph>{end}',
    st.just("") | st.sampled_from(HEADS),
    st.sampled_from(["directed", "undirected"]),
    st.lists(elements(), max_size=8),
    st.just("</graphml>") | st.sampled_from(["", "</graphml><!-- end -->"]),
)


def parser_alone(path: Path) -> graphml.PlainGraph:
    document = GraphDocument(EDGE)
    document.parser.Parse(path.read_bytes(), True)
    return document.graph()


def outcome(read: object, path: Path) -> object:
    """What is read, or that it is refused, or left to networkx."""
    assert callable(read)
    try:
        return plainly(read(path))
    except NotPlainError:
        return "not plain"
    except Exception:
        return "wrong"


@given(documents, st.sampled_from([7, 60, 400, 1 << 20]))
@examples(1_500, sample=100)
def test_both_ways_say_the_same(tmp_path_factory: pytest.TempPathFactory, text: str, block: int) -> None:
    path = tmp_path_factory.getbasetemp() / "scanned.graphml"
    path.write_text(text, "utf-8", newline="")
    with patch.object(graphml_scan, "BLOCK", block), patch.object(graphml_scan, "LONGEST", 8 * block):
        found = outcome(lambda path: read_plain_graphml(path, EDGE), path)
    right = outcome(parser_alone, path)
    assert found == right or {found, right} == {"wrong", "not plain"}  # of two faults, either may be met first


def both(path: Path) -> list[object]:
    return [outcome(lambda path: read_plain_graphml(path, EDGE), path), outcome(parser_alone, path)]


def graph(body: str) -> str:
    return f'{HEAD}{KEYS}<graph edgedefault="directed">{body}</graph></graphml>'


PLAIN = '<node id="a"><data key="d1">1</data></node><edge source="a" target="b"><data key="l">2</data></edge>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_other_encodings_are_left_to_the_parser(tmp_path: Path, encoding: str) -> None:
    text = graph(PLAIN + '<edge source="a" target="c"><data key="h">é</data></edge>')
    (tmp_path / "g.graphml").write_bytes(text.encode(encoding))
    one, other = both(tmp_path / "g.graphml")
    assert one == other
    assert (one == "wrong") == (encoding == "latin-1")  # which has to be declared


def test_a_name_without_prefix_is_only_graphml_where_that_is_said(tmp_path: Path) -> None:
    text = graph(PLAIN).replace("xmlns=", "xmlns:g=")
    (tmp_path / "g.graphml").write_text(text)
    assert both(tmp_path / "g.graphml") == ["not plain", "not plain"]


def test_where_most_elements_are_written_otherwise_the_parser_reads_on_alone(tmp_path: Path) -> None:
    odd = "".join(f"<edge id='{n}' source='a' target='b'><data key='l'>{n}</data></edge>" for n in range(700))
    (tmp_path / "g.graphml").write_text(graph(PLAIN + odd + PLAIN))
    one, other = both(tmp_path / "g.graphml")
    assert one == other
    assert "'699'" in str(one)


def test_of_two_keys_of_one_name_the_one_said_last_is_heard(tmp_path: Path) -> None:
    twice = ('<data key="l">3</data><data key="l2">4</data>', '<data key="l2">4</data><data key="l">3</data>')
    edges = "".join(f'<edge source="a" target="{n}">{said}</edge>' for n, said in enumerate(twice))
    (tmp_path / "g.graphml").write_text(graph(edges))
    lengths = read_plain_graphml(tmp_path / "g.graphml", EDGE).edges.said["length"]
    assert [lengths.values[code] for code in lengths.codes] == [4.0, "3"]
