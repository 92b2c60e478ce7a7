"""Seen: the pulls of some sites apart, for a search that asks again and again what those that are open win."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.types import Bools

__all__ = ["Seen"]


class Seen:
    """Pulls of some options and of all facilities, so that what open sites win takes no look at the others.

    Attributes
    ----------
    n_options : count
    sites : (n_seen,) their numbers among options and facilities; the options first
    pulls, options : csc (n_zones, n_seen), (n_zones, n_seen_options)
    """

    def __init__(self, everyone: sp.csc_array, open_: Bools) -> None:
        some = np.flatnonzero(open_)
        self.n_options = len(some)
        self.sites = np.concatenate([some, np.arange(len(open_), everyone.shape[1])])
        self.pulls = sp.csc_array(everyone[:, self.sites])
        self.options = sp.csc_array(self.pulls[:, : self.n_options])
