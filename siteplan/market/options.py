"""Options: one format at one site, with what it costs."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.market import Market
from siteplan.market.fallbacks import by_format_and_tier, filled_levels
from siteplan.market.filled import Filled
from siteplan.market.modules import as_built
from siteplan.study import Format
from siteplan.study.review_spec import CLOSES, CONVERTS, KEEP, MOVES

__all__ = [
    "DAYS_A_YEAR",
    "as_given",
    "as_today",
    "decision_sites",
    "expand_options",
    "facility_options",
    "filled_rents",
    "known_rents",
    "may_change",
    "site_numbers",
    "site_options",
]

DAYS_A_YEAR = 365


def may_change(facilities: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which facilities a plan may close, convert or move (n_facilities,); the others stay as they are."""
    if "keep" not in facilities:
        return np.zeros(len(facilities), dtype=bool)
    return facilities["keep"].isin(KEEP[1:]).to_numpy(dtype=bool)


def as_given(sites: pd.DataFrame) -> pd.DataFrame:
    """Return candidates, or options, without those that stand for own sites that might move to the place of another."""
    return sites if "moves" not in sites else sites[sites["moves"].fillna("") == ""]


def as_today(market: Market) -> Market:
    """Return a market in which nothing is left to decide: no candidates, and every own site stays as it is."""
    own = market.facilities.drop(columns="keep", errors="ignore")
    return replace(market, candidates=market.candidates.iloc[:0], facilities=own)


def decision_sites(market: Market) -> gpd.GeoDataFrame:
    """Return where the sites lie that a plan decides on, by site_id: candidates, then facilities that may change.

    No id is among both. `rural` is told where both tables tell it.
    """
    candidates, facilities = market.candidates, market.facilities
    changing = may_change(facilities)
    if not changing.any():
        return candidates
    known = [column for column in ("geometry", "rural") if column in candidates and column in facilities]
    sites = pd.concat([candidates[known], facilities.loc[changing, known]])
    return gpd.GeoDataFrame(sites, crs=candidates.crs)


def site_numbers(options: pd.DataFrame) -> NDArray[np.intp]:
    """Return a number for the site of each option (n_options,), the same for those of one site."""
    return pd.factorize(options["site_id"])[0]


