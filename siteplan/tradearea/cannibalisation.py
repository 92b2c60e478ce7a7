"""Whom new sites take their capture from."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from siteplan.tradearea.huff import Utilities

__all__ = ["transfers"]


def transfers(model: Utilities, is_open: NDArray[np.bool_], own_ids: pd.Index) -> pd.DataFrame:
    """Return vehicles/year that each opened option takes from each own site, from rivals and from outside.

    Columns are positions of the opened options, rows the own sites, then "rivals" and "outside"; a column
    sums to the option's capture. When new utility N joins what is there, B = own + rivals + outside, an
    alternative of utility e loses demand x (e / B - e / (B + N)) = demand x e N / (B (B + N)); the new options
    take it in proportion to their utilities (the Huff model's independence of irrelevant alternatives).
    """
    opened = np.flatnonzero(is_open)
    new = csr_array(model.options[:, opened])
    before = model.own_total + model.against
    total = before + np.asarray(new.sum(axis=1), dtype=float)
    captured = csr_array(diags_array(_ratio(model.demand.to_numpy(), total)) @ new)
    split = csr_array(diags_array(_ratio(np.ones_like(before), before)) @ captured)
    from_own = (csr_array(model.own.T) @ split).toarray()
    rivals = np.asarray(model.rivals.sum(axis=1), dtype=float) @ split
    outside = np.asarray(captured.sum(axis=0)) - from_own.sum(axis=0) - rivals
    labels = [*own_ids, "rivals", "outside"]
    return pd.DataFrame(np.vstack((from_own, rivals, outside)), index=labels, columns=opened)


def _ratio(over: NDArray[np.float64], under: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return over / under, zero where nothing lies under."""
    return np.divide(over, under, out=np.zeros_like(under), where=under > 0)
