"""Plans in phases of a small market: against every roll-out there is, counted by the full model."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.errors import NoPlanError, StudyError
from siteplan.evaluate import Effort, study_frontiers
from siteplan.evaluate.explain.explain_sites import explain_sites
from siteplan.evaluate.explain.explained_plan import explained_plan
from siteplan.evaluate.over_time.nesting import nesting_of
from siteplan.evaluate.over_time.phase_table import decisions
from siteplan.formulate.network import Network
from siteplan.formulate.outcome import figures
from siteplan.formulate.phases.phased_problem import Phased
from siteplan.groundwork import Groundwork
from siteplan.market import Market
from siteplan.optimise.allowance import Allowance
from siteplan.pipeline import choose, lay_groundwork
from siteplan.present.files.plan_json import plan_dict
from siteplan.present.phases.phase_part import phase_frame, phase_sentences
from siteplan.present.reports.report_html import report_html
from siteplan.present.text.reader import Reader
from siteplan.study import Outlook
from siteplan.study.study import PlanQuestion
from tests.examples import examples
from tests.moving import moving_market
from tests.worlds import tiny_study

OUTLOOKS = (Outlook(name="as it is", probability=0.6), Outlook(name="rivals", probability=0.4, rivals=3.0, outside=2.0))


@cache
def laid(keep: tuple[str, str], lead: int, moving: bool, outlooks: bool) -> Groundwork:
    """The two cities; malls take some months, demand may grow by the year, and rivals may grow."""
    study = tiny_study()
    formats = {
        name: spec.model_copy(update={"closing_cost": 3e5, "lead_months": lead * (name == "mall")})
        for name, spec in study.formats.items()
    }
    demand = (
        type(study.demand)(year=2027, growth={"2028": {"default": 0.5}, "2029": {"default": 0.0}})
        if moving
        else study.demand
    )
    changes = {"formats": formats, "demand": demand, "outlooks": OUTLOOKS if outlooks else ()}
    return lay_groundwork(study.model_copy(update=changes), two_sites(*keep))


def two_sites(*keep: str) -> Market:
    """Two candidates beside today's two sites: few enough to try every roll-out."""
    market = moving_market(*keep, formats=("mall", "dealer"))
    return replace(market, candidates=market.candidates.iloc[:2].assign(formats=[("mall", "dealer")] * 2))


def phased(ground: Groundwork, budgets: tuple[float, ...], **plan: Any) -> Groundwork:
    """The same asked for a plan in as many phases of half a year."""
    starts = ("2027Q1", "2027Q3", "2028Q1")
    phases = [
        {"name": f"p{n}", "start": start, "budget": b}
        for n, (start, b) in enumerate(zip(starts, budgets, strict=False))
    ]
    asked = {"gap": 1e-6, "horizon_years": 3, "phases": phases, "explain_limit": 0, **plan}
    question = PlanQuestion.model_validate(tiny_study(rules=[]).plan.model_dump(exclude={"rules"}) | asked)
    return ground.asking(ground.study.model_copy(update={"plan": question}))


def every_roll_out(of: Phased) -> list[np.ndarray]:
    """Every choice of one schedule a site, or none, as (n_schedules,)."""
    site = of.schedules.table["site"].to_numpy()
    choices = [[-1, *np.flatnonzero(site == name)] for name in dict.fromkeys(site)]
    return [np.isin(np.arange(len(site)), chosen) for chosen in product(*choices)]


def affordable(of: Phased, chosen: np.ndarray) -> bool:
    """Whether a roll-out spends and opens in each phase no more than it may."""
    table, plan = of.schedules.table, of.ground.study.plan
    rows = table[chosen]
    given_up = table[(table["change"] == "kept") & ~table["site"].isin(rows["site"])]["closing"].sum()
    spent = np.array([rows["spend"][rows["phase"] == n].sum() + given_up * (n == 0) for n in range(len(plan.phases))])
    budgets = np.array([phase.budget for phase in plan.phases])
    over = np.cumsum(spent) > np.cumsum(budgets) + 1e-6 if plan.carry_over else spent > budgets + 1e-6
    most = [phase.at_most for phase in plan.phases]
    opened = [int(((rows["phase"] == n) & (rows["opens"] >= 0)).sum()) for n in range(len(plan.phases))]
    return not (over.any() or any(m is not None and n > m for n, m in zip(opened, most, strict=True)))


def worth(of: Phased, chosen: np.ndarray) -> float:
    """The figure of a roll-out, mean over its periods and outlooks by the full model; -inf where it spends too much."""
    if not affordable(of, chosen):
        return -np.inf
    standing = of.schedules.standing(chosen, len(of.ground.options))
    return sum(
        counted.weight * figures(ground, [there]).mean[0]
        for counted, ground, there in zip(of.counted, of.grounds, standing, strict=True)
    )


