"""The market where an outlook comes: who of the rivals stays, and who comes."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd

from siteplan.market.market import Market
from siteplan.study import Outlook

__all__ = ["market_in", "staying_rivals"]


def market_in(market: Market, outlook: Outlook) -> Market:
    """Return the market with the rivals of an outlook; itself where it changes none."""
    arriving = market.entering.get(outlook.name)
    if not outlook.leave and arriving is None:
        return market
    staying = staying_rivals(market, outlook)
    if arriving is None:
        return replace(market, competitors=staying)
    known = [rivals for rivals in (staying, arriving) if len(rivals)]  # columns without a cell have no type to keep
    there = gpd.GeoDataFrame(pd.concat(known)) if known else staying
    return replace(market, competitors=there)


def staying_rivals(market: Market, outlook: Outlook) -> gpd.GeoDataFrame:
    """Return those of today's rivals that are there in an outlook, too: none where a snapshot stands for them."""
    rivals = market.competitors
    return rivals.iloc[:0] if outlook.snapshot is not None else rivals[~rivals.index.isin(outlook.leave)]
