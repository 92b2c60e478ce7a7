"""The map to explore: drawn many times from areas merged once."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from siteplan.evaluate.alone import alone
from siteplan.present.market_map import market_areas, market_map, selection_layers, view_of
from siteplan.present.web import esc, opaque_id, render_offline
from tests.worlds import HOSTILE, tiny_ground

GROUND = tiny_ground()
AREAS = market_areas(GROUND)
FOUND = alone(GROUND, "C1:mall")
NOTHING = pd.Series(dtype=float)


def page(kept: list[str], site: str | None = None, levels: pd.Series = NOTHING, language: str = "en") -> str:
    drawn = market_map(GROUND, AREAS, language)
    for group in selection_layers(GROUND, AREAS, pd.Index(kept), site, levels, language):
        group.add_to(drawn)
    return render_offline(drawn, "Market", language)


def test_the_areas_cover_what_the_zones_cover() -> None:
    assert AREAS.by_class.union_all().symmetric_difference(AREAS.outline.iloc[0]).area == pytest.approx(0, abs=1e-9)
    assert AREAS.outline.iloc[0].area == pytest.approx(GROUND.market.zones.union_all().area, rel=1e-6)
    assert len(AREAS.classes.colours) == len(AREAS.classes.edges) - 1


def test_the_map_does_not_change_with_the_selection() -> None:
    """What changes comes as layers, so that a click does not draw the whole map anew."""
    first, again = (market_map(GROUND, AREAS, "en").get_root().render() for _ in range(2))
    assert len(first) == len(again)


def test_only_kept_candidates_and_the_selected_one_are_drawn() -> None:
    html = page(["C1", "C2"], "C3")
    assert [opaque_id(site) in html for site in ("C1", "C2", "C3", "C4")] == [True, True, True, False]


def test_the_trade_area_lies_on_the_map_level_by_level() -> None:
    assert [f"level{level:g}" in page(["C1"], "C1", FOUND.levels) for level in (0.6, 0.8, 0.95)] == [True] * 3
    assert "level0.6" not in page(["C1"], "C1")


def test_the_view_holds_the_zones_beside_the_legend() -> None:
    """Mercator: 256 x 2^zoom pixels for 360 degrees; the legend takes 264 pixels to the left."""
    (lat, lon), zoom = view_of(AREAS, FOUND.levels, width=700, height=400)
    west, south, east, north = AREAS.zones.loc[FOUND.levels.index].total_bounds
    pixels = 256 * 2**zoom / 360
    assert (west - lon) * pixels >= 264 - 350 - 1
    assert (east - lon) * pixels <= 350 + 1
    assert (north - lat) * pixels * 1.1 <= 200 + 1
    assert south < lat < north


def test_the_legend_speaks_chinese() -> None:
    assert json.dumps("所选网点")[1:-1] in page([], language="zh-Hans")  # the legend stands in a script


def test_hostile_names_are_only_ever_text() -> None:
    ground = tiny_ground(HOSTILE)
    drawn = market_map(ground, market_areas(ground), "en")
    for group in selection_layers(ground, market_areas(ground), ground.market.candidates.index, "C1", NOTHING, "en"):
        group.add_to(drawn)
    html = render_offline(drawn, HOSTILE, "en")
    assert "<img src=x" not in html
    assert "{{ 7*7 }}" not in html
    assert esc(HOSTILE) in html
