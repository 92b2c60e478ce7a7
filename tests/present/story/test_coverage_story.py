"""The five pictures tell what the plan's own figures say, on the plan's own map."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely import box

from siteplan.present.maps.scene.scene_of import scene_of
from siteplan.present.story.coverage_story import before_and_after, coverage_by_tier, story_of
from siteplan.present.story.story_scenes import PARTS, StoryGround, densest
from siteplan.present.text.reader import Reader
from tests.worlds import tiny_plan


def zones(demand: list[float], sides: list[float]) -> gpd.GeoDataFrame:
    """Squares near the equator, where a degree is as long either way."""
    shapes = [box(n, 0, n + side, side) for n, side in enumerate(sides)]
    return gpd.GeoDataFrame({"demand": demand}, geometry=shapes, crs="EPSG:4326")


def test_the_densest_zones_are_those_that_hold_half_of_the_demand_on_the_least_land() -> None:
    """60 on a small square, 60 on one four times as large, 20 and 0: of 140 the first two hold 120, over half and 80 %.

    The first alone holds 43 %, so the second begins below a half and belongs to it; the third begins above 80 %.
    """
    found = densest(zones([60.0, 60.0, 20.0, 0.0], [0.1, 0.2, 0.5, 0.1]))
    assert found[:3].tolist() == [0.0, 0.0, 2.0]
    assert found.isna().tolist() == [False, False, False, True]
    assert PARTS[-1] == 1.0


def test_todays_map_has_the_sites_that_stand_and_no_zone_that_the_plan_brings_within_reach() -> None:
    plan = tiny_plan()
    scene = scene_of(plan)
    today = StoryGround(plan, scene).today()
    assert {site.site_id for site in today.sites} == {*map(str, plan.market.facilities.index)}
    assert {site.state for site in today.sites} == {"own"}
    assert not {"plan", "lost"} & {*today.areas}
    assert (today.height, today.km, today.land) == (scene.height, scene.km, scene.land)


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_story_has_five_pictures_and_the_maps_before_and_after(language: str) -> None:
    plan = tiny_plan()
    ground, reader = StoryGround(plan, scene_of(plan)), Reader.of(plan.study, language)
    chapters = story_of(ground, 0, reader)
    assert [chapter.title for chapter in chapters] == [
        reader.gettext(title)
        for title in ("Where demand is", "Who serves it today", "What opens", "Who is covered", "What may go wrong")
    ]
    assert [len(chapter.maps) for chapter in chapters] == [1, 1, 1, 1, 0]
    assert chapters[4].sentences
    before, after = before_and_after(ground, reader)
    assert (before.finding, after.finding) == (chapters[1].maps[0].finding, chapters[3].maps[0].finding)
    assert len(coverage_by_tier(plan, reader).frame) == plan.zones["tier"].nunique()
