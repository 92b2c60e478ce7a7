"""What a review asks: the study's market with own sites set free, as [review] says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from siteplan.errors import Problem, StudyError
from siteplan.market import Market
from siteplan.market.options import may_change
from siteplan.study import Study
from siteplan.travel.relocation import nowhere_to_move

__all__ = ["market_in_review", "sites_in_review"]


def market_in_review(study: Study, market: Market) -> Market:
    """Return the market in which own sites that are not frozen may become what [review] says.

    Raises
    ------
    StudyError
        None may change: there is nothing to review. Sites that might move and have no place to move to stay.
    """
    own, word = market.facilities, study.review.own_sites
    if word != "as given":
        frozen = own["frozen"].eq(True).to_numpy() if "frozen" in own else np.zeros(len(own), dtype=bool)
        own = own.assign(keep=np.where(frozen, "keep", word))
    stuck = own.index.isin(nowhere_to_move(study, replace(market, facilities=own)))
    own = own.assign(keep=np.where(stuck, "keep", own["keep"]), nowhere=stuck)
    if not may_change(own).any():
        what = "none of your sites may change, so there is nothing to review"
        remedy = 'Set own_sites = "free" in [review] of study.toml, or give facilities a column keep; see frozen, too.'
        raise StudyError([Problem("facilities", what, remedy, "keep")])
    return replace(market, facilities=own)


def sites_in_review(study: Study, market: Market) -> int:
    """Return how many own sites may change in a review; 0 where it would be refused."""
    try:
        own = market_in_review(study, market).facilities
    except StudyError:
        return 0
    return int(may_change(own).sum())
