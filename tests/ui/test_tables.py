"""The tables of the app: filtered, named, complete."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import siteplan.ui
from siteplan.errors import Problem
from siteplan.present.web import opaque_id
from siteplan.ui.broken_page import problem_table
from siteplan.ui.candidates import Filters, candidate_table, kept
from siteplan.ui.criteria import parts_table
from siteplan.ui.download import zipped
from siteplan.ui.maps import clicked_site
from siteplan.ui.plantables import rules_table, sites_table
from tests.worlds import HOSTILE, tiny_ground, tiny_plan

GROUND = tiny_ground()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {"C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9"}),
        (Filters(cities=("Eastshire",)), {"C5", "C6", "C7", "C9"}),
        (Filters(tiers=("1",), formats=("mall",)), {"C1", "C2"}),
        (Filters(formats=("service", "charge_partner")), {"C3", "C4", "C5", "C7", "C8", "C9"}),
        (Filters(rent=1.2), {"C5", "C7", "C8", "C9"}),  # a rent that is not known passes
        (Filters(score=101.0), set()),
    ],
)
def test_filters_keep_what_passes_them_all(filters: Filters, expected: set[str]) -> None:
    assert set(kept(GROUND, filters)) == expected


def test_the_best_score_stands_first() -> None:
    table = candidate_table(GROUND, kept(GROUND, Filters()), "en")
    assert table["score"].is_monotonic_decreasing
    assert table["rank"].tolist() == sorted(table["rank"])


def test_ranks_say_how_firm_they_are() -> None:
    firm = GROUND.scorecard.robustness
    table = candidate_table(GROUND, pd.Index(["C1"]), "en").loc["C1"]
    assert table["p_top"] == 100 * firm.loc["C1", "p_top"] == 100  # nine candidates are all among the best ten
    assert table["ranks"].split("–")[0] == f"{firm.loc['C1', 'rank_low']:.0f}"


def test_formats_and_tiers_have_names_in_the_readers_language() -> None:
    row = candidate_table(GROUND, pd.Index(["C6"]), "zh-Hans").loc["C6"]
    assert (row["formats"], row["tier"]) == ("商超体验店 · 授权经销店", "四线")


def test_the_parts_of_a_score_add_up_to_it() -> None:
    parts = parts_table(GROUND.scorecard, "C1", "en")
    assert parts["contribution"].sum() == pytest.approx(GROUND.scorecard.score["C1"])
    assert parts["weight"].sum() == pytest.approx(100)
    assert parts["percentile"].between(0, 100).all()
    assert parts["contribution"].to_numpy() == pytest.approx(parts["points"] * parts["weight"] / 100)


def test_new_sites_are_shown_as_the_plan_has_them_and_names_as_written() -> None:
    plan = tiny_plan(HOSTILE)
    table = sites_table(plan, "en")
    assert set(table["name"]) == {f"{HOSTILE} ({site})" for site in table.index}  # told apart by their ids
    assert table["net_new"].to_numpy() == pytest.approx(plan.sites["net_new"].to_numpy())
    assert table["why"].str.len().min() > 0


def test_each_rule_says_what_it_asked_and_got() -> None:
    plan = tiny_plan()
    table = rules_table(plan, "en")
    assert table["met"].tolist() == ["✓", "✓", "✓"]
    assert table.loc[0, "asked"] == "at most 20 m CNY"
    assert table.loc[2, "achieved"] == f"{100 * plan.rules.loc[2, 'achieved']:.1f} %"


def test_problems_are_rows_with_where_what_and_remedy() -> None:
    problem = Problem("zones", "there are none", "Give some", "population", [f"z{i}" for i in range(9)])
    (row,) = problem_table((problem,), "en").to_numpy().tolist()
    assert row == ["zones", "population", "there are none", "z0, z1, z2, z3, z4", "Give some"]


def test_the_zip_holds_every_file(tmp_path: Path) -> None:
    for name in ("a.csv", "b.html"):
        (tmp_path / name).write_text(name, "utf-8")
    with zipfile.ZipFile(io.BytesIO(zipped(tmp_path))) as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == {
            "a.csv": "a.csv",
            "b.html": "b.html",
        }


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ({}, None),
        ({"last_active_drawing": None}, None),
        ({"last_active_drawing": {"properties": {}}}, None),
        ({"last_active_drawing": {"properties": {"id": opaque_id("C2")}}}, "C2"),
        ({"last_active_drawing": {"properties": {"id": opaque_id("R1")}}}, None),  # a rival's
    ],
)
def test_a_click_selects_candidates_alone(seen: dict[str, object], expected: str | None) -> None:
    assert clicked_site(seen, ["C1", "C2"]) == expected


def test_missing_numbers_stay_missing() -> None:
    assert np.isnan(candidate_table(GROUND, pd.Index(["C9"]), "en").loc["C9", "rent"])


def test_no_table_of_the_app_cuts_a_figure() -> None:
    """Text that stands right in a column of fixed width is cut at its left: "120 m CNY" then reads "20 m CNY".

    So texts stand left, and only bars and sentences, which wrap, have a width.
    """
    pages = Path(siteplan.ui.__file__).parent.glob("*.py")
    columns = [
        (page.name, ast.unparse(call))
        for page in pages
        for call in ast.walk(ast.parse(page.read_text("utf-8")))
        if isinstance(call, ast.Call) and {k.arg for k in call.keywords} & {"width", "alignment"}
    ]
    texts = [found for found in columns if re.match(r"(text|number|names|[\w.]*(Text|Number)Column)\(", found[1])]
    allowed = {"SENTENCE", "width=width"}  # a sentence; the texts of the page of problems, whose rows are as high
    assert [found for found in texts if not any(word in found[1] for word in (*allowed, "min_value"))] == []
    assert [found for found in texts if "alignment" in found[1]] == []
