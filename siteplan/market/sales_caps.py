"""Capacity: how much a site can sell, by its format and by the rules whose filters it passes."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.market.modules import as_built
from siteplan.study import Study
from siteplan.study.rules import Places, RuleSpec

__all__ = ["caps_of", "has_caps", "passing"]


def has_caps(study: Study) -> bool:
    """Whether any format or rule of the study says how much a site can sell."""
    formats = study.formats.values()
    caps = [(spec.capacity, *(module.capacity for module in spec.modules.values())) for spec in formats]
    by_format = any(cap is not None for of_format in caps for cap in of_format)
    return by_format or any(rule.most_sales < np.inf for rule in study.plan.rules)


def caps_of(study: Study, sites: pd.DataFrame) -> NDArray[np.float64]:
    """Return the most that each site, new or own, can sell (n_sites,), vehicles/year; infinite where nothing says so.

    The lowest counts of what its format says and what each rule says that it passes.

    Parameters
    ----------
    sites : a row each, with format, tier, province, city and county, and area_m2 where formats have modules
    """
    caps = as_built(sites, study.formats)["capacity"].to_numpy(dtype=float)
    known = sites.assign(ownership=[study.formats[name].ownership for name in sites["format"]])
    for rule in study.plan.rules:
        caps = np.where(passing(rule, known), np.minimum(caps, rule.most_sales), caps)
    return caps


def passing(where: Places | RuleSpec, sites: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which sites pass every filter (n_sites,)."""
    passes = np.ones(len(sites), dtype=bool)
    for column, names in where.where().items():
        passes &= sites[column].isin(names).to_numpy(dtype=bool)
    return passes