CASES = {
    "sites of today close, convert or stay": (("closable", "convertible"), 0, False, False),
    "lead times": (("keep", "closable"), 4, False, False),
    "demand that grows and outlooks": (("keep", "keep"), 7, True, True),
}


@examples(200, sample=3)
@given(st.sampled_from(sorted(CASES)), st.integers(0, 10_000))
def test_the_plan_is_the_best_roll_out(case: str, seed: int) -> None:
    r = np.random.default_rng(seed)
    budgets = tuple(float(b) for b in r.choice([4e5, 1.4e6, 3e6, 8e6], 2))
    ground = phased(laid(*CASES[case]), budgets, carry_over=bool(r.integers(2)))
    of = Phased.of(ground)
    best = max(worth(of, chosen) for chosen in every_roll_out(of))
    try:
        answer = choose(ground)
    except NoPlanError:
        assert best == -np.inf
        return
    assert answer.objective == pytest.approx(best, rel=1e-5)
    assert answer.figures.mean[0] == pytest.approx(answer.objective, rel=1e-9)
    assert answer.bound >= answer.objective * (1 - 1e-9)


@examples(60, sample=1)
@given(st.integers(0, 10_000))
def test_regrets_are_what_the_best_roll_out_of_each_outlook_has_more(seed: int) -> None:
    r = np.random.default_rng(seed)
    budgets = tuple(float(b) for b in r.choice([1.4e6, 3e6, 8e6], 2))
    case = CASES["demand that grows and outlooks"]
    ground = phased(laid(*case), budgets, explain_limit=1e4)
    plan = explained_plan(choose(ground))
    for row, alone in zip(plan.outlooks.to_dict("records"), Phased.of(ground).alone, strict=True):
        best = max(worth(alone, chosen) for chosen in every_roll_out(alone))
        assert row["best"] == pytest.approx(best, rel=1e-5)
        assert row["regret_low"] == pytest.approx(best - row["figure"], abs=1e-5 * best)
        assert row["bound"] >= row["best"]
        assert row["regret_high"] >= row["regret_low"] >= 0
    core = plan.sites["core_share"]
    assert ((core >= 0) & (core <= 1)).all()


@examples(60, sample=1)
@given(st.integers(0, 10_000))
def test_a_rule_costs_what_the_best_roll_out_without_it_has_more(seed: int) -> None:
    """The best of all roll-outs and of those with two sites at most: the rule's price is the difference."""
    r = np.random.default_rng(seed)
    budgets = tuple(float(b) for b in r.choice([1.4e6, 3e6, 8e6], 2))
    case = CASES[str(r.choice(sorted(CASES)))]
    ground = phased(
        laid(*case),
        budgets,
        explain_limit=1e4,
        rules=[{"kind": "count", "at_most": int(r.integers(0, 2))}],
    )
    answer = choose(ground)
    plan, of = explained_plan(answer), Phased.of(ground)
    free = max(worth(of, chosen) for chosen in every_roll_out(of))
    (rule,) = plan.rules[plan.rules["rule_id"] == "#1"].to_dict("records")
    price = 0.0 if np.isnan(rule["price"]) else rule["price"]
    assert price == pytest.approx(free - answer.objective, abs=2e-5 * free)
    if rule["price_basis"] == "re-solved":
        assert rule["without_capex"] > plan.kpis.capex
        assert rule["without_npv"] == rule["without_npv"]


@pytest.mark.parametrize(("case", "budgets"), [("lead times", (1.4e6, 3e6)), (sorted(CASES)[-1], (4e5, 1.4e6))])
def test_phases_that_build_on_each_other_are_never_worth_more_and_the_price_is_the_difference(
    case: str, budgets: tuple[float, ...]
) -> None:
    """What stands in each period is one of the networks that the free plan of the period is the best of."""
    ground = phased(laid(*CASES[case]), budgets)
    answer = choose(ground)
    assert answer.roll_out is not None
    nesting = nesting_of(answer.roll_out, answer.goal, Allowance.of(30.0))
    assert nesting is not None
    assert nesting.nested == pytest.approx(answer.objective)
    assert nesting.free >= nesting.nested * (1 - 1e-9)
    assert nesting.price == pytest.approx(nesting.free - nesting.nested, abs=1e-9)
    assert nesting.least <= nesting.price + 1e-9
    assert nesting.price <= nesting.most + 1e-9


