"""Each province's map tells what changes there; a study of one has none."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pytest

from siteplan.evaluate import Plan
from siteplan.present.city import province_part
from siteplan.present.city.province_part import province_parts
from siteplan.present.maps.plan_areas import PlanAreas, plan_areas
from siteplan.present.maps.scene.map_scene import Scene
from siteplan.present.maps.scene.scene_of import scene_of
from siteplan.present.reports.report_parts import Part
from siteplan.present.text.reader import Reader
from tests.worlds import HOSTILE, in_provinces, tiny_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return in_provinces(tiny_plan(), Westport="Jiangsu", Eastshire="Anhui")


@pytest.fixture(scope="module")
def drawn(plan: Plan) -> tuple[PlanAreas, Scene]:
    areas = plan_areas(plan)
    return areas, scene_of(plan, areas=areas)


def parts(plan: Plan, drawn: tuple[PlanAreas, Scene], language: str = "en") -> list[Part]:
    return province_parts(plan, *drawn, Reader(language))


def test_a_map_a_province_with_what_changes_and_who_is_reached(plan: Plan, drawn: tuple[PlanAreas, Scene]) -> None:
    """Two of three sites open in the west, which is Jiangsu: tier 1 is all of it, and covered as it is."""
    (part,) = parts(plan, drawn)
    west = plan.kpis.coverage.by_tier["1"]
    assert [chart.finding.split(":")[0] for chart in part.items] == ["Jiangsu", "Anhui"]
    assert "2 sites open" in part.items[0].finding
    assert f"{west * 100:.0f} % with the plan" in part.items[0].finding
    assert part.sentences == ["Sites open, convert or close in 2 provinces."]
    assert part.topic == "provinces"
    told = part.items[0].drawing.svg()
    assert "Westport" in told
    assert "Eastshire" not in told  # names beyond its outline are left out


def test_names_are_those_of_the_readers_language(plan: Plan, drawn: tuple[PlanAreas, Scene]) -> None:
    zones = plan.market.zones
    named = zones.assign(province_zh=zones["province"].map({"Jiangsu": "江苏", "Anhui": "安徽"}))
    (part,) = parts(replace(plan, market=replace(plan.market, zones=named)), drawn, "zh-Hans")
    assert [chart.finding[:2] for chart in part.items] == ["江苏", "安徽"]


def test_the_fewest_changes_have_no_map_and_are_named(
    plan: Plan, drawn: tuple[PlanAreas, Scene], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(province_part, "MOST", 1)
    (part,) = parts(plan, drawn)
    assert len(part.items) == 1
    assert part.sentences[0].endswith("without one, since fewer do: Anhui.")


def test_one_province_has_no_map_of_its_own(plan: Plan, drawn: tuple[PlanAreas, Scene]) -> None:
    assert parts(in_provinces(plan, Westport="Jiangsu"), drawn) == []
    assert parts(in_provinces(plan), drawn) == []
    assert parts(replace(plan, sites=plan.sites.iloc[:0], facilities=plan.facilities.iloc[:0]), drawn) == []


def test_zones_that_are_points_have_maps_too_and_names_are_escaped() -> None:
    """A census of counties often comes as points: their discs stand for the province."""
    given = in_provinces(tiny_plan(HOSTILE), Westport=HOSTILE, Eastshire="Anhui")
    middles = gpd.GeoSeries(given.market.zones.geometry.representative_point())
    zones = replace(given.market, zones=given.market.zones.set_geometry(middles))
    plan = replace(given, market=zones, zones=given.zones.set_geometry(middles))
    areas = plan_areas(plan)
    (part,) = parts(plan, (areas, scene_of(plan, areas=areas)))
    assert [chart.finding.startswith(HOSTILE) for chart in part.items] == [True, False]
    assert all("<script" not in chart.drawing.svg() for chart in part.items)
