"""How models do on sites that they have not seen, held out in spatial blocks; which of them is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.errors.params import Params, within
from siteplan.forecast.one_thread import one_thread
from siteplan.forecast.sales_models import Fit

__all__ = ["HeldOut", "HeldOutParams", "deviances", "errors", "hold_out", "simplest_good", "spatial_blocks"]

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class HeldOutParams(Params):
    """How sites are held out, and how their forecasts are judged.

    Attributes
    ----------
    blocks : count; of neighbours that are held out together, at most
    sites_a_block : count; sites in each on average, at least
    starts : count; of k-means, the best is taken
    least : share of mean sales; a forecast of nothing counts as this much, since its deviance has no end
    """

    blocks: int = within(10, 2)
    sites_a_block: int = within(3, 1)
    starts: int = within(5, 1)
    least: float = within(1e-3, 1e-12, 1.0)


def spatial_blocks(metres: Numbers, seed: int = 0, params: HeldOutParams = HeldOutParams()) -> NDArray[np.intp]:
    """Return the number of each site's block (n_sites,): neighbours by k-means on coordinates in metres (n_sites, 2).

    Ten blocks, or fewer where there would be less than three sites in each. Sites near each other share their
    surroundings; held out one by one they would look easier to forecast than a new place is (Roberts et al. 2017).
    """
    from sklearn.cluster import KMeans  # noqa: PLC0415 - takes a second to load, and few studies need it

    most = min(params.blocks, len(metres) // params.sites_a_block, len(np.unique(metres, axis=0)))
    if most < 2:
        return np.zeros(len(metres), dtype=np.intp)
    with one_thread():
        found = KMeans(most, n_init=params.starts, random_state=seed).fit(metres - metres.mean(axis=0)).labels_
    return np.unique(found, return_inverse=True)[1]


@dataclass(frozen=True)
class HeldOut:
    """What models fitted without a block say: of its sites (n_sites,), and of other sites (n_blocks, n_others)."""

    sites: Numbers
    others: Numbers


def hold_out(
    fit: Fit, features: pd.DataFrame, sales: Numbers, blocks: NDArray[np.intp], others: pd.DataFrame
) -> HeldOut:
    """Return the forecasts of a model fitted anew without each block in turn."""
    sites, said = np.empty(len(sales)), []
    for block in range(int(blocks.max()) + 1):
        out = blocks == block
        predict = fit(features[~out], sales[~out], blocks[~out])
        sites[out] = predict(features[out])
        said.append(predict(others) if len(others) else np.empty(0))
    return HeldOut(sites, np.array(said))


def deviances(sales: Numbers, said: Numbers, params: HeldOutParams = HeldOutParams()) -> Numbers:
    """Return each site's Poisson deviance: 2 (y log(y / m) - y + m)."""
    expected = np.maximum(said, params.least * sales.mean())
    ratio = np.divide(sales, expected, out=np.ones_like(sales), where=sales > 0)
    return np.asarray(2 * (sales * np.log(ratio) - sales + expected))


def errors(sales: Numbers, said: Numbers) -> dict[str, float]:
    """Return mean absolute error (vehicles/year), the same as a share of sales where there are any, and deviance."""
    off, sold = np.abs(said - sales), sales > 0
    return {
        "mae": float(off.mean()),
        "mape": float((off[sold] / sales[sold]).mean()),
        "deviance": float(deviances(sales, said).mean()),
    }


def simplest_good(losses: Mapping[str, Numbers], blocks: NDArray[np.intp]) -> str:
    """Return the first model, simplest first, that is worse than the best by at most one standard error.

    `losses` are each site's deviance by model (n_sites,). The error is that of the mean difference between the two,
    with the block as the unit (the one-standard-error rule of Breiman et al. 1984, on pairs).
    """
    best = min(losses, key=lambda name: float(losses[name].mean()))
    for name, loss in losses.items():
        worse = loss - losses[best]
        if worse.mean() <= _standard_error(worse, blocks):
            return name
    return best


def _standard_error(values: Numbers, blocks: NDArray[np.intp]) -> float:
    """Return the standard error of a mean whose values belong together in blocks."""
    spread = np.bincount(blocks, values - values.mean())
    k = len(spread)
    return float(np.sqrt(k / (k - 1) * (spread**2).sum()) / len(values)) if k > 1 else 0.0
