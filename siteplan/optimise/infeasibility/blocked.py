"""Blocked: the zones that a rule on coverage leaves uncovered in a plan."""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.rules import Rule
from siteplan.optimise.types import Bools

__all__ = ["blocked"]


def blocked(problem: SiteProblem, rule: Rule, open_: Bools) -> pd.DataFrame:
    """Return the zones that a plan `open_` (n_options,) leaves uncovered, the heaviest first.

    Returns
    -------
    DataFrame
        zone (position), weight and reachable: whether any option that may open covers it. Empty for other rules.
    """
    asked, uncovered = rule.coverage, rule.uncovered(open_)
    if asked is None or uncovered is None:
        return pd.DataFrame({"zone": [], "weight": [], "reachable": []})
    n_zones = problem.n_zones
    weights = np.ones(n_zones) if asked.weights is None else np.asarray(asked.weights, dtype=float)
    reachable = sp.csr_array(asked.covers).astype(float) @ (~problem.barred).astype(float) > 0
    zones = pd.DataFrame({"zone": np.arange(n_zones), "weight": weights, "reachable": reachable})
    left = zones[uncovered & (weights > 0)]
    return left.sort_values("weight", ascending=False, kind="stable").reset_index(drop=True)
