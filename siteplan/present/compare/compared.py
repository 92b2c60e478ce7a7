"""Saved plans of one study side by side: figures, rules and sites, differences to the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.board.network_table import network_table
from siteplan.present.channel.kpi_dictionary import kpi_table_rows
from siteplan.present.channel.perspective_part import perspective_table
from siteplan.present.compare.kept_plans import labels_of, read_plans, told_apart
from siteplan.present.plan_text.rule_words import rule_name, rule_text
from siteplan.present.saved.archive import KeptPlan, as_this_version
from siteplan.present.tables.plan_tables import read_sites
from siteplan.present.text.reader import Reader

__all__ = ["Comparison", "beside", "beside_as", "compare_plans"]

ALIKE = 1e-5  # of a figure of today's network
OF_TODAY = ("capture", "opex")  # of today's network whatever is asked; coverage is of the function that is asked
_KEYS = ("objective", "coverage", "gap", "time_limit", "seed")
"""Keys of [plan] that are told where plans differ; rules are compared by what they ask."""


@dataclass(frozen=True)
class Comparison:
    """Two to five plans of one study. Columns that end in _1, _2 ... are of the plans in their order.

    Attributes
    ----------
    plans : as their folders keep them
    labels : what each is called: the name of its folder, with those above where two are called alike
    reader : in whose words names and rules are
    figures : DataFrame
        part (kpi, scorecard), perspective, id, of (tier or function), unit, direction (more or less is better), today
        (by the first plan), plan_1 ..., and change_2 ... to the first plan
    rules : DataFrame
        key, unit, and for each plan rule_id_1, name_1, words_1 (what it asks), sense_1, asked_1, achieved_1, slack_1,
        met_1, price_1; NaN where a plan has no such rule
    sites : DataFrame, every site that stands in any of the plans
        site_id, name, city, lon, lat, kind (same: in all in one format; format: in all, not in one; some: not in all),
        format_1 ("" where it does not stand), change_1 (new, stays, kept, converted, closed), sold_1 (vehicles/year)
    asked : the keys of [plan] in which they differ, with the value of each plan
    same_today : whether today's network is the same in all; else data or model of their studies differ
    """

    plans: tuple[KeptPlan, ...]
    labels: tuple[str, ...]
    reader: Reader
    figures: pd.DataFrame
    rules: pd.DataFrame
    sites: pd.DataFrame
    asked: Mapping[str, tuple[Any, ...]]
    same_today: bool

    @property
    def numbers(self) -> range:
        """The plans, counted from 1."""
        return range(1, len(self.plans) + 1)

    @property
    def named(self) -> list[tuple[int, str]]:
        """The plans, each with its number from 1 and what it is called."""
        return [*enumerate(self.labels, start=1)]

    @property
    def others(self) -> list[tuple[int, str]]:
        """The plans after the first, as `named` has them."""
        return self.named[1:]


def compare_plans(folders: Sequence[str | Path]) -> Comparison:
    """Return the plans in two to five folders side by side, in the language of the first.

    Raises
    ------
    StudyError
        Fewer or more are named, one is named twice, one keeps no whole plan, or they are of several studies.
    """
    plans = read_plans([Path(folder) for folder in folders])
    with as_this_version(plans):
        return beside(plans, Reader.of(plans[0].plan.study, plans[0].language))


def beside(plans: Sequence[KeptPlan], reader: Reader) -> Comparison:
    """Return plans of one study side by side, in the words of a reader."""
    several = [kept.plan for kept in plans]
    return Comparison(
        plans=tuple(plans),
        labels=labels_of([kept.folder for kept in plans]),
        reader=reader,
        figures=_figures(several, reader),
        rules=_rules(several, reader),
        sites=_sites(several, reader),
        asked=_asked(several),
        same_today=all(_alike(plan, several[0]) for plan in several),
    )


def beside_as(plans: Sequence[KeptPlan], names: Sequence[str], reader: Reader) -> Comparison:
    """Return plans of one study side by side, under the names that people gave them."""
    return replace(beside(plans, reader), labels=told_apart(names))


def _alike(plan: Plan, first: Plan) -> bool:
    """Return whether two plans have the same network of today."""
    pairs = [(getattr(plan.baseline, name), getattr(first.baseline, name)) for name in OF_TODAY]
    return all(abs(x - y) <= ALIKE * abs(y) for x, y in pairs)


def _joined(tables: Sequence[pd.DataFrame], keep: Sequence[str]) -> pd.DataFrame:
    """Return tables beside each other by their index, numbered columns; `keep` are of the first that has a row."""
    first = tables[0][list(keep)]
    for table in tables[1:]:
        first = pd.concat([first, table.loc[~table.index.isin(first.index), list(keep)]])
    numbered = [table.drop(columns=list(keep)).add_suffix(f"_{n}") for n, table in enumerate(tables, 1)]
    return pd.concat([first, *(table.reindex(first.index) for table in numbered)], axis=1)


def _figures(plans: Sequence[Plan], reader: Reader) -> pd.DataFrame:
    """Return KPIs and scorecard, and how much each plan has more than the first."""
    keys, shared = ["part", "perspective", "id", "of"], ["unit", "direction", "today"]
    tables = []
    for plan in plans:
        kpis = kpi_table_rows(plan, reader).rename(columns={"tier": "of"}).assign(part="kpi", perspective="")
        both = pd.concat([kpis, perspective_table(plan, reader).assign(part="scorecard")])
        tables.append(both.set_index(keys)[[*shared, "plan"]])
    found = _joined(tables, shared)
    changes = {f"change_{n}": found[f"plan_{n}"] - found["plan_1"] for n in range(2, len(plans) + 1)}
    return found.assign(**changes).reset_index()


def _rules(plans: Sequence[Plan], reader: Reader) -> pd.DataFrame:
    of_each = ["rule_id", "name", "words", "sense", "asked", "achieved", "slack", "met", "price"]
    tables = [_worded(plan, reader).set_index("key")[["unit", *of_each]] for plan in plans]
    return _joined(tables, ["unit"]).reset_index()


def _worded(plan: Plan, reader: Reader) -> pd.DataFrame:
    """Return a plan's rules in words, and with a `key` that is the same in other plans.

    A rule's own id, or what it is about where the study gives it none: its number changes with those before it.
    """
    rules, ids = plan.rules, plan.rules["rule_id"]
    again = rules.groupby("rule").cumcount()
    about = rules["rule"].where(again == 0, rules["rule"] + " " + (again + 1).astype(str))
    return rules.assign(
        words=[rule_text(rule_id, plan.study, reader) for rule_id in ids],
        name=[rule_name(rule_id, plan.study, reader) for rule_id in ids],
        key=about.where(ids.str.startswith("#"), ids),
    )


def _sites(plans: Sequence[Plan], reader: Reader) -> pd.DataFrame:
    """Return every site that stands in any plan; those in which plans differ first."""
    shared = ["name", "city", "lon", "lat"]
    # One that opens may have the id of one that stood: a candidate in the place of an own site, called alike.
    tables = [
        _network(plan, reader).set_index(["site_id", "opens"])[[*shared, "format", "change", "sold"]] for plan in plans
    ]
    found = _joined(tables, shared)
    for n in range(1, len(plans) + 1):
        stands = found[f"change_{n}"].notna() & (found[f"change_{n}"] != "closed")
        found[f"format_{n}"] = found[f"format_{n}"].where(stands, "")
        found[f"change_{n}"] = found[f"change_{n}"].fillna("")
    formats = found[[f"format_{n}" for n in range(1, len(plans) + 1)]]
    kind = pd.Series("format", index=found.index).mask((formats == "").any(axis=1), "some")
    found.insert(len(shared), "kind", kind.mask(formats.nunique(axis=1) == 1, "same"))
    stood = found[(formats != "").any(axis=1)]
    ordered = stood.sort_values("kind", key=lambda kinds: kinds == "same", kind="stable").reset_index()
    return ordered.drop(columns="opens")


def _network(plan: Plan, reader: Reader) -> pd.DataFrame:
    """Return the sites of a plan's network where they lie, as they are called in the reader's language."""
    table = network_table(plan)
    opens = table["change"] == "new"
    market = plan.market
    parts = []
    for part, among in ((table[opens], market.candidates), (table[~opens], market.facilities)):
        places = among.geometry.loc[part["site_id"]]
        named = read_sites(part, among, market.zones, reader)[["name", "city"]]
        parts.append(
            part.assign(name=named["name"], city=named["city"], lon=places.x.to_numpy(), lat=places.y.to_numpy())
        )
    return pd.concat(parts).assign(opens=opens).loc[table.index]


def _asked(plans: Sequence[Plan]) -> dict[str, tuple[Any, ...]]:
    """Return the keys of the question whose values differ."""
    values = {key: tuple(getattr(plan.study.plan, key) for plan in plans) for key in _KEYS}
    return {key: of_each for key, of_each in values.items() if any(value != of_each[0] for value in of_each)}
