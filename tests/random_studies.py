"""Random studies of a few zones, tables and rules of every kind, as a folder on disk."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import networkx as nx
import numpy as np
import osmnx
import pandas as pd

from siteplan.study.decays import DECAYS
from tests.random_money import with_money
from tests.random_phases import with_phases
from tests.random_reach import with_reach
from tests.random_rules import Known, rule_kinds
from tests.random_service import with_service
from tests.test_identity import words
from tests.worlds import FORMULA, HOSTILE

__all__ = ["Drawn", "draw_study"]

FUNCTIONS = ("display", "test_drive", "sale", "delivery", "service", "rescue", "charging")
OBJECTIVES = ("market_share", "profit", "npv", "coverage", "minutes", "attendance", "cost", "sites")
PLACES = ((113.0, 23.0), (-0.1, 51.5), (36.8, -1.3), (-122.4, 37.7), (25.0, 65.0))
AWKWARD = (
    HOSTILE, FORMULA, "a:b", "x;y", "'", '"', "名字", "مرحبا", "Zoë", "007", "1e5", "-1", "+1", "true", "NaN", "None",
    "null", "%s %d", "{0}", "{name}", "$x$", "\\", "../../etc", "a/b", "line\nbreak", "#1", "C1:mall", "🚗", "x" * 180,
    "<b>", "&amp;", "-->", "]]>", "0", "1.0", "2026-01-01", "*", "?", "[1]", "a, b", "a|b", "rural", "default", "=1+1",
)  # fmt: skip
Table = dict[str, list[Any]]


@dataclass
class Drawn:
    """A study as its planner would write it: what study.toml says, and its tables by the names of their files."""

    seed: int
    study: dict[str, Any]
    tables: dict[str, pd.DataFrame]
    roads: nx.MultiDiGraph | None = None

    def write(self, folder: Path) -> Path:
        """Write the folder; zones that are polygons as GeoJSON, other tables as CSV."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in self.tables.items():
            if name.endswith(".geojson"):
                (folder / name).write_text(json.dumps(_features(table), ensure_ascii=False), "utf-8")
            else:
                table.to_csv(folder / name, index=False)
        if self.roads is not None:
            osmnx.save_graphml(self.roads, folder / "roads.graphml")
        (folder / "study.toml").write_text(_toml(self.study), "utf-8")
        return folder


def _features(table: pd.DataFrame) -> dict[str, Any]:
    """Return a square of the table's `side` about each lon and lat."""
    return {"type": "FeatureCollection", "features": [_square(row) for row in table.to_dict("records")]}


