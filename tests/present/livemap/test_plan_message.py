"""The map of a plan: the same classes today and with the plan, each site by what becomes of it, few bytes."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from siteplan.evaluate import Plan
from siteplan.present.livemap.plan_layers import TIMES, VIEWS, Time, View, plan_layer
from siteplan.present.livemap.plan_message import plan_message, plan_records
from siteplan.present.text.reader import Reader
from siteplan.present.theme.coverage_classes import LOST, NEWLY, RURAL_OPEN
from tests.present.phases.test_phase_part import phased_plan
from tests.worlds import HOSTILE, tiny_plan

PLAN = tiny_plan()
FILES = {"cells": "/c.gz", "ground": "/g.gz", "sites": "/s.gz", "layer": "/l.gz"}


def changed_plan() -> Plan:
    """As if one of today's two sites closed and the other one were converted."""
    own = PLAN.market.facilities
    return replace(PLAN, facilities=own.assign(site_id=own.index, change=["closed", "converted"]))


@pytest.mark.parametrize("view", VIEWS)
def test_today_and_with_the_plan_have_one_legend(view: View) -> None:
    before, after = (plan_layer(PLAN, view, time) for time in ("before", "after"))
    assert before.classes == after.classes
    assert before.entries(Reader("en")) == after.entries(Reader("en"))
    assert not np.array_equal(before.values, after.values, equal_nan=True)


def test_the_change_of_coverage_is_what_is_covered_anew_or_no_longer() -> None:
    """One zone that is covered today is not with the plan: it alone is lost."""
    zones = PLAN.zones.copy()
    zone = zones.index[zones["covered_before"] & (zones["population"] > 0)][0]
    zones.loc[zone, "covered"] = False
    layer = plan_layer(replace(PLAN, zones=zones), "coverage", "change")
    found = pd.Series(layer.values, index=zones.index)
    assert set(found.dropna()) == {NEWLY, LOST}
    assert found.index[found == LOST].tolist() == [zone]
    new = zones["covered"] & ~zones["covered_before"] & (zones["population"] > 0)
    assert (found == NEWLY).equals(new)
    assert [entry.label for entry in layer.entries(Reader("en"))] == ["newly covered", "no longer covered"]


def test_the_change_of_share_is_in_points_and_white_about_nought() -> None:
    layer = plan_layer(PLAN, "share", "change")
    known = ~np.isnan(layer.values)
    moved = ((PLAN.zones["share"] - PLAN.zones["share_before"]) * 100).to_numpy()
    assert np.allclose(layer.values[known], moved[known])
    assert layer.classes.edges[2] == -layer.classes.edges[3]


@pytest.mark.parametrize("time", TIMES)
def test_rural_zones_that_nobody_covers_are_hatched(time: Time) -> None:
    zones = PLAN.zones
    covered = zones["covered_before" if time == "before" else "covered"]
    hatched = plan_layer(PLAN, "share", time).hatched
    assert not (hatched & covered).any()
    assert hatched.tolist() == (plan_layer(PLAN, "coverage", time).hatched).tolist()
    if time != "change":
        values = plan_layer(PLAN, "coverage", time).values
        assert ((values == RURAL_OPEN) == hatched).all()


def test_new_sites_are_not_there_today_and_those_that_go_are() -> None:
    """Steps are today and with the plan; each of the two own sites has a mark for either."""
    records = plan_records(changed_plan(), Reader("en"))
    when = {kind: [r.get("when") for r in records if r["kind"] == kind] for kind in {r["kind"] for r in records}}
    assert when["new"] == ["01"] * len(PLAN.sites)
    assert (when["own"], when["closed"], when["converted"]) == (["10", "10"], ["01"], ["01"])
    assert set(when["rejected"]) == {None}
    assert [r["shape"].split()[-1] for r in records if r["kind"] in ("closed", "converted")] == ["cross", "dot"]


def test_a_plan_in_phases_has_a_step_for_each_of_them() -> None:
    records = plan_records(phased_plan(), Reader("en"))
    assert {len(r["when"]) for r in records if r["kind"] == "new"} == {6}  # today, four periods, the whole plan


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("time", TIMES)
def test_a_message_is_short_and_its_legend_tells_what_is_drawn(view: View, time: Time) -> None:
    plan = changed_plan()
    said = plan_message(plan, plan_layer(plan, view, time), FILES, Reader("en"))
    assert len(json.dumps(said)) < 5_000
    kinds = [entry["kind"] for entry in said["legend"][1]["entries"]]
    assert kinds == [*(["new"] if time != "before" else []), "own",
                     *(["converted", "closed"] if time != "before" else []), "rejected", "rival"]  # fmt: skip
    drawn = {record["shape"] for record in plan_records(plan, Reader("en"))}
    assert drawn <= set(said["signs"])
    assert said["hidden"] == ["rejected", "rival"]


def test_an_own_site_that_moves_has_a_line_to_where_it_goes() -> None:
    """C1 opens as the place to which F1 moves: the line ends there."""
    candidates = PLAN.market.candidates
    moving = candidates.assign(moves=["F1" if site == "C1" else "" for site in candidates.index])
    plan = replace(PLAN, market=replace(PLAN.market, candidates=moving))
    (line,) = plan_message(plan, plan_layer(plan, "share", "after"), FILES, Reader("en"))["area"]
    at = candidates.geometry["C1"]
    assert (line["lon"], line["lat"]) == (round(at.x, 5), round(at.y, 5))
    assert plan_message(plan, plan_layer(plan, "share", "before"), FILES, Reader("en"))["area"] == []


def test_names_are_told_as_they_are_written() -> None:
    told = [record["told"][0] for record in plan_records(tiny_plan(HOSTILE), Reader("zh-Hans"))]
    assert any(HOSTILE in name for name in told)  # the browser writes it as text
