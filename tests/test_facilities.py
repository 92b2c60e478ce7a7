"""Today's sites that may close or convert: from their column `keep` to the plan, against every plan there is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.data import read_market, read_study
from siteplan.evaluate import Effort, Plan, evaluate, study_frontiers
from siteplan.evaluate.alone import alone
from siteplan.evaluate.rule_reach import rule_reach
from siteplan.formulate.curves import coverage_question
from siteplan.formulate.outcome import Answer, figures
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.market.options import site_options
from siteplan.optimise import solve
from siteplan.pipeline import choose, lay_groundwork, make_plan
from siteplan.present.files.export import write_plan
from siteplan.study import Study
from siteplan.study.objectives import goal_of, with_objective
from siteplan.study.rules import CoverageRule
from tests.examples import examples, some
from tests.moving import moving_market, opening
from tests.template import write_template
from tests.worlds import tiny_ground, tiny_study

GAP = 1e-5
ONE_NEW = {"kind": "count", "at_most": 1}


def asked(closing: float = 0.0, conversion: float = 1.0, **plan: Any) -> Study:
    """The study of two cities in which all that sells earns the same: profit is exact."""
    study = tiny_study(gap=GAP, **plan)
    formats = {
        name: spec.model_copy(
            update={
                "margin": 9000.0 * (spec.attractiveness > 0), "closing_cost": closing, "conversion_share": conversion,
            }
        )
        for name, spec in study.formats.items()
    }  # fmt: skip
    return study.model_copy(update={"formats": formats})


@cache
def ground(first: str, second: str, objective: str, closing: float = 0.0, **plan: Any) -> Groundwork:
    rules = [ONE_NEW] if plan.get("rules") is None else plan["rules"]
    return laid(first, second, closing).asking(asked(closing, objective=objective, rules=rules))


@cache
def laid(first: str, second: str, closing: float) -> Groundwork:
    return lay_groundwork(asked(closing), moving_market(first, second))


def every_plan(of: Groundwork) -> np.ndarray:
    """All sets of options, one a site at most, that open or convert one site at most: (n_plans, n_options)."""
    sites = of.options.assign(number=np.arange(len(of.options))).groupby("site_id", sort=False)["number"]
    standing = set(of.options["site_id"][of.stands])
    own = [[-1, *members] for site, members in sites if site in standing]
    new = [-1, *np.flatnonzero(~of.options["site_id"].isin(standing))]
    chosen = np.array(list(product(new, *own)))
    plans = (chosen[:, :, None] == np.arange(len(of.options))).any(axis=1)
    plans = plans[(plans & of.options["new"].to_numpy()).sum(axis=1) <= 1]
    keep = of.market.facilities["keep"]
    for site in keep.index[keep == "convertible"]:
        plans = plans[plans[:, (of.options["site_id"] == site).to_numpy()].any(axis=1)]
    return plans


CASES = [
    (first, second, objective, closing)
    for first, second in (("closable", "closable"), ("closable", "convertible"), ("keep", "convertible"))
    for objective, closing in (("profit", 0.0), ("profit", 5e7), ("cost", 1e6), ("market_share", 0.0))
]


@pytest.mark.parametrize(("first", "second", "objective", "closing"), some(CASES, 5))
def test_the_plan_is_the_best_of_all_there_are(first: str, second: str, objective: str, closing: float) -> None:
    """A site closes or converts where some plan with that is better than every plan without, and only there."""
    of = ground(first, second, objective, closing)
    problem, selection = site_problem(of), choose(of).selection
    plans = every_plan(of)
    values = np.array([problem.value(plan) for plan in plans])
    best = values.max()
    assert selection.objective == pytest.approx(best, rel=2 * GAP)
    assert selection.bound >= best - 1e-9 * abs(best)
    assert (selection.open.to_numpy() == plans).all(axis=1).any()
    stays = [values[plans[:, option]].max() for option in np.flatnonzero(of.stands)]
    for option, value in zip(np.flatnonzero(of.stands), stays, strict=True):
        if not selection.open.iloc[option]:
            assert value < best


@pytest.mark.parametrize(
    "objective", some(["profit", "cost", "market_share", "coverage", "minutes", "attendance", "sites"], 4)
)
def test_the_optimiser_and_the_full_model_count_every_plan_alike(objective: str) -> None:
    of = ground("closable", "convertible", objective, 2e6)
    goal, problem = goal_of(of.study, of.market.population), site_problem(of)
    plans = every_plan(of)[::11]
    promised = np.array([goal.figure(problem.value(plan)) for plan in plans])
    assert figures(of, list(plans)).mean == pytest.approx(promised, rel=1e-9, abs=1e-6)
    made = evaluate(Answer.of(of, opening(of, list(np.flatnonzero(plans[-1])))))  # which tells that same figure
    assert made.proof.counted == pytest.approx(promised[-1], rel=1e-9, abs=1e-6)


@cache
def made(*options: str, closing: float = 0.0, keep: tuple[str, str] = ("closable", "convertible")) -> Plan:
    of = ground(*keep, "profit", closing)
    return evaluate(Answer.of(of, opening(of, list(options))))


def test_today_is_today_whether_its_sites_may_change_or_not() -> None:
    """The baseline, and a plan in which all stay, are those of a study in which nothing may close."""
    fixed = lay_groundwork(asked(objective="profit", rules=[ONE_NEW]), moving_market("keep", "keep"))
    same = evaluate(Answer.of(fixed, opening(fixed, ["C1:mall"])))
    stay = made("C1:mall", "F1:mall", "F2:dealer")
    for one, other in ((stay.baseline, same.baseline), (stay.kpis, same.kpis)):
        assert one.coverage == other.coverage
        figures, others = ({**vars(kpis), "coverage": 0.0} for kpis in (one, other))
        assert figures == pytest.approx(others, rel=1e-12, nan_ok=True)
    assert stay.sites["net_new"].to_numpy() == pytest.approx(same.sites["net_new"].to_numpy())
    assert stay.transfers.own.to_numpy() == pytest.approx(same.transfers.own.loc[stay.transfers.own.index].to_numpy())
    assert stay.facilities["change"].tolist() == ["kept", "kept"]
    assert same.facilities.empty
    assert same.facilities.columns.tolist() == stay.facilities.columns.tolist()


def test_closing_saves_its_running_cost_and_costs_what_closing_costs() -> None:
    """Net present value: margin lost and running cost saved over the years, less what it costs to close."""
    plan = made("F2:dealer", closing=3e6)
    site = plan.facilities.set_index("site_id").loc["F1"]
    assert (site["change"], site["format"], site["capture"], site["opex"]) == ("closed", "mall", 0.0, 0.0)
    assert plan.kpis.capex == site["capex"] == 3e6
    assert site["net_new"] == pytest.approx(plan.kpis.net_new)
    saved = plan.baseline.opex - plan.kpis.opex
    assert saved == pytest.approx(ground("closable", "convertible", "profit").options.loc["F1:mall", "opex"])
    factor = (1 - 1.08**-5) / 0.08
    assert plan.kpis.npv == pytest.approx((9000 * plan.kpis.net_new + saved) * factor - 3e6)


def test_a_conversion_costs_its_part_of_the_new_format() -> None:
    half = lay_groundwork(asked(conversion=0.5), moving_market("keep", "convertible"))
    options = half.options
    assert options.loc["F2:mall", "capex"] == 0.5 * (5e5 + 200 * 4000)
    assert options.loc["F2:dealer", "capex"] == 0
    plan = evaluate(Answer.of(half, opening(half, ["F2:mall"])))
    site = plan.facilities.iloc[0]
    assert (site["change"], site["format"], site["format_today"]) == ("converted", "mall", "dealer")
    assert plan.kpis.capex == site["capex"] == options.loc["F2:mall", "capex"]


def test_a_convertible_site_takes_the_formats_it_names_that_fit_it_and_any_if_it_names_none() -> None:
    named = lay_groundwork(asked(), moving_market("keep", "convertible", formats=("dealer", "service")))
    assert named.options.index[-2:].tolist() == ["F2:dealer", "F2:service"]
    market = moving_market("keep", "convertible")
    small = replace(market, facilities=market.facilities.assign(area_m2=100.0))
    formats = asked().formats
    formats = {**formats, "service": formats["service"].model_copy(update={"min_area_m2": 500.0})}
    options = site_options(small, formats)
    kept = options[options["site_id"] == "F2"]
    assert kept["format"].tolist() == ["dealer", "mall", "charge_partner"]
    assert kept["change"].tolist() == ["kept", "converted", "converted"]


PLANS = st.sets(st.integers(0, 15), max_size=6)


@examples(15, sample=4)
@given(PLANS, st.sampled_from(["F2:dealer", "F2:mall", "F2:service", "F2:charge_partner"]), st.booleans())
def test_net_new_of_all_changes_is_that_of_the_plan(which: set[int], second: str, first_stays: bool) -> None:
    """Each vehicle is counted once, whoever closes, converts or opens; what a site wins is taken from somebody."""
    of = ground("closable", "convertible", "profit")
    new = [o for o in sorted(which) if of.options["change"].iloc[o] == "new"]
    new = list(of.options.iloc[new].drop_duplicates("site_id").index)
    plan = evaluate(Answer.of(of, opening(of, [*new, second, *(["F1:mall"] if first_stays else [])])))
    net = plan.sites["net_new"].sum() + plan.facilities["net_new"].sum()
    assert net == pytest.approx(plan.kpis.net_new, abs=1e-9)
    changed = plan.facilities["capture"].sum() - plan.facilities["capture_today"].sum()
    assert plan.sites["capture"].sum() + changed == pytest.approx(plan.kpis.net_new, abs=1e-9)
    won = plan.transfers.of(plan.sites["site_id"]).capture
    assert won.to_numpy() == pytest.approx(plan.sites["capture"].to_numpy(), abs=1e-9)
    assert (plan.transfers.own.to_numpy() >= 0).all()
    opex = plan.sites["opex"].sum() + plan.facilities["opex"].sum()
    assert opex == pytest.approx(plan.kpis.opex)
    assert plan.sites["capex"].sum() + plan.facilities["capex"].sum() == pytest.approx(plan.kpis.capex)


@pytest.mark.parametrize("objective", ["profit", "cost"])
def test_more_freedom_never_makes_the_best_plan_worse(objective: str) -> None:
    """What may close may also stay; what may convert may also stay as it is."""
    rules = ({"kind": "coverage", "function": "sale", "area": "rural", "at_least": 0.3},)

    def best(first: str, second: str) -> float:
        of = lay_groundwork(asked(objective=objective, rules=rules), moving_market(first, second))
        beside = goal_of(of.study).figure(choose(of).selection.objective)
        stays = of.facilities["opex"].sum()  # which the figure leaves out
        return beside - stays if objective == "profit" else -beside - stays

    none, one, two = best("keep", "keep"), best("closable", "keep"), best("closable", "convertible")
    room = 1e-4 * abs(none)
    assert none <= one + room
    assert one <= two + room


def test_what_stays_is_no_opening_and_a_conversion_is() -> None:
    """None may open: both old sites stay or close, and none converts, however well that would pay."""
    of = lay_groundwork(
        asked(objective="profit", rules=[{"kind": "count", "exactly": 0}]), moving_market("closable", "convertible")
    )
    plan = evaluate(choose(of))
    assert set(plan.facilities["change"]) <= {"kept", "closed"}
    assert plan.rules.set_index("kind").loc["count", "achieved"] == 0


def test_floors_count_what_stays_and_not_what_closes() -> None:
    """Two people in five must reach a sale at the least cost: old sites do for it and stay, though they cost."""
    floor = {"kind": "coverage", "function": "sale", "at_least": 0.4}
    of = lay_groundwork(
        asked(objective="cost", rules=[floor, {"kind": "count", "exactly": 0}]), moving_market("closable", "closable")
    )
    plan = evaluate(choose(of))
    assert plan.kpis.coverage.all >= 0.4
    assert "kept" in set(plan.facilities["change"])
    today = rule_reach(of, (CoverageRule(kind="coverage", function="sale", at_least=0.4),))["today"].iloc[0]
    assert today == pytest.approx(plan.baseline.coverage.all)


def test_one_site_alone_stands_beside_all_of_today() -> None:
    """The card of a candidate counts sites that may close as part of today's network."""
    free, fixed = ground("closable", "convertible", "profit"), tiny_ground()
    for option in ("C1:mall", "C6:dealer"):
        with_free, with_fixed = alone(free, option), alone(fixed, option)
        assert with_free.capture == pytest.approx(with_fixed.capture)
        assert with_free.net_new == pytest.approx(with_fixed.net_new)
        pd.testing.assert_frame_equal(with_free.taken.own, with_fixed.taken.own)
        pd.testing.assert_frame_equal(with_free.taken.rivals, with_fixed.taken.rivals)
        pd.testing.assert_frame_equal(with_free.trade_area, with_fixed.trade_area)


