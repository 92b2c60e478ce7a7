"""Candidates in another order, and the pages of a list."""

from __future__ import annotations

import pandas as pd
import pytest

from siteplan.present.candidates.candidate_order import ORDERS, in_order, page_of, pages
from tests.worlds import tiny_ground

GROUND = tiny_ground()
SITES = GROUND.scorecard.score.sort_values(ascending=False).index


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_has_every_site_once_and_rises_or_falls(order: str) -> None:
    found = in_order(GROUND, SITES, order)
    assert sorted(found) == sorted(SITES)
    column = GROUND.scorecard.score if order == "score" else GROUND.market.candidates[order]
    values = column[found].dropna()
    assert values.is_monotonic_decreasing if order in ("score", "footfall") else values.is_monotonic_increasing


def test_pages_hold_a_hundred_each_and_every_site_once() -> None:
    sites = pd.Index([f"S{n}" for n in range(250)])
    assert [pages(n) for n in (0, 1, 100, 101, 250)] == [1, 1, 1, 2, 3]
    assert [len(page_of(sites, page)) for page in range(3)] == [100, 100, 50]
    assert list(page_of(sites, 0).append([page_of(sites, 1), page_of(sites, 2)])) == list(sites)
