"""Objective: what a plan is judged by, as the optimiser maximises it and as the full model counts it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from siteplan.finance.costs import annuity_factor, saved_closing
from siteplan.formulate.network import Network
from siteplan.groundwork import Groundwork
from siteplan.optimise.captures.capped import mean_of
from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.captures.constant import PlusConstant
from siteplan.optimise.captures.zero import ZeroCapture
from siteplan.optimise.types import Floats
from siteplan.study.objectives import Goal, goal_of

__all__ = ["Aim", "Objective", "OutlookObjective", "moved", "nothing", "with_closing"]


@dataclass(frozen=True)
class Aim:
    """What is maximised: zone values of the capture plus `fixed_value` (n_options,) of what opens.

    `sold` is the capture again where it counts what the network sells in the market as it stands.
    """

    capture: Capture
    fixed_value: Floats | None = None
    sold: Capture | None = None


class Objective(ABC):
    """One objective on a study's market.

    What the aim makes of a plan, told by the goal, is the value of the plan; with `approximations` it is no less.
    """

    name: ClassVar[str]

    def __init__(self, ground: Groundwork) -> None:
        self.ground = ground

    @property
    def goal(self) -> Goal:
        """Unit and sense of the figure, and how it comes from what is maximised."""
        return goal_of(self.ground.study, self.ground.market.population)

    @property
    def approximations(self) -> tuple[str, ...]:
        """What the aim counts too much; nothing, for most."""
        return ()

    @abstractmethod
    def aim(self) -> Aim:
        """Return what the optimiser maximises."""

    def aims(self) -> list[Aim]:
        """Return what is maximised in each outlook; the one aim where all are alike to it."""
        return [self.aim()]

    @abstractmethod
    def value(self, network: Network) -> float:
        """Return the goal's figure of a network under the full model."""


class OutlookObjective(Objective):
    """One whose figure differs between outlooks: it is judged by their mean."""

    def aim(self) -> Aim:
        """Return the mean of the aims in all outlooks."""
        chances = np.array([chance for chance, _ in self.ground.outlooks()])
        return mean_aim(self.aims(), chances)

    @abstractmethod
    def aims(self) -> list[Aim]:
        """Return the aim in each outlook, on the same zones."""


def mean_aim(aims: Sequence[Aim], chances: Floats) -> Aim:
    """Return the mean of aims on the same zones, with these chances (n_aims,)."""
    if len(aims) == 1:
        return aims[0]
    fixed = [aim.fixed_value for aim in aims if aim.fixed_value is not None]
    capture = mean_of([aim.capture for aim in aims], chances)
    return Aim(capture, np.asarray(chances @ np.vstack(fixed)) if fixed else None)


def nothing(ground: Groundwork) -> ZeroCapture:
    """Return a capture by which nothing counts but what opens."""
    n_zones, n_options = ground.model.options.shape
    return ZeroCapture(n_options, n_zones)


def with_closing(ground: Groundwork, aim: Aim) -> Aim:
    """Return the aim less what it costs a year to close sites: all that may close, but for those that stay."""
    asked = ground.study.plan
    factor = annuity_factor(asked.horizon_years, asked.discount_rate)
    saved = saved_closing(ground.options) / factor
    if aim.fixed_value is None or not saved.any():
        return aim
    every = float(ground.options["closing"].sum()) / factor
    return moved(replace(aim, fixed_value=aim.fixed_value + saved), -every)


def moved(aim: Aim, amount: float) -> Aim:
    """Return the aim by which every plan is worth an amount more; what is lost above caps stays a part of its own."""
    capture = aim.capture
    return replace(aim, capture=capture.with_first(PlusConstant(capture.components()[0], amount))) if amount else aim