def test_from_the_column_in_the_file_to_the_files_of_the_plan(tmp_path: Path) -> None:
    """The template's dealer is far dearer than what it sells: asked for profit, the plan closes it and says so."""
    folder = write_template(tmp_path / "study")
    table = pd.read_csv(folder / "facilities.csv").assign(keep=["keep", "convertible", "closable"])
    table.to_csv(folder / "facilities.csv", index=False)
    study = with_objective(read_study(folder), "profit")
    plan = make_plan(study, read_market(study))
    changes = plan.facilities.set_index("site_id")["change"]
    assert changes.index.tolist() == ["F02", "F03"]
    assert changes["F03"] == "closed"
    assert changes["F02"] in {"kept", "converted"}
    write_plan(plan, tmp_path / "out")
    written = pd.read_csv(tmp_path / "out" / "sites.csv", index_col="site_id")["change"]
    assert written[["F02", "F03"]].tolist() == changes.tolist()
    assert set(written.drop(["F02", "F03"])) == {"new"}


KIND = {"kind": "spacing", "km": 15.0, "format": ["mall", "dealer"]}


@pytest.mark.parametrize("rule", [KIND, {"kind": "territory", "minutes": 30.0, "format": ["mall", "dealer"]}])
def test_sites_that_stand_near_each_other_may_stay_and_nothing_opens_near_them(rule: dict[str, Any]) -> None:
    """The old mall and the old dealer are 11 km apart; a site near one of them opens only if that one closes."""
    of = lay_groundwork(asked(objective="market_share", rules=[rule]), moving_market("closable", "closable"))
    (spacing,) = site_problem(of).rules

    def pairs(*opened: str) -> float:
        options = of.options.rename(columns={"site_id": "site"})
        return spacing.reports(options, options.index.isin(opened))[0].achieved

    assert pairs("F1:mall", "F2:dealer") == 0
    assert pairs("F1:mall", "C1:mall") == 1
    assert pairs("C1:mall") == 0
    assert pairs("F1:mall", "C6:mall") == 0  # five cells to the east
    fixed = lay_groundwork(asked(objective="market_share", rules=[rule]), moving_market("keep", "closable"))
    (beside,) = site_problem(fixed).rules
    options = fixed.options.rename(columns={"site_id": "site"})
    assert beside.reports(options, options.index.isin(["F2:dealer"]))[0].achieved == 0
    assert beside.reports(options, options.index.isin(["C1:mall"]))[0].achieved == 1


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "share", "format": "mall", "at_most": 0.0},
        {"kind": "budget", "of": "opex", "at_most": 1.0},
        {"kind": "requires", "format": "mall", "needs": {"format": "service"}, "within": "city"},
    ],
)
def test_rules_of_openings_let_stay_what_stands(rule: dict[str, Any]) -> None:
    """A mall and a dealer stand: they are no part of what opens, cost the round nothing and need nothing anew."""
    of = lay_groundwork(asked(objective="market_share", rules=[rule]), moving_market("closable", "closable"))
    (asks,) = site_problem(of).rules
    options = of.options.rename(columns={"site_id": "site"})
    assert all(line.met for line in asks.reports(options, of.stands))
    one_more = of.stands | (options.index == "C1:mall")
    assert not all(line.met for line in asks.reports(options, one_more))


