"""The tables of the app: filtered, named, complete."""

from __future__ import annotations

import ast
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import siteplan.ui
from siteplan.data import read_study
from siteplan.data.bundled import bundled_study
from siteplan.errors import Problem
from siteplan.present.tables import vocabulary
from siteplan.present.tables.column import TableColumn
from siteplan.present.tables.report_tables import rule_table, site_rows
from siteplan.present.text.reader import Reader
from siteplan.ui.grid_layout import PAGE, grid_columns
from siteplan.ui.parts.candidates import Filters, candidate_columns, candidate_table, kept
from siteplan.ui.parts.grid import shown_cells
from siteplan.ui.parts.score_criteria import parts_table
from siteplan.ui.runs.download import zipped
from siteplan.ui.screens.broken_page import problem_table
from siteplan.ui.widths import fitted, pixels
from tests.syntax import parsed
from tests.worlds import HOSTILE, in_provinces, tiny_ground, tiny_plan

GROUND = tiny_ground()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {"C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9"}),
        (Filters(cities=("Eastshire",)), {"C5", "C6", "C7", "C9"}),
        (Filters(counties=(("Eastshire", "Hill"),)), {"C5", "C7"}),
        (Filters(counties=(("Westport", "Hill"),)), set()),
        (Filters(tiers=("1",), formats=("mall",)), {"C1", "C2"}),
        (Filters(formats=("service", "charge_partner")), {"C3", "C4", "C5", "C7", "C8", "C9"}),
        (Filters(rent=1.2), {"C5", "C7", "C8", "C9"}),  # a rent that is not known passes
        (Filters(score=101.0), set()),
    ],
)
def test_filters_keep_what_passes_them_all(filters: Filters, expected: set[str]) -> None:
    assert set(kept(GROUND, filters)) == expected


def test_a_study_of_several_provinces_is_filtered_by_them() -> None:
    """The west is Jiangsu here, the east Anhui: those of Anhui are those of Eastshire."""
    plan = in_provinces(tiny_plan(), Westport="Jiangsu", Eastshire="Anhui")
    there = replace(GROUND, market=plan.market)
    assert set(kept(there, Filters(provinces=("Anhui",)))) == set(kept(there, Filters(cities=("Eastshire",))))


def test_the_best_score_stands_first() -> None:
    table = candidate_table(GROUND, kept(GROUND, Filters()), Reader("en"))
    assert table["score"].is_monotonic_decreasing
    assert table["rank"].tolist() == sorted(table["rank"])


def test_ranks_say_how_firm_they_are() -> None:
    firm = GROUND.scorecard.robustness
    table = candidate_table(GROUND, pd.Index(["C1"]), Reader("en")).loc["C1"]
    assert table["p_top"] == firm.loc["C1", "p_top"] == 1  # nine candidates are all among the best ten
    assert table["ranks"].split("–")[0] == f"{firm.loc['C1', 'rank_low']:.0f}"


def test_formats_and_tiers_have_names_in_the_readers_language() -> None:
    row = candidate_table(GROUND, pd.Index(["C6"]), Reader("zh-Hans")).loc["C6"]
    assert (row["formats"], row["tier"]) == ("商超体验店 · 授权经销店", "四线")


def test_the_parts_of_a_score_add_up_to_it() -> None:
    parts = parts_table(GROUND, "C1", Reader("en"))
    assert parts["contribution"].sum() == pytest.approx(GROUND.scorecard.score["C1"])
    assert parts["weight"].sum() == pytest.approx(1)
    assert parts["percentile"].between(0, 100).all()
    assert parts["contribution"].to_numpy() == pytest.approx(parts["points"] * parts["weight"])
    assert parts.loc["income", "points_weighed"].endswith(f"×{100 * parts.loc['income', 'weight']:.0f} %")


def test_new_sites_are_shown_as_the_plan_has_them_and_names_as_written() -> None:
    plan = tiny_plan(HOSTILE)
    table = site_rows(plan, Reader("en")).frame
    assert set(table["name"]) == {f"{HOSTILE} ({site})" for site in table["site_id"]}  # told apart by their ids
    assert table["net_new"].to_numpy() == pytest.approx(plan.sites["net_new"].to_numpy())
    assert table["why"].str.len().min() > 0


def test_each_rule_says_what_it_asked_and_got() -> None:
    plan = tiny_plan()
    table = rule_table(plan, Reader("en")).frame
    assert table["met"].tolist() == [True, True, True]
    assert table.loc[0, "asked"] == "at most 20 m CNY"
    assert table.loc[2, "achieved"] == f"{100 * plan.rules.loc[2, 'achieved']:.1f} %"


def test_problems_are_rows_with_where_what_and_remedy() -> None:
    problem = Problem("zones", "there are none", "Give some", "population", [f"z{i}" for i in range(9)])
    (row,) = problem_table((problem,)).to_numpy().tolist()
    assert row == ["zones", "population", "there are none", "z0, z1, z2, z3, z4", "Give some"]


def test_the_zip_holds_every_file(tmp_path: Path) -> None:
    for name in ("a.csv", "b.html"):
        (tmp_path / name).write_text(name, "utf-8")
    with zipfile.ZipFile(io.BytesIO(zipped(tmp_path))) as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == {
            "a.csv": "a.csv",
            "b.html": "b.html",
        }


def test_missing_numbers_stay_missing() -> None:
    assert np.isnan(candidate_table(GROUND, pd.Index(["C9"]), Reader("en")).loc["C9", "rent"])


