"""The plan's balanced scorecard: finance, customers, process and society, today against the plan, and by site class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.evaluate.business_case import BusinessCase
from siteplan.evaluate.channel.channel_conflict import ChannelConflict
from siteplan.evaluate.kpis import Kpis
from siteplan.formulate.network import Network
from siteplan.market.access import offered, standard_minutes
from siteplan.study import Function, Study
from siteplan.study.aims_spec import AIMS

__all__ = ["Perspectives", "perspectives", "weighted_gini"]

Floats = NDArray[np.float64]
HALF = 0.5  # of a county's people: covered where as many are, rural where as many live in rural zones
CLASSES = ("city_centre", "suburb", "county")


@dataclass(frozen=True)
class Perspectives:
    """A plan's scorecard.

    Attributes
    ----------
    measures : DataFrame
        perspective, id (see AIMS), of (a function; "" of all else), today and plan (NaN where there is none), at_least
        and at_most (NaN where nothing is asked), met (by the plan; None where nothing is asked).
    classes : DataFrame, a row for each class of sites that is there
        site_class, sites, opened (new ones), sold (vehicles/year), sold_per_site, sales_per_m2, sales_per_head, capex,
        opex.
    """

    measures: pd.DataFrame
    classes: pd.DataFrame


def perspectives(
    before: Network, after: Network, kpis: tuple[Kpis, Kpis], case: BusinessCase, conflict: ChannelConflict
) -> Perspectives:
    """Return the scorecard of a plan; `kpis` are today's and the plan's."""
    today, planned = (_figures(net, of) for net, of in zip((before, after), kpis, strict=True))
    planned |= _of_plan(after, case, conflict)
    rows = [
        (side, id_, of, today.get((id_, of), np.nan), planned[id_, of])
        for side, ids in AIMS.items()
        for id_, of in planned
        if id_ in ids
    ]
    table = pd.DataFrame(rows, columns=["perspective", "id", "of", "today", "plan"])
    return Perspectives(_held(table, after.ground.study), _classes(after, case))


def _figures(network: Network, kpis: Kpis) -> dict[tuple[str, str], float]:
    """Return the figures that any network has, by id and what they are of."""
    found: dict[tuple[str, str], float] = {
        ("capture", ""): kpis.capture,
        ("share", ""): kpis.share,
        ("cost_per_vehicle", ""): kpis.cost_per_vehicle,
        ("sites", ""): float(len(network.opened) + len(network.ground.facilities)),
        ("capacity_use", ""): _capacity_use(network),
        ("coverage_rural", ""): kpis.coverage.rural,
        ("newly_covered", ""): kpis.newly_covered,
    }
    for function in offered(network.ground.study):
        found |= _access(network, function)
    return found | _social(network)


def _of_plan(after: Network, case: BusinessCase, conflict: ChannelConflict) -> dict[tuple[str, str], float]:
    """Return the figures that only a plan has: what it is worth, its conflicts, the longest lead time."""
    worth, formats = case.worth["company"], after.ground.study.formats
    leads = [formats[name].lead_months for name in after.opened.loc[after.opened["change"] != "kept", "format"]]
    return {
        ("npv", ""): worth.npv,
        ("irr", ""): worth.irr.value,
        ("payback", ""): worth.payback,
        ("severe_conflicts", ""): float(conflict.sites["severity"].isin(["medium", "high"]).sum()),
        ("territories_breached", ""): float((conflict.sites["territories"] > 0).sum()),
        ("lead_months", ""): float(max(leads, default=0)),
    }


def _access(network: Network, function: Function) -> dict[tuple[str, str], float]:
    """Return the share of persons within the standard of a function, and their mean drive to it."""
    ground = network.ground
    zones, minutes = ground.market.zones, network.minutes[function].to_numpy(dtype=float)
    within = minutes <= standard_minutes(ground.study, zones, function)
    drive = np.minimum(minutes, ground.study.travel.max_minutes)
    return {
        ("access", function): float(np.average(within, weights=network.persons)),
        ("mean_drive", function): float(np.average(drive, weights=network.persons)),
    }


def _capacity_use(network: Network) -> float:
    """Return what sites with a capacity sell, by their capacities; NaN where none has one."""
    ground = network.ground
    demand, caps = (
        ground.model.demand.to_numpy(dtype=float),
        np.concatenate([ground.option_caps[network.is_open], ground.own_caps]),
    )
    sold = np.concatenate([(demand @ network.shares.options)[network.is_open], demand @ network.shares.own])
    capped = np.isfinite(caps)
    return float(sold[capped].sum() / caps[capped].sum()) if capped.any() else float("nan")


def _social(network: Network) -> dict[tuple[str, str], float]:
    """Return how counties fare, and how unevenly minutes to the headline function are shared out among people."""
    ground = network.ground
    zones, minutes = ground.market.zones, network.minutes[ground.study.plan.coverage]
    counties = pd.DataFrame({"all": network.persons, "covered": network.persons * network.covered}).groupby(
        [zones["city"].to_numpy(), zones["county"].to_numpy()], sort=True
    )
    sums = counties.sum()
    share = (sums["covered"] / sums["all"].where(sums["all"] > 0)).dropna()
    drive = np.minimum(minutes.to_numpy(dtype=float), ground.study.travel.max_minutes)
    return {
        ("counties_covered", ""): float((share >= HALF).mean()),
        ("worst_county", ""): float(share.min()),
        ("gini_minutes", ""): weighted_gini(drive, network.persons),
    }


def weighted_gini(values: Floats, weights: Floats) -> float:
    """Return the Gini coefficient of a value over weighted people: 0 where all have the same; NaN where nothing is.

    1 - the sum over people, the least first, of weight x (what those up to here have + what those before have), in
    shares of all.
    """
    order = np.argsort(values, kind="stable")
    people, amounts = weights[order], (values * weights)[order]
    if people.sum() <= 0 or amounts.sum() <= 0:
        return float("nan")
    reached = np.concatenate([[0.0], np.cumsum(amounts) / amounts.sum()])
    return float(1.0 - (people / people.sum()) @ (reached[1:] + reached[:-1]))


def _held(table: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return the figures beside what is asked of them; one that there is none of meets nothing."""
    keys = [f"{id_}_{of}" if of else str(id_) for id_, of in zip(table["id"], table["of"], strict=True)]
    asked = [study.scorecard.thresholds.get(key) for key in keys]
    least = [np.nan if gate is None or gate.at_least is None else gate.at_least for gate in asked]
    most = [np.nan if gate is None or gate.at_most is None else gate.at_most for gate in asked]
    met = [
        None if gate is None else bool(np.isfinite(value) and not value < low and not value > high)
        for gate, value, low, high in zip(asked, table["plan"], least, most, strict=True)
    ]
    return table.assign(at_least=least, at_most=most, met=pd.Series(met, index=table.index, dtype=object))


