"""Tables on a page: a frame and its columns as a grid, or as a plain table where there is little room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from siteplan.present.tables.column import Table, TableColumn
from siteplan.present.text.numbers import NO_NUMBER
from siteplan.present.text.reader import Reader
from siteplan.ui.grid_layout import grid_columns, row_height
from siteplan.ui.markdown import plain

__all__ = ["show_grid", "show_plain", "show_table", "shown_cells"]

NBSP = "\u00a0"  # a number stays beside its unit


def show_table(table: Table | None, **options: Any) -> None:
    """Show a table of the report as a grid, what it says below each row in a column of its own."""
    if table is None or table.frame.empty:
        return
    st.markdown(f"**{plain(table.caption)}**")
    columns = [*table.columns, *([table.below] if table.below else [])]
    show_grid(table.frame, columns, table.reader, alt=table.caption, **options)
    if table.explained:
        st.caption(plain(table.explained))


def show_grid(frame: pd.DataFrame, columns: Sequence[TableColumn], reader: Reader, alt: str, **options: Any) -> None:
    """Show those columns that the frame has; units stand in the headings where all figures are then in sight."""
    known = [column for column in columns if column.name in frame]
    cells = shown_cells(frame, known, reader)
    config, units = grid_columns(cells, known, reader)
    st.dataframe(
        cells, hide_index=True, alt=alt, placeholder=NO_NUMBER, row_height=row_height(cells, config),
        column_order=[*config], column_config=config, **options,
    )  # fmt: skip
    if units:
        st.caption(plain(units))


def show_plain(frame: pd.DataFrame, columns: Sequence[TableColumn], reader: Reader, alt: str) -> None:
    """Show a table that breaks its lines: in a grid of a card's width the last columns would be out of sight."""
    texts = {
        column.label(reader): [_unbroken(column.text(value, reader), column) for value in frame[column.name]]
        for column in columns
    }
    st.table(pd.DataFrame(texts), hide_index=True, border="horizontal", alt=alt)


def shown_cells(frame: pd.DataFrame, columns: Sequence[TableColumn], reader: Reader) -> pd.DataFrame:
    """Return what stands in a grid's cells, by column."""
    return pd.DataFrame({column.name: _cells(frame[column.name], column, reader) for column in columns})


def _cells(values: pd.Series, column: TableColumn, reader: Reader) -> pd.Series:
    """Return what stands in a column's cells: numbers, or texts."""
    if column.format.cells.kind == "text":
        return values.map(lambda value: column.text(value, reader))
    numbers: pd.Series = pd.to_numeric(values) * column.format.cells.times
    return numbers


def _unbroken(text: str, column: TableColumn) -> str:
    return plain(text) if column.alignment == "left" else text.replace(" ", NBSP)
