"""Zones of a market merged by what they demand, and the words of trade areas on maps."""

from __future__ import annotations

import pytest

from siteplan.evaluate.catchments import levels_of
from siteplan.present.maps.market_map import market_areas
from siteplan.present.text.area_words import kind_name, label_text, level_text
from siteplan.present.text.reader import Reader
from siteplan.tradearea.catchment import KINDS
from tests.worlds import tiny_ground

GROUND = tiny_ground()
AREAS = market_areas(GROUND)


def test_the_areas_cover_what_the_zones_cover() -> None:
    assert AREAS.by_class.union_all().symmetric_difference(AREAS.mosaic.outline).area == pytest.approx(0, abs=1e-9)
    assert AREAS.mosaic.outline.area == pytest.approx(GROUND.market.zones.union_all().area, rel=1e-6)
    assert len(AREAS.classes.colours) == len(AREAS.classes.edges) - 1


def test_each_edge_says_what_it_is() -> None:
    labels = [label_text(kind, levels_of(GROUND.study, kind)[0], Reader("en")) for kind in KINDS]
    assert labels == ["60 % of sales", "15 min", "3 km", "50 % or more", "nearest"]


def test_levels_are_told_with_their_unit() -> None:
    told = [level_text(kind, levels_of(GROUND.study, kind)[0], Reader("en")) for kind in KINDS]
    assert told == ["60 % of its sales", "within 15 min", "within 3 km", "50 % or more", "nearest to it"]
    assert level_text("ring", 2.5, Reader("en")) == "within 2.5 km"
    assert len({kind_name(kind, Reader("zh-Hans")) for kind in KINDS}) == 5