def test_rules_hold_in_the_phase_they_name_or_in_the_end() -> None:
    """One site by the first phase, as a rule says, though nothing may be won by opening so soon."""
    ground = laid(("keep", "keep"), 0, False, False)
    rule = {"kind": "count", "at_least": 1, "phase": "p0"}
    asked = phased(ground, (8e6, 8e6), rules=[rule, {"kind": "count", "at_most": 1}])
    answer = choose(asked)
    assert answer.roll_out is not None
    assert decisions(answer.roll_out)["phase"].tolist() == [0]
    limits = {line.rule: (line.achieved, line.slack) for line in answer.selection.rules.itertuples()}
    assert limits == {"#1": (1.0, 0.0), "#2": (1.0, 0.0)}


def test_a_phase_that_may_open_none_opens_nothing_and_staff_is_limited() -> None:
    ground = laid(("keep", "keep"), 0, False, False)
    phases = [{"name": "a", "start": "2027Q1", "at_most": 0}, {"name": "b", "start": "2027Q2", "staff": 10}]
    answer = choose(phased(ground, (), phases=phases))
    assert answer.roll_out is not None
    decided = decisions(answer.roll_out)
    assert set(decided["phase"]) == {1}
    assert decided["employed"].sum() <= 10


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_report_says_what_opens_when(language: str) -> None:
    ground = phased(laid(*CASES["lead times"]), (1.4e6, 8e6), explain_limit=5)
    plan = explained_plan(choose(ground))
    reader = Reader(language)
    assert plan.phases is not None
    frame = phase_frame(plan)
    assert frame["opened"].sum() == len(plan.sites)
    assert frame["spent"].sum() == pytest.approx(plan.kpis.capex)
    assert (frame["available"].fillna(0) >= frame["spent"].fillna(0) - 1e-6).all()
    assert frame["capture"].iloc[-1] == pytest.approx(plan.kpis.capture)
    page = report_html(plan, reader)
    for line in phase_sentences(plan, reader):
        assert line.split("{")[0][:20] in page.replace("\u00a0", " ")
    told = plan_dict(plan)["phases"]
    assert told["nesting"]["price"] >= 0
    assert {site["opens"] for site in plan_dict(plan)["sites"]} <= {row["from"] for row in told["periods"]} | {""}


def test_questions_that_know_no_phases_refuse_them() -> None:
    """A frontier or an explanation of a plan in phases would be one of another plan."""
    ground = phased(laid(("closable", "keep"), 0, False, False), (3e6, 3e6))
    is_open = ground.stands
    asked = (
        lambda: study_frontiers(ground, Effort()),
        lambda: explain_sites(ground, is_open, None, ["C1"], Allowance.of(1.0)),
    )
    for ask in asked:
        with pytest.raises(StudyError, match="the study has phases"):
            ask()


def test_money_goes_by_when_sites_are_decided_on() -> None:
    """All for the second phase, half a year on: paid within the first year, and open for half of it."""
    ground = phased(laid(("keep", "keep"), 0, False, False), (1.0, 8e6), explain_limit=0)
    plan = explained_plan(choose(ground))
    new, flows = plan.business.sites["new"].to_numpy(dtype=bool), plan.business.flows["company"]
    assert flows.total().lines["capex"][0].tolist() == [0.0, pytest.approx(plan.kpis.capex), 0.0, 0.0]
    assert flows.vehicles[new, 1] == pytest.approx(flows.vehicles[new, 2] / 2)
    assert plan.kpis.capex_all == pytest.approx(plan.kpis.capex)  # nobody else pays
    paid = plan.payers.query("network == 'plan' and purpose == 'all' and payer == 'company'")
    assert paid["capex"].item() == pytest.approx(plan.kpis.capex)


def test_what_a_site_returns_counts_from_when_it_is_decided_on() -> None:
    """The same sites half a year later earn as much on what they cost: no rate is that of a netted year."""
    early, late = (
        explained_plan(choose(phased(laid(("keep", "keep"), 0, False, False), budgets)))
        for budgets in ((8e6, 1.0), (1.0, 8e6))
    )
    assert set(early.sites["site_id"]) == set(late.sites["site_id"])
    for figure in ("irr", "payback"):
        both = (plan.sites.set_index("site_id")[figure] for plan in (early, late))
        first, second = (found.sort_index() for found in both)
        assert second.to_numpy() == pytest.approx(first.to_numpy(), nan_ok=True)


def test_what_is_decided_on_later_stands_in_no_earlier_period() -> None:
    """The first budget is too small for anything: until then it is today's network that sells."""
    answer = choose(phased(laid(*CASES["lead times"]), (1.0, 8e6)))
    assert answer.roll_out is not None
    first = Network(answer.ground, answer.roll_out.standing[0]).capture
    assert first == pytest.approx(Network(answer.ground, answer.ground.stands).capture)
