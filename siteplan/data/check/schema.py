"""Check one table against its spec: columns, ids, numbers, choices."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from pandas.api.types import is_float_dtype, is_numeric_dtype

from siteplan.data.limits import LONGEST_ID, LONGEST_TEXT
from siteplan.data.nearest import did_you_mean
from siteplan.data.read.guard import short
from siteplan.data.tables.aliases import columns_like, either
from siteplan.data.tables.cells import as_date, as_flag, as_id, as_number, as_text, is_blank, number_is_given
from siteplan.data.tables.columns import Column, TableSpec
from siteplan.errors import Problem
from siteplan.study.section import LEAST

__all__ = ["how_to_write", "named_rows", "table_problems", "whole_names"]

PLAIN = {"demand": "vehicle_demand"}  # what is sold need not be vehicles
CUT_SHORT = r"\d(?:[.,]\d+)?[eE]\+\d\d+"  # as Excel writes numbers of more than eleven digits
MOST_WHOLE = 2**53  # beyond it floating point numbers do not tell neighbours apart
SHAPEFILE_NAME = 10  # letters that a Shapefile keeps of a column's name


def whole_names(raw: pd.DataFrame, spec: TableSpec) -> pd.DataFrame:
    """Return the table with names that a Shapefile has cut short made whole, and plain ones as the program's own."""
    cut = {plain: name for plain, name in PLAIN.items() if name in spec.names}
    cut |= {name[:SHAPEFILE_NAME]: name for name in spec.names if len(name) > SHAPEFILE_NAME}
    return raw.rename(columns={short: name for short, name in cut.items() if name not in raw})


def _two_names(raw: pd.DataFrame, spec: TableSpec, table: str) -> Iterator[Problem]:
    """Find a column that is there under two names and says different things: nobody knows which is meant."""
    for plain, name in PLAIN.items():
        if {plain, name} <= set(raw.columns) and name in spec.names and not raw[plain].equals(raw[name]):
            what = f"{plain} and {name} are two names of one column, and they differ"
            yield Problem(table, what, "Keep one of them.", name)


def named_rows(raw: pd.DataFrame, spec: TableSpec, rows: pd.Series) -> tuple[str, ...]:
    """Return the ids of rows as the user knows them; "row 3 of the data" where a row has none."""
    keys = [spec.key] if spec.key else [c.name for c in spec.columns if c.kind == "id"]
    if not keys or any(key not in raw for key in keys):
        return tuple(f"row {n + 1} of the data" for n in np.flatnonzero(rows))
    ids = pd.concat([as_id(raw[key]) for key in keys], axis=1)
    joined = ids.agg(" - ".join, axis=1) if len(ids) else pd.Series(dtype=object)
    return tuple(joined.iloc[n].strip(" -") or f"row {n + 1} of the data" for n in np.flatnonzero(rows))


def table_problems(raw: pd.DataFrame, spec: TableSpec, table: str) -> list[Problem]:
    """Return everything wrong with the columns of a table; its geometry is checked elsewhere."""
    found = list(_missing(raw, spec, table))
    if not len(raw):
        none = [Problem(table, "the table has no rows", "Give at least one row.")]
        return found + (none if table in ("zones", "candidates", "minutes") else [])
    found += _two_names(raw, spec, table)
    for column in spec.columns:
        if column.name in raw:
            found += _column_problems(raw, spec, table, column)
    return found + _duplicates(raw, spec, table)


def _missing(raw: pd.DataFrame, spec: TableSpec, table: str) -> Iterator[Problem]:
    spare = [name for name in raw.columns if name not in (*spec.names, "geometry", "lon", "lat")]
    for column in spec.columns:
        if column.required and column.name not in raw:
            likes = columns_like(column.name, spare, table)
            remedy = f"Rename {either(likes)} to {column.name}" if likes else f"Add a column {column}"
            yield Problem(table, "the column is missing", f"{remedy}.", column.name)


