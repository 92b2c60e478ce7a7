"""The plan: what opens, what it brings under the full model, and how good that is proven to be."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import geopandas as gpd
import pandas as pd

import siteplan
from siteplan.evaluate.business_case import BusinessCase
from siteplan.evaluate.catchments import CatchmentNetwork
from siteplan.evaluate.channel.actual_sales import ActualSales
from siteplan.evaluate.channel.channel_conflict import ChannelConflict
from siteplan.evaluate.channel.perspectives import Perspectives
from siteplan.evaluate.channel.service_areas import ServiceAreas
from siteplan.evaluate.channel.service_room import ServiceRoom
from siteplan.evaluate.doubts import Doubt, doubts_of
from siteplan.evaluate.kpis import Kpis
from siteplan.evaluate.over_time.phase_table import PlanPhases
from siteplan.evaluate.spread import Ranges
from siteplan.evaluate.stress.regrets import CoreSites, WorstRegret
from siteplan.evaluate.stress.replies import BrandReply
from siteplan.evaluate.stress.risks import RiskLoss
from siteplan.evaluate.stress.tail_facts import TailFacts
from siteplan.evaluate.strike import Strike
from siteplan.forecast import Forecast
from siteplan.market import Market
from siteplan.market.filled import Filled
from siteplan.score import Scorecard
from siteplan.study import Study
from siteplan.study.objectives import Goal
from siteplan.study.shown import Mapped
from siteplan.tradearea import Transfers

__all__ = ["Plan", "Proof"]


@dataclass(frozen=True)
class Proof:
    """What the optimiser promised: no plan under these rules is better than `bound`.

    Attributes
    ----------
    goal : what the plan is judged by; its unit is that of all figures here, and it says whether less is better.
    status : optimal, feasible or cancelled.
    objective, bound : the plan as the optimiser counts it, and the best that any plan could be.
    counted, today : the plan's figure by the full model, and that of today's network.
    gap : |bound - objective| / |bound|.
    seconds : time of the search, by the clock.
    exact : whether every rule was modelled exactly; `approximations` lists those that were not.
    trace : DataFrame of seconds, stage, bound, value, gap and cpu_seconds.
    loose : whether the bound hardly knows of capacities, and may count as sold what no plan sells.
    cpu_seconds : what the search had of the processor; NaN where nobody counted.
    in_time : whether the search came to its end in time, though it proves less than the gap that was asked.
    """

    goal: Goal
    status: str
    objective: float
    bound: float
    counted: float
    today: float
    gap: float
    seconds: float
    exact: bool
    approximations: tuple[str, ...]
    trace: pd.DataFrame
    loose: bool = False
    cpu_seconds: float = float("nan")
    in_time: bool = False


@dataclass(frozen=True, repr=False)
class Plan(Mapped):
    """A chosen network against today's, ready to show.

    Attributes
    ----------
    proof : Proof
    sites : GeoDataFrame, a row for each new site, best net-new first
        site_id, name, province, city, county, tier, format, change ("new"), phase, capture (what it sells),
        demand_above_capacity (what it wins above its capacity: lost), owners_served and owners_room
        (owners it looks after, and at most; NaN without service), net_new, cannibalised (demand taken from own
        sites; vehicles/year), capex (currency), opex and yearly_result (currency/year; see finance.yearly_results),
        status, score, rank, geometry; removal_value, removal_resolved, removal_least, removal_most, removal_basis,
        needed_for, runner_up_format and runner_up_value (see reasons.site_reasons); marginal_rank and marginal_result
        (see marginal_sites).
    facilities : GeoDataFrame, a row for each of today's sites that the plan may close or convert
        The columns of `sites` but score and rank; change is "kept", "converted" or "closed". format_today,
        capture_today and opex_today are today's; net_new is what the change brings the network: less than nothing
        where others win from a site that closes. Net-new of sites and facilities together is that of the plan.
    rejected : DataFrame, a row for each candidate that stays closed, the nearest to entering first
        See rejected.rejected_sites.
    zones : GeoDataFrame indexed by zone_id
        population, demand, rural, tier, province, city, county, share and share_before (of demand), unmet (demand that
        the network does not win) and unserved (nor rivals; both vehicles/year), access and access_before (see
        access_spread), covered and covered_before (headline function), minutes_<function> and
        minutes_<function>_before, geometry.
    rules : DataFrame
        rule_id (see rules_by_id), rule (what it is called, for reading), kind, asked, achieved, slack, met,
        shadow_price; what each costs, see rule_prices.with_prices.
    together : DataFrame
        What rules on the same people cost together, see rule_prices.rules_together.
    transfers : Transfers
        Vehicles/year taken by each new or converted site (columns, site_id) from each of today's sites, each rival and
        from other ways to buy.
    network : CatchmentNetwork
        Every site of the plan's network, with the minutes of each zone to it and the share it wins there.
    outlooks : DataFrame, a row for each outlook of the study
        name, probability, figure and today: the goal's figure there with the plan and without. Their mean is what the
        plan is judged by; everything else is of the market as it stands. best, bound, regret_low, regret_high and
        status where the outlook was re-solved (see regrets.best_by_outlook); NaN and "" where not.
    core : CoreSites
        Sites that are in the best plans of most outlooks; `sites` has of it core and core_share.
    regret : WorstRegret or None
        What is proven of its worst regret, where it was chosen for the least: the plan is then judged by the mean of
        the outlooks by `weight`, of which it is the best, not by their probability.
    tail : TailFacts or None
        What is proven of its worst outlooks, where it was chosen for them: `proof` is of their figure.
    segments : DataFrame, a row for each income segment and product line of the study
        segment, line ("" where there are none), demand, today and capture (vehicles/year): what the network wins of it.
    kpis, baseline : Kpis
        With the plan, and today.
    input_hash : str
        SHA-256 of the question and the files it was asked of.
    filled : tuple of Filled
        What stands where the files and study.toml say nothing.
    forecast : Forecast
        That of the groundwork.
    business : BusinessCase
        Its money year by year, by site and in all. `sites` and `facilities` have of it what each is worth (WORTH).
    conflict : ChannelConflict
        What own sites that stay as they are lose to new ones, whose territory is breached, how hard cities are.
    perspectives : Perspectives
        Its balanced scorecard against today, and its sites by class.
    served : ServiceAreas
        Which site serves each zone, of all and by who runs it.
    service : ServiceRoom
        Which owners of vehicles in use each site looks after, and who finds no room.
    payers : DataFrame
        What today's network and the plan's cost and bring each payer, see who_pays.
    actuals : ActualSales or None
        What sites have sold so far beside the plan, where the study names such a table.
    strike : Strike
        New sites that lose money and may be left out together; `sites` marks them (may_strike).
    ranges : Ranges
        The plan's figures at the ends of the ranges that the study gives its assumptions.
    phases : PlanPhases or None
        What is decided when, where the study has phases; all else is then of the network as it stands in the end.
    risks : tuple of RiskLoss
        What each risk of the study would cost, the largest expected loss first.
    market_shares : DataFrame
        Who wins what, today and with the plan: own network, each brand of rivals, outside (see rival_shares).
    replies : tuple of BrandReply
        What rivals of the study open in reply, each alone.
    """

    study: Study
    market: Market
    scorecard: Scorecard
    proof: Proof
    sites: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame
    rejected: pd.DataFrame
    zones: gpd.GeoDataFrame
    rules: pd.DataFrame
    together: pd.DataFrame
    outlooks: pd.DataFrame
    segments: pd.DataFrame
    transfers: Transfers
    network: CatchmentNetwork
    kpis: Kpis
    baseline: Kpis
    input_hash: str
    forecast: Forecast
    business: BusinessCase
    conflict: ChannelConflict
    perspectives: Perspectives
    served: ServiceAreas
    service: ServiceRoom
    payers: pd.DataFrame
    filled: tuple[Filled, ...] = ()
    strike: Strike = field(default_factory=Strike)
    actuals: ActualSales | None = None
    ranges: Ranges = field(default_factory=Ranges)
    phases: PlanPhases | None = None
    risks: tuple[RiskLoss, ...] = ()
    market_shares: pd.DataFrame = field(default_factory=pd.DataFrame)
    replies: tuple[BrandReply, ...] = ()
    core: CoreSites = field(default_factory=CoreSites)
    regret: WorstRegret | None = None
    tail: TailFacts | None = None

    @cached_property
    def doubts(self) -> list[Doubt]:
        """What a planner would question of it, by the usual thresholds: found once for all that tells of it."""
        return doubts_of(self)

    def report(self, kind: Literal["html"] = "html", language: str | None = None) -> str:
        """Return the report as one HTML file that makes no request; in the study's language unless given."""
        return siteplan.present.report(self, kind, language)

    def __repr__(self) -> str:
        kpis, proof = self.kpis, self.proof
        opens = f"{len(self.sites)} new sites, capture {kpis.capture:,.0f} (today {self.baseline.capture:,.0f})"
        return f"<Plan of {self.study.study.name}: {opens}; {proof.status}, gap {proof.gap:.2%}>"
