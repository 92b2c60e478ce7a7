"""Models of a site's annual sales, from the simplest on: each is fitted to sites and then predicts others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.errors.params import Params, within

if TYPE_CHECKING:
    from sklearn.linear_model import PoissonRegressor

__all__ = ["CAPTURE", "FORMAT", "MODELS", "REFERENCE", "BoostingParams", "Fit", "PoissonParams", "format_mean"]

Numbers = NDArray[np.float64]
Predict = Callable[[pd.DataFrame], Numbers]
Fit = Callable[[pd.DataFrame, Numbers, NDArray[np.intp]], Predict]

CAPTURE = "capture"  # vehicles/year by the Huff model; every other column of the features is a predictor, standardised
FORMAT = "format_"  # columns of 0 and 1


@dataclass(frozen=True)
class PoissonParams(Params):
    """How a Poisson regression is fitted.

    Attributes
    ----------
    strengths : of the ridge penalty, for sales as parts of their mean; the one that holds up best is taken
    folds : count; by which that is seen
    rounds : count; steps of Newton's method, at most
    """

    strengths: tuple[float, ...] = within((10.0, 1.0, 0.1, 0.01), 0.0)
    folds: int = within(4, 2)
    rounds: int = within(300, 1)


@dataclass(frozen=True)
class BoostingParams(Params):
    """How trees are grown: small ones, since sites are few.

    Attributes
    ----------
    trees : count
    rate : share of what a tree says that is taken
    leaves : count; of a tree, at most
    sites_a_leaf : count; at least
    penalty : of a leaf's size, squared, for sales as parts of their mean
    """

    trees: int = within(50, 1)
    rate: float = within(0.1, 0.0, 1.0)
    leaves: int = within(4, 2)
    sites_a_leaf: int = within(5, 1)
    penalty: float = within(1.0, 0.0)


def huff_alone(features: pd.DataFrame, sales: Numbers, blocks: NDArray[np.intp]) -> Predict:  # noqa: ARG001 - a Fit
    """Return the Huff capture times one factor: all sales over all capture, its Poisson estimate."""
    captured = float(features[CAPTURE].sum())
    factor = float(sales.sum()) / captured if captured > 0 else 0.0
    return lambda sites: factor * sites[CAPTURE].to_numpy(dtype=float)


def poisson(
    features: pd.DataFrame, sales: Numbers, blocks: NDArray[np.intp], params: PoissonParams = PoissonParams()
) -> Predict:
    """Return a Poisson regression with a ridge penalty whose strength is chosen across spatial blocks (n_sites,).

    log(sales) = a + b'x, log capture among the features x (McCullagh and Nelder 1989, ch. 6).
    """
    x, mean = _predictors(features), float(sales.mean())
    folds = np.unique(blocks, return_inverse=True)[1] % params.folds
    best = min(params.strengths, key=lambda strength: _loss(strength, x, sales / mean, folds, params))
    line = _line(best, x, sales / mean, params)
    return lambda sites: mean * np.asarray(line.predict(_predictors(sites)))


def _line(strength: float, x: Numbers, y: Numbers, params: PoissonParams) -> PoissonRegressor:
    from sklearn.linear_model import PoissonRegressor  # noqa: PLC0415 - takes a second to load, and few studies need it

    return PoissonRegressor(alpha=strength, solver="newton-cholesky", max_iter=params.rounds).fit(x, y)


def _loss(strength: float, x: Numbers, y: Numbers, folds: NDArray[np.intp], params: PoissonParams) -> float:
    """Return the summed Poisson deviance of sites held out fold by fold."""
    from sklearn.metrics import mean_poisson_deviance  # noqa: PLC0415

    loss = 0.0
    for fold in np.unique(folds):
        out = folds == fold
        if y[~out].sum() > 0:
            loss += mean_poisson_deviance(y[out], _line(strength, x[~out], y[~out], params).predict(x[out])) * out.sum()
    return loss


def boosting(
    features: pd.DataFrame,
    sales: Numbers,
    blocks: NDArray[np.intp],  # noqa: ARG001 - a Fit
    params: BoostingParams = BoostingParams(),
) -> Predict:
    """Return gradient-boosted trees under the Poisson loss, small ones since sites are few (Friedman 2001)."""
    from sklearn.ensemble import HistGradientBoostingRegressor  # noqa: PLC0415

    mean = float(sales.mean())
    trees = HistGradientBoostingRegressor(
        loss="poisson", max_iter=params.trees, learning_rate=params.rate, max_leaf_nodes=params.leaves,
        min_samples_leaf=params.sites_a_leaf, l2_regularization=params.penalty, early_stopping=False, random_state=0,
    ).fit(_predictors(features), sales / mean)  # fmt: skip
    return lambda sites: mean * np.asarray(trees.predict(_predictors(sites)))


def format_mean(features: pd.DataFrame, sales: Numbers, blocks: NDArray[np.intp]) -> Predict:  # noqa: ARG001 - a Fit
    """Return the mean sales of the site's format: what is known without any model."""
    kinds = _kinds(features)
    by_kind = np.bincount(kinds, sales) / np.bincount(kinds).clip(min=1)
    return lambda sites: by_kind[_kinds(sites)]


MODELS: Mapping[str, Fit] = {"huff": huff_alone, "poisson": poisson, "boosting": boosting}  # from the simplest on
REFERENCE = "format_mean"


def _kinds(features: pd.DataFrame) -> NDArray[np.intp]:
    """Return the number of each site's format."""
    columns = features.filter(like=FORMAT).to_numpy(dtype=float)
    return columns.argmax(axis=1) if columns.shape[1] else np.zeros(len(features), dtype=np.intp)


def _predictors(features: pd.DataFrame) -> Numbers:
    return features.drop(columns=CAPTURE).to_numpy(dtype=float)
