"""Random rules of every kind that a study may have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import pandas as pd

__all__ = ["Known", "rule_kinds"]

Rule = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """What rules may speak of: functions, formats, the tables and the rest of the study."""

    r: Random
    functions: list[str]
    formats: list[str]
    tables: Mapping[str, pd.DataFrame]
    study: Mapping[str, Any]

    def values(self, column: str, *tables: str) -> list[str]:
        """Return the texts that stand in a column of these tables; of zones only where people live."""
        found = [
            (t[t["population"] > 0] if "population" in t else t)
            for name, t in self.tables.items()
            if name.startswith(tables)
        ]
        return sorted({str(value) for t in found if column in t for value in t[column].dropna()})

    def whole(self, *tables: str) -> list[str]:
        """Return the kinds of places that every row of these tables names."""
        found = [t for name, t in self.tables.items() if name.startswith(tables)]
        return [
            key
            for key in ("province", "city", "county", "tier")
            if all(key in t and t[key].notna().all() for t in found)
        ]

    def some(self, values: list[str]) -> list[str]:
        return self.r.sample(values, self.r.randint(1, min(2, len(values))))

    def places(self, *tables: str) -> Rule:
        """Return filters by place; most often none."""
        known = {key: self.values(key, *tables) for key in ("tier", "province", "city", "county")}
        return {key: self.some(values) for key, values in known.items() if values and self.r.random() < 0.15}

    def sites(self, *tables: str) -> Rule:
        """Return filters of sites, or of people and the sites that they reach."""
        kinds = {"format": self.some(self.formats)} if self.r.random() < 0.2 else {}
        kinds |= {"ownership": [self.r.choice(["direct", "partner"])]} if self.r.random() < 0.15 else {}
        return self.places(*(tables or ("zones", "candidates"))) | kinds

    def people(self) -> Rule:
        """Return filters of people."""
        asked: Rule = {"function": self.r.choice(self.functions)} | self.sites("zones")
        asked |= {"area": self.r.choice(["all", "rural", "urban"])} if self.r.random() < 0.3 else {}
        return asked | ({"minutes": self.r.choice([2, 10, 20])} if self.r.random() < 0.4 else {})

    def segment(self) -> Rule:
        """Return a filter by segment, where there are any."""
        named = [part["name"] for part in self.study["demand"].get("segments", ())]
        return {"segment": self.r.choice(named)} if named and self.r.random() < 0.6 else {}


def _budget(k: Known) -> Rule:
    rule = {"kind": "budget", "at_most": k.r.choice([1e5, 2e6, 1e8, 1234567.89]), "of": k.r.choice(["capex", "opex"])}
    return rule | k.sites() | ({"contingency": k.r.choice([0, 0.1])} if k.r.random() < 0.4 else {})


def _count(k: Known) -> Rule:
    limit = k.r.choice([{"at_most": 3}, {"at_most": 1}, {"at_least": 1}, {"at_least": 0, "at_most": 2}, {"exactly": 1}])
    return {"kind": "count", **limit} | k.sites()


def _share(k: Known) -> Rule:
    limit = k.r.choice([{"at_most": 0.5}, {"at_least": 1 / 3}, {"at_least": 0.0, "at_most": 1.0}])
    among = {"among": k.sites()} if k.r.random() < 0.4 else {}
    return {"kind": "share", "format": k.some(k.formats), **limit, **among}


def _requires(k: Known) -> Rule:
    needs = {"format": k.some(k.formats)} if k.r.random() < 0.7 else {"ownership": ["direct"]}
    return {"kind": "requires", "needs": needs, "within": k.r.choice(k.whole("zones") or ["city"])} | k.sites()


def _spacing(k: Known) -> Rule:
    far = {"km": k.r.choice([0.5, 3, 12])} if k.r.random() < 0.6 else {"minutes": k.r.choice([2, 8, 20])}
    return {"kind": "spacing", **far} | k.sites() | ({"others": k.sites()} if k.r.random() < 0.4 else {})


def _territory(k: Known) -> Rule:
    return {"kind": "territory", "minutes": k.r.choice([2, 8, 20])} | k.sites()


def _coverage(k: Known) -> Rule:
    return {"kind": "coverage", "at_least": k.r.choice([0.001, 0.05, 0.05, 0.3, 0.8, 1])} | k.people() | k.segment()


def _each_area(k: Known) -> Rule:
    rule = {
        "kind": "each_area",
        "at_least": k.r.choice([0.001, 0.05, 0.5, 1]),
        "by": k.r.choice(k.whole("zones") or ["county"]),
    }
    return rule | k.people()


def _everyone(k: Known) -> Rule:
    return {"kind": "everyone", "times": k.r.choice([1, 1, 2])} | k.people()


def _minimum_sales(k: Known) -> Rule:
    return {"kind": "minimum_sales", "at_least": k.r.choice([0.01, 0.5, 20, 1000])} | k.sites()


def _capacity(k: Known) -> Rule:
    return {"kind": "capacity", "at_most": k.r.choice([5, 100, 5000, 1e6])} | k.sites()


def _cannibalisation(k: Known) -> Rule:
    return {"kind": "cannibalisation", "at_most": k.r.choice([0, 0.05, 0.3, 1])} | k.sites()


def _cost(k: Known) -> Rule:
    return {"kind": "cost_per_vehicle", "at_most": k.r.choice([500, 20000, 1e6, 1e9])}


def _capture(k: Known) -> Rule:
    return {"kind": "capture", "at_least": k.r.choice([1e-4, 0.01, 0.1, 0.5])} | k.places("zones") | k.segment()


def _sites(k: Known) -> Rule:
    ids = k.r.sample(named := k.values("site_id", "candidates"), min(2, len(named)))
    parts = {"required": ids[:1], "forbidden": ids[1:]}
    asked = {key: part for key, part in parts.items() if part and k.r.random() < 0.7}
    return {"kind": "sites"} | (asked or {"required": ids[:1]})


def rule_kinds(known: Known) -> list[Callable[[Known], Rule]]:
    """Return the kinds of rules that a study may have, as far as what they go by is there."""
    kinds = [_budget, _count, _share, _spacing, _territory, _coverage, _everyone, _cost, _capture, _sites]
    kinds += [_minimum_sales, _capacity] if "sale" in known.functions else []
    kinds += [_each_area, _requires] if known.whole("zones") else []
    own = known.tables.get("facilities.csv")
    return kinds + ([_cannibalisation] if own is not None and len(own) else [])
