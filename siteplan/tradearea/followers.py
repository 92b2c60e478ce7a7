"""Who follows a site that moves: all to whom its new place is no farther, and a share of the others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from siteplan.study import Study
from siteplan.tradearea.huff_shares import Utilities
from siteplan.travel import TravelTimes

__all__ = ["followed"]


def followed(study: Study, travel: TravelTimes, options: pd.DataFrame, model: Utilities) -> Utilities:
    """Return utilities of zones in which a site that moved draws `owners_who_stay` of what one opened there would.

    That is where its new place is farther than the old one; elsewhere it draws as any other of its format. `model` has
    a row a zone.
    """
    share = study.review.owners_who_stay
    moves = options["moves"].fillna("").to_numpy() if "moves" in options else np.full(len(options), "")
    moving = np.flatnonzero(moves != "")
    if share == 1.0 or not len(moving):
        return model
    minutes = travel.decision.to(options["site_id"].iloc[moving]).minutes.tocoo()
    old_ids, old_of = np.unique(moves[moving], return_inverse=True)
    old = np.full((minutes.shape[0], len(old_ids)), np.inf)
    known = travel.facilities.to(pd.Index(old_ids)).minutes.tocoo()
    old[known.row, known.col] = known.data
    farther = minutes.data > old[minutes.row, old_of[minutes.col]]
    lost = csr_array(
        (np.where(farther, 1.0 - share, 0.0), (minutes.row, moving[minutes.col])), shape=model.options.shape
    )
    kept = csr_array(model.options - model.options.multiply(lost))
    kept.eliminate_zeros()
    return replace(model, options=kept)
