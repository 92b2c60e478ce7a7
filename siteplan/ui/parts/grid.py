"""Tables on a page: a frame and its columns as a grid, or as a plain table where there is little room."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from siteplan.present.tables.column import Column, Table
from siteplan.present.text.numbers import NO_NUMBER
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain
from siteplan.ui.widths import fitted, pixels

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

__all__ = ["grid_columns", "show_grid", "show_plain", "show_table", "shown_cells"]

PAGE = 1118  # pixels of a table on a screen of 1280
LINE, MARGIN, MOST_LINES = 21, 8, 12  # pixels of a line and of a cell's edge
LEAST_WRAPPED = 66  # pixels of a row with more than one line; in rows up to 64 Streamlit wraps nothing
NBSP = "\u00a0"  # a number stays beside its unit


def show_table(table: Table | None, **options: Any) -> None:
    """Show a table of the report as a grid, what it says below each row in a column of its own."""
    if table is None or table.frame.empty:
        return
    st.markdown(f"**{plain(table.caption)}**")
    columns = [*table.columns, *([table.below] if table.below else [])]
    show_grid(table.frame, columns, table.reader, alt=table.caption, **options)
    if table.note:
        st.caption(plain(table.note))


def show_grid(frame: pd.DataFrame, columns: Sequence[Column], reader: Reader, alt: str, **options: Any) -> None:
    """Show those columns that the frame has; units stand in the headings where all figures are then in sight."""
    known = [column for column in columns if column.name in frame]
    cells = shown_cells(frame, known, reader)
    config, units = grid_columns(cells, known, reader)
    st.dataframe(
        cells, hide_index=True, alt=alt, placeholder=NO_NUMBER, row_height=_row_height(cells, config),
        column_order=[*config], column_config=config, **options,
    )  # fmt: skip
    if units:
        st.caption(plain(units))


def show_plain(frame: pd.DataFrame, columns: Sequence[Column], reader: Reader, alt: str) -> None:
    """Show a table that breaks its lines: in a grid of a card's width the last columns would be out of sight."""
    texts = {
        column.label(reader): [_unbroken(column.text(value, reader), column) for value in frame[column.name]]
        for column in columns
    }
    st.table(pd.DataFrame(texts), hide_index=True, border="horizontal", alt=alt)


def grid_columns(cells: pd.DataFrame, columns: Sequence[Column], reader: Reader) -> tuple[dict[str, Any], str]:
    """Return the configuration of each column, in the order in which they are shown, and their units if left out.

    Figures come before words where they would run out of sight.
    """
    wraps = {column.name: column.format.cells.width for column in columns if column.format.cells.width}
    whole, short = (
        fitted(cells, {column.name: _config(column, reader, units) for column in columns}, wraps)
        for units in (True, False)
    )
    if _in_sight(whole, columns):
        return whole, ""
    order = _figures_first(short, columns)
    return {name: short[name] for name in order}, _units(columns, reader)


def _in_sight(config: dict[str, Any], columns: Sequence[Column]) -> bool:
    """Return whether the last figure stands within the page."""
    figures = [i for i, column in enumerate(columns) if column.format.cells.kind != "text"]
    shown = [config[column.name]["width"] for column in columns[: max(figures, default=-1) + 1]]
    return bool(sum(shown) <= PAGE)


def _figures_first(config: dict[str, Any], columns: Sequence[Column]) -> list[str]:
    """Return the names of columns: words but the first go behind, the last of them first, till all figures fit."""
    order = list(columns)
    while not _in_sight(config, order):
        last = max(i for i, column in enumerate(order) if column.format.cells.kind != "text")
        words = [i for i in range(1, last) if order[i].format.cells.kind == "text"]
        if not words:
            break
        order.insert(last, order.pop(words[-1]))
    return [column.name for column in order]


def _units(columns: Sequence[Column], reader: Reader) -> str:
    """Return which columns are counted in what: "vehicles/year: Wins, Net-new; CNY: Investment"."""
    _ = reader.gettext
    by_unit: dict[str, list[str]] = {}
    for column in columns:
        if unit := column.unit_text(reader):
            by_unit.setdefault(unit, []).append(column.label(reader))
    one = _("{unit}: {columns}")
    return _("; ").join(one.format(unit=unit, columns=_(", ").join(names)) for unit, names in by_unit.items())


def _config(column: Column, reader: Reader, units: bool) -> ColumnConfig:
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


def shown_cells(frame: pd.DataFrame, columns: Sequence[Column], reader: Reader) -> pd.DataFrame:
    """Return what stands in a grid's cells, by column."""
    return pd.DataFrame({column.name: _cells(frame[column.name], column, reader) for column in columns})


def _cells(values: pd.Series, column: Column, reader: Reader) -> pd.Series:
    """Return what stands in a column's cells: numbers, or texts."""
    if column.format.cells.kind == "text":
        return values.map(lambda value: column.text(value, reader))
    numbers: pd.Series = pd.to_numeric(values) * column.format.cells.times
    return numbers


def _row_height(cells: pd.DataFrame, config: dict[str, Any]) -> int | None:
    """Return pixels of a row in which the longest text that wraps stands whole; None where none does."""
    texts = cells.select_dtypes(exclude="number")
    lines = [
        pixels(str(text)) / (config[str(name)]["width"] - 2 * MARGIN)
        for name in texts
        for text in texts[name]
    ]  # fmt: skip
    most = max(lines, default=0.0)
    return None if most <= 1 else max(LEAST_WRAPPED, LINE * min(ceil(most * 1.15) + 1, MOST_LINES))


def _unbroken(text: str, column: Column) -> str:
    return plain(text) if column.alignment == "left" else text.replace(" ", NBSP)
