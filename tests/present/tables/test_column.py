"""Columns as values: one name and one heading a figure, written alike everywhere."""

import ast
import math
from collections import Counter
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import siteplan
from siteplan.present.board import board_vocabulary
from siteplan.present.channel import channel_vocabulary
from siteplan.present.files.export import write_plan, write_scores
from siteplan.present.stress import stress_vocabulary
from siteplan.present.tables import formats, money_vocabulary, vocabulary
from siteplan.present.tables.column import Table, TableColumn, frame_of, table_of
from siteplan.present.tables.formats import CellFormat
from siteplan.present.tables.report_tables import rule_table, site_rows
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import LANGUAGES, catalogue
from siteplan.study import Unit
from siteplan.study.objectives import OBJECTIVES, Goal
from tests.syntax import parsed
from tests.worlds import tiny_ground, tiny_plan

VOCABULARIES = (vocabulary, money_vocabulary, channel_vocabulary, board_vocabulary, stress_vocabulary)
COLUMNS = {
    name: value for words in VOCABULARIES for name, value in vars(words).items() if isinstance(value, TableColumn)
}
FORMATS = {name: value for name, value in vars(formats).items() if isinstance(value, CellFormat)}
UNSEEN = {  # in sites.csv, rules.csv and scorecard.csv, but in no table: ids, places on a map, parts of what is told
    "site_id", "county_id", "status", "phase", "lon", "lat", "runner_up_format", "runner_up_value",
    "removal_least", "removal_most", "removal_basis", "forecast_low", "forecast_high", "above_forecast", "above_best",
    "below_range", "above_range", "rule_id", "kind", "sense", "unit", "price_from", "price_to", "price_gap",
    "price_basis", "rank_low", "rank_high", "irr_why", "irr_why_all",
    "irr_why_partners", "may_strike", "core", "core_share", "marginal_rank", "marginal_result",
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_what_is_no_number_is_a_dash(name: str, language: str) -> None:
    """None and NaN are no figures, and one without end is none that anybody can read."""
    reader = Reader(language)
    for nothing in (None, math.nan, math.inf, -math.inf, pd.NA):
        assert FORMATS[name].text(nothing, reader) == FORMATS[name].alone(nothing, "km", reader) == "–"


def test_names_are_those_of_one_figure_each() -> None:
    assert [name for name, n in Counter(column.name for column in COLUMNS.values()).items() if n > 1] == []


def test_every_heading_and_meaning_is_translated() -> None:
    chinese = catalogue("zh-Hans")
    texts = {text for column in COLUMNS.values() for text in (column.heading, column.help) if text}
    assert [text for text in texts - {"{tier}"} if chinese.gettext(text) == text] == []


def test_every_unit_has_words() -> None:
    """A unit that nobody translated is shown as files name it: kW alone is the same everywhere."""
    reader = Reader("zh-Hans")
    told = {column.unit: column.unit_text(reader) for column in COLUMNS.values() if column.unit}
    assert [unit for unit, text in told.items() if text.isascii()] == ["kW"]


@given(st.sampled_from([*FORMATS.values()]))
def test_words_stand_to_the_left_and_figures_to_the_right(format_: CellFormat) -> None:
    column = TableColumn("x", "Site", format_)
    assert column.alignment == ("left" if format_.is_words else "right")
    assert not (format_.is_words and format_.cells.kind != "text")  # a number is never a word


def test_a_title_has_the_unit_of_the_study() -> None:
    phones = Reader("en", Unit(singular="phone", plural="phones"), "EUR")
    assert vocabulary.CAPTURE.title(Reader("en")) == "Capture, vehicles/year"
    assert vocabulary.CAPTURE.title(Reader("zh-Hans")) == "预计销量（辆/年）"
    assert vocabulary.CAPTURE.title(phones) == "Capture, phones/year"
    assert vocabulary.OPEX.title(phones) == "Running cost, EUR/year"
    assert vocabulary.SITE.title(phones) == "Site"


def test_a_figure_alone_has_its_unit() -> None:
    assert vocabulary.CAPEX.fact(1.234e6, Reader("en")) == ("Investment", "1.23 m CNY")
    assert vocabulary.SHARE_OF_MARKET.fact(0.0614, Reader("en")) == ("Market share", "6.1 %")
    assert vocabulary.SCORE.fact(61.24, Reader("en")) == ("Score", "61.2 points")


@pytest.mark.parametrize("kind", OBJECTIVES.values(), ids=lambda kind: kind.name)
def test_a_goal_s_figures_are_as_short_as_they_can_be_told_apart(kind: Goal) -> None:
    """Minutes a person differ in the second decimal; vehicles and money do not."""
    column = vocabulary.REMOVAL.of_goal(kind)
    assert column.text(12.345, Reader("en")) == ("12.35" if kind.unit == "min" else "12")
    assert column.unit == kind.unit


def test_a_table_leaves_out_what_its_frame_lacks() -> None:
    wanted = (vocabulary.SITE, vocabulary.CAPTURE, vocabulary.ABOVE)
    table = table_of("", frame_of(wanted[:2], [("a", 1.0)]), wanted, Reader("en"))
    assert (table.titles, table.rows, table.details) == (["Site", "Capture, vehicles/year"], [["a", "1"]], [])


def test_a_table_says_what_its_figures_mean() -> None:
    assert "Removal value: what the plan's figure loses" in site_rows(tiny_plan(), Reader("en")).footnote
    assert "One more unit brings: by the last relaxation" in rule_table(tiny_plan(), Reader("en")).footnote


def test_what_people_see_of_a_file_has_the_files_name(tmp_path: Path) -> None:
    """No figure goes by two names: each column of a file is one of the vocabulary, or in no table."""
    write_plan(tiny_plan(), tmp_path / "plan", "en")
    write_scores(tiny_ground(), tmp_path / "scores", "en")
    files = [tmp_path / "plan" / "sites.csv", tmp_path / "plan" / "rules.csv", tmp_path / "scores" / "scorecard.csv"]
    known = {column.name for column in COLUMNS.values()}
    parts = ("value_", "points_", "contribution_", "percentile_", "weight_", "score_", "without_")
    for file in files:
        columns = list(pd.read_csv(file, nrows=0))
        named = [name for name in columns if not name.startswith(parts)]
        assert [name for name in named if name not in known | UNSEEN] == [], file.name
        without = [name.removeprefix("without_") for name in columns if name.startswith("without_")]
        assert set(without) <= known
    assert {"capture", "net_new", "removal_value", "price", "shadow_price", "p_top"} <= known


def test_no_heading_stands_outside_the_vocabulary() -> None:
    """A page or a table that names a column itself gives a figure a second heading."""
    makers = {"TableColumn", "NumberColumn", "TextColumn", "ProgressColumn", "CheckboxColumn", "MultiselectColumn"}
    found = []
    for path, module in modules().items():
        short = aliases(module)
        calls = [(call, ast.unparse(call.func)) for call in ast.walk(module) if isinstance(call, ast.Call)]
        made = [call for call, name in calls if short.get(name, name).rsplit(".", 1)[-1] in makers]
        found += [f"{path.name}: {ast.unparse(call)[:60]}" for call in made if own_text(call)]
    vocabularies = (
        "vocabulary.py",
        "money_vocabulary.py",
        "channel_vocabulary.py",
        "review_vocabulary.py",
        "board_vocabulary.py",
        "compare_vocabulary.py",
        "stress_vocabulary.py",
        "phase_vocabulary.py",
        "pack_vocabulary.py",
        "candidate_vocabulary.py",
        "question_vocabulary.py",
    )
    found = [told for told in found if not told.startswith(vocabularies)]
    assert found == []


def aliases(module: ast.Module) -> dict[str, str]:
    """What a module calls by shorter names of its own: `text, number = st.column_config.TextColumn, ...`."""
    pairs = [(node.targets[0], node.value) for node in ast.walk(module) if isinstance(node, ast.Assign)]
    return {
        ast.unparse(name): ast.unparse(value)
        for names, values in pairs
        if isinstance(names, ast.Tuple) and isinstance(values, ast.Tuple)
        for name, value in zip(names.elts, values.elts, strict=False)
    }


def own_text(call: ast.Call) -> bool:
    """Whether a text stands among what a call is given, as it is or as one of the catalogue."""
    given_ = [*call.args, *(k.value for k in call.keywords if k.arg in ("label", "heading"))]
    return any(isinstance(node, ast.Constant | ast.Call) and text_of(node) for node in given_)


def text_of(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in ("_", "N_", "reader.gettext")
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@cache
def modules() -> dict[Path, ast.Module]:
    root = Path(siteplan.__file__).parent
    return {path: parsed(path) for room in ("ui", "present") for path in (root / room).rglob("*.py")}


def long_table(n: int, file: str = "sites.csv") -> Table:
    frame = pd.DataFrame({vocabulary.SITE.name: [f"S{i}" for i in range(n)]})
    return table_of("Sites", frame, (vocabulary.SITE,), Reader("en")).whole_in(file)


def test_a_print_shows_the_first_rows_of_what_a_file_has_whole() -> None:
    """Eight of a long table; two or three more would take no more room than to say where they are."""
    assert [long_table(n).n_printed for n in (8, 11, 12, 200)] == [8, 11, 8, 8]
    assert long_table(200, file="").n_printed == 200
    assert long_table(11).print_note == long_table(200, file="").print_note == ""
    assert long_table(200).print_note == "Of these 200 rows the first 8 are printed; all are in sites.csv."


def test_a_column_that_no_row_needs_is_left_out() -> None:
    """A study whose files name no city has no column of them; one row with a city is enough, and so is none at all."""
    columns = (vocabulary.SITE, vocabulary.CITY)
    for cities, has in (["", None], False), (["", "Foshan"], True), ([], True):
        frame = frame_of(columns, [("S", city) for city in cities])
        assert (vocabulary.CITY in table_of("Sites", frame, columns, Reader("en")).columns) is has
