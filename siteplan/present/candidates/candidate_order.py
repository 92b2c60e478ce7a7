"""The order in which candidates are listed, and the pages of a list."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from siteplan.groundwork import Groundwork
from siteplan.present.text.words import N_

__all__ = ["ORDERS", "in_order", "page_of", "pages"]

ON_PAGE = 100  # candidates
ORDERS: Mapping[str, str] = {
    "score": N_("best score first"), "rent": N_("lowest rent first"), "footfall": N_("most foot traffic first"),
    "name": N_("by name"),
}  # fmt: skip
"""What a list may be ordered by."""


def in_order(ground: Groundwork, sites: pd.Index, order: str) -> pd.Index:
    """Return candidates, given by best score, in another order; where it says nothing they come last, as given."""
    if order == "score":
        return sites
    column = ground.market.candidates.loc[sites, order]
    ordered: pd.Series = column.sort_values(ascending=order != "footfall", kind="stable", na_position="last")
    return ordered.index


def pages(n: int) -> int:
    """Return how many pages so many candidates take, one at least."""
    return max(math.ceil(n / ON_PAGE), 1)


def page_of(sites: pd.Index, page: int) -> pd.Index:
    """Return the candidates of a page, the first is 0."""
    return sites[page * ON_PAGE : (page + 1) * ON_PAGE]
