"""The outside option and one attractiveness per format, fitted to what own sites sold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import optimize
from scipy.sparse import csr_array
from scipy.special import stdtrit

from siteplan.errors.params import Params, within
from siteplan.tradearea import Utilities

__all__ = ["Drawn", "Fitted", "SalesFitParams", "fit_sales"]

Numbers = NDArray[np.float64]
LEVEL = 0.95  # of the intervals


@dataclass(frozen=True)
class SalesFitParams(Params):
    """How factors are sought, and when sales do not tell them.

    Attributes
    ----------
    tells_apart : share of the largest eigenvalue of the information; below it sales do not tell two parameters apart
    fewest : vehicles/year of a site that nobody reaches
    farthest : natural logarithm of the factor, up or down, beyond which an estimate has run off
    precision : share of the loss by which a step must lower it for the search to go on
    least_freedom : 1 less a site's leverage, at least: a site that is fitted exactly says nothing of its error
    """

    tells_apart: float = within(1e-7, 0.0, 1.0)
    fewest: float = within(1e-12, 1e-300)
    farthest: float = within(7.0, 0.0, 700.0)
    precision: float = within(1e-13, 0.0, 1.0)
    least_freedom: float = within(1e-3, 1e-12, 1.0)


@dataclass(frozen=True)
class Drawn:
    """What today's network draws from each row of the market under factors on formats and on the outside option.

    Attributes
    ----------
    model : Utilities
        Of all of today's own sites, and of no option.
    formats : (n_facilities,)
        Format of each own site.
    names : tuple of str
        Formats whose attractiveness is fitted.
    with_outside : bool
        Whether the outside option is, too; its logarithm stands behind those of the formats.
    """

    model: Utilities
    formats: NDArray[np.object_]
    names: tuple[str, ...]
    with_outside: bool

    @property
    def parameters(self) -> list[str]:
        """What each logarithm is of: formats, then "" for the outside option."""
        return [*self.names, ""] if self.with_outside else [*self.names]

    @cached_property
    def _member(self) -> Numbers:
        """(n_facilities, n_names)."""
        return np.array([[kind == name for name in self.names] for kind in self.formats], dtype=float).reshape(
            len(self.formats), len(self.names)
        )

    @cached_property
    def _theirs(self) -> Numbers:
        """What rivals are worth in each row of the market (n_rows,)."""
        return np.asarray(self.model.rivals.sum(axis=1), dtype=float).ravel()

    def sales(self, logs: Numbers) -> tuple[Numbers, Numbers]:
        """Return what each own site sells (n_facilities,), and its derivatives by each logarithm of a factor."""
        factors = np.exp(self._member @ logs[: len(self.names)])
        outside = self.model.outside * (np.exp(logs[-1]) if self.with_outside else 1.0)
        own = self.model.own
        pull = csr_array((own.data * factors[own.indices], own.indices, own.indptr), shape=own.shape)
        total = np.asarray(pull.sum(axis=1), dtype=float).ravel() + self._theirs + outside
        part = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
        won_a_pull = np.repeat(self.model.demand.to_numpy(dtype=float) * part, np.diff(own.indptr))
        won = csr_array((pull.data * won_a_pull, own.indices, own.indptr), shape=own.shape)
        sold = np.asarray(won.sum(axis=0), dtype=float).ravel()
        others = (pull @ self._member) * part[:, np.newaxis]
        lost = np.column_stack([others, outside * part]) if self.with_outside else others
        slope = -np.asarray(won.T @ lost, dtype=float)
        slope[:, : len(self.names)] += self._member * sold[:, np.newaxis]
        return sold, slope


@dataclass(frozen=True)
class Fitted:
    """Factors on the study's own values, with intervals.

    Attributes
    ----------
    factors : DataFrame indexed by format, "" for the outside option
        estimate, low, high: factors on what the study says; 95 % intervals.
    drawn : Drawn
    logs : (n_parameters,)
    """

    factors: pd.DataFrame
    drawn: Drawn
    logs: Numbers

    @property
    def sales(self) -> Numbers:
        """What each own site sells by the fit (n_facilities,)."""
        return self.drawn.sales(self.logs)[0]

    @property
    def as_it_was(self) -> Numbers:
        """What each own site sells by the study's own values (n_facilities,)."""
        return self.drawn.sales(np.zeros_like(self.logs))[0]


