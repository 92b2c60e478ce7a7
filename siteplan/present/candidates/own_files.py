"""A visitor's own candidates to take away: rows of candidates.csv, as the study's own file has them."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from siteplan.present.files.spreadsheet import safe_csv

__all__ = ["own_candidates_csv"]

COLUMNS = ("name", "province", "city", "county", "tier", "area_m2", "rent", "footfall", "piles", "kw", "status")


def own_candidates_csv(sites: gpd.GeoDataFrame) -> bytes:
    """Return candidates as rows that a study's candidates.csv may have; columns that say nothing are left out."""
    table = pd.DataFrame({"lon": sites.geometry.x, "lat": sites.geometry.y}, index=sites.index)
    told = {name: sites[name] for name in COLUMNS if name in sites and sites[name].replace("", None).notna().any()}
    formats = sites["formats"].map(";".join)
    return safe_csv(table.assign(**told, formats=formats).rename_axis("site_id").reset_index())
