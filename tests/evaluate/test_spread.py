"""Ranges: each end is the study with that figure, evaluated and solved as if it stood in study.toml."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from siteplan.evaluate import Plan, evaluate
from siteplan.evaluate.explain.explained_plan import explained_plan
from siteplan.evaluate.spread import FIGURES, End, Ranges, re_solved
from siteplan.forecast import HeldToday
from siteplan.formulate.outcome import Answer
from siteplan.groundwork import Groundwork
from siteplan.market import Market
from siteplan.optimise import Selection
from siteplan.optimise.allowance import Allowance
from siteplan.pipeline import choose, lay_groundwork
from siteplan.study import Study
from siteplan.study.uncertain.factor_spec import FactorRange
from siteplan.study.uncertain.range_spec import Range
from siteplan.tradearea import shares
from tests.markets import grid_market, study

RANGES = (
    Range(path=("trade_area", "rate"), low=0.04, high=0.2),
    Range(path=("trade_area", "outside"), low=0.1, high=2.0),
    Range(path=("trade_area", "rival_factor"), low=0.5, high=3.0),
    Range(path=("demand", "factor"), low=0.8, high=1.2),
    Range(path=("formats", "mall", "margin"), low=5_000, high=20_000),
)


def ranged(ranges: tuple[Range, ...] = RANGES) -> Study:
    return study().model_copy(update={"figure_ranges": ranges})


def chosen(asked: Study) -> tuple[Groundwork, Selection]:
    ground = lay_groundwork(asked, grid_market(1))
    return ground, choose(ground).selection


@cache
def usual() -> tuple[Groundwork, Selection]:
    return chosen(ranged())


@cache
def usual_plan() -> Plan:
    return evaluate(Answer.of(*usual()))


def test_each_end_is_the_plan_under_the_study_with_that_figure() -> None:
    _, selection = usual()
    plan = usual_plan()
    ranges = plan.ranges
    assert len(ranges.ends) == 2 * len(RANGES)
    for end in ranges.ends[::3]:
        other = lay_groundwork(ranged(()).at(end.path, end.value), grid_market(1))  # from the files again
        there = figures_of(evaluate(Answer.of(other, selection)))
        assert end.figures == pytest.approx(there, nan_ok=True)
    for name, figure in figures_of(plan).items():
        low, base, high = ranges.of(name)
        if not math.isnan(figure):
            assert low <= base == figure <= high


def figures_of(plan: Plan) -> dict[str, float]:
    """The figures that are told with a range, from KPIs and business case; a payback beyond the horizon is endless."""
    worth = plan.business.worth["company"]
    back = math.inf if math.isnan(worth.payback) else worth.payback
    case = {"irr": worth.irr.value, "payback": back}
    return {name: case[name] if name in case else getattr(plan.kpis, name) for name in FIGURES}


def test_a_factor_is_the_study_and_the_tables_with_all_of_it_so_many_times() -> None:
    """Margins, and the rents of every site: the latter stand in tables, given or filled in by those alike."""
    factors = tuple(FactorRange(of=name, low=0.5, high=2.0) for name in ("margin", "rent"))
    asked, market, selection = study().model_copy(update={"ranges": factors}), rented(3.0), usual()[1]
    ends = plan_with(asked, market, selection).ranges.ends
    slim = study().at(("formats", "mall", "margin"), asked.formats["mall"].margin * 0.5)
    others = {0: plan_with(slim, market, selection), 3: plan_with(study(), rented(6.0), selection)}
    for n, there in others.items():
        assert ends[n].figures == pytest.approx(figures_of(there), nan_ok=True)
    assert ends[2].figures["npv"] > ends[3].figures["npv"]  # rents do count
    area = asked.trade_area
    near = asked.at(("trade_area", "outside", "default"), area.outside["default"] * 0.5)
    assert asked.at(("ranges", "outside"), 0.5) == near
    assert asked.at(("ranges", "decay"), 2.0) == asked.at(("trade_area", "rate"), area.rate * 2.0)


def rented(rent: float) -> Market:
    """The market with a rent at every other candidate: the rest pays what those alike do."""
    market = grid_market(1)
    given = np.where(np.arange(len(market.candidates)) % 2, rent, np.nan)
    return replace(market, candidates=market.candidates.assign(rent=given))


def plan_with(asked: Study, market: Market, selection: Selection) -> Plan:
    return evaluate(Answer.of(lay_groundwork(asked, market), selection))


def test_on_request_every_end_is_re_solved_whatever_the_allowance() -> None:
    asked = ranged(RANGES[:2])
    plan = asked.plan.model_copy(update={"re_solve_ranges": True, "explain_limit": 0.0})
    ground = lay_groundwork(asked.model_copy(update={"plan": plan}), grid_market(1))
    assert [end.status for end in explained_plan(choose(ground)).ranges.ends] == ["optimal"] * 4


def test_held_to_todays_sales_the_outside_option_gives_way() -> None:
    """By hand: the factor is found anew, on the shares of the full model, and the plan wins what it wins with it."""
    ground, selection = usual()
    sites = ground.market.facilities.index[:1]
    sold = pd.DataFrame({"format": "mall", "observed": 1.0, "modelled": 1.0, "usual": 1.0}, index=sites)
    ground = replace(ground, forecast=replace(ground.forecast, today=HeldToday(sold)))
    plan = evaluate(Answer.of(ground, selection))
    by_name = {(end.name, end.value): end for end in plan.ranges.ends}
    end = by_name["trade_area.rate", 0.04]
    model = ground.at(end.path, 0.04).model

    def won(is_open: np.ndarray, factor: float) -> float:
        return float(model.demand @ shares(model.times(1.0, 1.0, factor), is_open).network)

    low, high = 1e-3, 1e3  # today's network wins the less the more the outside option counts
    for _ in range(40):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if won(ground.stands, middle) > plan.baseline.capture else (low, middle)
    assert end.held == pytest.approx(won(selection.open.to_numpy(), low), rel=1e-6)
    assert abs(end.held - plan.kpis.capture) < abs(end.figures["capture"] - plan.kpis.capture)
    assert np.isnan(by_name["trade_area.outside", 0.1].held)
    assert plan.ranges.held is not None
    assert plan.ranges.held[0] <= plan.kpis.capture <= plan.ranges.held[1]
    assert usual_plan().ranges.held is None  # no own site gives sales there


def test_more_demand_is_that_many_more_vehicles_and_the_same_share() -> None:
    plan = usual_plan()
    low, high = (end for end in plan.ranges.ends if end.name == "demand.factor")
    assert low.figures["capture"] == pytest.approx(0.8 * plan.kpis.capture)
    assert high.figures["share"] == pytest.approx(plan.kpis.share)


def test_re_solved_sites_are_those_of_a_plan_made_there_and_none_is_better_than_said() -> None:
    asked = ranged()
    asked = asked.model_copy(update={"plan": asked.plan.model_copy(update={"gap": 1e-6})})
    ground, selection = chosen(asked)
    ranges = re_solved(Answer.of(ground, selection), evaluate(Answer.of(ground, selection)).ranges, Allowance.of(60.0))
    assert {end.status for end in ranges.ends} == {"optimal"}
    for end in ranges.ends[1::4]:
        there = lay_groundwork(asked.at(end.path, end.value), grid_market(1))
        anew = choose(there).selection
        assert end.stay == int((anew.open & selection.open).sum())
        best, ours = anew.objective, end.figures["capture"]
        assert end.behind == pytest.approx((best - ours) / best, abs=2e-6)


def test_where_nobody_buys_nothing_is_asked() -> None:
    alone = (Range(path=("demand", "online_share", "default"), low=0.0, high=1.0),)
    asked = ranged(alone).at(("demand", "online_share", "default"), 0.1)
    ground, selection = chosen(asked)
    low, high = re_solved(
        Answer.of(ground, selection), evaluate(Answer.of(ground, selection)).ranges, Allowance.of(60.0)
    ).ends
    assert low.status == "optimal"
    assert (high.status, high.stay, high.figures["capture"]) == ("refused", None, 0.0)


def test_without_time_nothing_is_re_solved_and_nothing_is_said_of_it() -> None:
    ranges = re_solved(Answer.of(*usual()), usual_plan().ranges, Allowance.of(0.0))
    assert [end.status for end in ranges.ends] == [""] * len(ranges.ends)
    assert ranges.robust is None
    assert evaluate(Answer.of(*chosen(ranged(())))).ranges == Ranges(n_sites=ranges.n_sites)


def test_the_widest_comes_first_and_what_is_robust_is_counted() -> None:
    def end(name: str, capture: float, stay: int | None) -> End:
        return End(("demand", name), 1.0, 1.0, {"capture": capture}, stay, 0.0, "" if stay is None else "optimal")

    ends = (end("a", 95, 10), end("a", 105, 9), end("b", 50, None), end("b", 100, None))
    ranges = Ranges(ends, {"capture": 100.0}, 10)
    assert [pair[0].name for pair in ranges.by_width] == ["demand.b", "demand.a"]
    assert ranges.of("capture") == (50, 100, 105)
    assert ranges.robust is True  # 9 of 10 stay where it was re-solved
    assert not ranges.steady  # half is lost at one end
    assert replace(ranges, ends=ends[:2]).steady
    assert replace(ranges, ends=(end("a", 95, 7), ends[1])).robust is False
