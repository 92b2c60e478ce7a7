"""Which options a rule is about."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from siteplan.errors import Problem
from siteplan.optimise.types import Bools

__all__ = ["Where", "matching", "where_problems", "where_text"]

Where = Mapping[str, Any] | Sequence[bool] | Bools | None
"""None: every option. A mapping from column to a value, or to a list of values: options that match every column.
A mask (n_options,): the options where it is True."""


def matching(where: Where, options: pd.DataFrame) -> Bools:
    """Mask (n_options,) of the options that `where` picks."""
    if where is None:
        return np.ones(len(options), dtype=bool)
    if not isinstance(where, Mapping):
        return np.asarray(where, dtype=bool)
    mask = np.ones(len(options), dtype=bool)
    for column, wanted in where.items():
        mask &= options[column].isin(_values(wanted)).to_numpy(dtype=bool)
    return mask


def where_problems(rule: str, where: Where, options: pd.DataFrame) -> list[Problem]:
    """Unknown columns and values, or a mask of the wrong length."""
    if where is None:
        return []
    if isinstance(where, Mapping):
        return [p for column, wanted in where.items() for p in _column_problems(rule, column, wanted, options)]
    mask = np.asarray(where)
    if mask.dtype == bool and mask.shape == (len(options),):
        return []
    what = f"rule {rule!r}: the mask is {mask.dtype} of shape {mask.shape}"
    return [Problem("rules", what, f"Give bool of shape ({len(options)},): one for each option", "where")]


def where_text(where: Where) -> str:
    """Give a short name for what `where` picks, made of its values."""
    if where is None:
        return ""
    if not isinstance(where, Mapping):
        return f"{int(np.sum(where))} options"
    return ", ".join(f"{column} {'/'.join(map(str, _values(wanted)))}" for column, wanted in where.items())


def _values(wanted: Any) -> list[Any]:
    many = isinstance(wanted, Sequence | set | frozenset | np.ndarray) and not isinstance(wanted, str)
    return list(wanted) if many else [wanted]


def _column_problems(rule: str, column: str, wanted: Any, options: pd.DataFrame) -> list[Problem]:
    if column not in options:
        return [_unknown(rule, f"no column {column!r} in the options", column, list(options.columns))]
    known = options[column].unique().tolist()
    return [
        _unknown(rule, f"no option has {column} {value!r}", str(value), [str(k) for k in known])
        for value in _values(wanted)
        if value not in known
    ]


def _unknown(rule: str, what: str, word: str, known: list[str]) -> Problem:
    near = difflib.get_close_matches(str(word), known, n=1)
    remedy = f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(map(str, known[:10]))}"
    return Problem("rules", f"rule {rule!r}: {what}", remedy, "where")
