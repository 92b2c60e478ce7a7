"""Re-run the full model on a selection and set it against today's network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.access import offered
from siteplan.costs import closing_costs
from siteplan.data import input_hash
from siteplan.evaluate.access import covered, nearest_minutes
from siteplan.evaluate.catchments import network_of
from siteplan.evaluate.changes import changed_sites
from siteplan.evaluate.explained import Explained
from siteplan.evaluate.figure import figure
from siteplan.evaluate.finance import cost_per_vehicle, net_present_value, yearly_margin, yearly_results
from siteplan.evaluate.kpis import Kpis, coverage_of, mean_minutes, reached
from siteplan.evaluate.parts import capture_by_part
from siteplan.evaluate.plan import Plan, Proof
from siteplan.evaluate.ranges import spread
from siteplan.evaluate.reasons import site_reasons
from siteplan.evaluate.rejected import rejected_sites
from siteplan.evaluate.rule_prices import rule_table, rules_together, with_prices
from siteplan.evaluate.sold import Eased, Sold, capacity_reports, eased, sold
from siteplan.evaluate.takings import taken_by_site
from siteplan.filled_in import filled_in
from siteplan.formulate.objective import rounds_up, told
from siteplan.formulate.question import site_problem
from siteplan.goal import Goal, goal_of
from siteplan.groundwork import Groundwork
from siteplan.optimise import Selection, SolveStatus
from siteplan.optimise.outcome import relative_gap
from siteplan.tradearea import Shares, Transfers

__all__ = ["evaluate", "measured", "today", "truly"]

ROUNDED = 1e-9
ZONE_COLUMNS = ["city", "county", "tier", "rural", "population"]


def evaluate(ground: Groundwork, selection: Selection, explained: Explained | None = None) -> Plan:
    """Return the plan of a selection under the full Huff model, with today's network on the same KPIs.

    `explained` is what was found by solving anew.
    """
    explained = explained or Explained()
    is_open = selection.open.to_numpy(dtype=bool)
    before = _Network(ground, today(ground))
    after = _Network(ground, is_open)
    taken = taken_by_site(ground, is_open)
    caps = eased(ground, is_open, taken, before.sold, after.sold)
    problem = selection.source or site_problem(ground)
    reasons = site_reasons(ground, selection, problem, explained.removals)
    sites = _sites(ground, is_open, taken, reasons, (after.sold, caps))
    outcomes = _outcomes(ground, [is_open, today(ground)])
    figures = _mean(ground, outcomes)

    def measure(plans: Sequence[NDArray[np.bool_]]) -> list[Kpis]:
        return [_Network(ground, plan).kpis(before) for plan in plans]

    return Plan(
        study=ground.study,
        market=ground.market,
        scorecard=ground.scorecard,
        proof=_proof(ground, selection, *figures),
        outlooks=_told_outlooks(ground, outcomes),
        segments=capture_by_part(ground.model, before.shares, after.shares),
        sites=sites,
        facilities=changed_sites(ground, is_open, taken, before.sold, after.sold, caps),
        rejected=rejected_sites(ground, selection, problem, explained.entries),
        zones=_zones(ground, before, after),
        rules=with_prices(
            rule_table(ground, selection, capacity_reports(ground, after.sold)), explained, _goal(ground), measure
        ),
        together=rules_together(explained, _goal(ground), measure),
        transfers=taken,
        network=network_of(ground, is_open),
        kpis=after.kpis(before),
        baseline=before.kpis(before),
        input_hash=input_hash(ground.study),
        forecast=ground.forecast,
        filled=filled_in(ground.study, ground.market),
        ranges=spread(ground, is_open, lambda there: _won(there, is_open)),
    )


def _won(ground: Groundwork, is_open: NDArray[np.bool_]) -> dict[str, float]:
    """Return vehicles and money of a plan (n_options,) against today's network."""
    return _Network(ground, is_open).won(_Network(ground, today(ground)))


def today(ground: Groundwork) -> NDArray[np.bool_]:
    """Return today's network as a plan (n_options,): what stands stays, and nothing opens."""
    return ground.stands


def measured(ground: Groundwork, plans: Sequence[NDArray[np.bool_]]) -> list[tuple[Kpis, float]]:
    """Return KPIs and the goal's figure of each plan (n_options,) under the full model."""
    before = _Network(ground, today(ground))
    figures = _mean(ground, _outcomes(ground, plans))
    return [(_Network(ground, is_open).kpis(before), figure) for is_open, figure in zip(plans, figures, strict=True)]