def test_no_table_of_the_app_cuts_a_figure() -> None:
    """Text that stands right in a column too narrow is cut at its left: "120 m CNY" then reads "20 m CNY".

    So one place alone draws grids, and has their columns fitted to all that stands in them.
    """
    pages = {page.name: parsed(page) for page in Path(siteplan.ui.__file__).parent.rglob("*.py")}
    calls = [(name, call) for name, page in pages.items() for call in ast.walk(page) if isinstance(call, ast.Call)]
    drawn = {name for name, call in calls if ast.unparse(call.func) in ("st.dataframe", "st.table")}
    aligned = {name for name, call in calls if any(k.arg == "alignment" for k in call.keywords)}
    assert (drawn, aligned) == ({"grid.py"}, {"grid_layout.py"})


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=40), st.text("abc 广州", max_size=20))
def test_a_column_has_room_for_the_longest_that_stands_in_it(numbers: list[float], title: str) -> None:
    """The first rows say nothing: the longest may be the last. A digit is 8.9 pixels wide at most."""
    table = pd.DataFrame({"n": numbers, "words": [f"{x:,.0f} CNY" for x in numbers]})
    widths = {name: column["width"] for name, column in fitted(table, {"n": {"label": title}}).items()}
    figures = [f"{x:,.0f}" for x in numbers]
    assert widths["n"] >= max(pixels(text) for text in [title, *figures])
    assert widths["words"] >= max(pixels(f"{text} CNY") for text in figures)


def test_widths_are_those_of_the_widest_font() -> None:
    """Measured in a browser that has DejaVu Sans alone, at 14 pixels."""
    for text, measured in (
        ("Chancheng charging site 2", 188),
        ("Wins, vehicles/year", 136),
        ("4,500,000", 67),
        ("佛山市", 42),
    ):
        assert measured <= pixels(text) <= measured * 1.16


def test_a_width_that_is_given_stays_and_a_text_that_wraps_is_no_wider_than_asked() -> None:
    table = pd.DataFrame({"why": ["x" * 500], "words": ["z" * 500], "free": ["y" * 500]})
    columns = fitted(table, {"why": {"label": "Why", "width": 560}}, {"words": 230})
    assert [columns[name]["width"] for name in table] == [560, 230, 480]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_all_figures_of_the_widest_tables_are_in_sight_at_1280_pixels(language: str) -> None:
    """The page leaves 1,120 of them to a table; one that runs on beyond cuts no figure, only texts."""
    reader = Reader(language)
    for frame, columns in (widest_sites(reader), widest_candidates(reader)):
        cells = shown_cells(frame, columns, reader)
        config, units = grid_columns(cells, columns, reader)
        assert set(config) == {column.name for column in columns}
        assert all(column.unit_text(reader) in units for column in columns) or not units
        figures = max(i for i, name in enumerate(config) if pd.api.types.is_numeric_dtype(cells[name]))
        assert sum(config[name]["width"] for name in list(config)[: figures + 1]) <= PAGE


def test_units_stand_in_the_headings_where_there_is_room() -> None:
    columns = [vocabulary.SITE, vocabulary.CAPTURE, vocabulary.CAPEX]
    frame = pd.DataFrame({"name": ["a"], "capture": [1.0], "capex": [2e6]})
    config, units = grid_columns(shown_cells(frame, columns, Reader("en")), columns, Reader("en"))
    assert [column["label"] for column in config.values()] == ["Site", "Capture, vehicles/year", "Investment, CNY"]
    assert units == ""


def test_a_grid_is_given_the_figure_that_the_report_has() -> None:
    """Left alone, the grid cuts off what it does not show: of 1,725.6 vehicles the report had 1,726, the app 1,725."""
    values, reader = [1725.6, 0.28, -2.9, 12.0], Reader("en")
    cells = shown_cells(pd.DataFrame({"capture": values}), [vocabulary.CAPTURE], reader)["capture"]
    assert list(cells) == [1726.0, 0.0, -3.0, 12.0]
    assert [f"{cell:,.0f}".replace("-", "−") for cell in cells] == [vocabulary.CAPTURE.text(x, reader) for x in values]


def widest_sites(reader: Reader) -> tuple[pd.DataFrame, list[TableColumn]]:
    study = read_study(bundled_study())
    names = pd.read_csv(study.path("candidates"))["name_en" if reader.language == "en" else "name"]
    table = site_rows(tiny_plan(), reader)
    frame = table.frame.assign(
        name=names.loc[names.map(pixels).idxmax()],
        format=reader.format_name("charge_partner"),
        capex=10_000_000,
        opex=10_000_000,
        removal_resolved="10,000 (9,000 to 11,000)",
    )
    figures = dict.fromkeys(("capture", "forecast", "net_new", "removal_value", "demand_above_capacity"), 10_000)
    first, *others = table.columns
    return frame.assign(cannibalised=1_000, **figures), [first, vocabulary.FORECAST, vocabulary.ABOVE, *others]


def widest_candidates(reader: Reader) -> tuple[pd.DataFrame, list[TableColumn]]:
    table, _ = widest_sites(reader)
    listed = candidate_table(GROUND, pd.Index(["C1"]), reader, {"C1": "never"}, {"C1": "see it once more on Friday"})
    shown = listed.assign(name=table["name"].iloc[0], footfall=30_000)
    return shown.assign(ranks="500–600", p_top=1.0, rank=600), candidate_columns(GROUND)
