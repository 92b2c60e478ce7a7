"""Find the parameters of highest likelihood, in units in which every column spreads alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from siteplan.errors.params import Params, within
from siteplan.tradearea.calibration.choices import Choices
from siteplan.tradearea.calibration.likelihood import Likelihood
from siteplan.tradearea.calibration.terms import Design

__all__ = ["Maximum", "MaximumParams", "find_maximum"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MaximumParams(Params):
    """How the maximum is sought.

    Attributes
    ----------
    gradient : of the mean log-likelihood, in standard units; at it the search ends, far below any standard error
    converged : times that; up to it the search counts as converged where rounding ended it
    rounds : count; at most
    middles : quantiles of the minutes at which a logistic curve bends at the start, each is tried
    slope : of the logistic curve at the start, in standard units
    """

    gradient: float = within(1e-9, 1e-15)
    converged: float = within(1e3, 1.0)
    rounds: int = within(200, 1)
    middles: tuple[float, ...] = within((0.1, 0.5, 0.9), 0.0, 1.0)
    slope: float = within(2.0, 0.0)


@dataclass(frozen=True)
class Maximum:
    """Where the likelihood is highest.

    Attributes
    ----------
    beta, information : arrays (n_parameters,), (n_parameters, n_parameters)
        In the units of the table; the information is of the penalised likelihood.
    flatness : array (n_parameters, n_parameters)
        Information a visit in standard units: an eigenvalue near 0 is a direction in which nothing is known.
    value : float
        Log-likelihood, without the penalty.
    """

    beta: Floats
    information: Floats
    flatness: Floats
    value: float
    rounds: int
    converged: bool


def scales(choices: Choices, design: Design) -> Floats:
    """Return the spread of each column within zones (n_parameters,); 1 where there is none."""
    inner = choices.centred(design.columns)
    spread = np.sqrt((inner**2).mean(axis=0))
    if design.bent is not None:
        spread = np.append(spread, (1.0, float(design.bent.std())))
    return np.where(spread > 0, spread, 1.0)


def find_maximum(
    choices: Choices, design: Design, visits: Floats, alpha: float = 0.0, params: MaximumParams = MaximumParams()
) -> Maximum:
    """Return the maximum by a trust-region Newton method with the exact Hessian (Conn, Gould and Toint 2000).

    The likelihood is concave but for a logistic decay, which is started from several midpoints.

    Parameters
    ----------
    alpha : float
        Ridge: alpha / 2 x the squares of the parameters in standard units is taken off the log-likelihood.
    """
    scale = scales(choices, design)
    k, total = len(design.names), float(visits.sum())
    bent = None if design.bent is None else design.bent / scale[-1]
    standard = Design(design.names, design.columns / scale[:k], design.known, bent)
    asked = Likelihood(choices, standard, visits / total, np.full(design.n_parameters, alpha / total))
    found = [_climb(asked, start, params) for start in _starts(standard, params)]
    beta, rounds, converged = max(found, key=lambda end: asked.penalised(end[0]))
    flat = asked.information(beta)
    return Maximum(
        beta / scale, total * flat * np.outer(scale, scale), flat, total * asked.value(beta), rounds, converged
    )


def _climb(asked: Likelihood, start: Floats, params: MaximumParams) -> tuple[Floats, int, bool]:
    if not len(start):
        return start, 0, True
    end = minimize(  # type: ignore[call-overload]  # its stubs ask for arrays that are 1-D by their type
        lambda beta: -asked.penalised(beta),
        start,
        jac=lambda beta: -asked.gradient(beta),
        hess=asked.information,
        method="trust-exact",
        options={"gtol": params.gradient, "maxiter": params.rounds},
    )
    steep = float(np.abs(asked.gradient(end.x)).max())
    return np.asarray(end.x, dtype=float), int(end.nit), steep < params.converged * params.gradient


def _starts(design: Design, params: MaximumParams) -> Iterator[Floats]:
    """Yield equal shares; for a logistic decay, curves that bend early, in the middle and late."""
    level = np.zeros(len(design.names))
    if design.bent is None:
        yield level
        return
    for middle in np.quantile(design.bent, params.middles):
        yield np.append(level, (-params.slope * middle, params.slope))
