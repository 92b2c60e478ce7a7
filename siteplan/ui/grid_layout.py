"""How the columns of a grid are laid out: every one in sight where it can be, every figure in any case, nothing cut."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from siteplan.present.tables.column import TableColumn, units_said
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain
from siteplan.ui.squeeze import (
    latin_floor,
    sentence_floor,
    sentence_width,
    squeezed,
    widths_of,
    with_widths,
    words_floor,
)
from siteplan.ui.widths import fitted

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

__all__ = ["LEAST_SENTENCE", "PAGE", "grid_columns"]

PAGE = 1118  # pixels of a table on a screen of 1280
LEAST_SENTENCE = 400  # pixels of a column of sentences


def grid_columns(
    cells: pd.DataFrame, columns: Sequence[TableColumn], reader: Reader, room: int = PAGE
) -> tuple[dict[str, Any], str]:
    """Return the configuration of each column, in the order in which they are shown, and their units if left out.

    What is done, step by step, until all stands within the room: sentences take more lines, units leave the headings,
    names wrap. A table for which that is not enough scrolls: words but those of the first column go behind the figures.
    """
    whole = {
        column.name: latin_floor(cells[column.name])
        for column in columns
        if reader.is_chinese and column.format.is_words and (column.format.cells.width or 0) < LEAST_SENTENCE
    }
    asked = {c.name: max(c.format.cells.width, whole.get(c.name, 0)) for c in columns if c.format.cells.width}
    sentences = {
        name: sentence_width(cells[name], width)
        for name, width in asked.items()
        if width >= LEAST_SENTENCE and name not in whole
    }
    floors = {name: sentence_floor(cells[name], width) for name, width in sentences.items()}
    for units, wraps in ((True, sentences), (False, sentences), (False, asked | sentences)):
        config = fitted(cells, {column.name: _config(column, reader, units) for column in columns}, wraps)
        least = floors if wraps is sentences else _word_floors(cells, columns, config, whole) | floors
        narrow = squeezed(widths_of(config), least, room)
        if sum(narrow.values()) <= room:
            return with_widths(config, narrow), "" if units else units_said(columns, reader)
    words = {name: width for name, width in least.items() if name not in floors}
    config = with_widths(config, squeezed(widths_of(config), words, room))
    order = _figures_first(config, columns, room)
    return {column.name: config[column.name] for column in order}, units_said(columns, reader)


def _word_floors(
    cells: pd.DataFrame, columns: Sequence[TableColumn], config: Mapping[str, Any], whole: Mapping[str, int]
) -> dict[str, int]:
    words = [column.name for column in columns if column.format.is_words]
    floors = {name: words_floor(cells[name], config[name]) for name in words}
    return {name: max(floor, min(whole.get(name, 0), config[name]["width"])) for name, floor in floors.items()}


def _is_figure(column: TableColumn) -> bool:
    return column.alignment == "right"


def _is_number(column: TableColumn) -> bool:
    return column.format.cells.kind != "text"


def _figures_first(config: Mapping[str, Any], columns: Sequence[TableColumn], room: int) -> list[TableColumn]:
    """Return the columns, words but the first behind, the last of them first, till all figures fit.

    Where they do not even then, figures that are written out go behind those that are numbers.
    """
    order = list(columns)
    for seen in (_is_figure, _is_number):
        while not _in_sight(config, order, seen, room):
            last = max((i for i, column in enumerate(order) if seen(column)), default=0)
            others = [i for i in range(1, last) if not seen(order[i])]
            if not others:
                break
            order.insert(last, order.pop(others[-1]))
    return order


def _in_sight(
    config: Mapping[str, Any], columns: Sequence[TableColumn], seen: Callable[[TableColumn], bool], room: int
) -> bool:
    """Return whether the last column that must be seen stands within the room; all of a table that has none."""
    last = max((i for i, column in enumerate(columns) if seen(column)), default=len(columns) - 1)
    return bool(sum(config[column.name]["width"] for column in columns[: last + 1]) <= room)


def _config(column: TableColumn, reader: Reader, units: bool) -> ColumnConfig:
    label, unit = (column.title(reader), "") if units else (column.label(reader), column.unit_text(reader))
    said = ". ".join(text for text in (unit, column.meaning(reader)) if text) or None
    cells, help_ = column.format.cells, None if said is None else plain(said)
    pattern = cells.pattern_for(reader)
    match cells.kind:
        case "text":
            return st.column_config.TextColumn(label, help=help_, alignment=column.alignment)
        case "number":
            return st.column_config.NumberColumn(label, help=help_, format=pattern, step=cells.step)
        case "bar":
            return st.column_config.ProgressColumn(
                label, help=help_, format=pattern, min_value=0, max_value=100, width=cells.width
            )
