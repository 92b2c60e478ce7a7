"""The balanced scorecard of a plan, against its KPIs and by hand."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from siteplan.evaluate import Plan, evaluate
from siteplan.evaluate.channel.perspectives import weighted_gini
from siteplan.formulate.outcome import Answer
from siteplan.pipeline import lay_groundwork
from siteplan.present.channel.perspective_part import perspective_part
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from tests.worlds import tiny_market, tiny_plan, tiny_selection, tiny_study

ASKED = {"coverage_rural": {"at_least": 0.7}, "access_service": {"at_least": 0.99}, "cost_per_vehicle": {"at_most": 1}}


@cache
def measures() -> pd.DataFrame:
    return tiny_plan().perspectives.measures.set_index(["id", "of"])


def asked(*opened: str, **thresholds: Any) -> Plan:
    raw = tiny_study().model_dump(exclude_unset=True)
    study = Study.model_validate({**raw, "scorecard": {"thresholds": thresholds}})
    ground = lay_groundwork(study, tiny_market())
    return evaluate(Answer.of(ground, tiny_selection(ground, opened) if opened else tiny_selection(ground)))


def test_its_figures_are_the_plan_s() -> None:
    plan, found = tiny_plan(), measures()
    for id_ in ("capture", "share", "cost_per_vehicle", "newly_covered"):
        assert found.loc[(id_, ""), ["today", "plan"]].tolist() == [
            getattr(plan.baseline, id_),
            getattr(plan.kpis, id_),
        ]
    assert found.loc[("sites", ""), ["today", "plan"]].tolist() == [2, 5]
    assert found.loc[("npv", ""), "plan"] == plan.business.worth["company"].npv
    assert np.isnan(found.loc[("npv", ""), "today"])


def test_access_to_the_headline_function_is_its_coverage() -> None:
    """Sale is the headline: what the scorecard says of it is what coverage says."""
    plan, found = tiny_plan(), measures()
    assert found.loc[("access", "sale"), "plan"] == pytest.approx(plan.kpis.coverage.all)
    assert found.loc[("mean_drive", "sale"), "plan"] == pytest.approx(plan.kpis.mean_minutes)
    functions = {of for id_, of in found.index if id_ == "access"}
    assert {"service", "delivery", "charging"} <= functions


def test_counties_fare_as_their_zones_do() -> None:
    zones = tiny_plan().zones
    people = zones["population"]
    share = (people * zones["covered"]).groupby(zones["county"]).sum() / people.groupby(zones["county"]).sum()
    found = measures()
    assert found.loc[("worst_county", ""), "plan"] == pytest.approx(share.min())
    assert found.loc[("counties_covered", ""), "plan"] == pytest.approx((share >= 0.5).mean())


def test_gini_over_people_counts_each_as_many_as_live_there() -> None:
    """One with nothing beside three with 1 each is a quarter; all alike is nought."""
    assert weighted_gini(np.array([0.0, 1.0]), np.array([1.0, 3.0])) == pytest.approx(0.25)
    assert weighted_gini(np.array([5.0, 5.0]), np.array([1.0, 3.0])) == pytest.approx(0)
    assert np.isnan(weighted_gini(np.zeros(2), np.ones(2)))


def test_thresholds_are_met_or_missed() -> None:
    """Rural coverage is 13 / 18 = 0.72; no vehicle costs 1 yuan."""
    found = asked(**ASKED).perspectives.measures.set_index(["id", "of"])["met"]
    assert found[("coverage_rural", "")] is True
    assert found[("cost_per_vehicle", "")] is False
    assert found.notna().sum() == 3
    assert "1 of 3 thresholds of the scorecard are met." in perspective_part(asked(**ASKED), Reader("en")).sentences


def test_sites_are_of_the_classes_of_their_places() -> None:
    """Tier 1 is the upper of two; the east is rural: C6 there. F1, F2, C1 and C3 lie in the tier-1 city."""
    classes = tiny_plan().perspectives.classes.set_index("site_class")
    assert classes["sites"].to_dict() == {"city_centre": 4, "county": 1}
    assert classes["opened"].to_dict() == {"city_centre": 2, "county": 1}
    assert classes["sold"].sum() == pytest.approx(tiny_plan().kpis.capture)
