"""Conflicts between own sites and who serves whom, in sentences and tables of a report."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.channel import channel_vocabulary as c
from siteplan.present.channel.conflict_tables import decides
from siteplan.present.reports.report_parts import Part
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, more_in, others_in, table_of
from siteplan.present.tables.plan_tables import read_sites
from siteplan.present.text.numbers import amount, exact, share
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.study.conflict_spec import LEVELS

__all__ = ["conflict_part", "conflict_sentences", "conflict_site_table"]

MOST_ROWS = 20  # that a report tells; conflict.csv tells all
MOST_CITIES = 10
SEVERITIES: Mapping[str, str] = {"none": N_("none"), "low": N_("low"), "medium": N_("medium"), "high": N_("high")}
OWNERS: Mapping[str, str] = {
    "direct": N_("the company"), "dealer": N_("a dealer"), "franchise": N_("a franchisee"), "partner": N_("a partner"),
}  # fmt: skip
SITES = (
    v.SITE, v.FORMAT, v.OWNERSHIP, c.WON_TODAY, c.LOST, c.LOST_SHARE, c.TERRITORIES, c.SEVERITY, c.DECIDES,
)  # fmt: skip
PAIRS = (v.SITE, c.TO, c.LOST, c.LOST_SHARE, c.MINUTES_APART, c.SHARED_PEOPLE, c.LOST_MARGIN, c.OWN_PART)
CITIES = (v.CITY, c.DIFFICULTY, c.COMPETITORS_SHARE, c.INCOME_MEAN, v.DRIVE, c.FRAGMENTATION)


def conflict_part(plan: Plan, reader: Reader) -> Part:
    """Return what own sites lose to new ones, pair by pair, and how hard the cities are."""
    tables = [conflict_site_table(plan, reader), _pair_table(plan, reader), _city_table(plan, reader)]
    sentences = [*conflict_sentences(plan, reader), *_served(plan, reader)]
    title = reader.gettext("Conflicts between own sites")
    return Part(title, sentences, [table for table in tables if table], "conflict")


def conflict_sentences(plan: Plan, reader: Reader) -> list[str]:
    """Return how many own sites lose how much, and whose territory is breached."""
    sites, limits = plan.conflict.sites, plan.study.conflict
    if sites.empty:
        return []
    _ = reader.gettext
    losing = sites[sites["lost_share"] >= limits.share_lost["low"]]
    least = share(limits.share_lost["low"], reader)
    if losing.empty:
        said = [_("No own site loses {share} or more of what it wins today to new sites.").format(share=least)]
    else:
        text = reader.ngettext(
            "{n} of {all} own sites loses {share} or more of what it wins today to new sites: {levels}.",
            "{n} of {all} own sites lose {share} or more of what they win today to new sites: {levels}.",
            len(losing),
        )
        said = [text.format(n=len(losing), all=len(sites), share=least, levels=_levels(losing, reader))]
    return [*said, *_territories(plan, reader)]


def _levels(losing: pd.DataFrame, reader: Reader) -> str:
    """Return how many are of each severity: "3 low, 1 high"."""
    counts = losing["severity"].value_counts()
    one, _ = reader.gettext("{n} {severity}"), reader.gettext
    return _(", ").join(
        one.format(n=counts[level], severity=_(SEVERITIES[level])) for level in LEVELS if level in counts
    )


def _territories(plan: Plan, reader: Reader) -> list[str]:
    minutes, breached = plan.conflict.territory_minutes, int((plan.conflict.sites["territories"] > 0).sum())
    if np.isnan(minutes):
        return []
    text = reader.ngettext(
        "New sites share people within {minutes} with {n} own site.",
        "New sites share people within {minutes} with {n} own sites.",
        breached,
    )
    return [text.format(minutes=amount(minutes, "min", reader), n=breached)]


def _served(plan: Plan, reader: Reader) -> list[str]:
    """Return how even the areas of all sites that sell are."""
    balance = plan.served.balance
    if "all" not in balance.index or balance["most_by_mean"].isna()["all"]:
        return []
    ratio, uneven = (float(balance[name].to_dict()["all"]) for name in ("most_by_mean", "gini"))
    text = reader.gettext(
        "Where each zone is that of the site that wins most there, the largest area has {ratio} times the mean demand; "
        "Gini {gini}. service_areas.csv tells who serves which zone, also by who runs the sites."
    )
    return [text.format(ratio=exact(ratio, 1), gini=exact(uneven, 2))]


def conflict_site_table(plan: Plan, reader: Reader) -> Table | None:
    """Return the own sites that lose most; None where none loses anything or shares a territory."""
    sites = plan.conflict.sites
    losing = sites[(sites["lost"] > 0) | (sites["territories"] > 0)]
    if losing.empty:
        return None
    frame = _read(losing.head(MOST_ROWS), plan, reader)
    if np.isnan(plan.conflict.territory_minutes):
        frame = frame.drop(columns="territories")
    note = " ".join(others_in("conflict.csv", len(losing) - MOST_ROWS, reader))
    table = table_of(reader.gettext("What own sites lose to new ones"), frame, SITES, reader, note=note)
    return table.whole_in("conflict.csv")


def _read(sites: pd.DataFrame, plan: Plan, reader: Reader) -> pd.DataFrame:
    market, _ = plan.market, reader.gettext
    return read_sites(sites, market.facilities, market.zones, reader).assign(
        ownership=[_(OWNERS[name]) for name in sites["ownership"]],
        severity=[_(SEVERITIES[level]) for level in sites["severity"]],
        decides=[decides(level, plan, reader) for level in sites["severity"]],
    )


def _pair_table(plan: Plan, reader: Reader) -> Table | None:
    """Return the pairs of which one takes most of the other; None where there are none."""
    pairs, market = plan.conflict.pairs, plan.market
    if pairs.empty:
        return None
    told = pairs.head(MOST_ROWS)
    own, new = reader.shown(market.facilities, "name"), reader.shown(market.candidates, "name")
    takers = [new.get(site, own.get(site, site)) for site in told["to"]]
    frame = told.assign(name=[own[site] for site in told["site_id"]], to=takers)
    if np.isnan(plan.conflict.territory_minutes):
        frame = frame.drop(columns="shared_people")
    if frame["lost_margin"].isna().all():
        frame = frame.drop(columns=["lost_margin", "own_part"])
    note = " ".join(more_in("conflict.csv", len(pairs) - MOST_ROWS, reader))
    table = table_of(reader.gettext("Which new site takes how much of which own site"), frame, PAIRS, reader, note=note)
    return table.whole_in("conflict.csv")


def _city_table(plan: Plan, reader: Reader) -> Table | None:
    """Return the hardest cities; None where there are too few to tell."""
    cities = plan.conflict.cities.sort_values("difficulty", ascending=False, kind="stable").head(MOST_CITIES)
    if len(cities) < 2:
        return None
    frame = cities.reset_index().assign(city=reader.cities(cities.index, plan.market.zones))
    if frame["mean_income"].isna().all():
        frame = frame.drop(columns="mean_income")
    table = table_of(reader.gettext("Cities that are hardest to sell in"), frame, CITIES, reader)
    return table.whole_in("difficulty.csv")
