"""Small worlds for tests: two cities, 48 zones, nine candidates, and a plan of three sites."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import Point, box

from siteplan.evaluate import Plan, evaluate
from siteplan.formulate.outcome import Answer
from siteplan.groundwork import Groundwork
from siteplan.market import WGS84, Market
from siteplan.optimise import Progress, Selection, SolveStatus
from siteplan.pipeline import lay_groundwork
from siteplan.study import Study
from siteplan.tradearea import shares

HOSTILE = '<img src=x onerror="window.hit=1">{{ 7*7 }}{% for %}${alert(1)}`</script><script>window.hit=1</script>'
FORMULA = '=HYPERLINK("http://evil.example","open me")'

COLUMNS, ROWS, SIDE = 8, 6, 0.05  # cells of 0.05 degrees: about five kilometres
WEST, SOUTH = 113.0, 23.0

_CANDIDATES = [
    ("C1", "North mall", 1, 4, ("mall",), 400.0, 22.0),
    ("C2", "South mall", 2, 1, ("mall",), 320.0, 18.0),
    ("C3", "Ring dealer park", 3, 3, ("dealer", "service"), 2800.0, 3.0),
    ("C4", "Harbour dealer park", 0, 0, ("dealer", "service"), 2400.0, 3.2),
    ("C5", "County town", 6, 3, ("dealer", "service"), 2000.0, 1.1),
    ("C6", "County market", 6, 1, ("mall", "dealer"), 1800.0, 1.4),
    ("C7", "Pass", 7, 5, ("service",), 1200.0, 0.9),
    ("C8", "Partner A", 2, 4, ("charge_partner",), 90.0, np.nan),
    ("C9", "Partner B", 5, 0, ("charge_partner",), np.nan, np.nan),
]
_PLAN: dict[str, Any] = {
    "coverage": "sale",
    "gap": 0.01,
    "time_limit": 20.0,
    "rules": [
        {"kind": "budget", "at_most": 20e6, "name": "Budget"},
        {"kind": "count", "at_most": 3, "name": "Sites"},
        {"kind": "coverage", "function": "sale", "area": "rural", "at_least": 0.6, "name": "Rural sales"},
    ],
}


def tiny_study(**plan: Any) -> Study:
    """Return a study of two cities; `plan` changes its question."""
    return Study.model_validate(
        {
            "study": {"name": "Two cities"},
            "files": {
                "zones": {
                    "path": "zones.parquet", "source": "Census", "licence": "MIT", "date": "2020", "synthetic": False,
                },
                "candidates": {"path": "candidates.csv", "source": "made for tests", "synthetic": True},
                "facilities": {"path": "facilities.csv", "source": "made for tests", "synthetic": True},
                "competitors": {"path": "competitors.csv", "source": "made for tests", "synthetic": True},
            },
            "formats": {
                "mall": {
                    "functions": ["display", "test_drive", "sale"], "attractiveness": 1.0, "area_m2": 200,
                    "capex_fixed": 5e5, "capex_per_m2": 4000, "staff": 10, "staff_cost": 1.2e5, "margin": 9000,
                },
                "dealer": {
                    "functions": ["display", "sale", "delivery", "service"], "attractiveness": 1.4, "area_m2": 2500,
                    "capex_fixed": 2e6, "capex_per_m2": 2000, "staff": 35, "staff_cost": 9e4, "margin": 9000,
                },
                "service": {
                    "functions": ["delivery", "service"], "attractiveness": 0.0, "area_m2": 1300,
                    "capex_fixed": 2e6, "capex_per_m2": 3000, "staff": 20, "staff_cost": 9e4,
                },
                "charge_partner": {
                    "functions": ["charging", "display"], "attractiveness": 0.2, "area_m2": 80,
                    "capex_fixed": 2e5, "ownership": "partner", "margin": 2000,
                },
            },
            "tiers": {
                "order": ["1", "4"],
                "names": {"1": "Tier 1", "4": "Tier 4"},
                "minutes": {"sale": {"1": 25, "4": 45, "rural": 30}, "service": {"default": 60}},
            },
            "plan": {**_PLAN, **plan},
        }
    )  # fmt: skip


def tiny_market(name: str | None = None) -> Market:
    """Return two cities side by side, the east one rural; `name` takes the place of every name of a site."""
    zones = _zones()
    ids = ["F1", "F2"]
    facilities = _sites(ids, ["Old mall", "Old dealer"], [(1, 2), (2, 4)])
    rivals = _sites(["R1", "R2", "R3"], ["Rival one", "Rival two", "Rival three"], [(1, 3), (3, 2), (6, 2)])
    return Market(
        zones=zones,
        candidates=_renamed(_candidates(), name),
        facilities=_renamed(facilities.assign(format=["mall", "dealer"]), name),
        competitors=_renamed(
            rivals.assign(brand=["A", "B", "C"], attractiveness=np.nan, **{"class": "mainstream"}), name
        ),
    )


def tiny_ground(name: str | None = None, **plan: Any) -> Groundwork:
    """Return the groundwork of the two cities (frozen: shared by tests); `plan` changes its question alone."""
    return _laid(name).asking(tiny_study(**plan))


@cache
def _laid(name: str | None) -> Groundwork:
    return lay_groundwork(tiny_study(), tiny_market(name))


def tiny_selection(ground: Groundwork, opened: tuple[str, ...] = ("C1:mall", "C3:dealer", "C6:dealer")) -> Selection:
    """Return these options as if a search had found them and stopped with half a per cent to go."""
    is_open = pd.Series(ground.options.index.isin(opened), index=ground.options.index)
    spent = float(ground.options.loc[is_open, "capex"].sum())
    rules = pd.DataFrame(
        [
            ("#1", "budget", "at_most", 20e6, spent, 20e6 - spent, True, 1e-4, "capex"),
            ("#2", "count", "at_most", 3.0, float(is_open.sum()), 3.0 - is_open.sum(), True, 120.0, "sites"),
            ("#3", "coverage", "at_least", 0.6, 13 / 18, 13 / 18 - 0.6, True, np.nan, "share"),
        ],
        columns=["rule", "kind", "sense", "asked", "achieved", "slack", "met", "shadow_price", "unit"],
    )
    value = float(ground.model.demand @ shares(ground.model, is_open.to_numpy()).network)
    bound = value / 0.995
    trace = (
        Progress(0.0, "start", 1.4 * value, float("nan"), float("nan")),
        Progress(0.4, "relaxation", 1.04 * value, 0.9 * value, 0.14 / 1.04),
        Progress(1.2, "end", bound, value, 0.005),
    )
    return Selection(is_open, value, bound, 0.005, SolveStatus.OPTIMAL, 1.2, trace, rules)


@cache
def tiny_plan(name: str | None = None) -> Plan:
    """Return a plan of three sites in the two cities (frozen: shared by tests)."""
    ground = tiny_ground(name)
    return evaluate(Answer.of(ground, tiny_selection(ground)))


def write_tiny(folder: Path, name: str | None = None) -> None:
    """Write the tables of the two cities into a folder, in the forms that tiny_study names."""
    market = tiny_market(name)
    market.zones.reset_index().to_parquet(folder / "zones.parquet")
    for table in ("candidates", "facilities", "competitors"):
        sites: gpd.GeoDataFrame = getattr(market, table)
        flat = pd.DataFrame(sites.drop(columns="geometry")).assign(lon=sites.geometry.x, lat=sites.geometry.y)
        if "formats" in flat:
            flat["formats"] = flat["formats"].map(";".join)
        flat.reset_index().to_csv(folder / f"{table}.csv", index=False)


def in_provinces(plan: Plan, **of_city: str) -> Plan:
    """Return the plan in a market whose cities lie in these provinces."""
    tables = {
        name: (rows := getattr(plan.market, name)).assign(province=[of_city.get(city, "") for city in rows["city"]])
        for name in ("zones", "candidates", "facilities")
    }
    return replace(plan, market=replace(plan.market, **tables))


def _zones() -> gpd.GeoDataFrame:
    cells = [(x, y) for x in range(COLUMNS) for y in range(ROWS)]
    east = np.array([x >= 5 for x, _ in cells])
    centre = np.array([np.hypot(x - 1.5, y - 3) for x, y in cells])
    return gpd.GeoDataFrame(
        {
            "population": np.where(east, 6000.0, np.round(90000 * np.exp(-centre / 2))),
            "income": np.where(east, 24000.0, 60000.0 - 3000 * centre),
            "city": np.where(east, "Eastshire", "Westport"),
            "county": np.where(east, np.where([y >= 3 for _, y in cells], "Hill", "Dale"), "Port"),
            "tier": np.where(east, "4", "1"),
            "rural": east,
        },
        geometry=[
            box(WEST + x * SIDE, SOUTH + y * SIDE, WEST + (x + 1) * SIDE, SOUTH + (y + 1) * SIDE) for x, y in cells
        ],
        index=pd.Index([f"z{x}{y}" for x, y in cells], name="zone_id"),
        crs=WGS84,
    )


def _candidates() -> gpd.GeoDataFrame:
    ids, names, xs, ys, formats, area, rent = (list(column) for column in zip(*_CANDIDATES, strict=True))
    sites = _sites(ids, names, list(zip(xs, ys, strict=True)))
    footfall = [30000.0 if "mall" in allowed else np.nan for allowed in formats]
    return sites.assign(formats=formats, status="candidate", area_m2=area, rent=rent, footfall=footfall)


def _sites(ids: list[str], names: list[str], cells: list[tuple[int, int]]) -> gpd.GeoDataFrame:
    places = [Point(WEST + (x + 0.5) * SIDE, SOUTH + (y + 0.5) * SIDE) for x, y in cells]
    east = np.array([x >= 5 for x, _ in cells])
    return gpd.GeoDataFrame(
        {
            "name": names,
            "city": np.where(east, "Eastshire", "Westport"),
            "county": np.where(east, np.where([y >= 3 for _, y in cells], "Hill", "Dale"), "Port"),
            "tier": np.where(east, "4", "1"),
        },
        geometry=places,
        index=pd.Index(ids, name="site_id"),
        crs=WGS84,
    )


def _renamed(sites: gpd.GeoDataFrame, name: str | None) -> gpd.GeoDataFrame:
    return sites if name is None else sites.assign(name=name)