def fit_sales(
    model: Utilities,
    formats: Sequence[str],
    sites: NDArray[np.intp],
    sales: Numbers,
    *,
    with_outside: bool = True,
    near: Fitted | None = None,
    params: SalesFitParams = SalesFitParams(),
) -> Fitted | None:
    """Return factors under which own sites (numbers `sites`) sell what they sold (n_sites,); None where they run off.

    Only ratios of utilities matter: the format with most of the sites is the yardstick and stays, as rivals do, which
    the study measures by it. Where the outside option runs off - all sold is more than rivals leave - or cannot be told
    apart, it stays instead, and every format is fitted.

    Quasi-likelihood of Poisson with the Huff capture as the mean: consistent whatever the noise, if it leaves the mean
    right, and nearly exact in all (Gourieroux, Monfort and Trognon 1984; Santos Silva and Tenreyro 2006, The log of
    gravity). Intervals by the sandwich with leverage (HC3, MacKinnon and White 1985) and Student's t. The search begins
    at a fit to most of the sites, `near`, where there is one of the same parameters.
    """
    model = _reached(model)
    kinds = np.array(formats, dtype=object)
    often = pd.Series(kinds).value_counts().index  # of all own sites, so that it is the same one without a few of them
    names = tuple(kind for kind in often if kind in kinds[sites])[1 if with_outside else 0 :]
    drawn = Drawn(model, kinds, names, with_outside)
    begin = near.logs if near is not None and list(near.factors.index) == drawn.parameters else None
    logs = _estimated(drawn, sites, sales, begin, params)
    if logs is None or not _told_apart(drawn, sites, logs, params):
        return fit_sales(model, formats, sites, sales, with_outside=False, params=params) if with_outside else None
    error = _errors(drawn, sites, sales, logs, params)
    wide = stdtrit(max(len(sites) - len(logs), 1), (1 + LEVEL) / 2) * error
    table = {"estimate": np.exp(logs), "low": np.exp(logs - wide), "high": np.exp(logs + wide)}
    return Fitted(pd.DataFrame(table, index=drawn.parameters), drawn, logs)


def _reached(model: Utilities) -> Utilities:
    """Return the rows of the market in which some own site draws: in the others none sells, whatever it is worth."""
    rows = np.flatnonzero(np.diff(model.own.indptr))
    return replace(
        model,
        options=model.options[rows],
        own=model.own[rows],
        rivals=model.rivals[rows],
        outside=model.outside[rows],
        demand=model.demand.iloc[rows],
    )


def _estimated(
    drawn: Drawn, sites: NDArray[np.intp], sales: Numbers, begin: Numbers | None, params: SalesFitParams
) -> Numbers | None:
    """Return the logarithms of the factors at the maximum; None where they run off, or it is not found."""

    def loss(logs: Numbers) -> tuple[float, Numbers]:
        sold, slope = (values[sites] for values in drawn.sales(logs))
        sold = np.maximum(sold, params.fewest)
        return float((sold - sales * np.log(sold)).sum()), slope.T @ (1 - sales / sold)

    bounds = [(-params.farthest, params.farthest)] * len(drawn.parameters)
    start = np.zeros(len(bounds)) if begin is None else begin
    found = optimize.minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": params.precision}
    )
    inside = bool((np.abs(found.x) < params.farthest).all())
    return np.asarray(found.x) if inside and np.isfinite(found.fun) else None


def _information(
    drawn: Drawn, sites: NDArray[np.intp], logs: Numbers, params: SalesFitParams
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the sales (n_sites,), their derivatives, and the information (n_parameters, n_parameters)."""
    sold, slope = (values[sites] for values in drawn.sales(logs))
    sold = np.maximum(sold, params.fewest)
    return sold, slope, slope.T @ (slope / sold[:, np.newaxis])


def _told_apart(drawn: Drawn, sites: NDArray[np.intp], logs: Numbers, params: SalesFitParams) -> bool:
    if len(sites) <= len(logs):
        return False
    values = np.linalg.eigvalsh(_information(drawn, sites, logs, params)[2])
    return bool(values[0] > params.tells_apart * values[-1])


def _errors(drawn: Drawn, sites: NDArray[np.intp], sales: Numbers, logs: Numbers, params: SalesFitParams) -> Numbers:
    """Return standard errors (n_parameters,)."""
    sold, slope, information = _information(drawn, sites, logs, params)
    inverse = np.linalg.inv(information)
    leverage = np.einsum("ij,jk,ik->i", slope, inverse, slope) / sold
    scores = slope * ((sales - sold) / sold / np.maximum(1 - leverage, params.least_freedom))[:, np.newaxis]
    return np.asarray(np.sqrt(np.diag(inverse @ (scores.T @ scores) @ inverse)))
