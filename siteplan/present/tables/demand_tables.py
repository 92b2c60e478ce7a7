"""Where demand comes from, step by step: tables by tier for report and app, totals by tier and city for a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.model_text.assumptions import assumptions
from siteplan.present.plan_text.sentences import percent
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, TableColumn, frame_of, table_of
from siteplan.present.text.numbers import NO_NUMBER, exact
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.study import Study
from siteplan.study.demand_spec import Line, Segment
from siteplan.tradearea.demand import demand_amounts
from siteplan.tradearea.demand_years import demand_in, horizon

__all__ = ["demand_tables", "demand_totals", "part_table", "segment_tables"]

PARTS = (v.DEMAND, v.CAPTURE_TODAY, v.CAPTURE, v.SHARE_TODAY, v.SHARE_OF_MARKET)
SEGMENTS = (v.SEGMENT, v.WHO, v.NEV_FACTOR, v.DRAWN, v.DRAWN_OUTSIDE)
LINES = (v.LINE, v.SHARE_BOUGHT, v.SOLD_AT, v.DRAWN, v.DRAWN_OUTSIDE)

# What is counted -> what people read, and the settings of [demand] that it comes from.
_CHAIN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "persons": (N_("People"), ()),
    "households": (N_("Households"), ()),
    "cars_owned": (N_("Cars they own"), ("ownership_per_1000_persons", "cars_per_household")),
    "cars_bought": (N_("New cars a year"), ("cars_per_1000_persons", "replacement_years", "stock_growth")),
    "nevs_bought": (N_("Of these, new-energy"), ("year", "nev_share")),
    "bought": (N_("Bought a year"), ("per_person",)),
    "by_income": (N_("By what people earn"), ("income_elasticity",)),
    "by_segment": (N_("By income segment"), ("income_gini",)),
    "given": (N_("Vehicles a year, as given by the zones"), ()),
    "by_factor": (N_("By the study's factor"), ("factor",)),
    "demand": (N_("Not bought online: what sites can win"), ("online_share",)),
}
_OTHERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "nev_stock": (N_("New-energy vehicles in use"), ("nev_stock_share",)),
    "charging_demand": (N_("Public charging sessions a day"), ("sessions_per_vehicle_day", "public_charging_share")),
    "owners": (N_("Vehicles of the own brand in use"), ("own_stock_share",)),
    "service_demand": (N_("Workshop visits a year"), ("service_visits",)),
}


def demand_tables(study: Study, zones: gpd.GeoDataFrame, reader: Reader) -> list[Table]:
    """Return the steps from people to the demand of sites, it by year, and that for charging and service, by tier."""
    _ = reader.gettext
    amounts = demand_amounts(study.demand, zones)
    note = _("Each line follows from the one above it by the settings beside it.")
    chain = _table(_("From people to the vehicles that sites can win"), _CHAIN, amounts, study, zones, reader, note)
    chains = [chain, *_by_year(study, zones, reader)]
    if not any(name in amounts for name in _OTHERS):
        return chains
    return [*chains, _table(_("Demand for charging and service"), _OTHERS, amounts, study, zones, reader)]


def demand_totals(study: Study, zones: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return every amount of `demand_amounts` summed over all zones, by tier and by city.

    Columns level ("all", "tier", "city"), tier and city ("" where all are meant), then the amounts.
    """
    amounts = demand_amounts(study.demand, zones)
    places = zones[["tier", "city"]]
    rows = [amounts.sum().to_frame().T.assign(level="all", tier="", city="")]
    for level, columns in (("tier", ["tier"]), ("city", ["tier", "city"])):
        sums = amounts.groupby([places[column] for column in columns]).sum().reset_index()
        rows.append(sums.assign(level=level, **{} if "city" in columns else {"city": ""}))
    return pd.concat(rows, ignore_index=True)[["level", "tier", "city", *amounts.columns]]


def part_table(plan: Plan, reader: Reader) -> Table | None:
    """Return what the network wins of each income segment and product line; None where the study names none."""
    parts = plan.segments
    if parts.empty:
        return None
    demand = parts["demand"].where(parts["demand"] != 0)
    frame = parts.assign(
        capture_today=parts["today"], share_before=parts["today"] / demand, share=parts["capture"] / demand
    )
    named = [column for column in (v.SEGMENT, v.LINE) if parts[column.name].any()]
    return table_of(reader.gettext("Who buys what"), frame, [*named, *PARTS], reader)