def _square(row: dict[str, Any]) -> dict[str, Any]:
    x, y, h = row.pop("lon"), row.pop("lat"), row.pop("side") / 2
    ring = [[x - h, y - h], [x + h, y - h], [x + h, y + h], [x - h, y + h], [x - h, y - h]]
    given = {key: None if pd.isna(value) else value for key, value in row.items()}
    return {"type": "Feature", "properties": given, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def _toml(study: Mapping[str, Any]) -> str:
    return "".join(f"{key} = {_value(value)}\n" for key, value in study.items())


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_value(str(key))} = {_value(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def draw_study(seed: int) -> Drawn:
    """Draw a study; the same for the same seed."""
    return _Pen(seed).drawn()


class _Pen:
    """Draws the parts of a study one after the other."""

    def __init__(self, seed: int) -> None:
        self.seed, self.r = seed, Random(seed)
        self.style = self.r.choice(["plain", "program", "awkward", "mixed"])
        self.side = self.r.choice([0.01, 0.03, 0.08])
        self.lon, self.lat = self.r.choice(PLACES)
        self.tables: dict[str, pd.DataFrame] = {}

    def drawn(self) -> Drawn:
        formats = self.names("format", self.r.randint(1, 4))
        tiers = self.names("tier", self.r.randint(1, 3))
        study = {"study": self.info(), "formats": {name: self.format() for name in formats}}
        study |= with_money(study["formats"], self.seed)
        offered = sorted({f for spec in study["formats"].values() for f in spec["functions"]})
        self.zones(tiers)
        self.sites(formats, tiers)
        self.stations()
        self.provinces()
        study |= {"travel": self.travel(), "tiers": self.tiers(tiers, offered), "trade_area": self.trade_area()}
        with_reach(study, tiers, self.seed)
        study |= {"demand": self.demand(formats, tiers), "score": self.score(formats)}
        study["plan"] = self.plan(offered, study)
        study |= {"outlooks": self.outlooks()} if self.chance(0.5) else {}
        with_service(study, self.tables, self.seed)
        with_phases(study, self.seed)
        if study["plan"]["objective"] not in ("market_share", "profit", "npv"):
            study.pop("outlooks", None)
        roads = self.roads() if study["travel"]["source"] == "roads" else None
        self.minutes(study["travel"]["source"])
        files = {name.rsplit(".", 1)[0]: name for name in self.tables} | ({"roads": "roads.graphml"} if roads else {})
        return Drawn(self.seed, {**study, "files": files}, self.tables, roads)

    def chance(self, part: float) -> bool:
        return self.r.random() < part

    def names(self, kind: str, n: int) -> list[str]:
        """Return names that differ, in the style of the study; no marks that part one from another in formats."""
        style = self.r.choice(["plain", "program", "awkward"]) if self.style == "mixed" else self.style
        pools = {"plain": [f"{kind[0].upper()}{k + 1}" for k in range(n)], "program": words(), "awkward": AWKWARD}
        usable = [w for w in pools[style] if w == w.strip() and (kind != "format" or not set(w) & set(":;\n"))]
        return self.r.sample(usable, n)

    def size(self, usual: float) -> float:
        """Return a number about as large as usual, now and then 0 or whole."""
        return self.r.choice([0, round(usual), round(usual * 10 ** self.r.uniform(-1, 1), 3), usual])

    def column(self, n: int, draw: Callable[[], Any], complete: bool = False) -> list[Any] | None:
        """Return a column: none, full, with gaps, or of one value."""
        match self.r.randint(0, 3):
            case 0:
                return None
            case 1 if not complete:
                return [draw() if self.chance(0.6) else None for _ in range(n)]
            case 2:
                return [draw()] * n
        return [draw() for _ in range(n)]

    def table(self, n: int, columns: Mapping[str, Callable[[], Any]], complete: tuple[str, ...] = ()) -> Table:
        found = {name: self.column(n, draw, name in complete) for name, draw in columns.items()}
        return {name: column for name, column in found.items() if column is not None}

    def info(self) -> dict[str, Any]:
        named = {"name": self.names("study", 1)[0], "language": self.r.choice(["en", "zh-Hans"])}
        named |= {"currency": self.r.choice(["CNY", "€", "KES"])} if self.chance(0.5) else {}
        return named | ({"unit": self.r.choice(["basket", "meal"])} if self.chance(0.3) else {})

    def format(self) -> dict[str, Any]:
        functions = {f for f in FUNCTIONS if self.chance(0.35)} | {self.r.choice(["sale", "service", "charging"])}
        costs = {
            "capex_fixed": 1e6, "capex_per_m2": 2000, "closing_cost": 1e5, "staff": 10, "staff_cost": 9e4,
            "opex_fixed": 1e5, "margin": 1500, "min_area_m2": 100,
        }  # fmt: skip
        shares = {"conversion_share": 0.5, "rent_share": 0.7}
        spec = {"functions": sorted(functions), "attractiveness": self.r.choice([0, 0.2, 1.0, 1.5, 3])}
        spec |= {"area_m2": self.r.choice([80, 200, 1500.5]), "ownership": self.r.choice(["direct", "partner"])}
        spec |= {key: self.size(usual) for key, usual in costs.items() if self.chance(0.6)}
        spec |= {key: self.r.choice([0, share, 1]) for key, share in shares.items() if self.chance(0.4)}
        return spec | self.capacity(spec)

    def capacity(self, spec: dict[str, Any]) -> dict[str, Any]:
        """Return the most that such a site sells, if it sells and anything says so."""
        other = Random(repr(sorted(spec.items())))  # of its own: known seeds go on to draw what they drew
        sells = "sale" in spec["functions"] and spec["attractiveness"] > 0
        return {"capacity": other.choice([1, 40, 500.5, 1e5])} if sells and other.random() < 0.3 else {}

    def spot(self) -> tuple[float, float]:
        """Return a place in the area: in a zone, once there are any, now and then where a site is already."""
        known = list(self.tables.values()) if self.chance(0.3) else list(self.tables.values())[:1]
        if not known or not len(table := self.r.choice(known)):
            return self.near(self.lon, 5), self.near(self.lat, 5)
        row = table.iloc[self.r.randrange(len(table))]
        off = 0 if self.chance(0.3) or "population" not in table else 0.5
        return self.near(float(row["lon"]), off), self.near(float(row["lat"]), off)

    def near(self, at: float, cells: float) -> float:
        return round(at + self.r.uniform(-1, 1) * cells * self.side, 6)

    def zones(self, tiers: list[str]) -> None:
        kind, n = self.r.choice(["points", "squares", "grid"]), self.r.randint(1, 25)
        cells = self.r.sample(range(25), n) if kind == "squares" else range(n)
        at = [(round(self.lon + c % 5 * self.side, 6), round(self.lat + c // 5 * self.side, 6)) for c in cells]
        at = [self.spot() for _ in range(n)] if kind == "points" else at
        persons = [self.r.choice([0, 1, 500, 20000, self.r.randint(1, 10**6)]) for _ in range(n)]
        columns: dict[str, Callable[[], Any]] = {
            "households": lambda: self.size(900), "income": lambda: self.size(50000),
            "footfall": lambda: self.size(999),
            "vehicle_demand": lambda: self.r.randint(1, 80), "charging_demand": lambda: self.size(30),
            "owners": lambda: self.size(40), "rural": lambda: self.r.choice(["true", "false"]),
            "tier": lambda: self.r.choice(tiers), **self.towns(),
        }  # fmt: skip
        lon, lat = zip(*at, strict=True)
        table = {"zone_id": self.names("zone", n), "lon": lon, "lat": lat, "population": persons}
        rest = self.table(n, columns, ("vehicle_demand",))
        if kind == "points":
            self.tables["zones.csv"] = pd.DataFrame(table | rest)
        else:
            self.tables["zones.geojson"] = pd.DataFrame(table | rest | {"side": self.side})

    def towns(self) -> dict[str, Callable[[], Any]]:
        self.places = {kind: self.names(kind, 3) for kind in ("city", "county")}
        return {kind: lambda named=named: self.r.choice(named) for kind, named in self.places.items()}

    def provinces(self) -> None:
        """Let some zones and sites name a province, with gaps or without."""
        other = Random(f"{self.seed} provinces")  # of its own: known seeds go on to draw what they drew
        if other.random() < 0.6:
            return
        named, gaps = other.sample(AWKWARD, 2), other.choice([0.0, 0.3])
        for name, table in self.tables.items():
            if not name.startswith("stations") and (name.startswith("zones") or other.random() < 0.3):
                drawn = [None if other.random() < gaps else other.choice(named) for _ in range(len(table))]
                self.tables[name] = table.assign(province=pd.Series(drawn, index=table.index, dtype=object))

    def located(self, n: int, kind: str) -> Table:
        spots = [self.spot() for _ in range(n)]
        lon, lat = zip(*spots, strict=True) if n else ((), ())
        return {"site_id": self.names(kind, n), "lon": list(lon), "lat": list(lat)}

    def sites(self, formats: list[str], tiers: list[str]) -> None:
        def some() -> str:
            return ";".join(self.r.sample(formats, self.r.randint(1, len(formats))))

        own = {kind: lambda named=named: self.r.choice(named) for kind, named in self.places.items()}
        own |= {
            "tier": lambda: self.r.choice(tiers),
            "parking": lambda: self.size(20),
            "name": lambda: self.names("name", 1)[0],
        }
        place: dict[str, Callable[[], Any]] = {key: draw for key, draw in own.items() if self.chance(0.6)}
        built = {"area_m2": lambda: self.size(300), "rent": lambda: self.size(4), "footfall": lambda: self.size(5000)}
        new = {
            "partner": lambda: self.r.choice(tiers), "piles": lambda: self.size(6), "kw": lambda: self.size(200),
            "formats": some,
            "status": lambda: self.r.choice(["candidate", "candidate", "required", "forbidden"]),
        }  # fmt: skip
        keep = {"keep": lambda: self.r.choice(["keep", "closable", "convertible"]), "convert_to": some}
        sold = {"annual_sales": lambda: self.size(90), "opened": lambda: self.r.choice(["2019", "2021-05-01"])}
        rival = {"brand": lambda: self.r.choice(tiers), "class": lambda: self.r.choice(["top", "default", "low"])}
        rival |= {"attractiveness": lambda: self.size(1)}
        n = self.r.randint(1, 8)
        table = self.located(n, "candidate") | self.table(n, place | built | new, ("formats",))
        self.tables["candidates.csv"] = pd.DataFrame(table)
        if self.chance(0.75):
            n = self.r.randint(0, 4)
            table = self.located(n, "facility") | {"format": [self.r.choice(formats) for _ in range(n)]}
            self.tables["facilities.csv"] = pd.DataFrame(table | self.table(n, place | built | keep | sold))
        if self.chance(0.75):
            n = self.r.randint(0, 4)
            self.tables["competitors.csv"] = pd.DataFrame(self.located(n, "rival") | self.table(n, place | rival))

    def stations(self) -> None:
        if self.chance(0.4):
            n = self.r.randint(0, 3)
            table = self.located(n, "station") | {"piles": [self.r.choice([1, 4, 20]) for _ in range(n)]}
            more = {"kw": lambda: self.size(200), "own": lambda: self.r.choice(["true", "false"])}
            more |= {"operator": lambda: self.names("operator", 1)[0], "name": lambda: self.names("name", 1)[0]}
            self.tables["stations.csv"] = pd.DataFrame(table | self.table(n, more))

    def travel(self) -> dict[str, Any]:
        source = self.r.choice(["straight_line"] * 4 + ["minutes", "roads"])
        keys = {"max_minutes": self.r.choice([20, 60.5, 90]), "detour": 1.2, "urban_kmh": 30, "rural_kmh": 60}
        keys |= {"elsewhere": self.r.choice(["straight_line", "unreachable"])}
        return {"source": source} | {key: value for key, value in keys.items() if self.chance(0.4)}

    def tiers(self, tiers: list[str], offered: list[str]) -> dict[str, Any]:
        order = list(tiers) if self.chance(0.5) else []
        asked = [f for f in offered if self.chance(0.6)]
        keys = [*tiers, "rural", "default"]
        minutes = {f: {key: self.r.choice([3, 10, 19.5]) for key in keys if self.chance(0.6)} for f in asked}
        return {"order": order, "minutes": minutes}

    def trade_area(self) -> dict[str, Any]:
        decay = self.r.choice([*DECAYS])
        keys = {"rate": {"power": 1.5, "gaussian": 0.004}.get(decay, 0.1), "outside": self.r.choice([0, 0.5, 3])}
        keys |= {"rival_attractiveness": {"default": 0.8, **({"top": 2} if self.chance(0.5) else {})}}
        chosen = {key: value for key, value in keys.items() if self.chance(0.6)}
        known = [c for c in ("rent", "footfall", "area_m2", "parking") if c in self.tables["candidates.csv"]]
        exponents = {name: self.r.choice([0.25, 0.25, 1, 1, 2, 0, -0.5]) for name in known if self.chance(0.3)}
        return {"decay": decay, "exponents": exponents, **chosen}

    def demand(self, formats: list[str], tiers: list[str]) -> dict[str, Any]:
        ways: list[dict[str, Any]] = [
            {}, {"preset": "cn-nev-2026"}, {"per_person": self.r.choice([0.01, 70])},
            {"per_person": {tiers[0]: 3, "default": 2}}, {"ownership_per_1000_persons": 224},
            {"preset": "cn-nev-2026", "nev_share": {"2024": 0.4, "2028": 0.6}, "year": 2026},
        ]  # fmt: skip
        keys = {"income_elasticity": self.r.choice([0, 1.5]), "online_share": self.r.choice([0, 0.3])}
        demand = self.r.choice(ways) | {key: value for key, value in keys.items() if self.chance(0.3)}
        parts = {"segments": self.segments(formats), "lines": self.lines(formats)}
        return demand | {key: rows for key, rows in parts.items() if self.chance(0.25)}

    def segments(self, formats: list[str]) -> list[dict[str, Any]]:
        one, two = self.names("segment", 2)
        if self.chance(0.5):
            halves = [{"name": one, "share": 0.3}, {"name": two, "share": 0.7}]
        else:
            halves = [{"name": one, "income_to": 60000}, {"name": two, "income_from": 60000}]
        halves[0] |= {"attractiveness": {self.r.choice(formats): self.r.choice([0, 2.5])}, "outside": 0.5}
        return halves

    def lines(self, formats: list[str]) -> list[dict[str, Any]]:
        one, two = self.names("line", 2)
        sold = {"formats": self.r.sample(formats, 1)} if self.chance(0.6) else {}
        return [{"name": one, "share": 0.4, **sold}, {"name": two, "share": 0.6, "outside": self.r.choice([0, 2])}]

    def score(self, formats: list[str]) -> dict[str, Any]:
        table = self.tables["candidates.csv"]
        known = [c for c in ("rent", "footfall", "area_m2", "parking") if c in table]
        pool = ["population", "income", "competition", *known]
        weights = {name: self.r.choice([0.5, 1, 3]) for name in self.r.sample(pool, self.r.randint(1, len(pool)))}
        score: dict[str, Any] = {"weights": weights, "minutes": self.r.choice([5, 15])}
        score |= {"weighting": self.r.choice(["given", "entropy", "critic"])} if self.chance(0.3) else {}
        score |= {"normalise": self.r.choice(["rank", "z", "min_max"])} if self.chance(0.3) else {}
        score |= {"gates": self.gates(pool)} if self.chance(0.3) else {}
        score |= {"directions": {pool[0]: "lower"}} if self.chance(0.3) else {}
        return score | ({"formats": {formats[0]: {"weights": {pool[-1]: 1}}}} if self.chance(0.2) else {})

    def gates(self, pool: list[str]) -> dict[str, Any]:
        limits = [{"at_least": 0}, {"at_most": 500000}, {"at_least": 5}, {"at_least": 0, "at_most": 100}]
        return {self.r.choice(pool): self.r.choice(limits)}

    def plan(self, offered: list[str], study: Mapping[str, Any]) -> dict[str, Any]:
        known = Known(self.r, offered, list(study["formats"]), self.tables, study)
        kinds = rule_kinds(known)
        rules = [self.r.choice(kinds)(known) for _ in range(self.r.randint(0, 6))]
        named = iter(self.names("rule", 6))
        rules = [
            rule | ({"name": next(named)} if rule["kind"] != "sites" and self.chance(0.5) else {}) for rule in rules
        ]
        keys = {"horizon_years": self.r.choice([1, 10]), "discount_rate": self.r.choice([0, 0.1, 1])}
        formats = study["formats"].values()
        sellers = [f for f in formats if f["attractiveness"] and "sale" in f["functions"]]
        idle = set() if sellers else {"market_share"}
        idle |= set() if any(f.get("margin") for f in sellers) else {"profit", "npv"}
        goals = [goal for goal in OBJECTIVES if goal not in idle]
        plan = {"objective": self.r.choice(goals), "coverage": self.r.choice(offered), "rules": rules}
        return plan | {key: value for key, value in keys.items() if self.chance(0.4)}

    def outlooks(self) -> list[dict[str, Any]]:
        one, two = self.names("outlook", 2)
        first = {"demand": self.r.choice([0.5, 2]), "rivals": self.r.choice([0, 1, 3])}
        return [{"name": one, "probability": 0.4, **first}, {"name": two, "probability": 0.6, "outside": 0}]

    def minutes(self, source: str) -> None:
        if source != "minutes" and not self.chance(0.1):
            return
        zones = next(t for name, t in self.tables.items() if name.startswith("zones"))["zone_id"]
        tables = [self.tables.get(f"{name}.csv") for name in ("candidates", "facilities", "competitors", "stations")]
        sites = sorted({id_ for t in tables if t is not None for id_ in t["site_id"]})
        pairs = [(zone, site) for zone in zones for site in sites if self.chance(0.8)]
        rows = [(*pair, self.r.choice([0, 1, round(self.r.uniform(0, 70), 2)])) for pair in pairs]
        self.tables["minutes.csv"] = pd.DataFrame(rows, columns=["zone_id", "site_id", "minutes"])

    def roads(self) -> nx.MultiDiGraph:
        """Return streets in both directions along a grid over the area."""
        graph, step = nx.MultiDiGraph(crs="epsg:4326"), self.side * 0.9
        for x, y in np.ndindex(6, 6):
            graph.add_node(f"{x} {y}", x=self.lon + x * step, y=self.lat + y * step)
        metres = step * 111_000
        for x, y in np.ndindex(6, 6):
            for to in ((x + 1, y), (x, y + 1)):
                if max(to) < 6 and self.chance(0.9):
                    for u, v in (((x, y), to), (to, (x, y))):
                        graph.add_edge(f"{u[0]} {u[1]}", f"{v[0]} {v[1]}", osmid=1, length=metres, speed_kph=40)
        return graph
