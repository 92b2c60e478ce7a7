"""Numbers written with a decimal comma, and cells that say that nothing is given."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd
from pandas.api.types import is_object_dtype, is_string_dtype

from siteplan.data.tables.cells import number_is_given
from siteplan.data.tables.columns import TABLES
from siteplan.errors import N_, Note
from siteplan.study import FileEntry

__all__ = ["plain_numbers", "without_blanks"]

COMMA = r"[+-]?\d+,\d+"
GROUPED = r"[+-]?\d{1,3}(,\d{3})+"  # 1,200 is twelve hundred to some and 1.2 to others
DOTTED = re.compile(r"^([+-]?\d{1,3}(?:\.\d{3})+)(?=,|$)")  # 1.234,5: the points part thousands


def without_blanks(frame: pd.DataFrame, entry: FileEntry) -> pd.DataFrame:
    """Return a table in which what the study calls nothing (`na`) is nothing."""
    if not entry.na:
        return frame
    nothing = {text.strip() for text in entry.na}
    texts = text_columns(frame)
    empty = {name: frame[name].where(~frame[name].map(lambda cell: str(cell).strip() in nothing)) for name in texts}
    return frame.assign(**empty)


def plain_numbers(frame: pd.DataFrame, table: str, entry: FileEntry) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Return a table whose numbers have a decimal point, and a note where the comma was found, not declared.

    Where nothing is declared, the comma is the decimal one only if a number with one can be nothing else, and no number
    has a point.
    """
    columns = _numbers(frame, table)
    if entry.decimal == "." or not columns:
        return frame, ()
    if entry.decimal == "," or _certain(frame, columns):
        told = {name: _with_point(frame[name]) for name in columns}
        said = N_("numbers were read with a decimal comma; 1,5 is 1.5")
        return frame.assign(**told), () if entry.decimal else (Note(table, said),)
    return frame, ()


def text_columns(frame: pd.DataFrame) -> list[str]:
    """Return the columns whose cells may be text."""
    return [
        str(n)
        for n, kind in frame.dtypes.items()
        if n != "geometry" and (is_object_dtype(kind) or is_string_dtype(kind))
    ]


def _numbers(frame: pd.DataFrame, table: str) -> list[str]:
    """Return the columns of text that should hold numbers, or hold nothing else."""
    spec = TABLES.get(table)
    kinds = {column.name: column.kind for column in spec.columns} if spec else {}
    texts = text_columns(frame)
    return [n for n in texts if kinds.get(n) == "number" or n in ("lon", "lat") or (n not in kinds and _all(frame[n]))]


def _all(cells: pd.Series) -> bool:
    """Return whether every filled cell is a number with a decimal comma, or a whole one."""
    given = _given(cells)
    return bool(len(given) and given.str.fullmatch(rf"{COMMA}|[+-]?\d+").all() and given.str.contains(",").any())


def _given(cells: pd.Series) -> pd.Series:
    given: pd.Series = cells[number_is_given(cells)].astype(str).str.strip()
    return given


def _certain(frame: pd.DataFrame, columns: Iterable[str]) -> bool:
    given = pd.concat([_given(frame[name]) for name in columns])
    if given.str.contains(".", regex=False).any():
        return False
    with_comma = given[given.str.fullmatch(COMMA)]
    return bool(len(with_comma) and not with_comma.str.fullmatch(GROUPED).all())


def _with_point(cells: pd.Series) -> pd.Series:
    def told(cell: object) -> object:
        if not isinstance(cell, str):
            return cell
        whole = DOTTED.sub(lambda found: found[1].replace(".", ""), cell.strip())
        return whole.replace(",", ".") if whole.count(",") <= 1 else cell

    return cells.map(told).replace({None: np.nan})
