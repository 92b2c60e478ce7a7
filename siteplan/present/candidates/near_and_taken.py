"""Who is near a candidate, and who loses to it: tables of its card."""

from __future__ import annotations

import pandas as pd

from siteplan.market import Market
from siteplan.present.candidates import candidate_vocabulary as c
from siteplan.present.tables.column import Table, frame_of, table_of
from siteplan.present.text.reader import Reader
from siteplan.tradearea import Transfers

__all__ = ["rivals_near", "taken_from"]

LOSERS = 3
LEAST = 0.005  # of a site's sales: what rounds to nothing is not named


def rivals_near(km: pd.Series, market: Market, reader: Reader) -> Table:
    """Return rivals with brand and distance, in the order of `km` (site_id; great circle)."""
    rivals = market.competitors.loc[km.index]
    names = reader.shown(rivals, "name")
    brands = reader.shown(rivals, "brand") if "brand" in rivals else pd.Series("", rivals.index)
    rows = list(zip(names, brands, km, strict=True))
    columns = (c.RIVAL, c.BRAND, c.KM)
    return table_of(reader.gettext("Competitors nearest by"), frame_of(columns, rows), columns, reader)


def taken_from(taken: Transfers, market: Market, reader: Reader) -> Table:
    """Return what one option takes a year from competitors, from own sites, those losing most by name, and outside."""
    _ = reader.gettext
    sales = float(taken.capture.iloc[0])
    own = taken.own.iloc[:, 0]
    names = reader.shown(market.facilities, "name")
    most = own[own >= LEAST * sales].nlargest(LOSERS)
    parts = [
        (_("competitors"), float(taken.from_rivals.iloc[0])),
        (_("other ways to buy"), float(taken.outside.iloc[0])),
        (_("own sites"), float(taken.from_own.iloc[0])),
        *((_("of them {site}").format(site=names[str(site)]), float(lost)) for site, lost in most.items()),
    ]
    columns = (c.TAKEN_FROM, c.TAKEN, c.PART)
    rows = [(name, vehicles, vehicles / sales) for name, vehicles in parts]
    return table_of(_("Whom it takes its sales from"), frame_of(columns, rows), columns, reader)
