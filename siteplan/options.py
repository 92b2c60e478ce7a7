"""Options: one format at one site, with what it costs."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from siteplan.study import Format

__all__ = ["expand_options", "facility_options"]

DAYS_A_YEAR = 365


def expand_options(candidates: gpd.GeoDataFrame, formats: dict[str, Format]) -> pd.DataFrame:
    """Return one row for each format that fits a candidate, indexed by "site_id:format".

    A format fits where the candidate names it and has at least its `min_area_m2` (an area that is not given
    fits all). Columns: site_id, name, city, county, tier, status, row (position of the candidate), format,
    ownership, area_m2, rent, footfall, cost and capex (currency), opex (currency/year).
    """
    plain = candidates.drop(columns=["geometry", "format"], errors="ignore")
    sites = plain.assign(row=np.arange(len(plain))).reset_index()
    rows = pd.DataFrame(sites.explode("formats", ignore_index=True).rename(columns={"formats": "format"}))
    least = rows["format"].map(lambda f: formats[f].min_area_m2).astype(float)
    fits = rows["area_m2"].isna() | (rows["area_m2"] >= least)
    options = _with_costs(rows[fits], formats)
    return options.set_index(options["site_id"] + ":" + options["format"]).rename_axis("option")


def facility_options(facilities: gpd.GeoDataFrame, rents: pd.Series, formats: dict[str, Format]) -> pd.DataFrame:
    """Return own sites as options: their costs, with the tier's median rent where a site gives none.

    `rents` is the rent of candidates (CNY/m2/day) by tier.
    """
    own = pd.DataFrame(facilities.drop(columns="geometry")).reset_index()
    own = own.assign(row=np.arange(len(own)))
    for column in ("area_m2", "rent", "footfall"):
        own[column] = pd.to_numeric(own[column]) if column in own else np.nan
    own["rent"] = own["rent"].fillna(own["tier"].map(rents)).astype(float)
    return _with_costs(own, formats).set_index("site_id", drop=False)


def _with_costs(rows: pd.DataFrame, formats: dict[str, Format]) -> pd.DataFrame:
    """Return the rows with area used, capex and yearly opex of their format."""

    def of(name: str) -> pd.Series:
        return rows["format"].map(lambda f: getattr(formats[f], name))

    area = np.fmin(rows["area_m2"].astype(float), of("area_m2").astype(float))
    capex = of("capex_fixed") + area * of("capex_per_m2")
    rent = area * rows["rent"].astype(float).fillna(0.0) * DAYS_A_YEAR * of("rent_share")
    opex = rent + of("staff") * of("staff_cost") + of("opex_fixed")
    return rows.assign(
        ownership=of("ownership"),
        used_m2=area,
        capex=capex.astype(float),
        opex=opex.astype(float),
        cost=capex.astype(float),
    )
