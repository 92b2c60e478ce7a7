"""Why sites are in a plan and others are not, on two cities: by hand, by the definition, and by solving anew."""

import numpy as np
import pytest

from siteplan.evaluate.reasons import REASONS, REJECTED, rejected_sites, site_reasons
from siteplan.groundwork import Groundwork
from siteplan.optimise import Selection, SiteProblem, solve
from siteplan.optimise.asked.question import site_problem
from siteplan.optimise.questions.explain import entry_prices
from siteplan.tradearea import shares
from tests.worlds import tiny_ground

BUDGET = {"kind": "budget", "at_most": 12e6, "name": "Budget"}
FLOOR = {"kind": "coverage", "function": "sale", "area": "rural", "at_least": 0.6, "name": "Rural sales"}


def solved(*rules: dict, **plan: object) -> tuple[Groundwork, Selection, SiteProblem]:
    ground = tiny_ground(rules=list(rules), **plan)
    selection = solve(site_problem(ground), gap=1e-7)
    assert selection.source is not None
    return ground, selection, selection.source


def test_what_a_site_is_worth_is_what_the_model_says_without_it() -> None:
    ground, selection, problem = solved(BUDGET, FLOOR)
    reasons = site_reasons(ground, selection, problem)
    assert list(reasons) == REASONS
    is_open = selection.open.to_numpy()
    for option, line in reasons.iterrows():
        without = is_open & (ground.options.index != option)
        left = ground.model.demand @ shares(ground.model, without).network
        assert line["removal_value"] == pytest.approx(selection.objective - left)
        covered = problem.rules[1].reports(problem.options, without)[0].met
        assert line["needed_for"] == ("" if covered else "Rural sales")


def test_the_runner_up_is_what_the_site_would_bring_in_that_format() -> None:
    ground, selection, problem = solved(BUDGET)
    is_open = selection.open.to_numpy()
    for option, line in site_reasons(ground, selection, problem).iterrows():
        site = ground.options.loc[option, "site_id"]
        mates = ground.options.index[(ground.options["site_id"] == site) & ~is_open]
        values = {mate: problem.value((is_open & (problem.options.index != option)) | (problem.options.index == mate))
                  for mate in mates if ground.options.loc[mate, "capex"] <= 12e6}  # fmt: skip
        if line["runner_up_format"]:
            lost = line["removal_value"] - line["runner_up_value"]
            assert selection.objective - lost == pytest.approx(max(values.values()))


def test_rejected_sites_are_all_that_stay_closed_once_each() -> None:
    ground, selection, problem = solved(BUDGET, {"kind": "sites", "forbidden": ["C7"]})
    table = rejected_sites(ground, selection, problem)
    assert list(table) == REJECTED
    opened = set(ground.options.loc[selection.open, "site_id"])
    assert sorted(table["site_id"]) == sorted(set(ground.market.candidates.index) - opened)
    assert table.set_index("site_id")["basis"].to_dict() == {
        site: "ruled out" if site == "C7" else "estimate" for site in table["site_id"]
    }
    assert table.loc[table["site_id"] == "C7", ["gain", "entry_price", "entry_capex"]].isna().all(axis=None)
    assert table["entry_price"].dropna().is_monotonic_increasing


def test_what_is_proven_to_lack_never_exceeds_what_solving_anew_finds() -> None:
    ground, selection, problem = solved(BUDGET, FLOOR)
    table = rejected_sites(ground, selection, problem)
    options = (table["site_id"] + ":" + table["format"]).tolist()
    confirmed = entry_prices(problem, selection, options, gap=1e-7)["price"].to_numpy()
    assert (table["entry_price_least"] <= confirmed + 1e-3).all()
    assert (table["entry_price_least"] <= table["entry_price"]).all()


def test_rent_counts_where_the_goal_counts_money_and_capex_there_without_a_budget() -> None:
    """Profit: a year's rent is used_m2 x 365 x rent, and 1 of capex is 1 / 3.99 a year for 5 years at 8 %."""
    ground, selection, problem = solved(objective="profit")
    table = rejected_sites(ground, selection, problem).dropna(subset="entry_rent")
    assert len(table)
    for line in table.to_dict("records"):
        option = ground.options.loc[f"{line['site_id']}:{line['format']}"]
        assert (option["rent"] - line["entry_rent"]) * option["used_m2"] * 365 == pytest.approx(line["entry_price"])
        if np.isfinite(line["entry_capex"]):
            yearly = (line["capex"] - line["entry_capex"]) / 3.99271
            assert yearly == pytest.approx(line["entry_price"], rel=1e-5)
    assert rejected_sites(*solved(BUDGET))["entry_rent"].isna().all()


def test_minutes_are_told_as_the_mean_and_not_as_person_minutes() -> None:
    ground, selection, problem = solved(BUDGET, objective="minutes")
    values = site_reasons(ground, selection, problem)["removal_value"]
    assert (values >= 0).all()
    assert values.max() < ground.study.travel.max_minutes