def _column_problems(raw: pd.DataFrame, spec: TableSpec, table: str, column: Column) -> Iterator[Problem]:
    cells = raw[column.name]
    checks = {"id": _id_checks, "number": _number_checks, "flag": _flag_checks, "choice": _choice_checks}
    checks["date"] = _date_checks
    found = list(checks.get(column.kind, _no_checks)(cells, column))
    found.append(_too_long(cells, column))
    if column.complete:
        found.append((_empty(cells, column), "nothing is given", f"Fill in {column}"))
    for rows, what, remedy in found:
        if rows.any():
            whole = remedy if remedy.endswith(("?", ".")) else f"{remedy}."
            yield Problem(table, what, whole, column.name, named_rows(raw, spec, rows))


Check = tuple[pd.Series, str, str]


def _no_checks(_cells: pd.Series, _column: Column) -> Iterator[Check]:
    yield from ()


def _too_long(cells: pd.Series, column: Column) -> Check:
    """Find texts that no map or report could show; a number or a word of a list is short where it is right."""
    longest = LONGEST_ID if column.kind == "id" else LONGEST_TEXT
    return _lengths(cells) > longest, f"the text is longer than {longest:,} letters", "Shorten it"


def _lengths(cells: pd.Series) -> pd.Series:
    if is_numeric_dtype(cells):
        return pd.Series(0, index=cells.index)
    return cells.astype(str).str.len().fillna(0).astype(int)


def _empty(cells: pd.Series, column: Column) -> pd.Series:
    return ~number_is_given(cells) if column.kind == "number" else is_blank(cells)


def _number_checks(cells: pd.Series, column: Column) -> Iterator[Check]:
    numbers, given = as_number(cells), number_is_given(cells)
    yield given & ~np.isfinite(numbers), "this is not a number", how_to_write(cells[given & ~np.isfinite(numbers)])
    yield numbers < 0, "the number is negative", f"{column} must be 0 or more"
    above = np.isfinite(numbers) & (numbers > column.most)
    yield above, "the number is too large to be right", f"{column} must be {column.most:,.0f} or less; check its unit"
    tiny = (numbers > 0) & (numbers < LEAST)
    yield tiny, "the number is too close to 0 to be right", f"Give 0, or {LEAST:g} or more"


def how_to_write(cells: pd.Series) -> str:
    """Return how numbers are written, by the first that is none."""
    first = str(cells.iloc[0]).strip() if len(cells) else ""
    if first.endswith("%"):
        return f'Write "{short(first)}" as a number without %, a share as 0.12'
    if "," in first:
        return f'Write "{short(first)}" without commas; if the comma is the decimal one, set decimal = "," in [files]'
    return "Write numbers as 1234.5, without unit or commas"


def _id_checks(cells: pd.Series, _column: Column) -> Iterator[Check]:
    cut = cells.abs() >= MOST_WHOLE if is_float_dtype(cells) else as_text(cells).str.fullmatch(CUT_SHORT)
    what = "the id has lost digits; a program took it for a number, as 1.2E+17"
    yield cut.fillna(False).astype(bool), what, "Export the table again, this column as text"


def _flag_checks(cells: pd.Series, _column: Column) -> Iterator[Check]:
    yield ~is_blank(cells) & as_flag(cells).isna(), "this is neither true nor false", "Write true or false"


def _date_checks(cells: pd.Series, _column: Column) -> Iterator[Check]:
    yield ~is_blank(cells) & as_date(cells).isna(), "this is no day", "Write days as 2027-06-30"


def _choice_checks(cells: pd.Series, column: Column) -> Iterator[Check]:
    text = as_text(cells)
    for name in text[~text.isin(["", *column.choices])].unique():
        yield text == name, f'"{name}" is not allowed', did_you_mean(name, column.choices, "Allowed are")


def _duplicates(raw: pd.DataFrame, spec: TableSpec, table: str) -> list[Problem]:
    keys = [spec.key] if spec.key else [c.name for c in spec.columns if c.kind == "id"]
    if not keys or any(key not in raw for key in keys):
        return []
    ids = pd.concat([as_id(raw[key]) for key in keys], axis=1)
    rows = ids.duplicated(keep="first") & (ids != "").all(axis=1)
    if not rows.any():
        return []
    names = tuple(dict.fromkeys(named_rows(raw, spec, rows)))
    what = f"{'the id is' if spec.key else 'the pair is'} used by more than one row"
    return [Problem(table, what, "Give every row its own, or remove the repeated rows.", ", ".join(keys), names)]
