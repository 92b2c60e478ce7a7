"""Check the leases of own sites, and what [review] needs to know of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from siteplan.data.check.rule_checks import TOML
from siteplan.errors import Problem
from siteplan.study import Study

__all__ = ["lease_problems"]

REVIEW = f"{TOML} [review]"


def lease_problems(study: Study, tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Yield leases that end before the plan starts, and penalties on leases from a day that nobody says."""
    own = tables.get("facilities")
    if own is None or "lease_end" not in own:
        return
    ends, start = pd.to_datetime(own["lease_end"]), study.review.start
    if start is None:
        if study.review.lease_penalty > 0 and ends.notna().any():
            what = "lease_penalty is asked for, and nothing says from which day leases run on"
            yield Problem(REVIEW, what, "Give start, the day on which the plan starts, as 2026-12-31.", "start")
        return
    over = ends.notna() & (ends < pd.Timestamp(start))
    if over.any() and "site_id" in own:
        what = f"the lease ends before the plan starts, on {start}"
        remedy = "Give the day on which it ends now, none where it runs on without one, or another start in [review]."
        yield Problem("facilities", what, remedy, "lease_end", tuple(own.loc[over, "site_id"]))
