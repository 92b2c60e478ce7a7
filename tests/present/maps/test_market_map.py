"""The map to explore: drawn many times from areas merged once."""

from __future__ import annotations

import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from siteplan.evaluate.catchments import Catchments, Land, levels_of, network_of
from siteplan.evaluate.taken_by_site import opened_beside
from siteplan.present.maps.market_map import market_areas, market_map, selection_layers, view_of
from siteplan.present.text.area_words import kind_name, label_text, level_text
from siteplan.present.text.reader import Reader
from siteplan.present.web import esc, opaque_id, render_offline
from siteplan.tradearea.catchment import KINDS
from tests.worlds import HOSTILE, tiny_ground

GROUND = tiny_ground()
AREAS = market_areas(GROUND)
CATCHMENTS = Catchments(Land(GROUND.study, GROUND.market), network_of(GROUND, opened_beside(GROUND, ["C1:mall"])))
SHAPES = CATCHMENTS.shapes(CATCHMENTS.of("C1", "customer_share"))


def page(kept: list[str], site: str | None = None, shapes: gpd.GeoSeries | None = None, language: str = "en") -> str:
    drawn = market_map(GROUND, AREAS, Reader(language))
    for group in selection_layers(GROUND, pd.Index(kept), site, shapes, Reader(language)):
        group.add_to(drawn)
    return render_offline(drawn, "Market", language)


def test_the_areas_cover_what_the_zones_cover() -> None:
    assert AREAS.by_class.union_all().symmetric_difference(AREAS.mosaic.outline).area == pytest.approx(0, abs=1e-9)
    assert AREAS.mosaic.outline.area == pytest.approx(GROUND.market.zones.union_all().area, rel=1e-6)
    assert len(AREAS.classes.colours) == len(AREAS.classes.edges) - 1


def test_the_map_does_not_change_with_the_selection() -> None:
    """What changes comes as layers, so that a click does not draw the whole map anew."""
    first, again = (market_map(GROUND, AREAS, Reader("en")).get_root().render() for _ in range(2))
    assert len(first) == len(again)


def test_only_kept_candidates_and_the_selected_one_are_drawn() -> None:
    html = page(["C1", "C2"], "C3")
    assert [opaque_id(site) in html for site in ("C1", "C2", "C3", "C4")] == [True, True, True, False]


def test_the_trade_area_lies_on_the_map_level_by_level() -> None:
    assert [f"level{level:g}" in page(["C1"], "C1", SHAPES) for level in (0.6, 0.8, 0.95)] == [True] * 3
    assert "level0.6" not in page(["C1"], "C1")
    empty = SHAPES.where(SHAPES.index > 0.6, shapely.Polygon())
    assert "level0.6" not in page(["C1"], "C1", empty)


def test_each_edge_says_what_it_is() -> None:
    html = page(["C1"], "C1", SHAPES)
    assert all(label_text("customer_share", level, Reader("en")) in html for level in (0.6, 0.8, 0.95))
    labels = [label_text(kind, levels_of(GROUND.study, kind)[0], Reader("en")) for kind in KINDS]
    assert labels == ["60 % of sales", "15 min", "3 km", "50 % or more", "nearest"]


def test_levels_are_told_with_their_unit() -> None:
    told = [level_text(kind, levels_of(GROUND.study, kind)[0], Reader("en")) for kind in KINDS]
    assert told == ["60 % of its sales", "within 15 min", "within 3 km", "50 % or more", "nearest to it"]
    assert level_text("ring", 2.5, Reader("en")) == "within 2.5 km"
    assert len({kind_name(kind, Reader("zh-Hans")) for kind in KINDS}) == 5


def test_the_view_holds_the_zones_beside_the_legend() -> None:
    """Mercator: 256 x 2^zoom pixels for 360 degrees; the legend takes 264 pixels to the left."""
    (lat, lon), zoom = view_of(SHAPES.iloc[-1], width=700, height=400)
    west, south, east, north = SHAPES.total_bounds
    pixels = 256 * 2**zoom / 360
    assert (west - lon) * pixels >= 264 - 350 - 1
    assert (east - lon) * pixels <= 350 + 1
    assert (north - lat) * pixels * 1.1 <= 200 + 1
    assert south < lat < north


def test_the_legend_speaks_chinese() -> None:
    assert json.dumps("所选网点")[1:-1] in page([], language="zh-Hans")  # the legend stands in a script


def test_hostile_names_are_only_ever_text() -> None:
    ground = tiny_ground(HOSTILE)
    drawn = market_map(ground, market_areas(ground), Reader("en"))
    for group in selection_layers(ground, ground.market.candidates.index, "C1", None, Reader("en")):
        group.add_to(drawn)
    html = render_offline(drawn, HOSTILE, "en")
    assert "<img src=x" not in html
    assert "{{ 7*7 }}" not in html
    assert esc(HOSTILE) in html
