"""Small markets whose numbers can be worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from siteplan.market import Market, RoadNetwork
from siteplan.study import Format, Study
from siteplan.tradearea import Utilities

FORMATS = {
    "mall": Format(functions=("display", "sale"), attractiveness=1.0, area_m2=200, capex_fixed=1e6, margin=10_000),
    "service": Format(functions=("service",), attractiveness=0.0, area_m2=1200, capex_fixed=2e6),
}


def points(ids: Sequence[str], lon: Sequence[float], lat: Sequence[float], name: str) -> gpd.GeoDataFrame:
    """A table of points on an index of ids."""
    index = pd.Index(list(ids), name=name, dtype=object)
    return gpd.GeoDataFrame(index=index, geometry=gpd.points_from_xy(lon, lat), crs="EPSG:4326")


def zones(lon: Sequence[float], lat: Sequence[float], population: Sequence[float]) -> gpd.GeoDataFrame:
    """Point zones Z0, Z1, ... in one tier, none rural."""
    frame = points([f"Z{i}" for i in range(len(lon))], lon, lat, "zone_id")
    return frame.assign(population=np.asarray(population, float), rural=False, tier="1", city="A", county="a")


def sites(prefix: str, lon: Sequence[float], lat: Sequence[float]) -> gpd.GeoDataFrame:
    """Sites with every column a checked table has."""
    frame = points([f"{prefix}{i}" for i in range(len(lon))], lon, lat, "site_id")
    frame = frame.assign(name=list(frame.index), city="A", county="a", tier="1", status="candidate", format="mall")
    frame = frame.assign(area_m2=np.nan, rent=np.nan, footfall=np.nan, attractiveness=np.nan)
    frame["class"] = "mainstream"
    frame["formats"] = [("mall", "service")] * len(frame)
    return frame


def market(
    zone_table: gpd.GeoDataFrame,
    candidates: gpd.GeoDataFrame,
    facilities: gpd.GeoDataFrame | None = None,
    competitors: gpd.GeoDataFrame | None = None,
    roads: RoadNetwork | None = None,
) -> Market:
    """A market of these tables, with nobody else there unless given."""
    nobody = sites("N", [], [])
    return Market(
        zone_table,
        candidates,
        nobody if facilities is None else facilities,
        nobody if competitors is None else competitors,
        roads=roads,
    )


def study(**sections: object) -> Study:
    """A study with the two formats above and these sections."""
    return Study.model_validate(
        {"study": {"name": "small"}, "files": {"zones": "z.csv", "candidates": "c.csv"}, "formats": FORMATS, **sections}
    )


def grid_market(seed: int = 0, n_zones: int = 40, n_candidates: int = 6) -> Market:
    """A town of random zones and sites, a third of them rural, in two tiers."""
    rng = np.random.default_rng(seed)
    town = zones(
        113 + rng.random(n_zones) * 0.3, 22 + rng.random(n_zones) * 0.3, rng.integers(100, 5000, n_zones)
    ).assign(rural=rng.random(n_zones) < 1 / 3, tier=rng.choice(["1", "3"], n_zones))

    def some(prefix: str, n: int) -> gpd.GeoDataFrame:
        return sites(prefix, 113 + rng.random(n) * 0.3, 22 + rng.random(n) * 0.3)

    candidates = some("C", n_candidates).assign(
        rent=rng.uniform(1, 40, n_candidates), footfall=rng.uniform(100, 9000, n_candidates)
    )
    return market(town, candidates, some("F", 2), some("R", 3))


def random_utilities(rng: np.random.Generator, n_zones: int, n_options: int, n_own: int, n_rivals: int) -> Utilities:
    """Random utilities, a third of the pairs out of reach."""

    def some(n: int) -> csr_array:
        return csr_array(rng.random((n_zones, n)) * (rng.random((n_zones, n)) > 1 / 3))

    demand = pd.Series(rng.random(n_zones) * 100)
    return Utilities(some(n_options), some(n_own), some(n_rivals), rng.random(n_zones), demand)
