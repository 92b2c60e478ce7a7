"""Today's network as the model has it, and what flows and others' sales say of it."""

from __future__ import annotations

from dataclasses import replace

from siteplan.forecast.held_today import HeldToday
from siteplan.market import Market
from siteplan.market.options import as_today, site_options
from siteplan.study import Study
from siteplan.tradearea import Utilities, in_parts, utilities
from siteplan.tradearea.attractiveness import references
from siteplan.travel import TravelTimes, travel_times

__all__ = ["beside_fits", "of_today"]


def beside_fits(held: HeldToday, study: Study, market: Market, travel: TravelTimes, today: Utilities) -> HeldToday:
    """Return the same with the decay that flows show, and with each site told by a fit to the others' sales."""
    if held.given:
        from siteplan.forecast.fitted_sales import held_out_today  # noqa: PLC0415 - scikit-learn takes a second to load

        held = replace(held, held_out=held_out_today(study, market, today))
    if market.flows is None:
        return held
    from siteplan.tradearea.calibration.flows_decay import flows_decay  # noqa: PLC0415 - few studies have flows

    return replace(held, flows=flows_decay(study, market, travel))


def of_today(study: Study, market: Market) -> tuple[Utilities, TravelTimes]:
    """Return what today's network, rivals and others are worth: own sites that may change stand like all others."""
    options = site_options(market, study.formats)
    known = references(study.trade_area, market, options)
    alone, none = as_today(market), options.iloc[:0]
    travel = travel_times(study.travel, alone)
    model = utilities(study, alone, travel, none, known)
    return in_parts(study.demand, market.zones, model, none["format"], market.facilities["format"]), travel
