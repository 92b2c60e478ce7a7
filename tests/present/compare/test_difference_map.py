"""The map of differences: each site by which plan has it, each zone by which plan reaches it, and a legend of that."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from siteplan.present.compare.compared import Comparison, beside
from siteplan.present.compare.difference_map import difference_chart, difference_scenes
from siteplan.present.maps.drawn.scene_legend import map_entries
from siteplan.present.maps.drawn.site_signs import site_signs
from siteplan.present.maps.scene.crop import inside
from siteplan.present.maps.scene.map_scene import Scene
from siteplan.present.text.reader import Reader
from tests.side_by_side import asking, kept, other_plan, saved
from tests.worlds import HOSTILE, tiny_plan


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tiny_plan(), tmp_path_factory.mktemp("map") / "a").parent


@pytest.fixture(scope="module")
def found(home: Path) -> Comparison:
    return beside([kept(tiny_plan(), "a", home), kept(other_plan(), "b", home)], Reader("en"))


@pytest.fixture(scope="module")
def scene(found: Comparison) -> Scene:
    (only,) = difference_scenes(found)
    return only


def test_sites_are_told_apart_by_which_plan_has_them(scene: Scene) -> None:
    states = {site.site_id: (site.state, site.format) for site in scene.sites}
    assert states == {
        "C1": ("alike", "mall"), "F1": ("alike", "mall"), "F2": ("alike", "dealer"),
        "C3": ("dropped", "dealer"), "C4": ("gained", "dealer"), "C6": ("reshaped", "mall"),
    }  # fmt: skip


def test_zones_lie_in_the_area_of_the_plans_that_reach_them(found: Comparison, scene: Scene) -> None:
    """The middle of each zone that people live in is inside the one class that both plans' coverage gives it."""
    first, other = (one.plan.zones for one in found.plans)
    zones = first[first["population"] > 0]
    kinds = {(True, True): "alike", (False, True): "gained", (True, False): "dropped", (False, False): "neither"}
    wanted = [kinds[pair] for pair in zip(zones["covered"], other.loc[zones.index, "covered"], strict=True)]
    assert {"alike", "neither"} < {*wanted}
    assert set(scene.areas) == {*wanted}
    land = tiny_plan().market.zones.total_bounds
    bounds = zones.bounds
    middles = np.column_stack([bounds[["minx", "maxx"]].mean(axis=1), bounds[["miny", "maxy"]].mean(axis=1)])
    # The cells are 0.05 degrees and near the equator of their own projection: scaled by hand, to a fifth of a cell.
    x = (middles[:, 0] - land[0]) / (land[2] - land[0])
    y = (land[3] - middles[:, 1]) / (land[3] - land[1])
    ring = np.array([corner for part in scene.land for corner in part])
    (left, top), (right, bottom) = ring.min(axis=0), ring.max(axis=0)
    points = np.column_stack([left + x * (right - left), top + y * (bottom - top)])
    for kind in set(wanted):
        assert inside(scene.areas[kind], points).tolist() == [one == kind for one in wanted], kind


def test_the_legend_names_the_plans_and_says_only_what_is_drawn(scene: Scene) -> None:
    labels = [entry.label for entry in map_entries(scene, Reader("en"), site_signs(scene, Reader("en")))]
    assert {"dealer, only in b", "dealer, only in a", "mall in b, of another format in a"} < {*labels}
    assert "mall, in both plans" in labels
    shown = {"reached in both plans": "alike", "reached only in b": "gained", "reached only in a": "dropped"}
    assert {kind for text, kind in shown.items() if text in labels} == {*scene.areas} - {"neither"}


def test_the_chart_says_how_much_differs(found: Comparison, scene: Scene) -> None:
    chart = difference_chart(found, 2, scene)
    assert chart.finding.startswith("1 site only in b, 1 site only in a, 1 site of another format; ")
    first, other = (one.plan.zones for one in found.plans)
    only = float(first.loc[first["covered"] & ~other["covered"], "population"].sum())
    assert ("a reaches" in chart.finding) == (only > 0)
    assert chart.drawing.kind == "drawn-map"


def test_another_function_tints_nothing_and_a_site_far_off_is_counted(home: Path) -> None:
    plan = other_plan()
    candidates = plan.market.candidates.copy()
    candidates.loc["C4", "geometry"] = candidates.loc["C4", "geometry"].__class__(120.0, 30.0)
    away = asking(replace(plan, market=replace(plan.market, candidates=candidates)), coverage="service")
    found = beside([kept(tiny_plan(), "a", home), kept(away, "b", home)], Reader("en"))
    (scene,) = difference_scenes(found)
    assert scene.areas == {}
    assert "C4" not in {site.site_id for site in scene.sites}
    said = difference_chart(found, 2, scene).measure
    assert "1 site lies beyond the map" in said
    assert "Zones" not in said


def test_a_hostile_name_of_a_folder_is_text(home: Path, scene: Scene, found: Comparison) -> None:
    chart = difference_chart(found, 2, replace(scene, plans=("a", HOSTILE)))
    assert "<img" not in chart.drawing.svg()
    assert "<script" not in chart.drawing.svg()


def test_zones_that_no_plan_reaches_have_an_edge_on_white_paper(found: Comparison, scene: Scene) -> None:
    """Zones that are points are discs without borders of cities around them: white ones would not be there."""
    drawn = difference_chart(found, 2, scene).drawing.svg()
    (fill, stroke) = re.findall(r'data-layer="area:neither" [^>]*fill="(#\w+)"[^>]*stroke="(#\w+)"', drawn)[0]
    assert fill == "#FFFFFF" != stroke
