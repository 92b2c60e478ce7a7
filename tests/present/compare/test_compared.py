"""Saved plans side by side, against the plans that were saved; and the command that does it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from siteplan.errors import StudyError
from siteplan.evaluate import Plan, evaluate
from siteplan.formulate.outcome import Answer
from siteplan.present.compare.compare_words import compare_lines
from siteplan.present.compare.compared import Comparison, compare_plans
from siteplan.present.files.export import write_plan
from siteplan.present.files.folder import COMPARE_FILES
from tests.command_line import Run
from tests.worlds import tiny_ground, tiny_plan, tiny_selection

FILES = ("plan.json", "made_of.json", "kpis.csv", "perspectives.csv", "rules.csv", "network.csv")


def other_plan() -> Plan:
    """C1 as in the first plan, C6 as a mall and not a dealer, C4 in the place of C3."""
    ground = tiny_ground()
    return evaluate(Answer.of(ground, tiny_selection(ground, ("C1:mall", "C4:dealer", "C6:mall"))))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans")
    write_plan(tiny_plan(), folder / "a")
    write_plan(other_plan(), folder / "b", "zh-Hans")
    return folder


@pytest.fixture(scope="module")
def compared(home: Path) -> Comparison:
    return compare_plans([home / "a", str(home / "b")])


def copied(home: Path, to: Path) -> Path:
    to.mkdir()
    for name in FILES:
        shutil.copy(home / "a" / name, to / name)
    return to


def test_figures_are_those_of_the_plans(compared: Comparison) -> None:
    first, second = tiny_plan().kpis, other_plan().kpis
    found = compared.figures.query("part == 'kpi'").set_index("id")
    for id_ in ("capture", "capex", "opex", "cost_per_vehicle"):
        assert found.loc[id_, "plan_1"] == pytest.approx(getattr(first, id_), abs=1e-6)
        assert found.loc[id_, "change_2"] == pytest.approx(getattr(second, id_) - getattr(first, id_), abs=1e-5)
    sides = compared.figures.query("part == 'scorecard'").set_index(["id", "of"])
    assert sides.loc[("access", "sale"), ["plan_1", "plan_2"]].tolist() == pytest.approx(
        [first.coverage.all, second.coverage.all], abs=1e-6
    )
    assert compared.same_today
    assert compared.asked == {}


def test_sites_are_told_by_where_they_stand(compared: Comparison) -> None:
    """F1 and F2 stay in both, C1 opens in both as a mall; C6 as a dealer or a mall; C3 only here, C4 only there."""
    sites = compared.sites.set_index("site_id")
    assert sites.groupby("kind").groups.keys() == {"same", "format", "some"}
    assert set(sites.index[sites["kind"] == "same"]) == {"C1", "F1", "F2"}
    assert sites.loc["C6", ["kind", "format_1", "format_2"]].tolist() == ["format", "dealer", "mall"]
    assert sites.loc["C3", ["kind", "format_1", "format_2"]].tolist() == ["some", "dealer", ""]
    assert sites.loc["C4", ["kind", "format_1", "format_2"]].tolist() == ["some", "", "dealer"]


def test_a_candidate_may_be_called_as_an_own_site_that_stays(home: Path, tmp_path: Path) -> None:
    """C1 opens under the id of F1: two sites of that id in one plan, one of them in the other."""
    alike = copied(home, tmp_path / "alike")
    network = pd.read_csv(alike / "network.csv", dtype=str, keep_default_na=False)
    network.loc[network["site_id"] == "C1", "site_id"] = "F1"
    network.to_csv(alike / "network.csv", index=False)
    found = compare_plans([home / "a", alike]).sites
    of_f1 = found[found["site_id"] == "F1"].set_index("change_2")
    assert of_f1.loc["stays", ["kind", "change_1"]].tolist() == ["same", "stays"]
    assert of_f1.loc["new", ["kind", "change_1", "format_1"]].tolist() == ["some", "", ""]
    assert found.loc[found["site_id"] == "C1", "format_2"].tolist() == [""]


def test_rules_stand_beside_each_other_though_their_numbers_change(home: Path, tmp_path: Path) -> None:
    """A rule without an id of its own is known by what it is about; one that a plan lacks is told as lacking."""
    moved = copied(home, tmp_path / "c")
    rules = pd.read_csv(moved / "rules.csv", dtype=str, keep_default_na=False)
    rules["rule_id"] = ["#1", "#2", "#3"]
    rules[["rule", "name"]] = rules[["kind", "kind"]].to_numpy()
    rules.to_csv(moved / "rules.csv", index=False)
    fewer = copied(home, tmp_path / "d")
    rules.iloc[1:].assign(rule_id=["#1", "#2"]).to_csv(fewer / "rules.csv", index=False)
    found = compare_plans([moved, fewer])
    table = found.rules.set_index("key")
    assert table.loc["coverage", ["rule_id_1", "rule_id_2"]].tolist() == ["#3", "#2"]
    assert pd.isna(table.loc["budget", "rule_id_2"])
    line = next(line for line in compare_lines(found) if line.startswith("budget"))
    assert line.endswith("–")


def test_it_is_told_in_the_language_of_the_first_plan(home: Path, run: Run) -> None:
    english, chinese = run("compare", home / "a", home / "b"), run("compare", home / "b", home / "a")
    assert "Ring dealer park (C3)" in english.out
    assert "only in a" in english.out
    assert "another format" in english.out
    assert "仅在 a" in chinese.out
    assert "店型不同" in chinese.out
    assert "The plan" not in chinese.out


def test_it_writes_what_it_tells(home: Path, run: Run, tmp_path: Path) -> None:
    said = run("compare", home / "a", home / "b", "--json", "--out", tmp_path / "out")
    told = json.loads(said.out)
    assert [plan["label"] for plan in told["plans"]] == ["a", "b"]
    assert {file.name for file in (tmp_path / "out").iterdir()} == set(COMPARE_FILES)
    assert json.loads((tmp_path / "out" / "compare.json").read_text("utf-8"))["sites"] == told["sites"]
    rows = pd.read_csv(tmp_path / "out" / "compare.csv").set_index(["part", "id"])
    assert rows.loc[("rule", "Sites"), ["asked_1", "plan_1", "plan_2"]].tolist() == [3, 3, 3]


def test_what_makes_plans_hard_to_compare_is_said(home: Path, tmp_path: Path) -> None:
    """Another goal, and another network of today: the one was asked, the other is of other data."""
    other = copied(home, tmp_path / "c")
    record = json.loads((other / "plan.json").read_text("utf-8"))
    record["question"]["objective"] = "profit"
    (other / "plan.json").write_text(json.dumps(record), "utf-8")
    kpis = pd.read_csv(other / "kpis.csv")
    kpis.loc[kpis["id"] == "opex", "today"] += 1000
    kpis.to_csv(other / "kpis.csv", index=False)
    found = compare_plans([home / "a", other])
    assert found.asked == {"objective": (tiny_plan().study.plan.objective, "profit")}
    said = "\n".join(compare_lines(found))
    assert "data or model of their studies differ" in said
    assert "different goals" in said
    assert "Today  " not in said


def test_all_that_is_wrong_with_folders_is_said_at_once(home: Path, run: Run, tmp_path: Path) -> None:
    lacking, foreign = copied(home, tmp_path / "lacking"), copied(home, tmp_path / "foreign")
    (lacking / "network.csv").unlink()
    (lacking / "rules.csv").write_text("not ours\n", "utf-8")
    record = json.loads((foreign / "plan.json").read_text("utf-8"))
    record["study"]["name"] = "Elsewhere"
    (foreign / "plan.json").write_text(json.dumps(record), "utf-8")
    said = run("compare", home / "a", home / "a", lacking, foreign, tmp_path / "nothing")
    assert said.code == 1
    for fault in ("named twice", "network.csv: the plan lacks", "rules.csv: it is not", "'Elsewhere'", "no plan here"):
        assert fault in said.err
    with pytest.raises(StudyError, match="nothing to compare with"):
        compare_plans([home / "a"])