def _outcomes(ground: Groundwork, plans: Sequence[NDArray[np.bool_]]) -> NDArray[np.float64]:
    """Return the goal's figure of each plan in each outlook (n_outlooks, n_plans)."""
    rows = []
    for _, outlook in ground.outlooks():
        before = _Network(outlook, today(ground))
        rows.append([_Network(outlook, is_open).figure(before) for is_open in plans])
    return np.array(rows)


def _mean(ground: Groundwork, outcomes: NDArray[np.float64]) -> list[float]:
    """Return each plan's figure on the mean of the outlooks: what it is judged by."""
    chances = np.array([chance for chance, _ in ground.outlooks()])
    return [float(figure) for figure in chances @ outcomes]


def _told_outlooks(ground: Groundwork, outcomes: NDArray[np.float64]) -> pd.DataFrame:
    """Return name, probability, figure and today's figure of each outlook that the study names."""
    named = ground.study.outlooks
    facts = [(outlook.name, outlook.probability, *row) for outlook, row in zip(named, outcomes.tolist(), strict=False)]
    return pd.DataFrame(facts, columns=["name", "probability", "figure", "today"])


class _Network:
    """The facilities that stay and a set of options, under the full model."""

    def __init__(self, ground: Groundwork, is_open: NDArray[np.bool_]) -> None:
        self.ground = ground
        self.opened = ground.options[is_open]
        self.sold = sold(ground, is_open)
        self.shares: Shares = self.sold.shares
        demand = ground.model.demand.to_numpy()
        self.capture = float(demand @ self.shares.network)
        self.margin = yearly_margin(self.opened, pd.Series(demand @ self.shares.options)[is_open], ground.study.formats)
        self.margin += yearly_margin(ground.facilities, pd.Series(demand @ self.shares.own), ground.study.formats)
        self.capex = float(self.opened["capex"].sum()) + closing_costs(ground.options, self.opened)
        self.opex = float(self.opened["opex"].sum() + ground.facilities["opex"].sum())

    @cached_property
    def minutes(self) -> pd.DataFrame:
        """Minutes to the nearest site with each function (n_zones, n_functions)."""
        return nearest_minutes(self.ground, self.opened)

    @cached_property
    def covered(self) -> NDArray[np.bool_]:
        """Which zones have the headline function within its standard (n_zones,)."""
        study = self.ground.study
        return covered(study, self.ground.market.zones, self.minutes, study.plan.coverage)

    def won(self, today: _Network) -> dict[str, float]:
        """Return the KPIs on vehicles and money, against today's network."""
        plan = self.ground.study.plan
        years, rate = plan.horizon_years, plan.discount_rate
        yearly = (self.margin - self.opex) - (today.margin - today.opex)
        demand = float(self.ground.model.demand.sum())
        return {
            "capture": self.capture,
            "net_new": self.capture - today.capture,
            "share": self.capture / demand if demand > 0 else float("nan"),
            "capex": self.capex,
            "opex": self.opex,
            "cost_per_vehicle": cost_per_vehicle(self.capex, self.opex, self.capture, years, rate),
            "npv": net_present_value(self.capex, yearly, years, rate),
            "demand_above_capacity": self.sold.above,
        }

    def kpis(self, today: _Network) -> Kpis:
        """Return the KPIs, money and vehicles against today's network."""
        study, zones = self.ground.study, self.ground.market.zones
        minutes = self.minutes[study.plan.coverage]
        near, far = reached(zones, minutes)
        return Kpis(
            coverage=coverage_of(zones, self.covered, _tiers(self.ground)),
            mean_minutes=mean_minutes(zones, minutes, study.travel.max_minutes),
            mean_minutes_reached=near,
            out_of_reach=far,
            **self.won(today),
        )

    def figure(self, today: _Network) -> float:
        """Return what the plan is judged by."""
        return figure(self.ground, self.opened, self.kpis(today), self.margin, self.minutes)


def _tiers(ground: Groundwork) -> tuple[str, ...]:
    """Return the tiers that occur, in the study's order, the others after them."""
    found = set(ground.market.zones["tier"])
    known = [tier for tier in ground.study.tiers.order if tier in found]
    return (*known, *sorted(found - set(known)))


