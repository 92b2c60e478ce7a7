"""One plan, one set of figures: in both languages, in every file and in the report; and beside itself no difference."""

from __future__ import annotations

import html
import json
import math
import tempfile
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.evaluate import Plan, evaluate
from siteplan.evaluate.business_case import PAYING
from siteplan.finance.worth import present_value
from siteplan.formulate.outcome import Answer
from siteplan.pipeline import choose, lay_groundwork
from siteplan.present.compare.compared import compare_plans
from siteplan.present.files.export import write_plan
from siteplan.present.plan_text.summary import KPIS, kpi_rows
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from tests.examples import examples
from tests.random_money import with_money
from tests.worlds import tiny_ground, tiny_market, tiny_selection, tiny_study

SEEDS = st.integers(0, 2**32 - 1)
ROUNDED = 1e-6  # of files: six digits behind the point


def drawn(seed: int) -> Plan:
    """Some of the options of the two cities, one a site, under random money."""
    raw, random = tiny_study().model_dump(exclude_unset=True), Random(seed)
    raw |= with_money(raw["formats"], seed + 1)  # of 0 there is none
    ground = lay_groundwork(Study.model_validate(raw), tiny_market())
    sites = {site: random.choice(list(rows.index)) for site, rows in ground.options.groupby("site_id")}
    opened = random.sample(sorted(sites.values()), random.randint(0, len(sites)))
    return evaluate(Answer.of(ground, tiny_selection(ground, tuple(opened))))


def numbers(told: Any) -> Any:
    """What is no text of a value of JSON, at its place."""
    if isinstance(told, dict):
        return {key: numbers(part) for key, part in told.items()}
    if isinstance(told, list):
        return [numbers(part) for part in told]
    return None if isinstance(told, str) else told


def same_tables(first: Path, second: Path) -> list[str]:
    """Return the tables of two folders whose figures differ."""
    differ = []
    for file in sorted(first.glob("*.csv")):
        tables = [pd.read_csv(folder / file.name) for folder in (first, second)]
        figures = [table.select_dtypes("number") for table in tables]
        if len(tables[0]) != len(tables[1]) or not figures[0].equals(figures[1]):
            differ.append(file.name)
    return differ


@examples(20, sample=1)
@given(SEEDS)
def test_both_languages_have_the_same_figures_and_a_plan_beside_itself_no_difference(seed: int) -> None:
    plan = drawn(seed)
    with tempfile.TemporaryDirectory() as folder:
        english, chinese = Path(folder) / "en", Path(folder) / "zh"
        write_plan(plan, english, "en")
        write_plan(plan, chinese, "zh-Hans")
        assert same_tables(english, chinese) == []
        told = [numbers(json.loads((where / "plan.json").read_text("utf-8"))) for where in (english, chinese)]
        assert told[0] == told[1]
        found = compare_plans([english, chinese])
        same_figures(plan, english)
    assert np.nan_to_num(found.figures["change_2"].to_numpy()).tolist() == [0.0] * len(found.figures)
    assert found.figures["plan_1"].isna().tolist() == found.figures["plan_2"].isna().tolist()
    assert set(found.sites["kind"]) == {"same"}
    assert (found.rules["achieved_1"] == found.rules["achieved_2"]).all()
    assert found.same_today
    assert found.asked == {}


def same_figures(plan: Plan, folder: Path) -> None:
    """Assert that kpis.csv, plan.json, the terminal's measures and the report say the same of the whole plan."""
    reader, report = Reader.of(plan.study, "en"), html.unescape((folder / "report.html").read_text("utf-8"))
    report = report.replace("\u00a0", " ").replace("\u202f", " ")  # which keep a number and its unit on one line
    table = pd.read_csv(folder / "kpis.csv", dtype={"tier": str}).set_index("id")["plan"]
    record = json.loads((folder / "plan.json").read_text("utf-8"))
    case, kpis = record["business_case"], record["kpis"] | {"coverage": record["kpis"]["coverage"]["all"]}
    of_case = {name: case["company"][name] for name in ("irr", "payback")}
    of_case |= {f"{name}_all": case["all"][name] for name in ("npv", "irr", "payback")}
    for name, value in {**{k: x for k, x in kpis.items() if k in table.index}, **of_case}.items():
        assert table[name] == pytest.approx(math.nan if value is None else value, abs=ROUNDED, nan_ok=True), name
    told = {name: planned for name, _, planned in kpi_rows(plan, reader)}
    for column, read in KPIS:
        name, value = column.fact(read(plan.kpis), reader)
        if name in told:
            assert value == told[name] == column.fact(float(table[column.name]), reader)[1], column.name
            assert value in report, column.name


@examples(40, sample=2)
@given(SEEDS)
def test_company_and_partners_are_all_who_pay_and_sites_the_network(seed: int) -> None:
    """Of cash, of what the change is worth, and of a vehicle's cost; site by site and in all."""
    case, rate = drawn(seed).business, 0.08
    company, partners, everybody = (case.flows[side].cash for side in PAYING)
    assert company + partners == pytest.approx(everybody, abs=1e-3)
    worth = [case.worth[side] for side in PAYING]
    scale = 1e-9 * (1.0 + np.abs(everybody).sum())
    assert worth[0].npv + worth[1].npv == pytest.approx(worth[2].npv, abs=scale)
    assert worth[0].cost_per_vehicle + worth[1].cost_per_vehicle == pytest.approx(
        worth[2].cost_per_vehicle, rel=1e-9, nan_ok=True
    )
    whole = sum(present_value(row, rate) for row in company) - present_value(case.today["company"].cash[0], rate)
    assert worth[0].npv == pytest.approx(whole, abs=scale)


@cache
def best_within(objective: str, million: int) -> tuple[float, float]:
    """Value of the best plan of the two cities for so many million, and the bound on it."""
    rules = [{"kind": "budget", "at_most": million * 1e6}]
    found = choose(tiny_ground(objective=objective, gap=1e-6, rules=rules)).selection
    return found.objective, found.bound


@examples(30, sample=2)
@given(st.sampled_from(["market_share", "profit", "npv", "coverage"]), st.integers(1, 20), st.integers(1, 20))
def test_more_money_is_never_worse(objective: str, less: int, more: int) -> None:
    """What is best for the smaller budget may be opened with the larger one, too."""
    less, more = sorted((less, more))
    (value, _), (at_least, bound) = best_within(objective, less), best_within(objective, more)
    close = 2e-6 * max(1.0, abs(value))
    assert bound >= value - close
    assert at_least >= value - close
