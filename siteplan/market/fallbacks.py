"""Fallbacks: what stands in for a number that a site does not give, by format and tier, then format, then tier."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.errors import N_
from siteplan.market.filled import Filled

__all__ = ["by_format_and_tier", "filled_levels", "reference_values"]

LEVELS: dict[tuple[str, ...], str] = {
    ("format", "tier"): N_("the median of sites of the same format and tier"),
    ("format",): N_("the median of sites of the same format"),
    ("tier",): N_("the median of sites of the same tier"),
    (): N_("nothing, no site gives it, so it counts as 0"),
}
"""Where a number is taken from, the nearest first, and how that is told."""

Kinds = tuple[str, ...]


def by_format_and_tier(wanted: pd.DataFrame, known: pd.DataFrame, column: str) -> tuple[pd.Series, pd.Series]:
    """Return a column of numbers with gaps filled by medians, and from where each was.

    Parameters
    ----------
    wanted, known : DataFrame
        With format, tier and the column; `known` are the sites whose medians count.

    Returns
    -------
    Series, Series on the index of `wanted`
        The numbers, NaN where no site says any; a key of LEVELS, None where the site says it itself.
    """
    values = pd.to_numeric(wanted[column]).astype(float)
    source = pd.Series([None] * len(wanted), index=wanted.index, dtype=object)
    for level in LEVELS:
        gap = values.isna().to_numpy()
        if not gap.any():
            break
        found = _medians(wanted, known, column, level)
        taken = gap & (np.isfinite(found) if level else True)
        values = pd.Series(np.where(taken, found, values), index=values.index)
        source = pd.Series([level if now else old for now, old in zip(taken, source, strict=True)], wanted.index)
    return values, source


def _medians(wanted: pd.DataFrame, known: pd.DataFrame, column: str, level: Kinds) -> NDArray[np.float64]:
    """Return the median of the known sites that are alike in these columns, NaN where none is."""
    if not level:
        return np.full(len(wanted), np.nan)
    medians = known.groupby([known[name].astype(str) for name in level])[column].median().to_dict()
    keys = zip(*(wanted[name].astype(str) for name in level), strict=True)
    return np.array([medians.get(key if len(level) > 1 else key[0], np.nan) for key in keys], dtype=float)


def filled_levels(table: str, column: str, ids: Iterable[object], source: pd.Series) -> list[Filled]:
    """Return what was filled in of a column, a line for each level that was needed."""
    names, levels = np.array([str(name) for name in ids], dtype=object), source.to_numpy()
    found = []
    for level, said in LEVELS.items():
        rows = np.array([given is not None and given == level for given in levels], dtype=bool)
        if rows.any():
            sites = tuple(dict.fromkeys(names[rows]))
            found.append(Filled(table, column, len(sites), len(set(names)), said, sites[:5]))
    return found


def reference_values(factors: Iterable[str], sites: pd.DataFrame) -> dict[str, pd.Series]:
    """Return for each factor the median of those above 0 by format: a site that has it draws just as its format does.

    `sites` has a column format and those of the factors that any site gives.
    """
    return {
        factor: sites[factor].where(sites[factor] > 0).groupby(sites["format"]).median().dropna()
        for factor in factors
        if factor in sites
    }
