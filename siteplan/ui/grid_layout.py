"""How the columns of a grid are laid out: every figure in sight, nothing cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from siteplan.present.tables.column import TableColumn, units_said
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain
from siteplan.ui.widths import fitted, pixels

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

__all__ = ["PAGE", "grid_columns", "row_height"]

PAGE = 1118  # pixels of a table on a screen of 1280
LINE, MARGIN = 21, 8  # pixels of a line and of a cell's edge
MOST_LINES, MOST_NARROW_LINES, LEAST_WIDE = 10, 4, 300  # lines of a row; a column of so many pixels is not narrow
LEAST_SENTENCE, MOST_SENTENCE = 400, 900  # pixels of a column of sentences
LEAST_WRAPPED = 66  # pixels of a row with more than one line; in rows up to 64 Streamlit wraps nothing


def grid_columns(cells: pd.DataFrame, columns: Sequence[TableColumn], reader: Reader) -> tuple[dict[str, Any], str]:
    """Return the configuration of each column, in the order in which they are shown, and their units if left out.

    What is done, step by step, until every figure is in sight: units leave the headings, names wrap, and words but
    those of the first column go behind the figures.
    """
    asked = {column.name: column.format.cells.width for column in columns if column.format.cells.width}
    sentences = {name: _sentence_width(cells[name], width) for name, width in asked.items() if width >= LEAST_SENTENCE}
    for units, wraps in ((True, sentences), (False, sentences), (False, asked | sentences)):
        config = fitted(cells, {column.name: _config(column, reader, units) for column in columns}, wraps)
        if _in_sight(config, columns):
            break
    order = _figures_first(config, columns)
    return {column.name: config[column.name] for column in order}, "" if units else units_said(columns, reader)


def _sentence_width(texts: pd.Series, least: int) -> int:
    """Return pixels in which the longest sentence takes three lines, within bounds."""
    longest = max(map(pixels, texts), default=0.0)
    return min(max(least, ceil(longest / 2.6) + 2 * MARGIN), MOST_SENTENCE)


def _is_figure(column: TableColumn) -> bool:
    return column.alignment == "right"


def _is_number(column: TableColumn) -> bool:
    return column.format.cells.kind != "text"


def _in_sight(
    config: dict[str, Any], columns: Sequence[TableColumn], seen: Callable[[TableColumn], bool] = _is_figure
) -> bool:
    """Return whether the last column that must be seen stands within the page; all of a table that has none."""
    last = max((i for i, column in enumerate(columns) if seen(column)), default=len(columns) - 1)
    return bool(sum(config[column.name]["width"] for column in columns[: last + 1]) <= PAGE)


def _figures_first(config: dict[str, Any], columns: Sequence[TableColumn]) -> list[TableColumn]:
    """Return the columns, words but the first behind, the last of them first, till all figures fit.

    Where they do not even then, figures that are written out go behind those that are numbers.
    """
    order = list(columns)
    for seen in (_is_figure, _is_number):
        while not _in_sight(config, order, seen):
            last = max((i for i, column in enumerate(order) if seen(column)), default=0)
            others = [i for i in range(1, last) if not seen(order[i])]
            if not others:
                break
            order.insert(last, order.pop(others[-1]))
    return order


def row_height(cells: pd.DataFrame, config: dict[str, Any]) -> int | None:
    """Return pixels of a row in which the longest text that wraps stands whole; None where none does.

    Of a text in a narrow column that would be a tower only its first lines are seen.
    """
    texts = cells.select_dtypes(exclude="number")
    most = max((_lines(texts[name], config[str(name)]["width"]) for name in texts), default=0.0)
    return None if most <= 1 else max(LEAST_WRAPPED, LINE * ceil(most * 1.15) + 2 * MARGIN)


def _lines(texts: pd.Series, width: int) -> float:
    longest = max(map(pixels, map(str, texts)), default=0.0) / (width - 2 * MARGIN)
    return min(longest, MOST_LINES if width >= LEAST_WIDE else MOST_NARROW_LINES)


def _config(column: TableColumn, reader: Reader, units: bool) -> ColumnConfig:
    label, unit = (column.title(reader), "") if units else (column.label(reader), column.unit_text(reader))
    said = ". ".join(text for text in (unit, column.meaning(reader)) if text) or None
    cells, help_ = column.format.cells, None if said is None else plain(said)
    match cells.kind:
        case "text":
            return st.column_config.TextColumn(label, help=help_, alignment=column.alignment)
        case "number":
            return st.column_config.NumberColumn(label, help=help_, format=cells.pattern, step=cells.step)
        case "bar":
            return st.column_config.ProgressColumn(
                label, help=help_, format=cells.pattern, min_value=0, max_value=100, width=cells.width
            )
