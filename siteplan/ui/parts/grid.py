"""Tables on a page: a frame and its columns as a grid, or as a plain table where there is little room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from siteplan.present.tables.column import Table, TableColumn
from siteplan.present.text.numbers import NO_NUMBER
from siteplan.present.text.reader import Reader
from siteplan.ui.grid_layout import PAGE, grid_columns
from siteplan.ui.markdown import plain
from siteplan.ui.squeeze import row_height

__all__ = ["BOXES", "show_grid", "show_plain", "show_table", "shown_cells"]

SHORT = 4  # characters of a heading that is not broken
JOINER = "\u2060"
MAY_BREAK = "\u200b"  # behind the slashes of a unit, as browsers do not with Latin letters
NBSP = "\u00a0"  # a number stays beside its unit
FEW = 12  # rows that are all shown, however high
BOXES = 37  # pixels of the boxes before the rows of a table that one chooses from


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
    options.setdefault("height", "content" if len(cells) <= FEW else "auto")
    room = PAGE - (BOXES if "selection_mode" in options else 0)
    config, units = grid_columns(cells, known, reader, room)
    st.dataframe(
        cells, hide_index=True, alt=alt, placeholder=NO_NUMBER, row_height=row_height(cells, config),
        column_order=[*config], column_config=config, **options,
    )  # fmt: skip
    if units:
        st.caption(plain(units))


def show_plain(frame: pd.DataFrame, columns: Sequence[TableColumn], reader: Reader, alt: str) -> None:
    """Show a table that breaks its lines: in a grid of a card's width the last columns would be out of sight."""
    texts = {
        _whole(column.label(reader)): [_unbroken(column.text(value, reader), column) for value in frame[column.name]]
        for column in columns
    }
    st.table(_figures_right(pd.DataFrame(texts), columns), hide_index=True, border="horizontal", alt=alt)


def _figures_right(texts: pd.DataFrame, columns: Sequence[TableColumn]) -> Styler:
    """Set figures and their headings to the right: left alone, a table takes for words what is written out."""
    right = [i for i, column in enumerate(columns) if column.alignment == "right"]
    styles: list[Any] = [
        {"selector": f"{tag}.col{i}", "props": "text-align: right !important"} for i in right for tag in ("th", "td")
    ]
    return texts.style.set_table_styles(styles)


def shown_cells(frame: pd.DataFrame, columns: Sequence[TableColumn], reader: Reader) -> pd.DataFrame:
    """Return what stands in a grid's cells, by column."""
    return pd.DataFrame({column.name: _cells(frame[column.name], column, reader) for column in columns})


def _cells(values: pd.Series, column: TableColumn, reader: Reader) -> pd.Series:
    """Return what stands in a column's cells: numbers, or texts."""
    if column.format.cells.kind == "text":
        return values.map(lambda value: column.text(value, reader))
    return column.format.cells.rounded(pd.to_numeric(values) * column.format.cells.times)


def _whole(heading: str) -> str:
    """Return a heading whose Chinese words do not break: there is room for them, and browsers break anywhere."""
    return JOINER.join(heading) if heading and not heading.isascii() and len(heading) <= SHORT else heading


def _unbroken(text: str, column: TableColumn) -> str:
    return plain(text).replace("/", f"/{MAY_BREAK}") if column.alignment == "left" else text.replace(" ", NBSP)
