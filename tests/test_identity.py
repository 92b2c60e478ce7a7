"""A thing is known by position or id, never by what it is called: any words may be ids and names."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import siteplan as sp
from siteplan.evaluate import Plan
from siteplan.market import Market
from siteplan.market.access import standard_minutes
from siteplan.present.files.export import write_plan
from siteplan.present.plan_text.rule_words import rule_name
from siteplan.present.text.reader import Reader
from siteplan.study import Study, Tiers
from siteplan.study.rules import rule_labels, rules_by_id
from tests.examples import examples
from tests.syntax import nodes
from tests.worlds import tiny_market, tiny_study

PACKAGE = Path(sp.__file__).parent
FIRST = ["rivals", "outside", "own", "today", "total", "nan", "None", "NaN", "null", "all", "default", "index"]
RULES = [
    {"kind": "budget", "at_most": 20e6},
    {"kind": "budget", "at_most": 9e6},
    {"kind": "count", "at_most": 3},
    {"kind": "count", "at_most": 2, "format": ["mall"]},
    {"kind": "coverage", "function": "sale", "area": "rural", "at_least": 0.6},
    {"kind": "sites", "required": ["C3"]},
]


@cache
def words() -> tuple[str, ...]:
    """Return every short text that stands in the program, the most tempting first."""
    found: dict[str, None] = dict.fromkeys(word for word in FIRST if word)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in nodes(path):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and re.fullmatch(r"[\w ]{2,24}", node.value)
            ):
                found[node.value] = None
    return tuple(found)


@given(
    st.lists(
        st.sampled_from(["", "A", "A (2)", "A (3)", "budget", "budget (2)", "required sites", "#1", "#2", "nan"]),
        min_size=5,
        max_size=5,
    )
)
def test_two_rules_never_share_an_identity_whatever_they_are_called(names: list[str]) -> None:
    """Every rule of the study has an id of its own and a label that no other has, and its own sentence."""
    named = [
        rule | ({} if rule["kind"] == "sites" else {"name": name})
        for rule, name in zip(RULES, [*names, ""], strict=True)
    ]
    study = tiny_study(rules=named)
    by_id, labels = rules_by_id(study.plan.rules), rule_labels(study.plan.rules)
    assert [by_id[f"#{n}"] for n in range(1, 6)] == list(study.plan.rules[:5])
    assert len(set(labels.values())) == len(by_id) == 5
    for (rule_id, spec), name in zip(by_id.items(), names, strict=True):
        assert not name or rule_name(rule_id, study, Reader("en")) == spec.name == name


class Renamed:
    """The two cities with everything that has an id or a name called by words of a list."""

    def __init__(self, called: list[str], random: Random | None = None) -> None:
        self._called, self._random = called, random
        self._fresh: dict[str, Iterator[str]] = {}
        self._known: dict[tuple[str, str], str] = {}

    def __call__(self, kind: str, name: str) -> str:
        """Return what a thing of a kind is called now; nothing stays nothing."""
        if name and (kind, name) not in self._known:
            self._known[kind, name] = next(self._fresh.setdefault(kind, self._shuffled()))
        return self._known[kind, name] if name else name

    def _shuffled(self) -> Iterator[str]:
        """Return the words in an order of their own for each kind; the same for all where nothing is random."""
        return iter(self._called if self._random is None else self._random.sample(self._called, len(self._called)))

    def study(self) -> Study:
        """Return the study under its new names."""
        asked = tiny_study(
            rules=[{**rule, "name": f"rule {n}"} if rule["kind"] != "sites" else rule for n, rule in enumerate(RULES)]
        )
        dump = asked.model_dump(mode="json")
        dump["formats"] = {self("format", name): spec for name, spec in dump["formats"].items()}
        dump["tiers"]["order"] = [self("tier", tier) for tier in dump["tiers"]["order"]]
        dump["tiers"]["names"] = {
            self("tier", tier): self("name", name) for tier, name in dump["tiers"]["names"].items()
        }
        sale = dump["tiers"]["minutes"]["sale"]
        dump["tiers"]["minutes"]["sale"] = {key if key == "rural" else self("tier", key): n for key, n in sale.items()}
        for rule in dump["plan"]["rules"]:
            if "name" in rule:
                rule["name"] = self("rule", rule["name"])
            for key, kind in (("format", "format"), ("required", "candidate")):
                rule.update({key: [self(kind, name) for name in rule[key]]} if key in rule else {})
        return Study.model_validate(dump)

    def market(self) -> Market:
        """Return the market under its new names."""
        market = tiny_market()
        tables = {
            table: self._table(frame, kind)
            for table, kind, frame in (
                ("zones", "zone", market.zones), ("candidates", "candidate", market.candidates),
                ("facilities", "facility", market.facilities), ("competitors", "rival", market.competitors),
            )
        }  # fmt: skip
        return Market(**tables)

    def _table(self, frame: pd.DataFrame, kind: str) -> Any:
        frame = frame.set_axis(pd.Index([self(kind, name) for name in frame.index], name=frame.index.name))
        changes: dict[str, Callable[[Any], Any]] = {
            column: (lambda name, column=column: self("place " + column if column != "tier" else "tier", name))
            for column in ("city", "county", "tier", "brand", "class") if column in frame
        }  # fmt: skip
        changes |= {"name": lambda name: self("name", name), "format": lambda name: self("format", name)}
        changes["formats"] = lambda names: tuple(self("format", name) for name in names)
        return frame.assign(**{column: frame[column].map(to) for column, to in changes.items() if column in frame})


def figures(plan: Plan) -> dict[str, Any]:
    """Return what a plan says in numbers, in the order of its tables, without a name in it."""
    taken = plan.transfers
    return {
        "objective": plan.proof.objective,
        "kpis": (
            plan.kpis.capture,
            plan.kpis.share,
            plan.kpis.capex,
            plan.kpis.opex,
            plan.kpis.npv,
            plan.kpis.cost_per_vehicle,
        ),
        "coverage": (plan.kpis.coverage.all, plan.kpis.coverage.rural),
        "sites": plan.sites[["capture", "net_new", "cannibalised", "capex", "opex", "removal_value"]]
        .to_numpy()
        .ravel(),
        "rules": plan.rules[["asked", "achieved", "slack"]].to_numpy().ravel(),
        "zones": plan.zones[["demand", "share", "share_before", "unmet"]].to_numpy().ravel(),
        "own": np.sort(taken.own.to_numpy().ravel()),
        "rivals": np.sort(taken.rivals.to_numpy().ravel()),
        "outside": np.sort(taken.outside.to_numpy()),
        "scores": np.sort(plan.scorecard.score.to_numpy()),
    }


@cache
def plain() -> tuple[Plan, dict[str, Any]]:
    """Return the plan under names that mean nothing, and its figures."""
    named = Renamed([f"x{n}" for n in range(300)])
    plan = sp.make_plan(named.study(), named.market())
    return plan, figures(plan)


def check_words(named: Renamed, folder: Path) -> None:
    """Assert that figures and files are the same whatever things are called."""
    plan = sp.make_plan(named.study(), named.market())
    for key, expected in plain()[1].items():
        assert figures(plan)[key] == pytest.approx(expected, abs=1e-6, nan_ok=True), key
    write_plan(plan, folder)
    written = pd.read_csv(folder / "rules.csv", keep_default_na=False, dtype=str)
    assert list(written["rule"])[:5] == [spec.name for spec in plan.study.plan.rules[:5]]
    assert list(written["rule_id"])[:5] == ["#1", "#2", "#3", "#4", "#5"]
    losers = pd.read_csv(folder / "transfers.csv", keep_default_na=False, dtype=str)
    by_kind = losers.assign(vehicles=losers["vehicles"].astype(float)).groupby("kind")["vehicles"].sum()
    taken = plan.transfers
    sums = {"own": taken.from_own.sum(), "rival": taken.from_rivals.sum(), "outside": taken.outside.sum()}
    assert by_kind.to_dict() == pytest.approx({kind: n for kind, n in sums.items() if n > 0}, abs=1e-3)


def test_words_of_the_program_as_ids_and_names_change_no_figure(tmp_path: Path) -> None:
    """Things of all kinds share the program's own words, those first that it is likeliest to take for its own."""
    check_words(Renamed([*words()]), tmp_path / "plan")


@examples(4, sample=1)
@given(st.integers(0, 10**6))
def test_any_of_its_words_will_do(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    check_words(Renamed([*words()], Random(seed)), tmp_path_factory.mktemp("words") / "plan")


def test_a_tier_that_is_called_rural_is_not_asked_what_rural_zones_are() -> None:
    """The key "rural" speaks of zones that are, whatever their tier is called; the tier has those of "default"."""
    zones = gpd.GeoDataFrame({"tier": ["rural", "rural", "2"], "rural": [False, True, False]}, geometry=[None] * 3)
    minutes = {"sale": {"rural": 60, "2": 20, "default": 40}}
    study = tiny_study().model_copy(update={"tiers": Tiers.model_validate({"minutes": minutes})})
    assert standard_minutes(study, zones, "sale").tolist() == [40, 60, 20]
