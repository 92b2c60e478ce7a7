"""Every grid of the app within a page of 1280 pixels: all columns in sight, or the figures, with sentences behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.present.model_text import opportunity_words, range_words
from siteplan.present.plan_text import losses
from siteplan.present.tables import explained_tables, held_sites, report_tables
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import TableColumn
from siteplan.present.text.reader import Reader
from siteplan.ui.grid_layout import LEAST_SENTENCE, PAGE, grid_columns
from siteplan.ui.parts.grid import BOXES, shown_cells
from siteplan.ui.runs import no_plan
from siteplan.ui.screens import broken_page, charging_page
from siteplan.ui.squeeze import squeezed, words_floor
from siteplan.ui.widths import fit
from tests.examples import examples

COLUMNS = [c.where(top=10, tier="2", step="1 m") for c in vars(v).values() if isinstance(c, TableColumn)]
TIERS = [replace(v.OF_TIER, name=f"tier {n}").where(tier=f"Tier {n}") for n in range(1, 6)]
RULES = (v.RULE, v.ASKED, v.ACHIEVED, v.SLACK, v.MET, v.NEXT_UNIT, v.PRICE)
SITES = (v.SITE, v.CITY, v.FORMAT, v.CAPTURE, v.NET_NEW, v.CANNIBALISED, v.REMOVAL, v.REMOVAL_RESOLVED, v.CAPEX, v.OPEX)
CHOSEN = (v.SITE, v.SCORE, v.RANK, v.RANKS, v.P_TOP.where(top=10), v.RENT, v.FOOTFALL, v.CITY, v.TIER, v.FORMATS)
GRIDS: dict[str, tuple[Sequence[TableColumn], int]] = {
    "prices": ((v.WITHOUT, v.PRICE, *explained_tables.PRICES, v.GAP_LEFT), PAGE),
    "rejected": ((v.SITE, v.CITY, v.FORMAT, v.GAIN, v.LACKS, v.CAPEX, v.ENTRY_CAPEX), PAGE),
    "losses": (losses.COLUMNS, PAGE),
    "rules": ((*RULES, v.IN_WORDS), PAGE),
    "ranges": (range_words.COLUMNS, PAGE),
    "held sites": (held_sites.COLUMNS, PAGE),
    "held formats": ((v.FORMAT, v.N_SITES, v.OBSERVED, v.MODELLED, v.OFF), PAGE),
    "white space": (opportunity_words.WHITE_SPACE, PAGE),
    "look-alikes": (opportunity_words.LOOK_ALIKES, PAGE),
    "charging": (charging_page.OPTIONS, PAGE),
    "problems": (broken_page.PROBLEMS, PAGE),
    "places": (no_plan.PLACES, PAGE),
    "demand": ((v.STEP, *TIERS, v.ALL, v.SETTINGS), PAGE),
    "candidates": (CHOSEN, PAGE - BOXES),
    "sites": ((*SITES, v.WHY), PAGE),
    "changes": ((*report_tables.CHANGES, v.WHY), PAGE),
}
SCROLLS = {"sites", "changes", "ranges"}  # nine figures and more, and a sentence
WORDS = {
    "en": ("Chancheng charging site 2", "tier 2", "The budget does not allow for it; " * 4),
    "zh-Hans": ("佛山禅城区购物中心十二", "新一线", "预算不足以开设该网点；" * 8),
}


def widest(columns: Sequence[TableColumn], language: str) -> pd.DataFrame:
    """Return a row of figures as large as a province has them, and names as long."""
    return pd.DataFrame({column.name: [_widest(column, language)] for column in columns})


def _widest(column: TableColumn, language: str) -> object:
    name, short, sentence = WORDS[language]
    form = column.format
    if form.cells.kind != "text":
        return 1.0 if form.cells.times > 1 else 1_330_000_000 if column.unit.startswith("currency") else 81_392
    if not form.is_words:
        return "29,790 (29,584 to 29,815)" if form.cells.width else "61.0 %"
    width = form.cells.width or 100
    return True if column is v.MET else sentence if width >= LEAST_SENTENCE else name if width >= 150 else short


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("name", GRIDS)
def test_every_grid_shows_all_its_columns_or_scrolls_with_its_figures_in_sight(name: str, language: str) -> None:
    columns, room = GRIDS[name]
    cells = shown_cells(widest(columns, language), columns, Reader(language))
    config, _units = grid_columns(cells, columns, Reader(language), room)
    widths = [column["width"] for column in config.values()]
    assert set(config) == {column.name for column in columns}
    if name in SCROLLS:
        numbers = max(i for i, key in enumerate(config) if pd.api.types.is_numeric_dtype(cells[key]))
        assert sum(widths[: numbers + 1]) <= room
    else:
        assert list(config) == [column.name for column in columns]  # and in their own order
        assert sum(widths) <= room


def test_the_price_of_two_rules_together_is_in_sight() -> None:
    columns, room = GRIDS["prices"]
    both = "Rural people within 60 min of a sales site and Rural people within 80 min of a service site"
    cells = shown_cells(widest(columns, "en").assign(without=both), columns, Reader("en"))
    config, _units = grid_columns(cells, columns, Reader("en"), room)
    assert [*config][:2] == ["without", "price"]
    assert sum(column["width"] for column in config.values()) <= room


@given(st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=14, unique_by=lambda column: column.name))
@examples(100, sample=25)
def test_no_grid_is_cut_where_its_columns_could_be_narrower(columns: list[TableColumn]) -> None:
    """Of any columns: they stand within the page, or all have given what they could and scroll, sentences last."""
    cells = shown_cells(widest(columns, "en"), columns, Reader("en"))
    config, _units = grid_columns(cells, columns, Reader("en"))
    narrow = {c.name: words_floor(cells[c.name], config[c.name]) for c in columns if c.format.is_words}
    if sum(column["width"] for column in config.values()) <= PAGE:
        assert [*config] == [column.name for column in columns]
    else:
        of_words = [n for n in narrow if cells[n].map(str).map(len).max() < 60]
        assert all(config[n]["width"] == narrow[n] for n in of_words)


@given(st.dictionaries(st.integers(0, 9).map(str), st.integers(50, 900), min_size=1), st.data())
def test_squeezed_columns_fill_the_room_and_none_falls_below_its_floor(
    widths: dict[str, int], data: st.DataObject
) -> None:
    floors = {name: data.draw(st.integers(50, width)) for name, width in widths.items()}
    room = data.draw(st.integers(50, 2000))
    narrow = squeezed(widths, floors, room)
    assert all(floors[name] <= narrow[name] <= widths[name] for name in widths)
    if sum(floors.values()) <= room:
        assert min(room, sum(widths.values())) - len(widths) <= sum(narrow.values()) <= max(room, 0)
    else:
        assert narrow == floors


def test_latin_names_stand_on_one_line_in_a_chinese_grid() -> None:
    """The grid breaks no Latin text among Chinese letters: what is wider than its column would be cut."""
    name = "A large landlord gives notice"
    columns = SITES
    cells = widest(columns, "zh-Hans").assign(name=name)
    config, _ = grid_columns(cells, columns, Reader("zh-Hans"))
    assert config[v.SITE.name]["width"] >= fit([name])
    narrow, _ = grid_columns(cells, columns, Reader("en"))
    assert narrow[v.SITE.name]["width"] < fit([name])
