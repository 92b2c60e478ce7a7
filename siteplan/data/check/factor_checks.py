"""Check the columns that raise attractiveness: numbers, and such as can be raised to their power."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from siteplan.data.check.score_checks import number_columns
from siteplan.data.tables.cells import number_is_given
from siteplan.errors import Problem
from siteplan.study import Study

__all__ = ["factor_problems", "no_power"]

WHERE = "study.toml [trade_area.exponents]"
SITES = ("candidates", "facilities", "competitors")


def factor_problems(study: Study, tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Yield factors that candidates do not give as numbers, and values of any site that have no such power."""
    if "candidates" not in tables:
        return
    yield from number_columns(study.trade_area.exponents, tables["candidates"], WHERE)
    for name, exponent in study.trade_area.exponents.items():
        for table in SITES:
            if table in tables and name in tables[table]:
                yield from no_power(table, tables[table], name, exponent)


def no_power(table: str, sites: pd.DataFrame, name: str, exponent: float) -> Iterator[Problem]:
    """Find what is no number, below 0, or 0 under a negative exponent: such a site would draw without limit."""
    values = pd.to_numeric(sites[name], errors="coerce")
    by = WHERE.removeprefix("study.toml ")
    cases = [(values < 0, f"{by} raises these to a power, and they are below 0", "Give 0 or more.")]
    if table != "candidates":
        no_number = number_is_given(sites[name]) & values.isna()
        cases.append((no_number, f"{by} needs numbers here", "Write numbers as 1234.5, or nothing."))
    if exponent < 0:
        cases.append((values == 0, f"{by} divides by these, and they are 0", "Give more than 0, or nothing."))
    for rows, what, remedy in cases:
        if rows.any():
            ids = tuple(sites.loc[rows, "site_id"]) if "site_id" in sites else ()
            yield Problem(table, what, remedy, name, ids)
