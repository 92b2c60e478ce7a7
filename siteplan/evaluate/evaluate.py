"""Re-run the full model on a selection and set it against today's network."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.data import input_hash
from siteplan.evaluate.business_case import business_case, with_worth
from siteplan.evaluate.by_part import capture_by_part
from siteplan.evaluate.catchments import network_of
from siteplan.evaluate.changed_sites import changed_sites
from siteplan.evaluate.channel.actual_sales import actual_sales
from siteplan.evaluate.channel.channel_conflict import channel_conflict
from siteplan.evaluate.channel.own_network import own_network
from siteplan.evaluate.channel.perspectives import perspectives
from siteplan.evaluate.channel.service_areas import service_areas
from siteplan.evaluate.channel.service_room import ServiceRoom, service_room
from siteplan.evaluate.explain.explained import Explained
from siteplan.evaluate.explain.marginal_sites import marginal_sites
from siteplan.evaluate.explain.reasons import site_reasons
from siteplan.evaluate.explain.rejected import rejected_sites
from siteplan.evaluate.explain.rule_prices import rule_table, rules_together, with_prices
from siteplan.evaluate.filled_in import filled_in
from siteplan.evaluate.kpis import Kpis, kpis_of, returns, sales_and_money
from siteplan.evaluate.plan import Plan, Proof
from siteplan.evaluate.spared import Loosened, capacity_reports, loosened
from siteplan.evaluate.spread import spread
from siteplan.evaluate.stress.regrets import CoreSites, told_outlooks
from siteplan.evaluate.stress.replies import best_replies
from siteplan.evaluate.stress.risks import ranked_risks
from siteplan.evaluate.stress.rival_shares import market_shares
from siteplan.evaluate.strike import strike_of
from siteplan.evaluate.taken_by_site import taken_by_site
from siteplan.evaluate.who_pays import who_pays
from siteplan.finance.returns import yearly_results
from siteplan.formulate.network import Network, Sold
from siteplan.formulate.outcome import Answer, figures
from siteplan.formulate.phases.roll_out import RollOut
from siteplan.groundwork import Groundwork
from siteplan.market.access import offered
from siteplan.tradearea import Transfers
from siteplan.tradearea.access_spread import access

__all__ = ["evaluate", "measured"]

ZONE_COLUMNS = ["province", "city", "county", "tier", "rural", "population"]


def evaluate(answer: Answer, explained: Explained | None = None) -> Plan:
    """Return the plan of an answer under the full Huff model, with today's network on the same KPIs.

    `explained` is what was found by solving anew.
    """
    ground, explained = answer.ground, explained or Explained()
    is_open = answer.is_open
    before, after = Network(ground, ground.stands), Network(ground, is_open)
    taken = taken_by_site(ground, is_open)
    caps = loosened(ground, is_open, taken, before.sold, after.sold)
    reasons = site_reasons(answer, explained.removals)
    sites = _sites(ground, is_open, taken, reasons, (after.sold, caps))
    judged = answer.figures
    kpis, baseline = kpis_of(after, before), kpis_of(before, before)
    conflict = channel_conflict(before, after, taken)
    case = business_case(before, after, taken.own - caps.spared_by(taken.own.columns))
    room = service_room(before, after)
    strike = strike_of(answer, pd.DataFrame(sites))
    changed = changed_sites(ground, is_open, taken, before.sold, after.sold, caps)
    measure = partial(_against, before) if answer.roll_out is None else partial(_rolled_out, before, answer.roll_out)

    return Plan(
        study=ground.study,
        market=ground.market,
        scorecard=ground.scorecard,
        proof=_proof(answer, *answer.judged(judged)),
        outlooks=told_outlooks(ground, judged),
        segments=capture_by_part(ground.model, before.shares, after.shares),
        sites=with_worth(_with_owners(sites, room).assign(may_strike=sites["site_id"].isin(strike.sites)), case),
        strike=strike,
        facilities=with_worth(_with_owners(changed, room), case),
        business=case,
        rejected=rejected_sites(answer, explained.entries),
        zones=_zones(ground, before, after),
        rules=with_prices(rule_table(answer, capacity_reports(ground, after.sold)), explained, answer.goal, measure),
        together=rules_together(explained, answer.goal, measure),
        transfers=taken,
        conflict=conflict,
        actuals=actual_sales(ground.market.actuals, case, ground.study, answer.roll_out),
        perspectives=perspectives(before, after, (baseline, kpis), case, conflict),
        served=service_areas(own_network(after)),
        service=room,
        payers=who_pays(case.stood, case.sites, ground.study),
        network=network_of(ground, is_open),
        kpis=kpis,
        baseline=baseline,
        input_hash=input_hash(ground.study),
        forecast=ground.forecast,
        filled=filled_in(ground.study, ground.market),
        ranges=spread(ground, is_open, lambda there: _won(there, is_open)),
        risks=ranked_risks(ground, is_open),
        market_shares=market_shares(before, after),
        replies=best_replies(ground, is_open),
    )


def _with_owners(sites: gpd.GeoDataFrame, room: ServiceRoom) -> gpd.GeoDataFrame:
    """Return sites of a plan with the owners that each looks after, and how many it could."""
    of_site = room.of(sites["site_id"], sites["change"])
    return sites.assign(owners_served=of_site["owners_served"], owners_room=of_site["owners_room"])


def _against(before: Network, plans: Sequence[NDArray[np.bool_]]) -> list[Kpis]:
    """Return KPIs of each plan (n_options,) against today's network."""
    return [kpis_of(Network(before.ground, plan), before) for plan in plans]


