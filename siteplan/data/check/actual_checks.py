"""Check what sites are said to have sold so far: of sites that are there, of months that are months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from siteplan.data.nearest import did_you_mean
from siteplan.errors import Problem
from siteplan.study import Study

__all__ = ["actual_problems"]

MONTH = r"(19|20|21)\d\d-(0[1-9]|1[0-2])"


def actual_problems(_study: Study, tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Yield rows of actuals whose site no table has, and whose month is none."""
    rows = tables.get("actuals")
    if rows is None:
        return
    sites = [tables[name]["site_id"] for name in ("facilities", "candidates") if "site_id" in tables.get(name, ())]
    known = set(pd.concat(sites)) if sites else set()
    if "site_id" in rows and (unknown := sorted(set(rows["site_id"]) - known - {""})):
        remedy = f"{did_you_mean(unknown[0], known)} Correct or remove these rows."
        yield Problem(
            "actuals", "neither facilities nor candidates have such a site", remedy, "site_id", tuple(unknown)
        )
    if "month" in rows:
        months = rows["month"].astype(str)
        if wrong := sorted(set(months[~months.str.fullmatch(MONTH)]) - {""}):
            yield Problem("actuals", "this is no month", "Write it as 2026-03.", "month", tuple(wrong))
