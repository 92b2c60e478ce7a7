"""Groundwork: all that is known before a question is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from siteplan.market import Market
from siteplan.score import Scorecard
from siteplan.study import Study
from siteplan.tradearea import Utilities
from siteplan.travel import TravelTimes

__all__ = ["Groundwork"]


@dataclass(frozen=True)
class Groundwork:
    """Minutes, options, utilities and scores of a study's market.

    Attributes
    ----------
    options : DataFrame (n_options,) indexed by "site_id:format"
        What may open (see options.py), in the order of the utilities' columns.
    facilities : DataFrame (n_facilities,) indexed by site_id
        Today's network as options.
    """

    study: Study
    market: Market
    travel: TravelTimes
    options: pd.DataFrame
    facilities: pd.DataFrame
    model: Utilities
    scorecard: Scorecard

    def asking(self, study: Study) -> Groundwork:
        """Return the same groundwork under a study that differs in nothing but its plan."""
        return replace(self, study=study)
