"""The model held against the sales of each own site: as a table, and for scripts."""

from __future__ import annotations

from typing import Any

import pandas as pd

from siteplan.forecast.held_today import HeldToday
from siteplan.market import Market
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, others_in, table_of
from siteplan.present.tables.plan_tables import read_sites
from siteplan.present.text.reader import Reader

__all__ = ["COLUMNS", "held_site_records", "held_site_table"]

MOST_SITES = 20  # that a report tells; plan.json tells all
COLUMNS = (v.SITE, v.FORMAT, v.OBSERVED, v.MODELLED, v.OFF, v.USUAL)


def held_site_records(held: HeldToday) -> list[dict[str, Any]]:
    """Return each own site with sales, the farthest off first, for scripts: sold, modelled, and its format's mean."""
    table = _farthest_first(held).rename(columns={"usual": "format_mean"})
    return [{str(key): value for key, value in row.items()} for row in table.reset_index().to_dict("records")]


def held_site_table(held: HeldToday, market: Market, reader: Reader, most: int = MOST_SITES) -> Table | None:
    """Return the own sites that the model is farthest off; None where no site gives sales."""
    if not held.given:
        return None
    far = _farthest_first(held).reset_index()
    frame = read_sites(far.head(most), market.facilities, market.zones, reader)
    caption = reader.gettext("Own sites, those first whose sales the model is farthest off")
    note = " ".join(others_in("plan.json", len(far) - most, reader))
    return table_of(caption, frame, COLUMNS, reader, note=note).whole_in("plan.json")


def _farthest_first(held: HeldToday) -> pd.DataFrame:
    """Return the sites (n_sites,) with `off`, a share of what each sold; vehicles say which is farthest."""
    sites = held.sites.assign(off=held.sites["modelled"] / held.sites["observed"] - 1).rename_axis("site_id")
    far = (sites["modelled"] - sites["observed"]).abs()
    return sites.loc[far.sort_values(ascending=False, kind="stable").index]
