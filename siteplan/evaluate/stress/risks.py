"""Risks: what each would cost the plan, from the full model or by experts, ranked by what is expected to be lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from siteplan.formulate.network import Network
from siteplan.groundwork import Groundwork
from siteplan.study.uncertain.risk_spec import Risk

__all__ = ["Estimate", "RiskLoss", "ranked_risks"]


@dataclass(frozen=True)
class Estimate:
    """The median of what several say, with the least and the most of it."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, said: Sequence[float]) -> Estimate:
        """Return it of one or more estimates."""
        return cls(float(median(said)), float(min(said)), float(max(said)))

    def times(self, other: Estimate) -> Estimate:
        """Return the product of the medians, with the least and the most that any two of them give."""
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Estimate(self.median * other.median, min(ends), max(ends))


@dataclass(frozen=True)
class RiskLoss:
    """A risk and what it would cost.

    Attributes
    ----------
    probability : that it happens
    loss : where it happens, currency/year; below nothing it is a gain
    expected : probability times loss
    vehicles : that the plan wins less a year in its outlook, by the full model; NaN where experts give money
    experts : how many were asked for the probability and for the money; the model counts as none
    """

    risk: Risk
    probability: Estimate
    loss: Estimate
    expected: Estimate
    vehicles: float
    experts: tuple[int, int]


def ranked_risks(ground: Groundwork, is_open: NDArray[np.bool_]) -> tuple[RiskLoss, ...]:
    """Return the study's risks for a plan (n_options,), the largest expected loss first.

    What a plan loses in an outlook is its yearly profit as planned less that in the outlook, both by the full model.
    """
    risks = ground.study.risks
    named = {risk.outlook for risk in risks if risk.outlook}
    if not risks:
        return ()
    lost = _lost(ground, is_open, named) if named else {}
    told = [_told(ground, risk, lost) for risk in risks]
    return tuple(sorted(told, key=lambda one: -one.expected.median))


def _lost(ground: Groundwork, is_open: NDArray[np.bool_], named: set[str]) -> dict[str, tuple[float, float]]:
    """Return currency and vehicles a year that the plan has less in each outlook."""
    planned = Network(ground, is_open)
    futures = zip(ground.study.outlooks, ground.outlooks(), strict=True)
    there = {outlook.name: Network(future, is_open) for outlook, (_, future) in futures if outlook.name in named}
    return {name: (planned.profit - plan.profit, planned.capture - plan.capture) for name, plan in there.items()}


def _told(ground: Groundwork, risk: Risk, lost: dict[str, tuple[float, float]]) -> RiskLoss:
    chances = risk.probability or [one.probability for one in ground.study.outlooks if one.name == risk.outlook]
    money, vehicles = lost.get(risk.outlook, (0.0, float("nan")))
    chance, loss = Estimate.of(chances), Estimate.of(risk.money or [money])
    experts = len(risk.probability or ()), len(risk.money or ())
    return RiskLoss(risk, chance, loss, chance.times(loss), vehicles, experts)
