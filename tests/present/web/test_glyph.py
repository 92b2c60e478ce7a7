import itertools
from xml.etree import ElementTree as ET

import pytest

from siteplan.present.web import SHAPES, glyph


@pytest.mark.parametrize(("shape", "hollow"), [*itertools.product(SHAPES, [False, True])])
def test_a_glyph_is_a_drawing_in_its_box(shape: str, hollow: bool) -> None:
    svg = ET.fromstring(glyph(shape, "#0F766E", 24, hollow))  # noqa: S314 - written here
    assert (svg.get("width"), svg.get("viewBox")) == ("24", "0 0 20 20")
    path = svg[0]
    assert "#0F766E" in (path.get("fill"), path.get("stroke"))
    assert (path.get("fill") == "#0F766E") == (not hollow and shape != "line")


def test_shapes_differ() -> None:
    assert len({glyph(shape, "#000000") for shape in SHAPES}) == len(SHAPES)