def test_what_sisters_lose_and_what_a_vehicle_costs_are_counted_from_today() -> None:
    """Where all stays as it is nobody loses anything; what closing costs is spread over the vehicles that are left."""
    rules = [{"kind": "cannibalisation", "at_most": 0.1}, {"kind": "cost_per_vehicle", "at_most": 1e6}]
    study = asked(objective="market_share", closing=3e6, rules=rules)
    of = lay_groundwork(study, moving_market("closable", "keep"))
    problem = site_problem(of)
    lost, each = (rule.reports(problem.options, of.stands)[0].achieved for rule in problem.rules)
    plan = evaluate(Answer.of(of, opening(of, ["F1:mall"])))
    assert lost == pytest.approx(0.0, abs=1e-12)
    assert each == pytest.approx(plan.kpis.cost_per_vehicle)
    closed = np.zeros(len(of.options), dtype=bool)
    lost, each = (rule.reports(problem.options, closed)[0].achieved for rule in problem.rules)
    without = evaluate(Answer.of(of, opening(of, [])))
    assert lost < 0  # the other old site wins what the closed one gives up
    assert each == pytest.approx(without.kpis.cost_per_vehicle)


def test_the_least_spent_counts_what_closing_costs() -> None:
    """Along the curve of coverage a plan's value is its capex, as the full model counts it."""
    study = asked(objective="market_share", closing=3e6, rules=[ONE_NEW])
    of = lay_groundwork(study, moving_market("closable", "closable"))
    problem = coverage_question(of, 3, partial(solve, gap=1e-6)).ladder[0][1]
    for options in ([], ["F1:mall"], ["F1:mall", "F2:dealer", "C1:mall"]):
        selection = opening(of, options)
        assert -problem.value(selection.open.to_numpy()) == pytest.approx(evaluate(Answer.of(of, selection)).kpis.capex)


def test_curves_count_closing_and_converting_as_the_full_model_does() -> None:
    """Best value within a budget is the plan's own figure; least capex is the plan's own capex."""
    rules = [{"kind": "budget", "at_most": 6e6}, ONE_NEW]
    of = lay_groundwork(asked(objective="profit", closing=3e6, rules=rules), moving_market("closable", "convertible"))
    budget, coverage = study_frontiers(of, Effort(points=3, gap=1e-5)).curves
    assert len(budget.found) == len(coverage.found) == 3
    for column, points in (("figure", budget.found), ("capex", coverage.found)):
        assert points["value"].to_numpy() == pytest.approx(points[column].to_numpy(), rel=1e-9)
    assert (budget.found["capex"] <= budget.found["limit"] * (1 + 1e-9)).all()
    assert (budget.found["sites"] <= 1).all()
