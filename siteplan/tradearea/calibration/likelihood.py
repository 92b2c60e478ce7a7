"""The multinomial log-likelihood of flows, with its gradient and information.

McFadden (1974), Conditional logit analysis of qualitative choice behavior: of visits v over the sites of a zone with
shares p, log L = sum v log p; its gradient is sum (v - N p) dV, N being the zone's visits and V utility.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from siteplan.tradearea.calibration.choices import Choices
from siteplan.tradearea.calibration.terms import Design

__all__ = ["Likelihood", "utility_of"]

Floats = NDArray[np.float64]


def utility_of(design: Design, beta: Floats) -> Floats:
    """Return utility (n_rows,) at parameters (n_parameters,), the last two being a and b of -log(1 + exp(a + b m))."""
    k = len(design.names)
    out: Floats = design.known + design.columns @ beta[:k]
    return out if design.bent is None else out - np.logaddexp(0.0, beta[k] + beta[k + 1] * design.bent)


@dataclass(frozen=True)
class Likelihood:
    """Log-likelihood of weighted visits (n_rows,), rows in the order of `choices`; `ridge` (n_parameters,) penalises.

    The penalty is sum(ridge x beta ** 2) / 2.
    """

    choices: Choices
    design: Design
    visits: Floats
    ridge: Floats

    def value(self, beta: Floats) -> float:
        """Return the log-likelihood without the penalty."""
        return float(self.visits @ self.choices.log_shares(utility_of(self.design, beta)))

    def penalised(self, beta: Floats) -> float:
        """Return the log-likelihood less the penalty."""
        return self.value(beta) - float(self.ridge @ beta**2) / 2

    def gradient(self, beta: Floats) -> Floats:
        """Return the gradient of the penalised log-likelihood (n_parameters,)."""
        _, beyond = self.expected(beta)
        out: Floats = _slopes(self.design, beta).T @ beyond - self.ridge * beta
        return out

    def information(self, beta: Floats) -> Floats:
        """Return the observed information: minus the Hessian of the penalised log-likelihood."""
        expected, beyond = self.expected(beta)
        slopes = _slopes(self.design, beta)
        means = self.choices.sums(expected[:, None] * slopes)
        visits = self.choices.sums(self.visits)
        spread = slopes.T @ (expected[:, None] * slopes) - means.T @ (means / visits[:, None])
        out: Floats = spread - _curvature(self.design, beta, beyond) + np.diag(self.ridge)
        return out

    def expected(self, beta: Floats) -> tuple[Floats, Floats]:
        """Return the expected visits of each row, and how far those observed lie beyond them."""
        shares = np.exp(self.choices.log_shares(utility_of(self.design, beta)))
        expected = shares * self.choices.sums(self.visits)[self.choices.zone]
        return expected, self.visits - expected


def _slopes(design: Design, beta: Floats) -> Floats:
    """Return the derivative of utility by each parameter (n_rows, n_parameters)."""
    if design.bent is None:
        return design.columns
    k = len(design.names)
    steep = -expit(beta[k] + beta[k + 1] * design.bent)
    return np.column_stack((design.columns, steep, steep * design.bent))


def _curvature(design: Design, beta: Floats, beyond: Floats) -> Floats:
    """Return the sum over rows of `beyond` x the second derivative of utility (n_parameters, n_parameters)."""
    k, out = len(design.names), np.zeros((design.n_parameters, design.n_parameters))
    if design.bent is not None:
        share = expit(beta[k] + beta[k + 1] * design.bent)
        ends = np.column_stack((np.ones_like(design.bent), design.bent))
        out[k:, k:] = ends.T @ ((-beyond * share * (1 - share))[:, None] * ends)
    return out
