"""Where lines of narrow cells break: between Chinese words, behind the dots and underscores of a code word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from siteplan.present.tables import vocabulary
from siteplan.present.tables.column import TableColumn
from siteplan.present.text.reader import Reader
from siteplan.present.web.breaks import broken_code, broken_heading, heading_pieces

COLUMNS = [column for column in vars(vocabulary).values() if isinstance(column, TableColumn)]
HEADINGS = [Reader("zh-Hans").gettext(column.heading) for column in COLUMNS]


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("来自竞争网点（辆/年）", ["来自", "竞争", "网点", "（辆/年）"]),
        ("覆盖率，全部", ["覆盖率，", "全部"]),
        ("保留的网点", ["保留的", "网点"]),
        ("未覆盖人口", ["未覆盖", "人口"]),
        ("Net-new", ["Net-new"]),
    ],
)
def test_a_chinese_heading_breaks_between_its_words(heading: str, parts: list[str]) -> None:
    assert heading_pieces(heading) == parts


def test_every_heading_has_breaks_enough_for_a_narrow_column() -> None:
    """Four characters are 46 pixels in a report, what a column of figures takes anyway."""
    assert [heading for heading in HEADINGS if not breaks_enough(heading)] == []


def breaks_enough(heading: str) -> bool:
    """Whether it breaks into words of at most four characters, none of them of one alone."""
    parts = heading_pieces(heading)
    words = [part for part in parts if re.search(r"[\u4e00-\u9fff]", part)]
    short = all(len(re.sub(r"[^\u4e00-\u9fff]", "", part)) <= 4 for part in parts)
    return "".join(parts) == heading and short and (all(len(part) > 1 for part in words) or heading in words)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("trade_area.rate", "trade_<wbr>area.<wbr>rate"),
        ("见 tiers.minutes.tier1 <b>", "见 tiers.<wbr>minutes.<wbr>tier1 &lt;b&gt;"),
        ("study.toml, 0.25 km", "study.toml, 0.25 km"),  # short enough
    ],
)
def test_a_long_code_word_breaks_behind_its_dots_and_underscores(text: str, shown: str) -> None:
    assert broken_code(text) == shown


@given(st.text("预算网点的（）()/，. _<&ab1", max_size=30))
def test_breaks_change_no_text_and_let_no_markup_through(text: str) -> None:
    for broken in (broken_heading(text), broken_code(text)):
        assert re.sub(r'<wbr>|<span class="unit">|</span>', "", broken) == escape(text)


def test_a_unit_in_brackets_stays_whole() -> None:
    assert broken_heading("销售能力（辆/年）") == '销售<wbr>能力<wbr><span class="unit">（辆/年）</span>'
