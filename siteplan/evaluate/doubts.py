"""Doubts: figures of a plan that a planner of dealer networks would question, each with its cause from the figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from siteplan.errors.params import Params, within
from siteplan.evaluate.doubt_facts import SiteFacts, site_facts

if TYPE_CHECKING:
    from siteplan.evaluate.plan import Plan  # which knows its doubts

__all__ = ["Doubt", "DoubtParams", "doubts_of"]

NONE = float("nan")


@dataclass(frozen=True)
class DoubtParams(Params):
    """From where on a figure is doubted.

    Attributes
    ----------
    quick : years; a payback below is too good to be true [A]
    dear : times the network's cost per vehicle; a site's above is too dear [A]
    crowded : times the most that any own site of the format sells a m2 or a head today [A]
    wide : share of what is won as planned by which an assumption's range moves it [A]
    """

    quick: float = within(1.0, 0.0)
    dear: float = within(3.0, 1.0)
    crowded: float = within(1.25, 1.0)
    wide: float = within(0.25, 0.0)


@dataclass(frozen=True)
class Doubt:
    """One figure that is doubted.

    Attributes
    ----------
    figure : its id in the dictionary of figures
    value : NaN where the figure is none
    low, high : what is usual; NaN where it is open
    cause : which of doubt_words.CAUSES
    facts : the figures that its sentence names
    site_id, format, change : of the site; "" of the plan
    """

    figure: str
    value: float
    low: float
    high: float
    cause: str
    facts: Mapping[str, float | str] = field(default_factory=dict)
    site_id: str = ""
    format: str = ""
    change: str = ""


def doubts_of(plan: Plan, params: DoubtParams = DoubtParams()) -> list[Doubt]:
    """Return the doubts of a plan: those of the whole, of all sites of a format, then site by site, new ones first."""
    sites = site_facts(plan)
    of_sites = [doubt for site in sites for doubt in _of_site(site, plan, params)]
    return [*_of_plan(plan, params), *_of_formats(sites, plan, params), *of_sites]


def _of_plan(plan: Plan, params: DoubtParams) -> Iterator[Doubt]:
    """Yield what the plan as a whole returns too early or not at all, and which assumption moves it too far."""
    back, years = plan.business.worth["company"].payback, float(plan.study.plan.horizon_years)
    spent = plan.business.change("company")[0] < 0
    facts = {"capex": plan.kpis.capex, "capex_all": plan.kpis.capex_all, "npv": plan.kpis.npv}
    if spent and np.isnan(back):
        yield Doubt("payback", back, params.quick, years, "never_back", facts)
    elif spent and back < params.quick:
        yield Doubt("payback", back, params.quick, years, "quick", facts)
    base = (plan.ranges.base or {}).get("capture", NONE)
    for low, high in plan.ranges.by_width:
        ends = [end.figures["capture"] for end in (low, high)]
        if max(abs(x - base) for x in ends) > params.wide * base:
            said: dict[str, float | str] = {"name": low.name, "low": min(ends), "high": max(ends)}
            yield Doubt("capture", base, (1 - params.wide) * base, (1 + params.wide) * base, "wide", said)
    yield from _of_model(plan)


def _of_model(plan: Plan) -> Iterator[Doubt]:
    """Yield today's sales where the model is far off them, and a decay that the study's own flows do not show."""
    held = plan.forecast.today
    if held.given and held.far_off:
        sums = held.sites[["observed", "modelled"]].sum()
        off = {"observed": float(sums["observed"]), "modelled": float(sums["modelled"])}
        most = held.params.far_off
        observed = off["observed"]
        yield Doubt("sold", off["modelled"], (1 - most) * observed, (1 + most) * observed, "held_off", off)
    if (flows := held.flows) is not None and flows.differs:
        told = {name: f"{getattr(flows, name):.3g}" for name in ("planned", "fitted", "low", "high")}
        yield Doubt("decay_rate", flows.planned, flows.low, flows.high, "decay", told)


def _of_formats(sites: list[SiteFacts], plan: Plan, params: DoubtParams) -> Iterator[Doubt]:
    """Yield what is the same of all new sites of a format: no own site to learn from, or no sales to pay them back."""
    for name in plan.study.formats:
        opened = [site for site in sites if site.opens and site.format == name]
        unknown = sum(site.sells and site.lacking == "format" for site in opened)
        if unknown:
            yield Doubt("forecast", NONE, NONE, NONE, "unlike_format", {"n": float(unknown)}, format=name)
        idle = [site for site in opened if _never_back(site) and site.why_never() == "no_sales"]
        if idle:
            years = float(plan.study.plan.horizon_years)
            facts = {key: sum(site.money[key] for site in idle) for key in ("earned", "paid_out", "opex")}
            yield Doubt("payback", NONE, params.quick, years, "no_sales", {"n": float(len(idle)), **facts}, format=name)


def _never_back(site: SiteFacts) -> bool:
    return site.invested > 0 and bool(np.isnan(site.payback))


def _of_site(site: SiteFacts, plan: Plan, params: DoubtParams) -> Iterator[Doubt]:
    """Yield the doubts of one site."""
    found = [*_sales(site, plan), *_owners(site), *_partner(site)]
    if site.opens:
        found += [*_forecast(site), *_intensity(site, params), *_money(site, plan, params)]
    for doubt in found:
        yield Doubt(
            doubt.figure, doubt.value, doubt.low, doubt.high, doubt.cause, doubt.facts, site.site_id, site.format,
            site.change,
        )  # fmt: skip


def _sales(site: SiteFacts, plan: Plan) -> Iterator[Doubt]:
    """Yield sales beyond what is plausible of the format, and demand that capacity turns away."""
    ends = plan.study.formats[site.format].sales_range
    if ends and site.sells and not ends[0] <= site.sold <= ends[1]:
        yield Doubt("sold", site.sold, ends[0], ends[1], *_why_out_of_range(site, ends))
    if site.above > 0:
        facts = {"above": site.above, "sold": site.sold}
        yield Doubt("demand_above_capacity", site.above, 0.0, 0.0, "capacity", facts)


def _why_out_of_range(site: SiteFacts, ends: tuple[float, float]) -> tuple[str, Mapping[str, float]]:
    """Return why sales lie outside a range: sites alike do so on the same side, or what makes it differ from these."""
    cause, facts = site.why_sales()
    low = site.sold < ends[0]
    alike = site.usual_sold < ends[0] if low else site.usual_sold > ends[1]
    return ("whole_format" if alike else cause), facts


def _forecast(site: SiteFacts) -> Iterator[Doubt]:
    """Yield where forecast and model part, and where no own site is like this one."""
    if site.sells and site.lacking == "beyond":
        yield Doubt("forecast", NONE, NONE, NONE, "unlike_beyond", {"trait": site.trait})
    elif site.sells and (site.sold < site.forecast_low or site.sold > site.forecast_high):
        cause, facts = site.why_sales()
        yield Doubt("sold", site.sold, site.forecast_low, site.forecast_high, f"forecast_{cause}", facts)


def _intensity(site: SiteFacts, params: DoubtParams) -> Iterator[Doubt]:
    """Yield sales a m2 or a head beyond those of any own site of the format."""
    for figure, most, used, usual in (
        ("sales_per_m2", site.most_per_m2, site.used_m2, site.usual_m2),
        ("sales_per_head", site.most_per_head, site.employees, site.usual_heads),
    ):
        value = site.sold / used if used > 0 else NONE
        if site.sells and value > params.crowded * most:
            cause = "small" if used / usual < site.usual_sold / site.sold else "much_sold"
            facts = {"used": used, "usual": usual, "sold": site.sold, "usual_sold": site.usual_sold}
            yield Doubt(figure, value, NONE, params.crowded * most, f"{figure}_{cause}", facts)


def _money(site: SiteFacts, plan: Plan, params: DoubtParams) -> Iterator[Doubt]:
    """Yield a payback too early or never, a vehicle on which the company loses, and one that is too dear."""
    years = float(plan.study.plan.horizon_years)
    facts = site.money
    if _never_back(site):
        if site.why_never() != "no_sales":  # those are told together
            yield Doubt("payback", NONE, params.quick, years, site.why_never(), facts)
    elif site.invested > 0 and site.payback < params.quick:
        few = site.invested < 0.5 * site.invested_all
        yield Doubt("payback", site.payback, params.quick, years, "others_invest" if few else "earns_much", facts)
    if site.sells and site.margin_after < 0:
        yield Doubt("margin", site.margin_after, 0.0, NONE, "paid_out_above", facts)
    mean = plan.kpis.cost_per_vehicle
    if site.sells and site.cost_per_vehicle > params.dear * mean:
        few = site.usual_sold / max(site.sold, 1e-9) > site.cost / max(site.usual_cost, 1e-9)
        cause = "few_sold" if few else "much_cost"
        more = {"usual_sold": site.usual_sold, "usual_cost": site.usual_cost, "cost": site.cost, "sold": site.sold}
        yield Doubt("cost_per_vehicle", site.cost_per_vehicle, NONE, params.dear * mean, cause, more)


def _owners(site: SiteFacts) -> Iterator[Doubt]:
    """Yield a full service site in a city where owners find no room."""
    if site.owners_served >= site.owners_room and site.unserved_near >= 1:
        facts = {"unserved": site.unserved_near}
        yield Doubt("owners_served", site.owners_served, NONE, site.owners_room, "full", facts)


def _partner(site: SiteFacts) -> Iterator[Doubt]:
    """Yield a site that loses money for those who run it, where the company pays them anything for it."""
    if not site.is_paid or site.result_partners >= 0:
        return
    facts = {"received": site.received, "cost": site.partner_cost, "invested": site.partner_invested, "sold": site.sold}
    if site.received <= 0:
        counts_none = site.charges and site.change in ("stays", "kept")
        cause = "partner_uncounted" if counts_none else "partner_gets_nothing"
    else:
        cause = "partner_cost" if site.received < site.partner_cost else "partner_invested"
    yield Doubt("result_partners", site.result_partners, 0.0, NONE, cause, facts)
