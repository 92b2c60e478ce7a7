"""The model held against the sales of each own site: as a table, and for scripts."""

from __future__ import annotations

from typing import Any

import pandas as pd

from siteplan.forecast.held_today import HeldToday
from siteplan.market import Market
from siteplan.present.model_text.held_words import signed_share
from siteplan.present.reports.report_parts import Heading, Table, others_in
from siteplan.present.text.numbers import exact
from siteplan.present.text.reader import Reader

__all__ = ["held_site_records", "held_site_table"]

MOST_SITES = 20  # that a report tells; plan.json tells all


def held_site_records(held: HeldToday) -> list[dict[str, Any]]:
    """Return each own site with sales, the farthest off first, for scripts: sold, modelled, and its format's mean."""
    table = _farthest_first(held).rename(columns={"usual": "format_mean"})
    return [{str(key): value for key, value in row.items()} for row in table.reset_index().to_dict("records")]


def held_site_table(held: HeldToday, market: Market, reader: Reader, most: int = MOST_SITES) -> Table | None:
    """Return the own sites that the model is farthest off; None where no site gives sales."""
    if not held.given:
        return None
    _ = reader.gettext
    columns = [
        Heading(_("Site"), words=True),
        Heading(_("Format"), words=True),
        Heading(_("Sold, vehicles/year")),
        Heading(_("Modelled, vehicles/year")),
        Heading(_("Off by")),
        Heading(_("Mean of the other sites of its format")),
    ]
    sites, names = _farthest_first(held).reset_index(), reader.shown(market.facilities, "name")
    rows = [
        [
            str(names[row["site_id"]]),
            reader.format_name(str(row["format"])),
            exact(row["observed"]),
            exact(row["modelled"]),
            signed_share(float(row["off"]), reader),
            exact(row["usual"]),
        ]
        for row in sites.head(most).to_dict("records")
    ]
    caption = _("Own sites, those first whose sales the model is farthest off")
    return Table(caption, columns, rows, note=" ".join(others_in("plan.json", len(sites) - most, reader)))


def _farthest_first(held: HeldToday) -> pd.DataFrame:
    """Return the sites (n_sites,) with `off`, a share of what each sold; vehicles say which is farthest."""
    sites = held.sites.assign(off=held.sites["modelled"] / held.sites["observed"] - 1).rename_axis("site_id")
    far = (sites["modelled"] - sites["observed"]).abs()
    return sites.loc[far.sort_values(ascending=False, kind="stable").index]
