"""How much a site draws, before distance."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.errors import N_
from siteplan.market import Market
from siteplan.market.fallbacks import reference_values
from siteplan.market.filled import Filled
from siteplan.market.options import as_given
from siteplan.study import Format, Study, TradeArea
from siteplan.study.section import by_key

__all__ = ["References", "filled_factors", "references", "relative", "rival_attractiveness", "site_attractiveness"]

References = dict[str, pd.Series]
"""Each factor's median by format, or by class of rival."""


def unequal_factors(area: TradeArea, market: Market) -> dict[str, tuple[str, ...]]:
    """Return the factors of `exponents` that own sites or rivals do not give at all, with the tables that do not."""
    tables = {"facilities": market.facilities, "competitors": market.competitors}
    lacking = {
        factor: tuple(name for name, sites in tables.items() if len(sites) and not _given(sites, factor))
        for factor in area.exponents
    }
    return {factor: names for factor, names in lacking.items() if names}


def _given(sites: pd.DataFrame, factor: str) -> bool:
    return factor in sites and bool(sites[factor].notna().any())


def references(area: TradeArea, market: Market, options: pd.DataFrame) -> tuple[References, References]:
    """Return the reference of each factor by format, of options and own sites, and by class of rival.

    A factor that own sites or rivals do not give counts for nobody: one side would be measured by it alone.
    """
    factors = [factor for factor in area.exponents if factor not in unequal_factors(area, market)]
    tables = [table for table in (as_given(options), market.facilities) if len(table)]
    known = [table[table.columns.intersection(["format", *factors])] for table in tables]
    own = pd.concat(known) if known else pd.DataFrame(columns=["format", *factors], dtype=float)
    rivals = market.competitors[market.competitors.columns.intersection(["class", *factors])]
    rivals = rivals.rename(columns={"class": "format"})
    return reference_values(factors, _as_numbers(own)), reference_values(factors, _as_numbers(rivals))


def _as_numbers(sites: pd.DataFrame) -> pd.DataFrame:
    """Return sites with factors as numbers: a column without any cell is text to those who read it."""
    return sites.assign(**{str(name): pd.to_numeric(sites[name]) for name in sites if name != "format"})


def site_attractiveness(
    area: TradeArea, formats: dict[str, Format], options: pd.DataFrame, reference: References
) -> NDArray[np.float64]:
    """Return format attractiveness x product of (factor / reference of its format) ** exponent: (n_options,).

    A factor that a site does not give counts as the reference (Huff's model with several attributes, Nakanishi
    and Cooper 1974); 0 is given. A format without the function "sale" sells nothing.
    """
    sells = [formats[f].attractiveness if "sale" in formats[f].functions else 0.0 for f in options["format"]]
    return np.array(sells, dtype=float) * _factors(area, options, options["format"], reference)


def relative(values: pd.Series, kinds: pd.Series, reference: pd.Series) -> NDArray[np.float64]:
    """Return values by the reference of their kind (n_sites,); 1 where a site gives none, or no other does."""
    usual = kinds.map(reference).to_numpy(dtype=float)
    given = values.to_numpy(dtype=float)
    ratio = np.divide(given, usual, out=np.ones(len(given)), where=usual > 0)
    return np.where(np.isnan(given), 1.0, np.where(given == 0, 0.0, ratio))


def _factors(area: TradeArea, sites: pd.DataFrame, kinds: pd.Series, reference: References) -> NDArray[np.float64]:
    product = np.ones(len(sites))
    for factor, usual in reference.items():
        if factor in sites:
            product *= relative(sites[factor].astype(float), kinds, usual) ** area.exponents[factor]
    return product


def rival_attractiveness(
    area: TradeArea, competitors: pd.DataFrame, reference: References | None = None
) -> NDArray[np.float64]:
    """Return the competitors' own attractiveness where given, else their class's x its factors: (n_competitors,).

    All of it times the study's `rival_factor`.
    """
    by_class = competitors["class"].map(lambda c: by_key(area.rival_attractiveness, str(c), 1.0)).astype(float)
    by_class *= _factors(area, competitors, competitors["class"], reference or {})
    own = np.asarray(competitors["attractiveness"].astype(float).fillna(by_class), dtype=np.float64)
    return own * area.rival_factor


def filled_factors(study: Study, market: Market) -> list[Filled]:
    """Return the factors that count 1 for all sites, and why, and of the others which sites do not give them."""
    said, unequal = (
        N_("1 for all sites, not every table gives it ({tables})"),
        unequal_factors(study.trade_area, market),
    )
    whole = [
        Filled("study.toml [trade_area.exponents]", factor, 1, 1, said, values={"tables": ", ".join(names)})
        for factor, names in unequal.items()
    ]
    rivals = market.competitors[market.competitors["attractiveness"].isna()]
    tables = {"candidates": market.candidates, "facilities": market.facilities, "competitors": rivals}
    factors = [factor for factor in study.trade_area.exponents if factor not in unequal]
    return whole + [part for f in factors for name, sites in tables.items() for part in _gaps(f, name, sites)]


def _gaps(factor: str, table: str, sites: pd.DataFrame) -> list[Filled]:
    """Return how many sites do not give a factor that others of their table give."""
    gap = sites[factor].isna().to_numpy(dtype=bool) if factor in sites else np.ones(len(sites), dtype=bool)
    said = (
        N_("the median of its class, as attractive as its class")
        if table == "competitors"
        else N_("the median of its format, as attractive as its format")
    )
    ids = tuple(map(str, sites.index[gap][:5]))
    return [Filled(table, factor, int(gap.sum()), len(sites), said, ids)] if gap.any() else []
