"""plan.json: the contract's keys, and numbers that JSON knows."""

from __future__ import annotations

import json
from dataclasses import replace

from siteplan.present.files.plan_json import plain, plan_dict
from tests.worlds import tiny_plan


def test_it_has_exactly_the_keys_that_scripts_rely_on() -> None:
    record = plan_dict(replace(tiny_plan(), input_hash="abc"))
    assert list(record) == [
        "status", "objective", "bound", "gap", "seconds", "cpu_seconds", "exact", "approximations", "bound_loose",
        "study", "from", "question", "sites", "kpis", "figures", "rules", "rules_together", "baseline", "goal",
        "outlooks", "regret", "tail", "segments", "explanations",
        "held_today", "range", "phases", "tornado", "risks", "rivals", "replies", "reply_sites",
        "volumes", "losses", "business_case", "scorecard", "actuals",
        "conflict", "service_areas", "who_pays", "service_room", "doubts", "filled_in", "trace", "barred", "notes",
    ]  # fmt: skip
    assert set(record["study"]) == {"name", "hash", "version"}
    assert record["study"]["hash"] == "abc"
    assert set(record["sites"][0]) == {
        "site_id", "format", "change", "phase", "capture", "demand_above_capacity", "net_new", "cannibalised",
        "sessions", "sessions_room", "leads",
        "capex", "opex", "yearly_result",
        "removal_value", "removal_resolved", "removal_least", "removal_most", "removal_basis",
        "needed_for", "runner_up_format", "runner_up_value",
        "npv", "irr", "irr_why", "payback", "break_even", "cost_per_vehicle", "sales_per_m2", "sales_per_head",
        "npv_all", "irr_all", "irr_why_all", "payback_all", "cost_per_vehicle_all",
        "npv_partners", "irr_partners", "irr_why_partners", "payback_partners", "cost_per_vehicle_partners",
        "result_partners", "may_strike", "owners_served", "owners_room", "core", "core_share",
    }  # fmt: skip
    kpis = {
        "capture",
        "net_new",
        "share",
        "coverage",
        "mean_minutes",
        "mean_minutes_reached",
        "newly_covered",
        "out_of_reach",
        "capex",
        "opex",
        "cost_per_vehicle",
        "npv",
        "demand_above_capacity",
        "capex_all",
        "opex_all",
        "cost_per_vehicle_all",
        "cost_per_vehicle_selling",
        "owners_unserved",
        "owners_out_of_reach",
    }
    assert set(record["kpis"]) == set(record["baseline"]) == kpis
    assert set(record["kpis"]["coverage"]) == {"all", "rural", "urban", "by_tier"}


def test_numbers_are_those_of_the_plan_and_none_where_there_is_none() -> None:
    plan = tiny_plan()
    record = json.loads(json.dumps(plan_dict(plan), allow_nan=False))
    assert record["kpis"]["capture"] == plan.kpis.capture
    assert record["bound"] >= record["objective"]
    assert sum(site["net_new"] for site in record["sites"]) <= record["kpis"]["capture"]
    assert record["rules"][2]["shadow_price"] is None


def test_plain_goes_through_every_part() -> None:
    import numpy as np

    given = {1: [float("nan"), (np.float64("inf"), np.int64(3))], "x": {"y": np.bool_(True)}, "z": "NaN"}
    assert plain(given) == {"1": [None, [None, 3]], "x": {"y": True}, "z": "NaN"}
