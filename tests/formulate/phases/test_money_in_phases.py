"""Profit and net present value of plans in phases: against every roll-out, its money counted month by month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.errors import NoPlanError
from siteplan.evaluate.explain.explained_plan import explained_plan
from siteplan.evaluate.over_time.nesting import nesting_of
from siteplan.finance.costs import annuity_factor
from siteplan.finance.level_figures import level_figures
from siteplan.formulate.network import sold
from siteplan.formulate.phases.counted import counted_in_periods, spent_in_outlooks
from siteplan.formulate.phases.phased_problem import Phased
from siteplan.formulate.phases.schedules import schedules_of
from siteplan.groundwork import Groundwork
from siteplan.optimise.allowance import Allowance
from siteplan.pipeline import choose, lay_groundwork
from siteplan.present.text.goals import goal_text
from siteplan.present.text.reader import Reader
from siteplan.study import Outlook
from tests.examples import examples
from tests.formulate.phases.test_phased_plan import affordable, every_roll_out, phased, two_sites
from tests.formulate.phases.test_replanned import anew, committed, decided, decisions_of, first_of
from tests.worlds import tiny_study

GROWTH = 0.03
OUTLOOKS = (Outlook(name="as it is", probability=0.6), Outlook(name="thin", probability=0.4, margin=0.7, rivals=2.0))
MONEY = {
    "mall": {"lead_months": 4, "ramp_up": (0.4, 0.8), "salvage_share": 0.3, "margin": 60_000.0, "capacity": 900.0},
    "dealer": {"margin": 45_000.0, "ramp_up": (0.7,)},
}


@cache
def laid(keep: tuple[str, str], outlooks: bool, growing: bool, lead: int = 0) -> Groundwork:
    """The two cities, where malls take four months and two years to be known, and margins grow; dealers may wait."""
    study = tiny_study()
    money = MONEY | {"dealer": {**MONEY["dealer"], "lead_months": lead}}
    formats = {
        name: spec.model_copy(update={"closing_cost": 4e5, **money.get(name, {})})
        for name, spec in study.formats.items()
    }
    demand = type(study.demand)(year=2027, growth={"2028": {"default": 0.4}}) if growing else study.demand
    changes = {
        "formats": formats,
        "demand": demand,
        "finance": study.finance.model_copy(update={"margin_growth": GROWTH}),
        "outlooks": OUTLOOKS if outlooks else (),
    }
    return lay_groundwork(study.model_copy(update=changes), two_sites(*keep))


WON: dict[tuple[int, bytes], tuple[Groundwork, np.ndarray]] = {}


def won_by(ground: Groundwork, standing: np.ndarray) -> np.ndarray:
    """What options and then facilities sell under the full model; kept, since roll-outs share networks."""
    key = id(ground), standing.tobytes()
    if key not in WON:
        shares, demand = sold(ground, standing).shares, ground.model.demand.to_numpy()
        WON[key] = ground, np.concatenate([demand @ shares.options, demand @ shares.own])
    return WON[key][1]


def once(of: Phased, chosen: np.ndarray) -> float:
    """What is spent once, today's worth of it: to open, less salvage, and to close."""
    ground, table, plan = of.ground, of.schedules.table, of.ground.study.plan
    rate, years, starts = 1 + plan.discount_rate, plan.horizon_years, of.schedules.calendar.starts
    total = 0.0
    for row in table[chosen].itertuples():
        paid = rate ** -float(-(-starts[max(row.phase, 0)] // 12))
        if row.opens >= 0:
            kept = ground.study.formats[ground.options["format"].iloc[row.option]].salvage_share
            total += row.spend * (paid - kept * rate**-years)
        else:
            total += row.spend * paid
    given_up = (table["change"] == "kept") & ~table["site"].isin(table[chosen]["site"])
    return total + float(table["closing"][given_up].sum())


def month_by_month(of: Phased, chosen: np.ndarray, outlook: int) -> float:
    """What the network brings in an outlook, month by month, worth today, less what is spent once."""
    total = -once(of, chosen)
    rows, rate = of.schedules.table[chosen], 1 + of.ground.study.plan.discount_rate
    opened = dict(zip(rows["option"], rows["opens"], strict=True))
    for period, market, standing in zip(
        of.schedules.periods, of.grounds, of.schedules.standing(chosen, len(of.ground.options)), strict=True
    ):
        ground = market.outlooks()[outlook][1]
        kinds = [*ground.options["format"][standing], *ground.facilities["format"]]
        there = np.append(standing, np.ones(len(ground.facilities), dtype=bool))
        won = won_by(ground, standing)[there]
        cost = ground.options["opex"][standing].sum() + ground.facilities["opex"].sum()
        new = np.append(~ground.stands, np.zeros(len(ground.facilities), dtype=bool))[there]
        for month in range(period.start, period.end):
            brought = -cost
            for number, kind, vehicles, is_new in zip(np.flatnonzero(there), kinds, won, new, strict=True):
                ramp, spec = 1.0, ground.study.formats[kind]
                if is_new and (age := (month - opened[number]) // 12) < len(spec.ramp_up):
                    ramp = spec.ramp_up[age]
                brought += spec.margin * (1 + GROWTH) ** (month // 12) * vehicles * ramp
            total += brought / 12 * rate ** -(month // 12 + 1)
    return total


def mean_worth(of: Phased, chosen: np.ndarray) -> float:
    """The mean over outlooks; -inf where a phase spends more than it may, or a site closes that may only convert."""
    facilities, in_the_end = of.ground.market.facilities, of.schedules.standing(chosen, len(of.ground.options))[-1]
    convertible = set(facilities.index[facilities["keep"] == "convertible"])
    if not affordable(of, chosen) or not convertible <= set(of.ground.options["site_id"][in_the_end]):
        return -np.inf
    chances = [chance for chance, _ in of.ground.outlooks()]
    return float(np.dot(chances, [month_by_month(of, chosen, n) for n in range(len(chances))]))


CASES = {
    "sites of today close, convert or stay": (("closable", "convertible"), False, False),
    "outlooks in which margins are thin": (("keep", "closable"), True, False),
    "demand that grows": (("closable", "keep"), False, True),
    "months in which nothing stands that may be chosen": (("keep", "keep"), True, False, 3),
}


@examples(200, sample=2)
@given(st.sampled_from(sorted(CASES)), st.sampled_from(["profit", "npv"]), st.integers(0, 10_000))
def test_the_plan_brings_most_of_all_roll_outs(case: str, objective: str, seed: int) -> None:
    """Profit is the even yearly sum of what is worth as much; net present value is counted against today's network."""
    r = np.random.default_rng(seed)
    budgets = tuple(float(b) for b in r.choice([4e5, 1.4e6, 3e6, 8e6], 2))
    ground = phased(laid(*CASES[case]), budgets, carry_over=bool(r.integers(2)), objective=objective)
    of, asked = Phased.of(ground), ground.study.plan
    found = [mean_worth(of, chosen) for chosen in every_roll_out(of)]
    try:
        answer = choose(ground)
    except NoPlanError:
        assert max(found) == -np.inf
        return
    assert answer.roll_out is not None
    stays = (of.schedules.table["change"] == "kept").to_numpy()
    years = (1 + asked.discount_rate) ** -np.arange(1.0, asked.horizon_years + 1)
    chances = [chance for chance, _ in ground.outlooks()]
    today = sum(chance * month_by_month(of, stays, n) for n, chance in enumerate(chances))
    best = max(found) / years.sum() if objective == "profit" else max(found) - today
    assert answer.objective == pytest.approx(best, rel=1e-5, abs=1.0)
    assert answer.figures.mean[0] == pytest.approx(answer.objective, rel=1e-9, abs=1e-3)
    assert answer.bound >= answer.objective - 1e-6 * abs(answer.objective)


def test_months_that_follow_each_other_add_up_to_the_whole_horizon() -> None:
    ground = laid(*CASES["demand that grows"])
    options = ground.options.assign(decided=3, capex=0.0)
    whole = level_figures(options, ground.study)
    horizon = 12 * ground.study.plan.horizon_years
    parts = [level_figures(options, ground.study, months) for months in ((0, 5), (5, 17), (17, horizon))]
    for sold_there in (0.0, 500.0):
        mature = np.full(len(options), sold_there)
        assert sum(part.result(mature) for part in parts) == pytest.approx(whole.result(mature), rel=1e-9)


def test_vintages_that_have_grown_up_are_one() -> None:
    """Dealers decided on half a year apart differ in the first period, and no more in one that begins two years on."""
    ground = phased(laid(*CASES["demand that grows"]), (8e6, 8e6), objective="npv", horizon_years=6)
    of = Phased.of(ground)
    for counted in counted_in_periods(ground, of.grounds, of.schedules):
        dealers = counted.ground.options["format"].eq("dealer") & counted.ground.options["new"]
        assert dealers.sum() <= 2 * len(set(counted.ground.options["site_id"][dealers]))
    assert len(of.counted[0].option) <= len(of.counted[-1].option)


@pytest.mark.parametrize("objective", ["profit", "npv"])
def test_the_price_of_nesting_is_told_of_money_too(objective: str) -> None:
    ground = phased(laid(*CASES["sites of today close, convert or stay"]), (1.4e6, 3e6), objective=objective)
    answer = choose(ground)
    assert answer.roll_out is not None
    nesting = nesting_of(answer.roll_out, answer.goal, Allowance.of(30.0))
    assert nesting is not None
    assert nesting.free >= nesting.nested - 1e-6 * abs(nesting.nested)
    assert nesting.least <= nesting.price + 1e-6 * abs(nesting.free)


def test_where_nothing_can_have_opened_yet_the_best_network_is_that_of_today() -> None:
    """Malls and dealers take four months, and both sites of today stay: in the first period there is no choice."""
    ground = phased(laid(("keep", "keep"), False, False, lead=4), (1.4e6, 3e6), objective="npv")
    answer = choose(ground)
    assert answer.roll_out is not None
    assert len(answer.roll_out.phased.counted[0].option) == 0
    nesting = nesting_of(answer.roll_out, answer.goal, Allowance.of(30.0))
    assert nesting is not None
    assert nesting.least - 1e-6 <= nesting.free - nesting.nested <= nesting.most + 1e-6


def test_a_plan_for_money_is_told_as_any_other() -> None:
    ground = phased(laid(*CASES["outlooks in which margins are thin"]), (1.4e6, 8e6), objective="npv", explain_limit=3)
    plan = explained_plan(choose(ground))
    assert plan.phases is not None
    assert plan.phases.table["spent"].sum() == pytest.approx(plan.kpis.capex)
    assert "mean over 3 years" not in goal_text(ground.study, Reader("en"))  # it is a sum of all years already


def test_what_a_lease_costs_that_ends_early_goes_by_the_phase_that_closes_the_site() -> None:
    """Of a year's rent half is due for the days left: 365 from the start, 365 - 181 from July on, none in 2028."""
    study, market = tiny_study(), two_sites("closable", "closable")
    own = market.facilities.assign(lease_end="2028-01-01")
    review = study.review.model_copy(update={"start": date(2027, 1, 1), "lease_penalty": 0.5})
    asked = lay_groundwork(study.model_copy(update={"review": review}), replace(market, facilities=own))
    ground = phased(asked, (8e6, 8e6, 8e6), objective="npv")
    table, rents = Phased.of(ground).schedules.table, ground.options["rent_cost"].to_numpy(dtype=float)
    for kind, days in (("kept", (365,)), ("closed", (184, 0))):
        found = table[table["change"] == kind]
        assert set(found["site"]) == set(own.index)
        for _, rows in found.groupby("site"):
            rent = rents[ground.stands][list(own.index).index(rows["site"].iloc[0])]
            paid = rows["closing"] if kind == "kept" else rows.sort_values("phase")["spend"]
            assert rent > 0
            assert paid.to_numpy() == pytest.approx([0.5 * rent * left / 365 for left in days])


@examples(200, sample=1)
@given(st.sampled_from(["profit", "npv"]), st.integers(0, 10_000))
def test_money_goes_on_from_what_is_committed(objective: str, seed: int) -> None:
    """The best of all roll-outs that keep what the first phase decided, each counted month by month."""
    r = np.random.default_rng(seed)
    laid_out, first = laid(*CASES["sites of today close, convert or stay"]), float(r.choice([1.4e6, 3e6]))
    old = choose(phased(laid_out, (first, 3e6), objective=objective))
    changed = phased(laid_out, (first, float(r.choice([4e5, 1.4e6, 8e6]))), objective=objective)
    new, of = choose(anew(changed, "p1", committed(old, 1))), Phased.of(changed)
    kept = {site: row for site, row in decided(old).items() if row[0] == 1}
    assert {site: row for site, row in decided(new).items() if row[0] == 1} == kept
    found = [mean_worth(of, chosen) for chosen in every_roll_out(of) if first_of(of, chosen) == decisions_of(kept)]
    stays = (of.schedules.table["change"] == "kept").to_numpy()
    years = (1 + changed.study.plan.discount_rate) ** -np.arange(1.0, changed.study.plan.horizon_years + 1)
    best = max(found) / years.sum() if objective == "profit" else max(found) - month_by_month(of, stays, 0)
    assert new.objective == pytest.approx(best, rel=1e-5, abs=1.0)


def test_what_is_spent_once_goes_by_the_outlook() -> None:
    """Closing costs 4e5, opening a mall 5e6 more in one outlook; what is paid in 2027Q3 is worth a year less."""
    plain = laid(("closable", "closable"), outlooks=False, growing=False)
    fixed = plain.study.formats["mall"].capex_fixed
    dear = {
        "formats.mall.closing_cost": 12e5,
        "formats.dealer.closing_cost": 12e5,
        "formats.mall.capex_fixed": fixed + 5e6,
    }
    outlooks = (Outlook(name="as it is", probability=0.5), Outlook(name="dear", probability=0.5, set=dear))
    asked = lay_groundwork(plain.study.model_copy(update={"outlooks": outlooks}), two_sites("closable", "closable"))
    ground = phased(asked, (3e7, 3e7), objective="npv")
    schedules, plan = schedules_of(ground), ground.study.plan
    (_, now), (_, then) = spent_in_outlooks(ground, schedules)
    rate, years, table = 1 + plan.discount_rate, plan.horizon_years, schedules.table
    factor = annuity_factor(years, plan.discount_rate)
    more = pd.Series((then.by_schedule - now.by_schedule) * factor, table.index)
    closed = table["change"] == "closed"
    assert closed.sum() == 2
    assert more[closed].to_numpy() == pytest.approx([8e5 / rate] * 2)
    assert (then.without - now.without) * factor == pytest.approx(2 * 8e5)
    assert (then.saved - now.saved)[(table["change"] == "kept").to_numpy()] * factor == pytest.approx([8e5] * 2)
    new = (table["change"] == "new") & (ground.options["format"].to_numpy()[table["option"]] == "mall")
    paid = np.where(table["phase"][new] == 0, 1.0, 1 / rate)
    assert more[new].to_numpy() == pytest.approx(5e6 * (paid - 0.3 * rate**-years))  # less three tenths of salvage
