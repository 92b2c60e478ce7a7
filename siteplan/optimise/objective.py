"""From a study's objective to what the optimiser maximises: a capture, and what each option is worth beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from siteplan.costs import yearly_costs
from siteplan.goal import Goal
from siteplan.groundwork import Groundwork
from siteplan.optimise.capture import Capture
from siteplan.optimise.huff import HuffCapture
from siteplan.optimise.outcome import Progress, Selection
from siteplan.optimise.types import Bools, Floats
from siteplan.tradearea import shares

__all__ = ["Aim", "aim_of", "rounds_up", "told"]

MIXED_MARGINS = "margins that differ by format (the bound counts too much for the smaller ones)"


@dataclass(frozen=True)
class Aim:
    """What is maximised: zone values of the capture plus `fixed_value` (n_options,) of what opens.

    With `approximations` it is no less than the true figure of any plan, but not always equal to it.
    """

    capture: Capture
    fixed_value: Floats | None = None
    approximations: tuple[str, ...] = ()


def rounds_up(selection: Selection) -> bool:
    """Whether the objective of a selection may be more than its plan is worth."""
    return MIXED_MARGINS in selection.approximations


def told(step: Progress, goal: Goal) -> Progress:
    """Return a step of the search with its bound and value as figures of the goal."""
    return replace(step, bound=goal.figure(step.bound), value=goal.figure(step.value))


def aim_of(ground: Groundwork) -> Aim:
    """Return what the study's objective is on arrays."""
    match ground.study.plan.objective:
        case "profit":
            return _profit(ground)
        case _:
            return Aim(_huff(ground))


def _huff(ground: Groundwork, worth: float = 1.0) -> HuffCapture:
    """Return the demand that the network wins, each vehicle worth so much."""
    model = ground.model
    return HuffCapture(
        utility=model.options,
        rivals=model.against,
        weights=model.demand.to_numpy(dtype=float) * worth,
        own=model.own_total,
    )


def _profit(ground: Groundwork) -> Aim:
    """Return margin on all vehicles won, less the yearly cost of what opens (currency/year).

    Where margins differ, vehicles count at the largest, less what each option falls short of it on those that it wins
    whatever else opens: no plan's profit is underrated.
    """
    model = ground.model
    sides = ((ground.facilities, model.own), (ground.options, model.options))
    margins = [np.where(_wins(utility), _margins(ground, table), np.nan) for table, utility in sides]
    most = float(np.nanmax(np.concatenate(margins), initial=0.0))
    own_less, less = (np.nan_to_num(most - of_side) for of_side in margins)
    least = model.demand.to_numpy(dtype=float) @ shares(model, np.ones(len(less), dtype=bool)).options
    mixed = bool(own_less.any() or less.any())
    fixed_value = -yearly_costs(ground.options, ground.study.plan) - less * least
    return Aim(_huff(ground, most), fixed_value, (MIXED_MARGINS,) if mixed else ())


def _wins(utility: csr_array) -> Bools:
    return np.asarray(utility.sum(axis=0)) > 0


def _margins(ground: Groundwork, table: pd.DataFrame) -> Floats:
    return np.array([ground.study.formats[name].margin for name in table["format"]], dtype=float)
