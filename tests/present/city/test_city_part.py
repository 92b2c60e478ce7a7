"""Each city's map tells what changes there, and numbers in its list are those on the map."""

from __future__ import annotations

import re

import pytest

from siteplan.evaluate import evaluate
from siteplan.formulate.outcome import Answer
from siteplan.present.city import city_part
from siteplan.present.city.city_part import city_parts
from siteplan.present.maps.scene.scene_of import scene_of
from siteplan.present.text.reader import Reader
from tests.moving import moving_ground, opening
from tests.worlds import HOSTILE, tiny_plan


def test_a_map_a_city_with_its_sites_by_number() -> None:
    plan = tiny_plan()
    (part,) = city_parts(plan, scene_of(plan), Reader("en"))
    assert part.topic == "cities"
    assert len(part.items) == plan.sites["city"].nunique()
    for chart in part.items:
        city = chart.finding.split(":")[0]
        sites = plan.sites[plan.sites["city"] == city]
        n = len(sites)
        assert f"{n} site{'s open' if n > 1 else ' opens'}" in chart.finding
        zones = plan.zones[plan.zones["city"] == city]
        after = zones.loc[zones["covered"], "population"].sum() / zones["population"].sum()
        assert f"{after * 100:.0f} % with the plan" in chart.finding
        told = re.findall(r">([^<]+)</text>", chart.drawing.svg())
        for number in map(str, range(1, n + 1)):
            assert told.count(number) == 2  # on the map, and in the list
        assert not any(str(n + 1) == text for text in told)
    assert part.sentences == [f"Sites open, convert or close in {len(part.items)} cities."]


def test_cities_beyond_the_most_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(city_part, "MOST", 1)
    plan = tiny_plan()
    (part,) = city_parts(plan, scene_of(plan), Reader("en"))
    each = plan.sites.groupby("city").size()
    (chart,) = part.items
    assert chart.finding.startswith(str(each.idxmax()))
    assert str(each.idxmin()) in part.sentences[0]


def test_what_converts_and_closes_is_told_too_and_nothing_where_nothing_changes() -> None:
    ground = moving_ground("closable", "convertible")
    plan = evaluate(Answer.of(ground, opening(ground, ["C1:mall", "F2:mall"])))
    (part,) = city_parts(plan, scene_of(plan), Reader("en"))
    said = " ".join(chart.finding for chart in part.items)
    assert "1 site opens, 1 site converts, 1 site closes" in said
    still = evaluate(Answer.of(ground, opening(ground, ["F1:mall", "F2:dealer"])))
    assert city_parts(still, scene_of(still), Reader("en")) == []


def test_names_are_escaped() -> None:
    plan = tiny_plan(HOSTILE)
    (part,) = city_parts(plan, scene_of(plan), Reader("en"))
    assert all("<script" not in chart.drawing.svg() for chart in part.items)
