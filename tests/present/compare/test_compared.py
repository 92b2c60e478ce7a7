"""Saved plans side by side, against the plans that were saved; and the command that does it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from siteplan.present.compare.compared import Comparison
from siteplan.present.files.folder import COMPARE_FILES
from tests.command_line import Run
from tests.side_by_side import asking, compared, other_plan, saved, two_plans, with_rules
from tests.worlds import tiny_plan


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans")
    saved(tiny_plan(), folder / "a")
    saved(other_plan(), folder / "b", "zh-Hans")
    return folder


@pytest.fixture(scope="module")
def found() -> Comparison:
    return two_plans()


def test_figures_are_those_of_the_plans(found: Comparison) -> None:
    first, second = tiny_plan().kpis, other_plan().kpis
    kpis = found.figures.query("part == 'kpi'").set_index("id")
    for id_ in ("capture", "capex", "opex", "cost_per_vehicle"):
        assert kpis.loc[id_, "plan_1"] == getattr(first, id_)
        assert kpis.loc[id_, "change_2"] == getattr(second, id_) - getattr(first, id_)
    sides = found.figures.query("part == 'scorecard'").set_index(["id", "of"])
    assert sides.loc[("access", "sale"), ["plan_1", "plan_2"]].tolist() == [first.coverage.all, second.coverage.all]
    assert found.same_today
    assert found.asked == {}


def test_sites_are_told_by_where_they_stand(found: Comparison) -> None:
    """F1 and F2 stay in both, C1 opens in both as a mall; C6 as a dealer or a mall; C3 only here, C4 only there."""
    sites = found.sites.set_index("site_id")
    assert sites.groupby("kind").groups.keys() == {"same", "format", "some"}
    assert set(sites.index[sites["kind"] == "same"]) == {"C1", "F1", "F2"}
    assert sites.loc["C6", ["kind", "format_1", "format_2"]].tolist() == ["format", "dealer", "mall"]
    assert sites.loc["C3", ["kind", "format_1", "format_2"]].tolist() == ["some", "dealer", ""]
    assert sites.loc["C4", ["kind", "format_1", "format_2"]].tolist() == ["some", "", "dealer"]
    place = other_plan().market.candidates.geometry["C4"]
    assert sites.loc["C4", ["lon", "lat"]].tolist() == [place.x, place.y]


def test_a_candidate_may_be_called_as_an_own_site_that_stays() -> None:
    """C1 opens under the id of F1: two sites of that id in one plan, one of them in the other."""
    plan = tiny_plan()
    market = replace(plan.market, candidates=plan.market.candidates.rename(index={"C1": "F1"}))
    sites = plan.business.sites.replace({"site_id": {"C1": "F1"}})
    alike = replace(plan, market=market, business=replace(plan.business, sites=sites))
    rows = compared(plan, alike).sites
    of_f1 = rows[rows["site_id"] == "F1"].set_index("change_2")
    assert of_f1.loc["stays", ["kind", "change_1"]].tolist() == ["same", "stays"]
    assert of_f1.loc["new", ["kind", "change_1", "format_1"]].tolist() == ["some", "", ""]
    assert rows.loc[rows["site_id"] == "C1", "format_2"].tolist() == [""]


def test_rules_stand_beside_each_other_though_their_numbers_change() -> None:
    """A rule without an id of its own is known by what it is about; one that a plan lacks has no figures there."""
    plan = tiny_plan()
    fewer = with_rules(plan, plan.rules.iloc[1:].assign(rule_id=["#1", "#2"]))
    table = compared(plan, fewer).rules.set_index("key")
    assert table.loc["Rural sales", ["rule_id_1", "rule_id_2"]].tolist() == ["#3", "#2"]
    assert pd.isna(table.loc["Budget", "rule_id_2"])


def test_what_was_asked_otherwise_and_another_network_of_today_are_known() -> None:
    plan = tiny_plan()
    other = asking(plan, objective="profit")
    dearer = replace(other, baseline=replace(plan.baseline, opex=plan.baseline.opex + 1000.0))
    found = compared(plan, dearer)
    assert found.asked == {"objective": (plan.study.plan.objective, "profit")}
    assert not found.same_today


def test_it_is_told_in_the_language_of_the_first_plan(home: Path, run: Run) -> None:
    english, chinese = run("compare", home / "a", home / "b"), run("compare", home / "b", home / "a")
    assert "Ring dealer park (C3)" in english.out
    assert "only in a" in english.out
    assert "another format" in english.out
    assert "仅在 a" in chinese.out
    assert "店型不同" in chinese.out
    assert "The plan" not in chinese.out


def test_it_writes_what_it_tells_twice_the_same(home: Path, run: Run, tmp_path: Path) -> None:
    said = run("compare", home / "a", home / "b", "--json", "--out", tmp_path / "out")
    told = json.loads(said.out)
    assert [plan["label"] for plan in told["plans"]] == ["a", "b"]
    first = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    assert set(first) == set(COMPARE_FILES)
    assert json.loads(first["compare.json"])["sites"] == told["sites"]
    rows = pd.read_csv(tmp_path / "out" / "compare.csv").set_index(["part", "id"])
    assert rows.loc[("rule", "Sites"), ["asked_1", "plan_1", "plan_2"]].tolist() == [3, 3, 3]
    (home / "b" / "notes.csv").write_text("not siteplan's")  # beside what is read
    again = run("compare", home / "a", home / "b", "--out", tmp_path / "out")
    assert str(tmp_path / "out" / "compare.html") in again.out
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == first
