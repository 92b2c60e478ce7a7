"""Saved plans of one study side by side: figures, rules and sites, differences to the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from siteplan.errors import Problem
from siteplan.present.compare.plan_folder import PlanFolder, read_folders
from siteplan.present.text.reader import Reader

__all__ = ["Comparison", "compare_plans"]

ALIKE = 1e-5  # of a figure of today's network: files have six digits after the point
OF_TODAY = ("capture", "opex")  # of today's network whatever is asked; coverage is of the function that is asked
_KEYS = ("objective", "coverage", "gap", "time_limit", "seed")
"""Keys of [plan] that are told where plans differ; rules are compared by what they ask."""


@dataclass(frozen=True)
class Comparison:
    """Two or more plans of one study. Columns that end in _1, _2 ... are of the plans in their order.

    Attributes
    ----------
    plans : the folders, as they were read
    labels : what each is called: the name of its folder, or the way there where two are called alike
    figures : DataFrame
        part (kpi, scorecard), perspective, id, of (tier or function), unit, direction (more or less is better), today
        (by the first plan), plan_1 ..., and change_2 ... to the first plan
    rules : DataFrame
        key, unit, and for each plan rule_id_1, name_1, words_1 (what it asks), sense_1, asked_1, achieved_1, slack_1,
        met_1, price_1; NaN where a plan has no such rule
    sites : DataFrame, every site that stands in any of the plans
        site_id, name, city, kind (same: in all in one format; format: in all, not in one; some: not in all),
        format_1 ("" where it does not stand), change_1 (new, stays, kept, converted, closed), sold_1 (vehicles/year)
    asked : the keys of [plan] in which they differ, with the value of each plan
    same_today : whether today's network is the same in all; else data or model of their studies differ
    """

    plans: tuple[PlanFolder, ...]
    labels: tuple[str, ...]
    figures: pd.DataFrame
    rules: pd.DataFrame
    sites: pd.DataFrame
    asked: Mapping[str, tuple[Any, ...]]
    same_today: bool

    @property
    def reader(self) -> Reader:
        """Who reads: in the language of the first plan."""
        return self.plans[0].reader

    @property
    def numbers(self) -> range:
        """The plans, counted from 1."""
        return range(1, len(self.plans) + 1)


def compare_plans(folders: Sequence[str | Path]) -> Comparison:
    """Return the plans in two or more folders side by side.

    Raises
    ------
    StudyError
        Fewer than two are named, one is named twice, one holds no whole plan, or they are of several studies.
    """
    paths = [Path(folder) for folder in folders]
    plans = read_folders(paths, _wrong_choice(paths))
    today = _joined([plan.kpis.set_index("id")[["today"]].loc[list(OF_TODAY)] for plan in plans], [])
    return Comparison(
        plans=plans,
        labels=_labels(paths),
        figures=_figures(plans),
        rules=_rules(plans),
        sites=_sites(plans),
        asked=_asked(plans),
        same_today=bool((today.sub(today["today_1"], axis=0).abs().max(axis=1) <= ALIKE * today["today_1"]).all()),
    )


def _wrong_choice(paths: Sequence[Path]) -> list[Problem]:
    """Return what is wrong with folders that are no choice of several."""
    remedy = "Name two folders or more that `siteplan plan` wrote."
    twice = sorted({str(path) for i, path in enumerate(paths) if path.resolve() in [p.resolve() for p in paths[:i]]})
    alone = [Problem("compare", "there is nothing to compare with", remedy, ids=[str(path) for path in paths])]
    return [
        *([Problem("compare", "a folder is named twice", remedy, ids=twice)] if twice else []),
        *(alone if len(paths) < 2 else []),
    ]


def _labels(paths: Sequence[Path]) -> tuple[str, ...]:
    names = [path.resolve().name for path in paths]
    return tuple(str(path) if names.count(name) > 1 else name for path, name in zip(paths, names, strict=True))


def _joined(tables: Sequence[pd.DataFrame], keep: Sequence[str]) -> pd.DataFrame:
    """Return tables beside each other by their index, numbered columns; `keep` are of the first that has a row."""
    first = tables[0][list(keep)]
    for table in tables[1:]:
        first = pd.concat([first, table.loc[~table.index.isin(first.index), list(keep)]])
    numbered = [table.drop(columns=list(keep)).add_suffix(f"_{n}") for n, table in enumerate(tables, 1)]
    return pd.concat([first, *(table.reindex(first.index) for table in numbered)], axis=1)


def _figures(plans: Sequence[PlanFolder]) -> pd.DataFrame:
    """Return KPIs and scorecard, and how much each plan has more than the first."""
    keys = ["part", "perspective", "id", "of"]
    tables = [
        pd.concat([plan.kpis.assign(part="kpi", perspective=""), plan.scorecard.assign(part="scorecard")])
        .set_index(keys)[["unit", "direction", "today", "plan"]]
        for plan in plans
    ]  # fmt: skip
    found = _joined(tables, ["unit", "direction", "today"])
    changes = {f"change_{n}": found[f"plan_{n}"] - found["plan_1"] for n in range(2, len(plans) + 1)}
    return found.assign(**changes).reset_index()


def _rules(plans: Sequence[PlanFolder]) -> pd.DataFrame:
    of_each = ["rule_id", "name", "words", "sense", "asked", "achieved", "slack", "met", "price"]
    return _joined([plan.rules.set_index("key")[["unit", *of_each]] for plan in plans], ["unit"]).reset_index()


def _sites(plans: Sequence[PlanFolder]) -> pd.DataFrame:
    """Return every site that stands in any plan; those in which plans differ first."""
    of_each = ["format", "change", "sold"]
    # One that opens may have the id of one that stood: a candidate in the place of an own site, called alike.
    tables = [
        plan.network.assign(opens=plan.network["change"] == "new")
        .set_index(["site_id", "opens"])[["name", "city", *of_each]]
        for plan in plans
    ]  # fmt: skip
    found = _joined(tables, ["name", "city"])
    for n in range(1, len(plans) + 1):
        stands = found[f"change_{n}"].notna() & (found[f"change_{n}"] != "closed")
        found[f"format_{n}"] = found[f"format_{n}"].where(stands, "")
        found[f"change_{n}"] = found[f"change_{n}"].fillna("")
    formats = found[[f"format_{n}" for n in range(1, len(plans) + 1)]]
    kind = pd.Series("format", index=found.index).mask((formats == "").any(axis=1), "some")
    found.insert(2, "kind", kind.mask(formats.nunique(axis=1) == 1, "same"))
    stood = found[(formats != "").any(axis=1)]
    ordered = stood.sort_values("kind", key=lambda kinds: kinds == "same", kind="stable").reset_index()
    return ordered.drop(columns="opens")


def _asked(plans: Sequence[PlanFolder]) -> dict[str, tuple[Any, ...]]:
    """Return the keys of the question whose values differ."""
    values = {key: tuple(plan.saved.question.get(key) for plan in plans) for key in _KEYS}
    return {key: of_each for key, of_each in values.items() if any(value != of_each[0] for value in of_each)}
