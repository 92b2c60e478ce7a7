"""Columns of printed tables: no word is cut, and small type or a turned page is the last resort."""

from __future__ import annotations

import pytest

from siteplan.present.reports.fonts.typeface import width
from siteplan.present.reports.pdf.column_widths import LINE, ColumnTexts, fitted_table

PAD = 8


def figures(heading: str, *cells: str) -> ColumnTexts:
    return ColumnTexts([heading], "", [[cell] for cell in cells], words=False)


def words(heading: str, *cells: str) -> ColumnTexts:
    return ColumnTexts([heading], "", [[cell] for cell in cells], words=True)


def test_a_small_table_fills_the_line_in_the_largest_type() -> None:
    fit = fitted_table([words("Format", "mall", "dealer"), figures("Sites", "60", "8")])
    assert (fit.size, fit.turned) == (8.5, False)
    assert sum(fit.widths) + 2 * PAD == pytest.approx(LINE)


def test_a_long_sentence_takes_the_room_that_figures_leave() -> None:
    """Two figures keep one line; the sentence of some 700 points has what is left, and wraps."""
    sentence = "Rural people within sixty minutes of a sales site, and within eighty minutes of a service site. " * 2
    fit = fitted_table([words("Needed for", sentence), figures("Investment", "11,996,000"), figures("Net", "69,593")])
    assert fit.widths[1] >= width("11,996,000", fit.size)
    assert fit.widths[0] > 300
    assert sum(fit.widths) + 3 * PAD == pytest.approx(LINE)


def test_many_columns_are_set_smaller_and_more_on_a_page_on_its_side() -> None:
    sizes = {}
    for n in (6, 12, 18):
        fit = fitted_table([figures(f"Column {i}", "1,234,567 m") for i in range(n)])
        sizes[n] = (fit.size, fit.turned)
        assert min(fit.widths) >= width("1,234,567", fit.size)
    assert sizes[6] == (8.5, False)
    assert sizes[12][0] < 8.5
    assert sizes[18][1]


def test_what_no_page_holds_is_still_as_wide_as_a_page() -> None:
    """Forty columns: the door of a study is wider than any paper; nothing runs out of the page."""
    fit = fitted_table([figures("Heading", "123,456,789,012") for _ in range(40)])
    assert fit.turned
    assert sum(fit.widths) + 40 * PAD < 729


def test_a_no_break_space_keeps_a_figure_beside_its_unit() -> None:
    """Twelve columns of "12345 mmmm" fit a page if the unit may stand below its figure, and do not if it may not."""
    apart, kept = (fitted_table([figures("", f"12345{space}mmmm")] * 12) for space in (" ", "\u00a0"))
    assert not apart.turned
    assert apart.widths[0] < width("12345 mmmm", apart.size)
    assert kept.turned
    assert kept.widths[0] >= width("12345\u00a0mmmm", kept.size)


def test_chinese_headings_break_between_words_alone_and_count_the_space_beside_latin_letters() -> None:
    """「净增销量」 stays whole: four letters of the size; where Han and Latin letters meet stands a quarter of it."""
    column = ColumnTexts(["净增销量", "（辆/年）"], "", [["1"]], words=False)
    assert fitted_table([column] * 9).widths[0] >= 4 * 8.5
    apart, mixed = (fitted_table([figures("", text), figures("", "1")]) for text in ("三三三三", "三3三三"))
    room = LINE - 2 * PAD
    assert apart.widths[0] - apart.widths[1] == pytest.approx((4 - 0.555) * 8.5)
    assert mixed.widths[0] - mixed.widths[1] == pytest.approx((3 + 0.5) * 8.5)
    assert sum(mixed.widths) == pytest.approx(room)


def test_a_figure_is_as_wide_as_it_stands_with_its_unit() -> None:
    """The space that is kept between them, and the unit behind it, part nowhere: the next column begins after both."""
    figure = "1.336\u00a0亿元/年"
    fit = fitted_table([figures(f"上界{i}", figure) for i in range(9)])
    assert min(fit.widths) >= width(figure, fit.size)