def segment_tables(study: Study, reader: Reader) -> list[Table]:
    """Return what the income segments and product lines are assumed to be; none where the study has none."""
    _ = reader.gettext
    tables = []
    if segments := study.demand.segments:
        who = [(s.name, _who(s, reader), s.nev_factor, *_draws(s, reader)) for s in segments]
        tables.append(table_of(_("Income segments as assumed"), frame_of(SEGMENTS, who), SEGMENTS, reader))
    if lines := study.demand.lines:
        rows = [(x.name, _shares(x.share, reader), _sold_at(x, reader), *_draws(x, reader)) for x in lines]
        tables.append(table_of(_("Product lines as assumed"), frame_of(LINES, rows), LINES, reader))
    return tables


def _table(
    caption: str,
    steps: Mapping[str, tuple[str, tuple[str, ...]]],
    amounts: pd.DataFrame,
    study: Study,
    zones: gpd.GeoDataFrame,
    reader: Reader,
    note: str = "",
) -> Table:
    """Return a table of some amounts by tier, each with the settings behind it below it."""
    _ = reader.gettext
    sums, order = amounts.groupby(zones["tier"]).sum(), _tiers(study, zones)
    shown = {key: step for key, step in steps.items() if key in amounts}
    columns = (v.STEP, *_of_tiers(order, reader), v.ALL)
    rows = [(_(title), *sums.loc[order, key], amounts[key].sum()) for key, (title, _keys) in shown.items()]
    frame = frame_of(columns, rows).assign(settings=[*_settings(study, (keys for _title, keys in shown.values()))])
    return table_of(caption, frame, columns, reader, below=v.SETTINGS, note=note)


def _by_year(study: Study, zones: gpd.GeoDataFrame, reader: Reader) -> list[Table]:
    """Return what sites can win in each year of the horizon; no table where all years are alike."""
    if not study.demand.moving:
        return []
    _, order = reader.gettext, _tiers(study, zones)
    columns = (v.CALENDAR_YEAR, *_of_tiers(order, reader), v.ALL)
    rows = []
    for year in horizon(study):
        demand = demand_in(study.demand, zones, year)
        rows.append((str(year), *demand.groupby(zones["tier"]).sum()[order], demand.sum()))
    note = _("Sales and money of a plan are those of the demand of {year}.").format(year=study.demand.year)
    return [table_of(_("Vehicles that sites can win, by year"), frame_of(columns, rows), columns, reader, note=note)]


def _tiers(study: Study, zones: gpd.GeoDataFrame) -> list[str]:
    """Return the tiers of zones, those of the study's order first."""
    known, order = set(zones["tier"]), study.tiers.order
    return [*(tier for tier in order if tier in known), *sorted(known - set(order))]


def _of_tiers(order: Iterable[str], reader: Reader) -> list[TableColumn]:
    return [replace(v.OF_TIER, name=f"tier {tier}").where(tier=reader.tier_name(tier)) for tier in order]


def _settings(study: Study, of_rows: Iterable[tuple[str, ...]]) -> Iterable[str]:
    """Give the settings behind each row, with their labels."""
    known = {a.key: a for a in assumptions(study) if a.section == "demand"}
    for keys in of_rows:
        found = [known[key] for key in keys if key in known]
        yield "; ".join(f"{a.key} {a.value} {a.note}".rstrip() for a in found)


def _who(segment: Segment, reader: Reader) -> str:
    _ = reader.gettext
    if segment.share is not None:
        return _shares(segment.share, reader)
    unit, low = reader.money_word("/person/year"), exact(segment.income_from)
    if segment.income_to is None:
        return _("from {low} {unit}").format(low=low, unit=unit)
    return _("{low} to {high} {unit}").format(low=low, high=exact(segment.income_to), unit=unit)


def _shares(shares: Mapping[str, float], reader: Reader) -> str:
    return _listed({key: percent(share, reader, 0) for key, share in shares.items()}, reader)


def _draws(part: Segment | Line, reader: Reader) -> tuple[str, str]:
    """Return the factors on what formats and the outside option draw."""
    by_format = {reader.format_name(key): f"× {value:g}" for key, value in part.attractiveness.items()}
    return _listed(by_format, reader) or NO_NUMBER, f"× {part.outside:g}"


def _sold_at(line: Line, reader: Reader) -> str:
    _ = reader.gettext
    return _(", ").join(reader.format_name(name) for name in line.formats) or _("all formats")


def _listed(values: Mapping[str, str], reader: Reader) -> str:
    """Return values with their keys; one alone that stands for all without."""
    if [*values] == ["default"]:
        return values["default"]
    _ = reader.gettext
    return _(", ").join(f"{_('others') if key == 'default' else key} {value}" for key, value in values.items())
