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

    def outlooks(self) -> list[tuple[float, Groundwork]]:
        """Return probability and groundwork of each outlook; this one alone where the study names none."""
        named = self.study.outlooks
        whole = sum(o.probability for o in named)
        markets = [self.model.times(o.demand, o.rivals, o.outside) for o in named]
        return [
            (o.probability / whole, replace(self, model=market)) for o, market in zip(named, markets, strict=True)
        ] or [(1.0, self)]

    def asking(self, study: Study) -> Groundwork:
        """Return the same groundwork under a study that differs in nothing but its plan."""
        return replace(self, study=study)
