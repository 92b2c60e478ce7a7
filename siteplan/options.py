"""Options: one format at one site, with what it costs."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.market import Market
from siteplan.study import Format

__all__ = ["expand_options", "facility_options", "may_change", "site_options"]

DAYS_A_YEAR = 365


def may_change(facilities: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which facilities a plan may close or convert (n_facilities,); the others stay as they are."""
    if "keep" not in facilities:
        return np.zeros(len(facilities), dtype=bool)
    return facilities["keep"].isin(["closable", "convertible"]).to_numpy(dtype=bool)


def site_options(market: Market, formats: dict[str, Format]) -> pd.DataFrame:
    """Return all that a plan decides on: options of the candidates, then those of facilities that may change.

    Columns as in expand_options. `row` counts on through the facilities that may change; `change` says what choosing
    the option does: "new" opens it, "kept" lets a facility stay as it is at no capex, "converted" gives it another
    format. `new` is False for what is kept: that is no opening. `closing` (currency) is spent where the option is not
    chosen: what it costs to close a site that may close.
    """
    options = expand_options(market.candidates, formats)
    changing = market.facilities[may_change(market.facilities)]
    if changing.empty:
        return options
    own = _own_options(changing, market.rents_by_tier(), formats)
    own["row"] += len(market.candidates)
    return pd.concat([options, own[options.columns.intersection(own.columns)]])


def expand_options(candidates: gpd.GeoDataFrame, formats: dict[str, Format]) -> pd.DataFrame:
    """Return one row for each format that fits a candidate, indexed by "site_id:format".

    A format fits where the candidate names it and has at least its `min_area_m2` (an area that is not given
    fits all). Columns: site_id, name, city, county, tier, status, row (position of the candidate), change, new,
    format, ownership, area_m2, rent, footfall, cost and capex (currency), opex (currency/year).
    """
    plain = candidates.drop(columns=["geometry", "format"], errors="ignore")
    sites = plain.assign(row=np.arange(len(plain)), change="new", new=True, closing=0.0).reset_index()
    rows = pd.DataFrame(sites.explode("formats", ignore_index=True).rename(columns={"formats": "format"}))
    fitting = rows[_fits(rows, formats)]
    return _labelled(_with_costs(fitting, fitting["rent"], formats))


def facility_options(facilities: gpd.GeoDataFrame, rents: pd.Series, formats: dict[str, Format]) -> pd.DataFrame:
    """Return own sites as options: their costs, with the tier's median rent where a site gives none.

    `rents` is the rent of candidates (CNY/m2/day) by tier.
    """
    own = _as_rows(facilities)
    return _with_costs(own, _rents(own, rents), formats).set_index("site_id", drop=False)


def _own_options(facilities: gpd.GeoDataFrame, rents: pd.Series, formats: dict[str, Format]) -> pd.DataFrame:
    """Return each facility as it is, and in the other formats that it may be converted to, site by site."""
    own = _as_rows(facilities).assign(status="candidate", today=facilities["format"].to_numpy())
    rows = own.assign(format=_possible(own, formats)).explode("format", ignore_index=True)
    kept = rows["format"] == rows["today"]
    rows = rows.assign(new=~kept, change=np.where(kept, "kept", "converted"))[kept | _fits(rows, formats)]
    options = _with_costs(rows, _rents(rows, rents), formats)
    part = options["format"].map(lambda f: formats[f].conversion_share) * options["new"]
    closing = options["format"].map(lambda f: formats[f].closing_cost).where(options["keep"] == "closable", 0.0)
    return _labelled(options.assign(capex=options["capex"] * part, cost=options["cost"] * part, closing=closing))


def _possible(own: pd.DataFrame, formats: dict[str, Format]) -> pd.Series:
    """Return the formats of each facility: its own and, if it is convertible, those it names, or all if none."""
    named = own.get("convert_to", pd.Series([()] * len(own), index=own.index, dtype=object))
    rows = zip(own["format"], own["keep"], named, strict=True)
    possible = [
        tuple(dict.fromkeys((today, *((names or formats) if keep == "convertible" else ()))))
        for today, keep, names in rows
    ]
    return pd.Series(possible, index=own.index, dtype=object)


def _as_rows(facilities: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return facilities without geometry, numbered by `row`, with the columns that costs need."""
    own = pd.DataFrame(facilities.drop(columns="geometry")).reset_index()
    own = own.assign(row=np.arange(len(own)))
    for column in ("area_m2", "rent", "footfall"):
        own[column] = pd.to_numeric(own[column]) if column in own else np.nan
    return own


def _rents(own: pd.DataFrame, by_tier: pd.Series) -> pd.Series:
    """Return the rent of facilities, their tier's where they give none."""
    rents: pd.Series = own["rent"].fillna(own["tier"].map(by_tier))
    return rents


def _fits(rows: pd.DataFrame, formats: dict[str, Format]) -> pd.Series:
    """Return which rows' sites are large enough for their format, or of unknown size."""
    least = rows["format"].map(lambda f: formats[f].min_area_m2).astype(float)
    fits: pd.Series = rows["area_m2"].isna() | (rows["area_m2"] >= least)
    return fits


def _labelled(options: pd.DataFrame) -> pd.DataFrame:
    return options.set_index(options["site_id"] + ":" + options["format"]).rename_axis("option")


def _with_costs(rows: pd.DataFrame, rents: pd.Series, formats: dict[str, Format]) -> pd.DataFrame:
    """Return the rows with area used, capex and yearly opex of their format, at these rents (currency/m2/day)."""

    def of(name: str) -> pd.Series:
        return pd.Series([getattr(formats[f], name) for f in rows["format"]], index=rows.index)

    area = np.fmin(rows["area_m2"].astype(float), of("area_m2").astype(float))
    capex = of("capex_fixed") + area * of("capex_per_m2")
    rent = area * rents.astype(float).fillna(0.0) * DAYS_A_YEAR * of("rent_share")
    opex = rent + of("staff") * of("staff_cost") + of("opex_fixed")
    return rows.assign(
        ownership=of("ownership"),
        used_m2=area,
        capex=capex.astype(float),
        opex=opex.astype(float),
        cost=capex.astype(float),
    )
