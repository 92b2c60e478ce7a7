"""CSV that a spreadsheet opens as data: no cell becomes a formula, Chinese stays Chinese."""

from __future__ import annotations

import re

import pandas as pd

__all__ = ["safe_cell", "safe_csv"]

# What a spreadsheet takes for the start of a formula, with the full-width forms that it may fold into them.
_STARTS_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_RETURN = re.compile(r"\r\n?")  # alone it is not quoted by the writer, and would start a row of its own
_ODD = re.compile(r"[\x00-\x1f\x7f]|^[=+\-@＝＋－＠]")  # all of the above: few texts hold any
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def safe_cell(value: object) -> object:
    """Return text with a leading ' where it would start a formula; anything but text as it is."""
    if not isinstance(value, str) or not _ODD.search(value):
        return value
    text = _RETURN.sub("\n", _CONTROL.sub("", value))
    return f"'{text}" if _STARTS_FORMULA.match(text) else text


def safe_csv(table: pd.DataFrame) -> bytes:
    """Return a table as CSV, without its index: utf-8 with the mark that spreadsheets look for."""
    safe = pd.DataFrame(dict(enumerate(_safe(column) for _, column in table.items())), index=table.index)
    text: str = safe.to_csv(index=False, lineterminator="\n", header=[str(safe_cell(name)) for name in table])
    return text.encode("utf-8-sig", "replace")


def _safe(column: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column):
        return column
    return pd.Series([safe_cell(value) for value in column], column.index, dtype=object)
