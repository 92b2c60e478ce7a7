"""What a map holds: few shapes, every site once, the same classes before and after, nothing but escaped text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from siteplan.evaluate import Plan
from siteplan.present.maps.map_legend import coverage_section, format_section, served_section
from siteplan.present.maps.map_sites import format_shapes, sizes
from siteplan.present.maps.plan_areas import plan_areas, share_classes
from siteplan.present.maps.plan_map import candidates_map, plan_map
from siteplan.present.text.reader import Reader
from siteplan.present.theme.area_colours import AREA_COLOURS
from siteplan.present.theme.coverage_classes import COVERAGE
from siteplan.present.web import opaque_id, render_offline
from tests.worlds import HOSTILE, tiny_ground, tiny_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return tiny_plan()


def layers(drawn: folium.Map) -> dict[str, Any]:
    """The GeoJSON layers of a map by name."""
    found = [child for child in drawn._children.values() if isinstance(child, folium.GeoJson)]
    return {layer.layer_name: layer for layer in found}


def ids(layer: Any) -> set[str]:
    return {feature["properties"]["id"] for feature in layer.data["features"]}


def test_every_site_is_on_one_layer(plan: Plan) -> None:
    found = layers(plan_map(plan, Reader("en")))
    chosen = {"C1", "C3", "C6"}
    assert ids(found["New sites"]) == {opaque_id(site) for site in chosen}
    assert ids(found["Candidates not chosen"]) == {
        opaque_id(site) for site in set(plan.market.candidates.index) - chosen
    }
    assert ids(found["Own sites today"]) == {opaque_id(site) for site in ("F1", "F2")}
    assert ids(found["Rivals"]) == {opaque_id(site) for site in ("R1", "R2", "R3")}


def test_zones_are_few_shapes_however_many_there_are(plan: Plan) -> None:
    found = layers(plan_map(plan, Reader("en")))
    assert {f["properties"]["class"] for f in found["Coverage with the plan"].data["features"]} <= {0, 1, 2, 3}
    assert len(found["Market share with the plan"].data["features"]) <= 6
    assert len(found["Counties"].data["features"]) == 3


def test_one_fill_at_a_time_below_all_else(plan: Plan) -> None:
    found = layers(plan_map(plan, Reader("en")))
    fills = [layer for layer in found.values() if not layer.overlay]
    assert [layer.show for layer in fills] == [True, False, False, False, False]
    assert all(layer.options["pane"] == "fills" for layer in fills)


def test_who_serves_whom_is_drawn_so_that_areas_that_meet_differ(plan: Plan) -> None:
    """Each zone has the colour of the site that wins most there; where two sites' zones meet, there are two colours."""
    served = plan.served.zones.query("group == 'all'").set_index("zone_id")["site_id"]
    colours = plan_areas(plan).served["all"]
    points = plan.zones.geometry.representative_point()
    drawn = {zone: colours.index[colours.contains(points[zone])].tolist() for zone in served.index}
    assert all(len(found) == 1 for found in drawn.values())
    by_site = {site: {drawn[zone][0] for zone in served.index[served == site]} for site in served.unique()}
    assert all(len(found) == 1 for found in by_site.values())
    near = plan.zones.sindex.query(plan.zones.geometry, predicate="intersects").T
    pairs = [(plan.zones.index[a], plan.zones.index[b]) for a, b in near]
    met = [(a, b) for a, b in pairs if a in drawn and b in drawn and served[a] != served[b]]
    assert met
    assert all(drawn[a] != drawn[b] for a, b in met)
    section = served_section(Reader("en"))
    assert [entry.colour for entry in section.entries] == list(AREA_COLOURS[:2])


def test_before_and_after_share_their_classes(plan: Plan) -> None:
    classes = share_classes(plan.zones)
    both = plan.zones[["share", "share_before"]].to_numpy() * 100
    assert classes.edges[0] <= both[both > 0].min()
    assert classes.edges[-1] >= both.max()


def test_a_county_tells_people_coverage_and_share(plan: Plan) -> None:
    popups = [f["properties"]["popup"] for f in layers(plan_map(plan, Reader("en")))["Counties"].data["features"]]
    dale = next(" ".join(popup) for popup in popups if "Dale" in popup)
    assert "Eastshire 54 k" in dale
    assert re.search(r"0 % → \d+ %", dale)