def site_options(market: Market, formats: dict[str, Format], rents: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return all that a plan decides on: options of the candidates, then those of facilities that may change.

    Columns as in expand_options. `change` says what choosing the option does: "new" opens it, "kept" lets a facility
    stay as it is at no capex, "converted" gives it another format. `new` is False for what is kept: that is no opening.
    `closing` (currency) is spent where no option of the site is chosen: what it costs to close it, told by what stands.
    `rents` are those that sites give, where they are known (see known_rents).
    """
    rents = known_rents(market, formats) if rents is None else rents
    options = expand_options(market.candidates, formats, rents)
    changing = market.facilities[may_change(market.facilities)]
    if changing.empty:
        return options
    own = _own_options(changing, rents, formats)
    return pd.concat([options, own[options.columns.intersection(own.columns)]])


def known_rents(market: Market, formats: dict[str, Format]) -> pd.DataFrame:
    """Return the rents that sites give (format, tier, rent in currency/m2/day), a row for each format that fits one.

    Of candidates and of own sites: what stands in for a rent that is not given is the median of those alike.
    """
    return _rents_in(_fitting(as_given(market.candidates), formats), _as_rows(market.facilities))


def _rents_in(candidates: pd.DataFrame, facilities: pd.DataFrame) -> pd.DataFrame:
    """Return the rents that are given in rows, one for each format that fits a site."""
    columns = ["format", "tier", "rent"]
    tables = [table[columns] for table in (candidates, facilities) if len(table)]
    rows = pd.concat(tables) if tables else pd.DataFrame(columns=columns)
    return rows.assign(rent=rows["rent"].astype(float)).dropna(subset="rent")


def filled_rents(market: Market, formats: dict[str, Format]) -> list[Filled]:
    """Return which rents that somebody pays were filled in, and from what."""
    tables = {
        "candidates": _fitting(as_given(market.candidates), formats),
        "facilities": _as_rows(market.facilities),
    }
    known, found = _rents_in(*tables.values()), []
    for name, rows in tables.items():
        paid = rows[rows["format"].map(lambda f: formats[f].rent_share > 0).astype(bool)]
        found += filled_levels(name, "rent", paid["site_id"], by_format_and_tier(paid, known, "rent")[1])
    return found


def expand_options(
    candidates: gpd.GeoDataFrame, formats: dict[str, Format], rents: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return one row for each format that fits a candidate, indexed by "site_id:format".

    A format fits where the candidate names it and has at least its least area (an area that is not given
    fits all). `rents` are those that stand in where a candidate gives none (see known_rents), the candidates' own if
    left out. Columns: site_id, name, city, county, tier, status, change, new, format, ownership, module, area_m2,
    used_m2, rent, footfall; what the maker pays as cost and capex (currency) and opex (currency/year), what all payers
    together pay as capex_all and opex_all; employees; and what makes up opex_all (currency/year): COST_LINES.
    """
    fitting = _fitting(candidates, formats)
    known = fitting.dropna(subset="rent") if rents is None else rents
    return _labelled(_with_costs(fitting, known, formats))


def _fitting(candidates: gpd.GeoDataFrame, formats: dict[str, Format]) -> pd.DataFrame:
    """Return a row for each format that fits a candidate, without costs."""
    plain = pd.DataFrame(candidates).drop(columns=["geometry", "format"], errors="ignore")
    named = list(plain["formats"])
    each = plain.reset_index().iloc[np.repeat(np.arange(len(named)), [len(names) for names in named])]
    kinds = np.array([name for names in named for name in names], dtype=object)
    told = each.assign(formats=kinds, change="new", new=True, closing=0.0)
    rows = told.rename(columns={"formats": "format"}).reset_index(drop=True)
    return rows[_fits(rows, formats)]


def facility_options(facilities: gpd.GeoDataFrame, rents: pd.DataFrame, formats: dict[str, Format]) -> pd.DataFrame:
    """Return own sites as options: their costs, with the median rent of sites alike where one gives none.

    `rents` are those that sites give (see known_rents).
    """
    return _with_costs(_as_rows(facilities), rents, formats).set_index("site_id", drop=False)


def _own_options(facilities: gpd.GeoDataFrame, rents: pd.DataFrame, formats: dict[str, Format]) -> pd.DataFrame:
    """Return each facility as it is, and in the other formats that it may be converted to, site by site."""
    own = _as_rows(facilities).assign(status="candidate", today=facilities["format"].to_numpy())
    rows = own.assign(format=_possible(own, formats)).explode("format", ignore_index=True)
    kept = rows["format"] == rows["today"]
    rows = rows.assign(new=~kept, change=np.where(kept, "kept", "converted"))[kept | _fits(rows, formats)]
    options = _with_costs(rows, rents, formats)
    part = options["format"].map(lambda f: formats[f].conversion_share) * options["new"]
    once = options["format"].map(lambda f: formats[f].closing_cost).astype(float)
    closing = once.where(options["keep"].isin(CLOSES | MOVES) & ~options["new"], 0.0)
    spent = {name: options[name] * part for name in ("capex", "cost", "capex_all")}
    return _labelled(options.assign(**spent, closing=closing))


def _possible(own: pd.DataFrame, formats: dict[str, Format]) -> pd.Series:
    """Return the formats of each facility: its own and, if it may convert, those it names, or all if none."""
    named = own.get("convert_to", pd.Series([()] * len(own), index=own.index, dtype=object))
    rows = zip(own["format"], own["keep"], named, strict=True)
    possible = [
        tuple(dict.fromkeys((today, *((names or formats) if keep in CONVERTS else ())))) for today, keep, names in rows
    ]
    return pd.Series(possible, index=own.index, dtype=object)


def _as_rows(facilities: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return facilities without geometry, with the columns that costs need."""
    own = pd.DataFrame(facilities).drop(columns="geometry").reset_index()
    for column in ("area_m2", "rent", "footfall"):
        own[column] = pd.to_numeric(own[column]) if column in own else np.nan
    return own


def _fits(rows: pd.DataFrame, formats: dict[str, Format]) -> pd.Series:
    """Return which rows' sites are large enough for their format, or of unknown size."""
    least = rows["format"].map(lambda f: formats[f].least_area_m2).astype(float)
    fits: pd.Series = rows["area_m2"].isna() | (rows["area_m2"] >= least)
    return fits


def _labelled(options: pd.DataFrame) -> pd.DataFrame:
    return options.set_index(options["site_id"] + ":" + options["format"]).rename_axis("option")


def _with_costs(rows: pd.DataFrame, known: pd.DataFrame, formats: dict[str, Format]) -> pd.DataFrame:
    """Return the rows with area used, capex and yearly opex of their format, gaps in rents filled from those known."""
    rents = by_format_and_tier(rows, known, "rent")[0]

    def of(name: str) -> pd.Series:
        return pd.Series([getattr(formats[f], name) for f in rows["format"]], index=rows.index)

    built = as_built(rows, formats)
    area = built["used_m2"]
    capex = (built["capex_fixed"] + area * of("capex_per_m2") * (1 - of("modular_saving"))).astype(float)
    lines = {
        "rent_cost": area * rents.astype(float).fillna(0.0) * DAYS_A_YEAR * of("rent_share"),
        "wage_cost": built["staff"] * of("staff_cost"),
        "other_cost": built["opex_fixed"],
        "energy_cost": area * of("energy_per_m2"),
        "marketing_cost": of("marketing").astype(float),
    }
    opex = sum(lines.values(), start=pd.Series(0.0, index=rows.index))
    own = capex * of("capex_part")
    return rows.assign(
        ownership=of("ownership"),
        module=built["module"],
        used_m2=area,
        capex=own,
        opex=opex * of("opex_part"),
        cost=own,
        capex_all=capex,
        opex_all=opex,
        employees=built["staff"],
        **lines,
    )