def _rolled_out(before: Network, roll_out: RollOut, plans: Sequence[NDArray[np.bool_]]) -> list[Kpis]:
    """Return KPIs of the network in the end of each roll-out (n_schedules,), likewise."""
    others = [roll_out.with_schedules(plan) for plan in plans]
    return [kpis_of(Network(other.dated_ground, other.at_end), before) for other in others]


def _won(ground: Groundwork, is_open: NDArray[np.bool_]) -> dict[str, float]:
    """Return vehicles and money of a plan (n_options,) against today's network."""
    plan, today = Network(ground, is_open), Network(ground, ground.stands)
    return {**sales_and_money(plan, today), **returns(plan, today)}


def measured(ground: Groundwork, plans: Sequence[NDArray[np.bool_]]) -> list[tuple[Kpis, float]]:
    """Return KPIs and the goal's figure of each plan (n_options,) under the full model."""
    before, judged = Network(ground, ground.stands), figures(ground, plans).mean
    return [(kpis_of(Network(ground, plan), before), figure) for plan, figure in zip(plans, judged, strict=True)]


def _proof(answer: Answer, counted: float, today: float) -> Proof:
    """Return the optimiser's promise in the unit of the goal, beside what the full model counts."""
    selection = answer.true
    return Proof(
        goal=answer.goal,
        status=selection.status.value,
        objective=answer.objective,
        bound=answer.bound,
        counted=counted,
        today=today,
        gap=selection.gap,
        seconds=selection.seconds,
        exact=selection.exact,
        approximations=selection.approximations,
        trace=pd.DataFrame([vars(step) for step in answer.trace]),
        loose=selection.loose,
        cpu_seconds=selection.cpu_seconds,
        in_time=answer.tail is not None and answer.tail.in_time,
    )


def _sites(
    ground: Groundwork,
    is_open: NDArray[np.bool_],
    taken: Transfers,
    reasons: pd.DataFrame,
    sales: tuple[Sold, Loosened],
) -> gpd.GeoDataFrame:
    """Return the new sites with what they sell and take and why they are there, best net-new first."""
    after, caps = sales
    new = is_open & (ground.options["change"] == "new").to_numpy()
    options = ground.options[new]
    opened = options[
        ["site_id", "name", "province", "city", "county", "tier", "status", "format", "change", "capex", "opex"]
    ]
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
            options.assign(sold=capture), taken.own - spared, ground.market.facilities["format"], ground.study
        ),
        score=card.score.loc[opened["site_id"]].to_numpy(),
        rank=card.rank.loc[opened["site_id"]].to_numpy(),
    ).join(reasons)
    sites = sites.join(marginal_sites(ground, is_open)).join(_charges(ground))
    points = ground.market.candidates.geometry.loc[sites["site_id"]].to_numpy()
    frame = gpd.GeoDataFrame(sites, geometry=points, crs=ground.market.candidates.crs)
    best_first = frame.sort_values("net_new", ascending=False, kind="stable").reset_index(drop=True)
    return gpd.GeoDataFrame(CoreSites().of(best_first))


def _charges(ground: Groundwork) -> pd.DataFrame:
    """Return sessions a day, the most that its chargers give, and leads a year of each charging option (by option).

    Each is alone beside today's stations.
    """
    if ground.charging is None:
        return pd.DataFrame(columns=["sessions", "sessions_room", "leads"], index=ground.options.index[:0], dtype=float)
    known = ground.charging.options.rename(columns={"supply": "sessions_room"})
    return known[["sessions", "sessions_room", "leads"]]


def _zones(ground: Groundwork, before: Network, after: Network) -> gpd.GeoDataFrame:
    """Return what every zone gets, before and after."""
    zones, model = ground.market.zones, ground.model
    out = zones[[*ZONE_COLUMNS, "geometry"]].assign(
        demand=model.by_zone(model.demand),
        share_before=model.mean_by_zone(before.shares.network),
        share=model.mean_by_zone(after.shares.network),
        unmet=model.by_zone(model.demand * (1 - after.shares.network)),
        unserved=model.by_zone(model.demand * after.shares.outside),
        access_before=model.mean_by_zone(access(model, before.is_open)),
        access=model.mean_by_zone(access(model, after.is_open)),
        covered_before=before.covered,
        covered=after.covered,
    )
    for function in offered(ground.study):
        out[f"minutes_{function}_before"] = before.minutes[function]
        out[f"minutes_{function}"] = after.minutes[function]
    return gpd.GeoDataFrame(out, crs=zones.crs)