def test_shape_stands_for_format_and_size_for_capture() -> None:
    shapes = format_shapes([*"abcdefghijk"])
    assert len(set(list(shapes.values())[:9])) == 9  # as many as the template has
    assert "diamond" not in shapes.values()  # a rival's
    pixels = sizes(np.array([0.0, 25.0, 100.0, np.nan]))
    assert pixels[0] == pixels[3] < pixels[1] < pixels[2]
    assert (pixels[1] - pixels[0]) == pytest.approx((pixels[2] - pixels[0]) / 2)  # the root of a quarter
    assert len(sizes(np.array([]))) == 0


def test_the_legend_has_the_formats_that_are_drawn_and_where(plan: Plan) -> None:
    """A format that no site has has no line; two that share a shape have one."""
    study = plan.study
    first, second = list(study.formats)[:2]
    section = format_section(study, {"New sites": [first], "": [second], "Rivals": [first]}, Reader("en"))
    names = [Reader("en").format_name(name) for name in (first, second)]
    assert [(entry.label, list(entry.layers)) for entry in section.entries] == [
        (names[0], ["New sites", "Rivals"]), (names[1], []),
    ]  # fmt: skip
    many = study.model_copy(update={"formats": {f"f{i}": study.formats[first] for i in range(10)}})
    labels = [entry.label for entry in format_section(many, {"": many.formats}, Reader("en")).entries]
    assert labels[-2:] == ["f7", "f8, f9"]


def test_a_class_of_coverage_is_told_where_it_is_drawn() -> None:
    """All rural people reached with the plan: "not covered, rural" is a line of today's layer alone."""
    newly, rural = (next(key for key, kind in COVERAGE.items() if kind.label == label) for label in (
        "newly covered", "not covered, rural",
    ))  # fmt: skip
    section = coverage_section(pd.Series([newly]), pd.Series([rural]), Reader("en"))
    assert {entry.label: list(entry.layers) for entry in section.entries} == {
        "newly covered": ["Coverage with the plan"],
        "not covered, rural": ["Coverage today"],
    }


def test_candidates_are_drawn_before_there_is_a_plan() -> None:
    ground = tiny_ground()
    found = layers(candidates_map(ground, Reader("zh-Hans")))
    assert ids(found["候选网点"]) == {opaque_id(site) for site in ground.market.candidates.index}
    assert len(found["需求"].data["features"]) <= 5


def test_a_market_without_sites_or_rivals_still_has_a_map(plan: Plan) -> None:
    bare = replace(
        plan.market, facilities=plan.market.facilities.iloc[:0], competitors=plan.market.competitors.iloc[:0]
    )
    idle = replace(plan, market=bare, sites=plan.sites.iloc[:0])
    assert "New sites" in layers(plan_map(idle, Reader("en")))
    assert render_offline(plan_map(idle, Reader("en")), "t", "en")


def test_point_zones_are_drawn_as_areas(plan: Plan) -> None:
    points = gpd.GeoSeries.from_xy(*zip(*[p.centroid.coords[0] for p in plan.zones.geometry], strict=True), crs=4326)
    scattered = replace(plan, zones=plan.zones.set_geometry(points.to_numpy(), crs=4326))
    shapes = layers(plan_map(scattered, Reader("en")))["Coverage with the plan"].data["features"]
    assert {feature["geometry"]["type"] for feature in shapes} <= {"Polygon", "MultiPolygon"}


def test_no_hostile_text_reaches_a_map_as_it_is() -> None:
    plan = tiny_plan(HOSTILE)
    for layer in layers(plan_map(plan, Reader("en"))).values():
        text = json.dumps(layer.data)
        assert "<img" not in text
        assert "{{" not in text
        assert "${" not in text
        assert "</script" not in text
    page = render_offline(plan_map(plan, Reader("en")), HOSTILE, "en")
    assert "<img src=x" not in page
    assert "window.hit=1</script>" not in page


def test_synthetic_tables_and_internal_use_are_said_on_the_map(plan: Plan) -> None:
    page = render_offline(plan_map(plan, Reader("en")), "t", "en")
    assert "Synthetic data: Candidates, Own sites, Competitors" in page
    assert "internal use" in page
    assert "内部使用" not in page
    assert "\\u5185" not in page
    assert "Census (2020)" in page


def test_the_same_plan_gives_the_same_shapes(plan: Plan) -> None:
    one, two = (json.dumps([layer.data for layer in layers(plan_map(plan, Reader("en"))).values()]) for _ in range(2))
    assert one == two
