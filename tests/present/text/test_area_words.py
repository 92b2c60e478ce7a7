"""The words of trade areas on maps."""

from __future__ import annotations

from siteplan.evaluate.catchments import levels_of
from siteplan.present.text.area_words import kind_name, label_text, level_text
from siteplan.present.text.reader import Reader
from siteplan.tradearea.catchment import KINDS
from tests.worlds import tiny_ground

GROUND = tiny_ground()


def test_each_edge_says_what_it_is() -> None:
    labels = [label_text(kind, levels_of(GROUND.study, kind)[0], Reader("en")) for kind in KINDS]
    assert labels == ["60 % of sales", "15 min", "3 km", "50 % or more", "nearest"]


def test_levels_are_told_with_their_unit() -> None:
    told = [level_text(kind, levels_of(GROUND.study, kind)[0], Reader("en")) for kind in KINDS]
    assert told == ["60 % of its sales", "within 15 min", "within 3 km", "50 % or more", "nearest to it"]
    assert level_text("ring", 2.5, Reader("en")) == "within 2.5 km"
    assert len({kind_name(kind, Reader("zh-Hans")) for kind in KINDS}) == 5
