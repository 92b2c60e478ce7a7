"""What is wrong with a flows table, all of it at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.errors import Problem, StudyError
from siteplan.tradearea.calibration.terms import Terms

__all__ = ["check_flows"]

TABLE = "flows"
KEYS = ["zone_id", "site_id"]


def check_flows(flows: pd.DataFrame, terms: Terms, levels: Sequence[str] | None = None, visits: bool = True) -> None:
    """Refuse a table that no model can use.

    Raises
    ------
    StudyError
        With every problem of the table; see `flow_problems`.
    """
    if found := flow_problems(flows, terms, levels, visits):
        raise StudyError(found)


def flow_problems(
    flows: pd.DataFrame, terms: Terms, levels: Sequence[str] | None = None, visits: bool = True
) -> list[Problem]:
    """Return what is wrong: columns, numbers out of range, pairs given twice.

    `levels` are the levels of the constants that a fitted model knows; `visits` says if visits are needed.
    """
    if not isinstance(flows, pd.DataFrame):
        return [Problem(TABLE, f"this is a {type(flows).__name__}, not a table", "Give a pandas DataFrame.")]
    if not len(flows):
        return [Problem(TABLE, "the table has no rows", "Give one row for each pair of zone and site.")]
    constant = () if terms.constants is None else (terms.constants,)
    needed = [*KEYS, "minutes", *terms.factors, *constant, *(["visits"] if visits else [])]
    absent = [name for name in dict.fromkeys(needed) if name not in flows]
    found = [Problem(TABLE, "the column is missing", f"Add a column {name}.", name) for name in absent]
    given = [name for name in needed if name in flows]
    found += [problem for name in given for problem in _number_problems(flows, terms, name)]
    found += [*_key_problems(flows), *_level_problems(flows, terms, levels)]
    return found


def _number_problems(flows: pd.DataFrame, terms: Terms, name: str) -> Iterator[Problem]:
    if name in KEYS or name == terms.constants:
        return
    numbers = pd.to_numeric(flows[name], errors="coerce").to_numpy(dtype=float)
    above = name in terms.factors or (name == "minutes" and terms.needs_minutes)
    wrong = [(~np.isfinite(numbers), "this is not a number", "Give a number for every pair, or leave the row out.")]
    if above:
        wrong += [(numbers <= 0, "the number is not above 0", "Its logarithm is used; give numbers above 0.")]
    else:
        wrong += [(numbers < 0, "the number is negative", "Give numbers of 0 or more.")]
    for rows, what, remedy in wrong:
        if rows.any():
            yield Problem(TABLE, what, remedy, name, _named(flows, rows))


def _key_problems(flows: pd.DataFrame) -> Iterator[Problem]:
    if not set(KEYS) <= set(flows):
        return
    for key in KEYS:
        empty = flows[key].isna().to_numpy()
        if empty.any():
            yield Problem(TABLE, "nothing is given", f"Fill in {key}.", key, _named(flows, empty))
    twice = flows.duplicated(KEYS).to_numpy()
    if twice.any():
        yield Problem(TABLE, "the pair is used by more than one row", "Sum up its visits.", "", _named(flows, twice))


def _level_problems(flows: pd.DataFrame, terms: Terms, levels: Sequence[str] | None) -> Iterator[Problem]:
    if terms.constants is None or terms.constants not in flows:
        return
    kinds = flows[terms.constants]
    if kinds.isna().any():
        rows = kinds.isna().to_numpy()
        yield Problem(TABLE, "nothing is given", "Name the kind of every site.", terms.constants, _named(flows, rows))
    if levels is not None:
        unknown = ~kinds.astype(str).isin(levels).to_numpy() & kinds.notna().to_numpy()
        if unknown.any():
            what = "the model was fitted without this kind"
            remedy = f"It knows {', '.join(levels)}."
            yield Problem(TABLE, what, remedy, terms.constants, tuple(kinds[unknown].astype(str).unique()))


def _named(flows: pd.DataFrame, rows: NDArray[np.bool_]) -> tuple[str, ...]:
    if not set(KEYS) <= set(flows):
        return tuple(f"row {n + 1}" for n in np.flatnonzero(rows))
    ids = flows.loc[rows, KEYS]
    return tuple(f"{zone} - {site}" for zone, site in ids.itertuples(index=False))