def _classes(after: Network, case: BusinessCase) -> pd.DataFrame:
    """Return the sites of the plan's network by class: what they sell, use and cost."""
    sites = case.sites[~case.sites["closed"].astype(bool)]
    named = pd.Series(_class_of(after, sites), index=sites.index, dtype=object)
    of_class = sites.assign(opened=sites["new"].astype(int), sites=1).groupby(named)
    table = of_class[["sites", "opened", "sold", "used_m2", "employees", "capex", "opex"]].sum()
    table = table.reindex([name for name in CLASSES if name in table.index]).rename_axis("site_class")
    per = {"sold_per_site": "sites", "sales_per_m2": "used_m2", "sales_per_head": "employees"}
    each = {name: table["sold"] / table[of].where(table[of] > 0) for name, of in per.items()}
    columns = ["site_class", "sites", "opened", "sold", *per, "capex", "opex"]
    return table.assign(**each).reset_index()[columns]


def _class_of(after: Network, sites: pd.DataFrame) -> list[str]:
    """Return the class of each site: in a rural county, else by whether its tier is in the upper half of the order."""
    ground = after.ground
    zones = ground.market.zones
    persons = pd.DataFrame({"all": after.persons, "rural": after.persons * zones["rural"].to_numpy(dtype=bool)})
    sums = persons.groupby([zones["city"].to_numpy(), zones["county"].to_numpy()]).sum()
    rural = {place for place, row in sums.iterrows() if row["rural"] > HALF * row["all"]}
    order = ground.study.tiers.order or tuple(sorted({*zones["tier"]}))
    upper = set(order[: (len(order) + 1) // 2])
    return [
        "county" if (city, county) in rural else "city_centre" if tier in upper else "suburb"
        for city, county, tier in zip(sites["city"], sites["county"], sites["tier"], strict=True)
    ]
