"""Whom new sites take their sales from, as a file, a report's table and a sentence."""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.evaluate.taken_by_site import by_brand
from siteplan.market import Market
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, others_in, table_of
from siteplan.present.tables.plan_tables import read_sites
from siteplan.present.text.numbers import share
from siteplan.present.text.reader import Reader
from siteplan.tradearea import Transfers

__all__ = ["losing_most", "taking_rows", "transfer_table"]

MOST = 3
MOST_SITES = 20  # that a report tells; files tell all
COLUMNS = (v.SITE, v.CAPTURE, v.CANNIBALISED, v.FROM_RIVALS, v.FROM_OUTSIDE)
LEAST = 0.005  # of a site's sales: what rounds to nothing is not named


def transfer_table(plan: Plan) -> pd.DataFrame:
    """Return a row for each pair of which one takes from the other.

    kind of the one that loses ("own", "rival", "outside"), from (its site_id; outside has none), to (site_id of the new
    or converted site), vehicles (a year; called by what the study sells), name and brand of the one that loses.
    """
    market, taken = plan.market, plan.transfers
    outside = taken.outside.to_frame("").T
    parts = [
        _long("own", taken.own, market.facilities),
        _long("rival", taken.rivals, market.competitors),
        _long("outside", outside, market.competitors.iloc[:0]),
    ]
    table: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return table


def _long(kind: str, taken: pd.DataFrame, sites: pd.DataFrame) -> pd.DataFrame:
    """Return what is taken, more than nothing, site by site, most first."""
    pairs = taken.rename_axis("from").reset_index().melt("from", var_name="to", value_name="vehicles")
    pairs = pairs[pairs["vehicles"] > 0].sort_values("vehicles", ascending=False, kind="stable")
    about = sites.reindex(columns=["name", "brand"], index=pairs["from"]).astype(object)
    about = about.where(about.notna(), "")
    return pairs.assign(kind=kind, name=about["name"].to_numpy(), brand=about["brand"].to_numpy())[
        ["kind", "from", "to", "vehicles", "name", "brand"]
    ]


def losing_most(own: pd.Series, rivals: pd.Series, market: Market, reader: Reader) -> tuple[str, str]:
    """Return the own sites and the rival brands that lose most, as "Old mall 12 %, Old dealer 3 %".

    `own` and `rivals` are parts of a site's sales taken from each own site and each rival (site_id). A text is empty
    where nobody loses.
    """
    return _losing_most(own, rivals, _names(market, reader), reader)


def _names(market: Market, reader: Reader) -> tuple[pd.Series, pd.DataFrame]:
    """Return the names of own sites, and the rivals with their brands, in the reader's language."""
    return reader.shown(market.facilities, "name"), _branded(market.competitors, reader)


def _losing_most(
    own: pd.Series, rivals: pd.Series, names: tuple[pd.Series, pd.DataFrame], reader: Reader
) -> tuple[str, str]:
    of_sites, branded = names
    sites = own.rename(index={site_id: of_sites[site_id] for site_id in own.index})
    return _named(sites, reader), _named(by_brand(rivals, branded), reader)


def _branded(competitors: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return rivals with their brands in the reader's language; one without a brand has none in any."""
    if "brand" not in competitors:
        return competitors
    given = competitors["brand"].notna() & (competitors["brand"] != "")
    return competitors.assign(brand=reader.shown(competitors, "brand").where(given, ""))


def _named(parts: pd.Series, reader: Reader) -> str:
    most = parts[parts >= LEAST].nlargest(MOST)
    return reader.gettext(", ").join(f"{name} {share(part, reader)}" for name, part in most.items())


def taking_rows(plan: Plan, reader: Reader) -> Table | None:
    """Return from whom each new site takes its sales; None where none sells anything."""
    _ = reader.gettext
    selling = plan.sites[plan.sites["capture"] > 0]
    if selling.empty:
        return None
    told = selling.nlargest(MOST_SITES, "capture")
    taken, losers = plan.transfers.of(told["site_id"]), _names(plan.market, reader)
    frame = read_sites(told, plan.market.candidates, plan.market.zones, reader).assign(
        capture=taken.capture.to_numpy(),
        cannibalised=taken.from_own.to_numpy(),
        from_rivals=taken.from_rivals.to_numpy(),
        from_outside=taken.outside.to_numpy(),
        losers=[_losing(taken, site, wins, losers, reader) for site, wins in taken.capture.items()],
    )
    note = _("Per cent of the site's own sales. Every figure is of this plan, all its sites open.")
    note = " ".join([note, *others_in("transfers.csv", len(selling) - len(told), reader)])
    table = table_of(_("Where the new sites' sales come from"), frame, COLUMNS, reader, below=v.LOSERS, note=note)
    return table.whole_in("transfers.csv")


def _losing(
    taken: Transfers, site: Hashable, wins: float, names: tuple[pd.Series, pd.DataFrame], reader: Reader
) -> str:
    """Return who loses most to a site that wins so much, in a line."""
    _ = reader.gettext
    own, brands = _losing_most(taken.own[site] / wins, taken.rivals[site] / wins, names, reader)
    said = [(_("own sites losing most: {sites}"), own), (_("competing brands losing most: {sites}"), brands)]
    return _("; ").join(text.format(sites=names) for text, names in said if names)
