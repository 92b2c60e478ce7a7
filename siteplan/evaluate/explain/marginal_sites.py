"""Marginal sites: the new sites of a plan in the order in which they add most, and what each adds at its turn."""

from __future__ import annotations

import heapq

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array, hstack

from siteplan.finance.level_figures import level_figures, level_margins
from siteplan.groundwork import Groundwork

__all__ = ["in_order", "marginal_sites", "past_break_even"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def marginal_sites(ground: Groundwork, is_open: Bools) -> pd.DataFrame:
    """Return the new sites of a plan (n_options,) in the order in which they would best be added, and what each adds.

    Next is always the site that adds most to those already open, beside what of today's network the plan keeps and
    converts: the greedy order (Nemhauser, Wolsey and Fisher 1978), found as Minoux (1978) does, who judges a site anew
    only where what it added before would still be most. Each step is exact under the full model; the order is the
    greedy one as far as no site adds more the more others are open.

    Returns
    -------
    DataFrame
        By option: `marginal_rank`, 1 first, and `marginal_result` (currency/year): the yearly result of the network
        with the site less that without it, in the money of `finance.yearly_results`. Where nothing of today's network
        closes or converts they sum to the yearly results of all new sites.
    """
    sites = _Steps(ground, is_open)
    opened: dict[str, float] = {}
    queue = [(-sites.adds(site), site, 0) for site in range(sites.n_new)]
    heapq.heapify(queue)
    while queue:
        less, site, judged = heapq.heappop(queue)
        if judged == len(opened):
            sites.open(site)
            opened[sites.labels[site]] = -less
        else:
            heapq.heappush(queue, (-sites.adds(site), site, len(opened)))
    ranks = np.arange(1.0, len(opened) + 1)
    return pd.DataFrame({"marginal_rank": ranks, "marginal_result": [*opened.values()]}, index=[*opened])


def in_order(sites: pd.DataFrame) -> pd.DataFrame:
    """Return new sites in the order in which they would best be added."""
    return sites.sort_values("marginal_rank", kind="stable")


def past_break_even(sites: pd.DataFrame) -> pd.DataFrame:
    """Return the new sites after that at which most is earned: together they add less than they cost."""
    ordered = in_order(sites)
    earned = np.append(0.0, ordered["marginal_result"].to_numpy(dtype=float).cumsum())
    return ordered.iloc[int(earned.argmax()) :]


class _Steps:
    """A network to which new sites are added one by one; it changes in place.

    Own sites are numbered: those of today's network that the plan keeps or converts first, then the new ones.
    """

    def __init__(self, ground: Groundwork, is_open: Bools) -> None:
        new = (ground.options["change"] == "new").to_numpy(dtype=bool) & is_open
        stays, model = is_open & ~new, ground.model
        self.labels, self.n_new = ground.options.index[new], int(new.sum())
        kinds = pd.concat([ground.facilities["format"], ground.options.loc[stays, "format"]])
        columns = np.concatenate([np.flatnonzero(stays), np.flatnonzero(new)])
        self._utilities = csc_array(hstack([model.own, model.options[:, columns]], format="csc"))
        self._caps = np.concatenate([ground.own_caps, ground.option_caps[columns]])
        self._margins, self._n_stay = level_margins(kinds, ground.study), len(kinds)
        self._figures = level_figures(ground.options[new], ground.study)
        self._demand = model.demand.to_numpy(dtype=float)
        self._total = np.asarray(self._utilities[:, : self._n_stay].sum(axis=1), dtype=float) + model.against
        self._open = np.zeros(self.n_new, dtype=bool)
        self._earned = self._result(self._total, self._open)

    def adds(self, site: int) -> float:
        """Return by how much the yearly result rises when a new site opens, currency/year.

        To the cent: what adding up leaves below it would say which of two equal sites is first.
        """
        return round(self._result(*self._with(site)) - self._earned, 2)

    def open(self, site: int) -> None:
        """Let a new site open."""
        self._total, self._open = self._with(site)
        self._earned = self._result(self._total, self._open)

    def _with(self, site: int) -> tuple[Floats, Bools]:
        """Return the utility in each row, and which new sites are open, when one more is."""
        at, pairs = self._n_stay + site, self._utilities
        stored = slice(pairs.indptr[at], pairs.indptr[at + 1])
        total, is_open = self._total.copy(), self._open.copy()
        total[pairs.indices[stored]] += pairs.data[stored]
        is_open[site] = True
        return total, is_open

    def _result(self, total: Floats, is_open: Bools) -> float:
        """Return what the network earns a year, but for what is the same in all steps."""
        each = np.divide(self._demand, total, out=np.zeros_like(total), where=total > 0)
        sold = np.minimum(self._utilities.T @ each, self._caps)
        new = self._figures.result(sold[self._n_stay :])
        return float(self._margins @ sold[: self._n_stay] + new[is_open].sum())
