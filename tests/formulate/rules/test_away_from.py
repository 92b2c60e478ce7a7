"""Away from a place: no site opens within the circle, counted by geodesics of the sphere from the sites' own points."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from siteplan.data.tables.coordinates import wgs84_to_gcj02
from siteplan.evaluate import evaluate
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.pipeline import choose
from siteplan.present.plan_text.rule_words import rule_text
from siteplan.present.text.reader import Reader
from tests.examples import examples
from tests.worlds import tiny_ground, tiny_study

SPHERE = Geod(a=6_371_008.8, b=6_371_008.8)
WORLD = tiny_ground()
POINTS = WORLD.market.candidates.geometry.loc[WORLD.options["site_id"]]


def under(**rule: Any) -> Groundwork:
    return WORLD.asking(tiny_study(rules=[{"kind": "away_from", **rule}]))


def metres(lon: float, lat: float) -> np.ndarray:
    return SPHERE.inv(POINTS.x, POINTS.y, np.full(len(POINTS), lon), np.full(len(POINTS), lat))[2]


@examples(100, sample=15)
@given(st.integers(0, len(POINTS) - 1), st.floats(-0.1, 0.1), st.floats(-0.1, 0.1), st.floats(0.5, 60))
def test_just_the_options_within_the_circle_may_not_open(at: int, east: float, north: float, km: float) -> None:
    lon, lat = POINTS.x.iloc[at] + east, POINTS.y.iloc[at] + north
    (rule,) = site_problem(under(lon=lon, lat=lat, km=km)).rules
    away = metres(lon, lat)
    for option in np.flatnonzero(abs(away - km * 1000) > 1e-3):
        only = np.arange(len(POINTS)) == option
        assert rule.reports(WORLD.options, only)[0].met == (away[option] > km * 1000)


def test_filters_say_which_sites_and_coordinates_are_those_of_the_files() -> None:
    lon, lat = POINTS.x.iloc[0], POINTS.y.iloc[0]
    ((east, north),) = wgs84_to_gcj02(np.array([[lon, lat]]))
    study = under(lon=east, lat=north, km=0.01, format="mall").study
    study = study.model_copy(update={"study": study.study.model_copy(update={"coordinates": "gcj02"})})
    (rule,) = site_problem(WORLD.asking(study)).rules
    barred = [not rule.reports(WORLD.options, np.arange(len(POINTS)) == o)[0].met for o in range(len(POINTS))]
    malls = WORLD.options["format"].eq("mall").tolist()
    assert barred == [away < 10 and mall for away, mall in zip(metres(lon, lat), malls, strict=True)]


def test_a_plan_keeps_away_and_says_so() -> None:
    best = evaluate(choose(WORLD)).sites.iloc[0]
    asked = {"lon": best.geometry.x, "lat": best.geometry.y, "km": 3.0, "place": "the old school"}
    plan = evaluate(choose(under(**asked)))
    sites = plan.sites.geometry
    far = SPHERE.inv(sites.x, sites.y, np.full(len(sites), asked["lon"]), np.full(len(sites), asked["lat"]))[2]
    assert len(plan.sites)
    assert min(far) >= 3000
    assert best["site_id"] not in set(plan.sites["site_id"])
    assert plan.rules.iloc[0][["kind", "met"]].tolist() == ["away_from", True]
    assert rule_text("#1", plan.study, Reader("en")) == "New sites are at least 3 km from the old school."


@pytest.mark.parametrize("wrong", [{"lat": 91.0}, {"lon": 200.0}, {"km": 0.0}])
def test_what_is_no_place_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        tiny_study(rules=[{"kind": "away_from", "lon": 113.0, "lat": 23.0, "km": 5.0, **wrong}])
