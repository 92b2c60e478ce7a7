"""A plan's map as a file: it has all that its messages ask for, and nothing in it is markup of somebody else's."""

from __future__ import annotations

import base64
import gzip
import json
import re

import numpy as np

from siteplan.present.livemap.map_script import joined_script
from siteplan.present.livemap.plan_layers import served_layers
from siteplan.present.maps.plan_areas import plan_areas
from siteplan.present.maps.plan_map import plan_drawing
from siteplan.present.reports.map_pages import plan_page
from siteplan.present.text.reader import Reader
from tests.worlds import HOSTILE, tiny_plan

PLAN = tiny_plan()


def shown(page: str) -> dict:
    """What the page's script is given."""
    return json.loads(re.search(r"const page = (.*);\n", page)[1].replace(r"<\/", "</").replace(r"<\!", "<!"))


def test_every_file_that_a_message_names_is_in_the_page() -> None:
    """Two views at three times, and who serves: seven layers, beside cells, ground and sites."""
    data = shown(plan_page(PLAN, Reader("en")))
    named = {file for said in data["messages"].values() for file in [*said["files"].values(), said["layer"]["file"]]}
    assert named == set(data["files"])
    assert len(data["messages"]) == 7
    values = np.frombuffer(
        gzip.decompress(base64.b64decode(data["files"]["share-after"]))[: 4 * len(PLAN.zones)], "<f4"
    )
    known = ~np.isnan(values)
    assert np.allclose(values[known], (PLAN.zones["share"] * 100).to_numpy()[known])


def test_a_zone_has_the_colour_of_the_area_that_serves_it() -> None:
    """Zones of one site have one colour."""
    (layer,) = served_layers(plan_areas(PLAN))
    served = PLAN.served.zones.query("group == 'all'").set_index("zone_id")["site_id"].reindex(PLAN.zones.index)
    for _, zones in served.groupby(served):
        assert len(set(layer.values[PLAN.zones.index.isin(zones.index)])) == 1
    assert np.isnan(layer.values).tolist() == served.isna().tolist()


def test_a_click_on_a_county_tells_what_the_plan_changes_there() -> None:
    data, drawing = shown(plan_page(PLAN, Reader("en"))), plan_drawing(PLAN, Reader("en"))
    assert [lines[0] for lines in data["counties"]] == [popup.name for popup in drawing.counties]
    assert all(" → " in lines[-1] for lines in data["counties"])


def test_what_files_say_stands_nowhere_as_markup() -> None:
    page = plan_page(tiny_plan(HOSTILE), Reader("zh-Hans"))
    assert HOSTILE not in page
    assert "default-src 'none'" in page
    assert "无法绘制地图" in re.search(r"<noscript>(.*?)</noscript>", page)[1]


def test_the_joined_script_is_of_no_modules() -> None:
    assert not re.search(r"^(import|export)\b", joined_script(), re.MULTILINE)
