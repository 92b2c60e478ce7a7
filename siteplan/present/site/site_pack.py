"""What the page of one site says: the same kind of page one as the plan's, about the site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from siteplan.evaluate import Plan
from siteplan.present.channel.kpi_dictionary import DICTIONARY, unit_of
from siteplan.present.pack.content import KeyFigure, Pack, Point
from siteplan.present.plan_text.explained_words import needed_sentence, removal_sentence
from siteplan.present.plan_text.sentences import why_sentence
from siteplan.present.plan_text.transfer_words import losing_most
from siteplan.present.site.site_page import SiteTold, cash_table, headline_of, site_page
from siteplan.present.site.takes_chart import column_beside_map
from siteplan.present.tables.forecast_table import with_forecast
from siteplan.present.tables.plan_tables import read_sites
from siteplan.present.text.numbers import amount, exact, share
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_

__all__ = ["site_pack"]

FIGURES = ("capture", "net_new", "cannibalised", "capex", "opex", "npv", "payback", "break_even")
HEADLINES = ("capture", "net_new", "capex", "npv", "payback")


def site_pack(plan: Plan, site_id: str, made: int, reader: Reader) -> Pack:
    """Return the page of a site that opens; `made` is when the plan's files were written, seconds since 1970."""
    _ = reader.gettext
    row = with_forecast(plan.sites[plan.sites["site_id"] == site_id], plan)
    site = {str(key): value for key, value in row.drop(columns="geometry").iloc[0].to_dict().items()}
    named = read_sites(row, plan.market.candidates, plan.market.zones, reader).iloc[0]
    title = _("{site}, {city}: {format}").format(site=named["name"], city=named["city"], format=named["format"])
    figures = {figure.id: figure for figure in _figures(site_id, site, reader)}
    told = SiteTold(
        asked=_("Site"),
        title=title,
        sentences=[why_sentence(plan, site_id, reader)],
        headlines=[headline_of(figures[key], reader) for name in HEADLINES if (key := f"{site_id}.{name}") in figures],
        figures=tuple(figures.values()),
        chart=column_beside_map(plan, site_id, reader),
        reasons_title=_("Why here"),
        reasons=tuple(_reasons(plan, site, reader)),
        risks=tuple(_risks(plan, site, reader)),
        table=cash_table(plan, site_id, ("new",), reader),
    )
    return site_page(plan, site_id, told, made, reader)


def _figures(site_id: str, site: Mapping[str, Any], reader: Reader) -> Iterator[KeyFigure]:
    for name in FIGURES:
        entry, value = DICTIONARY[name], float(site.get(name, float("nan")))
        if not np.isfinite(value):
            continue
        unit = unit_of(entry, reader)
        text = amount(value, unit, reader, 2 if unit == "years" else 3)
        named, period, formula = map(reader.gettext, (entry.name, N_("with the plan"), entry.formula))
        yield KeyFigure(f"{site_id}.{name}", named, value, text, unit, period, entry.source, meaning=formula)


def _reasons(plan: Plan, site: dict[str, Any], reader: Reader) -> Iterator[Point]:
    """Yield what the plan loses without it, which rules need it, how it scores."""
    _ = reader.gettext
    if said := removal_sentence(site, plan.proof.goal, reader):
        yield Point(_("Without it"), said[0])
    if said := needed_sentence(str(site["needed_for"]), plan.study, reader):
        yield Point(_("Rules that need it"), said[0])
    if np.isfinite(site["score"]):
        text = _("Score {score}, rank {rank} of {all} candidates.")
        told = {"score": exact(site["score"], 0), "rank": exact(site["rank"]), "all": len(plan.market.candidates)}
        yield Point(_("The place"), text.format(**told))


def _risks(plan: Plan, site: dict[str, Any], reader: Reader) -> Iterator[Point]:
    """Yield the forecast beside the model, what it takes from own sites, and from how many sales on it pays."""
    _ = reader.gettext
    if site.get("forecast", float("nan")) >= 0:
        text = _("From own sites' sales {forecast} ({low} to {high}) would be expected; the model says {model}.")
        names = {"forecast": "forecast", "low": "forecast_low", "high": "forecast_high", "model": "capture"}
        title = _("Sales may be less") if site["above_forecast"] else _("Forecast and model")
        yield Point(title, text.format(**{key: exact(site[name]) for key, name in names.items()}))
    if site["capture"] > 0 and site["cannibalised"] > 0:
        own, rivals = (
            taken[site["site_id"]] / site["capture"] for taken in (plan.transfers.own, plan.transfers.rivals)
        )
        losing, _brands = losing_most(own, rivals, plan.market, reader)
        part = share(site["cannibalised"] / site["capture"], reader)
        text = (
            _("{part} of its sales come from own sites: {sites}.")
            if losing
            else _("{part} of its sales come from own sites.")
        )
        yield Point(_("It takes from own sites"), text.format(part=part, sites=losing))
    if np.isfinite(site["break_even"]):
        text = _("It pays from {least} on; it is modelled to sell {sold}.")
        told = {"least": site["break_even"], "sold": site["capture"] / 12}
        money = {key: amount(x, "vehicles/month", reader) for key, x in told.items()}
        yield Point(_("Break-even"), text.format(**money))
