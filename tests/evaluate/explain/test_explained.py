"""What solving anew says of a plan of two cities: the same as a study with that price, or without that rule or site."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from siteplan.evaluate import Plan, evaluate
from siteplan.evaluate.explain.explained import Explained, explain
from siteplan.evaluate.explain.rejected import REJECTED, rejected_sites, rounded_down
from siteplan.formulate.outcome import Answer
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.optimise import Selection, SiteProblem, solve
from siteplan.optimise.allowance import Allowance
from tests.worlds import tiny_ground

GAP = 1e-7
BUDGET = {"kind": "budget", "at_most": 12e6, "name": "Budget"}
FLOOR = {"kind": "coverage", "function": "sale", "area": "rural", "at_least": 0.6, "name": "Rural sales"}
SERVICE = {"kind": "coverage", "function": "service", "area": "rural", "at_least": 0.6, "name": "Rural service"}


def solved(*rules: dict, **plan: object) -> tuple[Groundwork, Selection, SiteProblem]:
    ground = tiny_ground(rules=list(rules), gap=GAP, **plan)
    selection = solve(site_problem(ground), gap=GAP)
    assert selection.source is not None
    return ground, selection, selection.source


def explained(*rules: dict, **plan: object) -> tuple[Groundwork, Plan, Explained]:
    ground, selection, _ = solved(*rules, **plan)
    found = explain(Answer.of(ground, selection), Allowance.of(60.0))
    return ground, evaluate(Answer.of(ground, selection), found), found


def best(*rules: dict, **plan: object) -> float:
    return solved(*rules, **plan)[1].objective


def test_rejected_sites_are_all_that_stay_closed_once_each() -> None:
    ground, selection, _problem = solved(BUDGET, {"kind": "sites", "forbidden": ["C7"]})
    table = rejected_sites(Answer.of(ground, selection), {})
    assert list(table) == REJECTED
    opened = set(ground.options.loc[selection.open, "site_id"])
    assert sorted(table["site_id"]) == sorted(set(ground.market.candidates.index) - opened)
    assert table.set_index("site_id")["basis"].to_dict() == {
        site: "ruled out" if site == "C7" else "not re-solved" for site in table["site_id"]
    }
    assert table[["entry_price", "entry_capex", "entry_rent"]].isna().all(axis=None)  # no estimate in its place


@pytest.mark.parametrize("objective", ["market_share", "profit"])
def test_at_the_price_that_is_printed_the_site_opens_and_a_thousandth_above_it_does_not(objective: str) -> None:
    ground, plan, _ = explained(BUDGET, FLOOR, objective=objective)
    told, base = plan.rejected[plan.rejected["basis"] == "re-solved"], solve(site_problem(ground), gap=GAP).objective
    assert len(told) >= 5
    assert set(told["entry_verdict"]) <= {"exact", "never"}
    for line in told.to_dict("records"):
        option = f"{line['site_id']}:{line['format']}"
        for times, opens in ((1.0, True), (1.001, False)):
            if line["entry_verdict"] == "exact":
                assert worth_with(ground, option, times * line["entry_capex"], base) is opens
        if line["entry_verdict"] == "never":
            assert not worth_with(ground, option, 0.0, base)


def worth_with(ground: Groundwork, option: str, capex: float, base: float) -> bool:
    """Whether the best plan with an option at a price, as a study has it, is better than the best one, worth `base`."""
    options = ground.options.copy()
    options.loc[option, ["capex", "cost"]] = capex
    priced = site_problem(replace(ground, options=options))
    status = pd.Series("candidate", index=options.index)
    status[option] = "required"
    anew = solve(replace(priced, options=priced.options.assign(status=status)), gap=GAP)
    return bool(anew.found and anew.objective > base + 1e-9 * abs(base))


def test_what_a_rule_costs_is_what_the_study_without_it_wins_more() -> None:
    _, plan, found = explained(BUDGET, FLOOR, SERVICE)
    rules = [BUDGET, FLOOR, SERVICE]
    whole = best(*rules)
    told = plan.rules.set_index("rule")
    for rule in rules:
        gain = best(*[other for other in rules if other is not rule]) - whole
        line = told.loc[rule["name"]]
        if gain > 1e-6 * whole:
            assert line["price"] == pytest.approx(gain, rel=1e-4)
            assert line["price_from"] <= line["price"] <= line["price_to"] * (1 + 1e-9)
            assert line["price_basis"] == "re-solved"
            assert line["without_capture"] == pytest.approx(plan.kpis.capture + gain, rel=1e-6)
            assert np.isfinite([line["without_capex"], line["without_npv"], line["without_coverage_rural"]]).all()
        else:
            assert line["price_basis"] == "costs nothing"
            assert np.isnan([line["price"], line["shadow_price"]]).all()
            assert line["price_to"] == pytest.approx(0.0, abs=1e-4) or np.isnan(line["price_to"])
    assert (told["price_basis"] == "re-solved").any()
    (row,) = plan.together.to_dict("records")
    assert (row["rule_ids"], row["area"]) == ("#2; #3", "rural")
    assert found.together[0].price.gain == pytest.approx(best(BUDGET) - whole, rel=1e-4, abs=1e-4)


def test_what_is_lost_without_a_site_is_what_the_study_that_forbids_it_wins_less() -> None:
    _, plan, _ = explained(BUDGET, FLOOR)
    whole = best(BUDGET, FLOOR)
    assert len(plan.sites)
    for site in plan.sites.to_dict("records"):
        forbidden = {"kind": "sites", "forbidden": [site["site_id"]]}
        without = solved(BUDGET, FLOOR, forbidden)[1]
        assert site["removal_basis"] == ("re-solved" if without.found else "no plan without it")
        if not without.found:
            assert np.isnan(site["removal_resolved"])
            continue
        assert site["removal_resolved"] == pytest.approx(whole - without.objective, abs=1e-3)
        assert site["removal_least"] <= site["removal_resolved"] <= site["removal_most"]
        assert site["removal_resolved"] <= site["removal_value"] + 1e-3 or site["needed_for"]


def test_without_time_nothing_is_solved_anew_and_that_is_said() -> None:
    ground, selection, _ = solved(BUDGET, FLOOR)
    plan = evaluate(Answer.of(ground, selection), explain(Answer.of(ground, selection), Allowance.of(0.0)))
    assert set(plan.rules["price_basis"]) <= {"not re-solved", "has slack"}
    assert plan.rules["price"].isna().all()
    assert set(plan.sites["removal_basis"]) == {"re-evaluated"}
    assert set(plan.rejected["basis"]) <= {"not re-solved", "ruled out"}
    assert plan.together.empty


def test_the_wish_to_stop_ends_it_at_once() -> None:
    ground, selection, _ = solved(BUDGET, FLOOR)
    assert explain(Answer.of(ground, selection), Allowance.of(60.0, lambda: True)).rules == {}


def test_a_price_is_printed_in_few_digits_and_never_too_high() -> None:
    assert rounded_down(1234567.89) == 1234560.0
    assert rounded_down(702500.0) == 702500.0
    assert rounded_down(0.0) == 0.0
    assert np.isnan(rounded_down(np.nan))
