"""Check what sites are said to have sold so far: of sites that are there, of months that are months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from siteplan.data.nearest import did_you_mean
from siteplan.errors import Problem
from siteplan.study import Study

__all__ = ["actual_problems"]

OPENED = r"(19|20|21)\d\d(-(0[1-9]|1[0-2])(-\d\d)?)?$"
MONTH = r"(19|20|21)\d\d-(0[1-9]|1[0-2])"


def actual_problems(_study: Study, tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Yield rows of actuals whose site no table has, whose month is none, and that sell before their site opened."""
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
    yield from _too_early(rows, tables.get("facilities"))


def _too_early(rows: pd.DataFrame, facilities: pd.DataFrame | None) -> Iterator[Problem]:
    """Find own sites that sold before the year, or month, in which their table has them opened."""
    if facilities is None or not {"site_id", "opened"} <= {*facilities} or not {"site_id", "month", "sales"} <= {*rows}:
        return
    opened = facilities.drop_duplicates("site_id").set_index("site_id")["opened"].fillna("").astype(str)
    since = rows["site_id"].map(opened[opened.str.match(OPENED)].str.slice(0, 7))
    sold = pd.to_numeric(rows["sales"], errors="coerce") > 0
    months = pd.Series([str(month)[: len(str(first))] for month, first in zip(rows["month"], since, strict=True)])
    before = (months < since.astype(str).reset_index(drop=True)).to_numpy(dtype=bool)
    early = since.notna().to_numpy(dtype=bool) & sold.to_numpy(dtype=bool) & before
    if early.any():
        remedy = "Correct opened in facilities, or these rows."
        sites = tuple(dict.fromkeys(rows["site_id"][early]))
        yield Problem("actuals", "it sells in a month before it opened", remedy, "month", sites)
