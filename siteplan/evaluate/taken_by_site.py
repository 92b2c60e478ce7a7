"""What a set of new sites takes from each own site, from each rival and from those who buy elsewhere or not."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.data.nearest import did_you_mean
from siteplan.errors import Problem, ProblemError
from siteplan.groundwork import Groundwork
from siteplan.tradearea import Transfers, transfers

__all__ = ["by_brand", "opened_beside", "taken_by_site", "transfers_of"]


def transfers_of(ground: Groundwork, options: Iterable[str]) -> Transfers:
    """Return vehicles/year that each of these options takes from each own site, each rival and outside.

    Parameters
    ----------
    options : labels of Groundwork.options, as "C1:mall"; they open together beside today's network, or convert
        one of its sites. Any set of them may be asked, whatever the plan's rules say.

    Returns
    -------
    Transfers
        See taken_by_site; a column for each option that is no part of today's network.

    Raises
    ------
    ProblemError
        There is no such option, or two of them are of one site.
    """
    return taken_by_site(ground, opened_beside(ground, options))


def opened_beside(ground: Groundwork, options: Iterable[str]) -> NDArray[np.bool_]:
    """Return today's network with these options as a plan (n_options,).

    Raises
    ------
    ProblemError
        See transfers_of.
    """
    chosen = ground.options.index.isin(labels := [*options])
    sites = ground.options["site_id"]
    problems = _problems(labels, sites, chosen)
    if problems:
        raise ProblemError(problems)
    here = sites.isin(sites[chosen]).to_numpy()
    return np.asarray(chosen | (ground.stands & ~here), dtype=np.bool_)


def _problems(labels: list[str], sites: pd.Series, chosen: NDArray[np.bool_]) -> list[Problem]:
    unknown = [label for label in dict.fromkeys(labels) if label not in sites.index]
    twice = sites[chosen][sites[chosen].duplicated()].unique()
    found = []
    if unknown:
        remedy = f"An option is written site_id:format. {did_you_mean(unknown[0], sites.index)}"
        found.append(Problem("options", "there are no such options", remedy, ids=unknown))
    if len(twice):
        what = "two formats are named for one site"
        found.append(Problem("options", what, "Name one of them: a site opens in one format.", ids=[*twice]))
    return found


def taken_by_site(ground: Groundwork, is_open: NDArray[np.bool_]) -> Transfers:
    """Return vehicles/year that each site which opens or converts (columns, site_id) takes, and from whom.

    Rows are in the order of the market's tables. A new site's column sums to its capture.
    """
    stands, sites, market = ground.stands, ground.options["site_id"], ground.market
    own = ground.facilities.index.append(pd.Index(sites[stands]))
    taken = transfers(ground.model, is_open, own, stands, ground.site_of, market.competitors.index)
    order = own.get_indexer(market.facilities.index)
    named = sites.to_numpy()[taken.sites]
    return Transfers(
        own=taken.own.iloc[order].set_axis(named, axis=1),
        rivals=taken.rivals.set_axis(named, axis=1),
        outside=taken.outside.set_axis(named),
    )


def by_brand(taken: pd.Series, competitors: pd.DataFrame) -> pd.Series:
    """Return what is taken from each brand of rivals; a rival without one stands for itself (site_id).

    `taken` is what is taken from each rival (site_id).
    """
    brand = competitors["brand"].astype(object) if "brand" in competitors else pd.Series("", competitors.index)
    known = brand.notna() & (brand != "")
    named = brand.where(known, competitors.index.to_series())
    keys = [known.to_numpy(), named.to_numpy()]  # the id of a rival may be the name of another's brand
    sums: pd.Series = taken.groupby(keys).sum().droplevel(0)
    return sums
