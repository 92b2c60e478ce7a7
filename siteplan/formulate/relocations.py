"""Rules of own sites that may move: each is at one place, and no place takes two."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from siteplan.groundwork import Groundwork
from siteplan.optimise.rules import RequiredSites, Spacing
from siteplan.optimise.rules.rule import Rule

__all__ = ["OF_SITE", "relocation_rules", "stands_for"]

OF_SITE = "of_site"
"""The column of the site of today, or the candidate, that an option stands for wherever it is."""


def stands_for(options: pd.DataFrame) -> pd.Series:
    """Return the own site that moves by each option, else the option's own site (n_options,)."""
    return options["moves"].where(_moving(options), options["site_id"])


def relocation_rules(ground: Groundwork) -> list[Rule]:
    """Return that at most one opens of all that stand for a site, and of all at a place; and that none is given up."""
    options = ground.options
    if "moves" not in options or not _moving(options).any():
        return []
    places = options["place"].where(_moving(options), options["site_id"])
    near = _alike(stands_for(options)) + _alike(places)
    keep = ground.market.facilities["keep"]
    stay = [site for site in keep.index[keep == "relocatable"] if site in set(options["site_id"])]
    rules: list[Rule] = [Spacing(csr_array(near > 0), name="relocations")]
    return rules + ([RequiredSites(sorted(stay), "relocatable sites", OF_SITE)] if stay else [])


def _moving(options: pd.DataFrame) -> pd.Series:
    return options["moves"].fillna("") != ""


def _alike(names: pd.Series) -> csr_array:
    """Return which options have the same name (n_options, n_options)."""
    codes = pd.factorize(names)[0]
    n = len(codes)
    member = csr_array((np.ones(n), (np.arange(n), codes)), shape=(n, int(codes.max(initial=-1)) + 1))
    return csr_array(member @ member.T)