def _goal(ground: Groundwork) -> Goal:
    return goal_of(ground.study, ground.market.population)


def _proof(ground: Groundwork, selection: Selection, counted: float, today: float) -> Proof:
    """Return the optimiser's promise in the unit of the goal, beside what the full model counts."""
    goal = _goal(ground)
    selection = truly(selection, counted, ground.study.plan.gap) if rounds_up(selection) else selection
    trace = pd.DataFrame([vars(told(step, goal)) for step in selection.trace])
    return Proof(
        goal=goal,
        status=selection.status.value,
        objective=goal.figure(selection.objective),
        bound=goal.figure(selection.bound),
        counted=counted,
        today=today,
        gap=selection.gap,
        seconds=selection.seconds,
        exact=selection.exact,
        approximations=tuple(selection.approximations),
        trace=trace,
        loose=selection.loose,
        cpu_seconds=selection.cpu_seconds,
    )


def truly(selection: Selection, counted: float, asked: float) -> Selection:
    """Return a selection, its objective only bounded from above, at its true worth and distance from the bound."""
    lifted = counted > selection.bound >= counted - ROUNDED * max(1.0, abs(counted))  # by the last digits of a sum
    bound = counted if lifted else selection.bound
    gap = relative_gap(bound, counted)
    beyond = selection.status is SolveStatus.OPTIMAL and gap > asked
    status = SolveStatus.FEASIBLE if beyond else selection.status
    return replace(selection, objective=counted, bound=bound, gap=gap, status=status)


def _sites(
    ground: Groundwork,
    is_open: NDArray[np.bool_],
    taken: Transfers,
    reasons: pd.DataFrame,
    sales: tuple[Sold, Eased],
) -> gpd.GeoDataFrame:
    """Return the new sites with what they sell and take and why they are there, best net-new first."""
    after, caps = sales
    new = is_open & (ground.options["change"] == "new").to_numpy()
    columns = ["site_id", "name", "city", "county", "tier", "status", "format", "change", "capex", "opex"]
    opened = ground.options.loc[new, columns]
    taken, spared = taken.of(opened["site_id"]), caps.spared_by(opened["site_id"])
    capture = taken.capture.to_numpy() - after.options[new]
    card = ground.scorecard
    sites = opened.assign(
        phase=1,
        capture=capture,
        demand_above_capacity=after.options[new],
        net_new=taken.net_new.to_numpy() - after.options[new] + spared.sum().to_numpy(),
        cannibalised=taken.from_own.to_numpy(),
        yearly_result=yearly_results(
            opened.assign(sold=capture), taken.own - spared, ground.market.facilities["format"], ground.study
        ),
        score=card.score.loc[opened["site_id"]].to_numpy(),
        rank=card.rank.loc[opened["site_id"]].to_numpy(),
    ).join(reasons)
    sites = sites.join(_charges(ground), how="left")
    points = ground.market.candidates.geometry.loc[sites["site_id"]].to_numpy()
    frame = gpd.GeoDataFrame(sites, geometry=points, crs=ground.market.candidates.crs)
    return frame.sort_values("net_new", ascending=False, kind="stable").reset_index(drop=True)


def _charges(ground: Groundwork) -> pd.DataFrame:
    """Return sessions a day and leads a year of charging options, each alone beside today's stations (by option)."""
    if ground.charging is None:
        return pd.DataFrame(columns=["sessions", "leads"], index=ground.options.index[:0], dtype=float)
    return ground.charging.options[["sessions", "leads"]]


def _zones(ground: Groundwork, before: _Network, after: _Network) -> gpd.GeoDataFrame:
    """Return what every zone gets, before and after."""
    zones, model = ground.market.zones, ground.model
    out = zones[[*ZONE_COLUMNS, "geometry"]].assign(
        demand=model.by_zone(model.demand),
        share_before=model.mean_by_zone(before.shares.network),
        share=model.mean_by_zone(after.shares.network),
        unmet=model.by_zone(model.demand * (1 - after.shares.network)),
        unserved=model.by_zone(model.demand * after.shares.outside),
        covered_before=before.covered,
        covered=after.covered,
    )
    for function in offered(ground.study):
        out[f"minutes_{function}_before"] = before.minutes[function]
        out[f"minutes_{function}"] = after.minutes[function]
    return gpd.GeoDataFrame(out, crs=zones.crs)
