"""A study folder of a small town on disk, to be spoilt one way at a time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely import box

from siteplan.data import check_study
from siteplan.data.study_toml.study_file import study_reading
from siteplan.errors import Problem
from tests.examples import thorough

TOML = """
[study]
name = "Small town"

[files]
zones = "zones.geojson"
candidates = "candidates.csv"
facilities = "facilities.csv"
competitors = "competitors.csv"

[formats.mall]
functions = ["display", "sale"]
attractiveness = 1.0
area_m2 = 200

[formats.service]
functions = ["service"]
attractiveness = 0.0
area_m2 = 1200

[[plan.rules]]
kind = "budget"
at_most = 5_000_000
"""

SIDE = 0.1
MIDDLES = tuple((113.05 + SIDE * (n % 3), 23.05 + SIDE * (n // 3)) for n in range(6))


def zones() -> gpd.GeoDataFrame:
    """Six squares of 0.1 degrees in two rows: Z1, Z2, Z3 in the south, Z4, Z5, Z6 in the north, which is rural."""
    return gpd.GeoDataFrame(
        {
            "zone_id": [f"Z{n + 1}" for n in range(6)],
            "population": [1000, 2000, 3000, 400, 500, 600],
            "city": ["Town"] * 6,
            "county": ["South"] * 3 + ["North"] * 3,
            "tier": ["2"] * 3 + ["4"] * 3,
            "rural": [False] * 3 + [True] * 3,
        },
        geometry=[box(x - SIDE / 2, y - SIDE / 2, x + SIDE / 2, y + SIDE / 2) for x, y in MIDDLES],
        crs="EPSG:4326",
    )


def sites(prefix: str, n: int) -> pd.DataFrame:
    """Sites 1 to n, each in the middle of the zone of its number."""
    rows = [(f"{prefix}{k + 1}", round(lon, 6), round(lat, 6)) for k, (lon, lat) in enumerate(MIDDLES[:n])]
    return pd.DataFrame(rows, columns=["site_id", "lon", "lat"])


def candidates() -> pd.DataFrame:
    """Six candidates, of which the first can be anything and the others a mall."""
    return sites("C", 6).assign(rent="12.5", formats=["mall;service", *["mall"] * 5])


def facilities() -> pd.DataFrame:
    """Two own malls."""
    return sites("F", 2).assign(format="mall")


def competitors() -> pd.DataFrame:
    """Three rivals of one class."""
    return sites("R", 3).assign(**{"class": "premium"})


def write_study(folder: Path, toml: str = TOML, **tables: pd.DataFrame | None) -> Path:
    """Write the study with these tables in place of the good ones; None leaves a table's file out."""
    made: Mapping[str, pd.DataFrame | None] = {
        "zones": zones(),
        "candidates": candidates(),
        "facilities": facilities(),
        "competitors": competitors(),
        **tables,
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.toml").write_text(toml, encoding="utf-8")
    for name, table in made.items():
        if isinstance(table, gpd.GeoDataFrame):
            table.to_file(folder / f"{name}.geojson", driver="GeoJSON")
        elif table is not None:
            table.to_csv(folder / f"{name}.csv", index=False)
    return folder


def problems(folder: Path, toml: str = TOML, **tables: pd.DataFrame | None) -> list[Problem]:
    """Return what checking such a study finds; said in a line each, whose one colon stands after the place.

    Good tables are read beside every wrong study.toml in a thorough run alone: that takes most of the time.
    """
    study = write_study(folder, toml, **tables)
    found = [] if tables or thorough() else list(study_reading(study).problems)
    found = found or list(check_study(study).problems)
    assert [line for line in map(str, found) if line.count(": ") > 1] == []
    return found


def only(found: list[Problem]) -> Problem:
    """Return the one problem found."""
    assert len(found) == 1, [str(problem) for problem in found]
    return found[0]
