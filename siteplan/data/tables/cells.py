"""From what stands in a table's cells to typed values."""

from __future__ import annotations

import unicodedata

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from siteplan.data.tables.columns import Column, TableSpec

__all__ = [
    "as_date",
    "as_flag",
    "as_id",
    "as_number",
    "as_text",
    "bare",
    "is_blank",
    "number_is_given",
    "tidy",
    "typed",
    "untidy",
]

NOT_GIVEN = frozenset({"", "na", "n/a", "nan", "null", "none", "-"})  # in a column of numbers
FLAGS = {"true": True, "yes": True, "1": True, "1.0": True, "是": True}
FLAGS |= {"false": False, "no": False, "0": False, "0.0": False, "否": False}
SEPARATORS = r"[;；]"
DAY = r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]00:00(?::00(?:\.0+)?)?)?$"
UNSEEN: dict[int, str | None] = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
UNSEEN[ord("\u00a0")] = " "


def typed(raw: pd.DataFrame, spec: TableSpec) -> pd.DataFrame:
    """Return the table with the columns of its spec typed; what cannot be read is empty (NaN or "").

    Columns beyond the spec are kept, as numbers where every filled cell is one.
    """
    known = {column.name: _column(raw[column.name], column) for column in spec.columns if column.name in raw}
    others = raw.columns.difference([*known, "geometry"], sort=False)
    extras = {name: _number_or_text(raw[name]) for name in others}
    return pd.DataFrame({**known, **extras}, index=raw.index)


def _column(cells: pd.Series, column: Column) -> pd.Series:
    match column.kind:
        case "id":
            return as_id(cells)
        case "number":
            return as_number(cells)
        case "flag":
            return as_flag(cells)
        case "date":
            return as_date(cells)
        case "formats":
            return as_names(cells)
        case _:
            return as_text(cells)


def is_blank(cells: pd.Series) -> pd.Series:
    """Return which cells hold nothing."""
    if is_numeric_dtype(cells):  # no number is blank; to write a million as text takes a second
        return cells.isna()
    return cells.isna() | (cells.astype(str).str.strip() == "")


def as_id(cells: pd.Series) -> pd.Series:
    """Return ids as text, without blanks at their ends and without what nobody sees; 7.0 is "7" where all are whole."""
    text = _as_written(cells)
    told = {word: tidy(word) for word in text.unique()}
    return text.map(told) if any(word != name for word, name in told.items()) else text


def untidy(cells: pd.Series) -> pd.Series:
    """Return which ids hold blanks at their ends, or what nobody sees."""
    text = _as_written(cells)
    return text != text.map({word: bare(word) for word in text.unique()})


def tidy(word: str) -> str:
    """Return a name as it is compared: bare, and letters that Unicode calls the same written alike."""
    return unicodedata.normalize("NFC", bare(word))


def bare(word: str) -> str:
    """Return a name without blanks at its ends and without what nobody sees."""
    return word.translate(UNSEEN).strip()


def _as_written(cells: pd.Series) -> pd.Series:
    if is_numeric_dtype(cells) and not is_bool_dtype(cells):
        whole = cells.dropna().mod(1).eq(0).all()
        cells = cells.astype("Int64") if whole else cells
    return cells.astype("string").fillna("").astype(object)


def as_text(cells: pd.Series) -> pd.Series:
    """Return text, "" where nothing is given, without blanks at the ends; whole numbers as in `as_id`."""
    return as_id(cells).str.strip()


def as_number(cells: pd.Series) -> pd.Series:
    """Return numbers; NaN where nothing or no number is given: true and false are none."""
    if is_numeric_dtype(cells) and not is_bool_dtype(cells):
        return cells.astype(float if isinstance(cells.dtype, np.dtype) else "Float64").astype(float)
    return pd.to_numeric(cells.astype(str).str.strip(), errors="coerce").astype(float)


def number_is_given(cells: pd.Series) -> pd.Series:
    """Return which cells claim to hold a number."""
    if is_numeric_dtype(cells):
        return cells.notna()
    words = cells.astype(str)
    nothing = [word for word in words.dropna().unique() if word.strip().casefold() in NOT_GIVEN]
    return cells.notna() & ~words.isin(nothing)


def as_flag(cells: pd.Series) -> pd.Series:
    """Return True or False, and None where a cell is empty or neither."""
    return cells.astype(str).str.strip().str.casefold().map(FLAGS).astype(object)


def as_date(cells: pd.Series) -> pd.Series:
    """Return days, and NaT where a cell is empty or no day: 2027-06-30, 2027/6/30 or 2027年6月30日."""
    parts = as_text(cells).str.extract(DAY)
    return pd.to_datetime(parts.rename(columns={0: "year", 1: "month", 2: "day"}), errors="coerce")


def as_names(cells: pd.Series) -> pd.Series:
    """Return the names in each cell of "mall;dealer", each once: a tuple, () where none is given."""
    parts = as_text(cells).str.split(SEPARATORS, regex=True)
    return parts.map(lambda names: tuple(dict.fromkeys(n.strip() for n in names if n.strip())))


def _number_or_text(cells: pd.Series) -> pd.Series:
    if cells.empty or is_bool_dtype(cells) or not (is_numeric_dtype(cells) or cells.map(type).isin([str, float]).all()):
        return cells
    numbers, given = as_number(cells), number_is_given(cells)
    return numbers if given.any() and np.isfinite(numbers[given]).all() else cells
