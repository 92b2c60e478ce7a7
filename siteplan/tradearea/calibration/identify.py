"""Which parameters the flows cannot tell: no spread, collinear columns, coefficients that run off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siteplan.errors import Problem
from siteplan.errors.params import Params, within
from siteplan.tradearea.calibration.choices import Choices
from siteplan.tradearea.calibration.maximum import Maximum
from siteplan.tradearea.calibration.terms import Design

__all__ = ["IdentifyParams", "count_problems", "running_off", "spread_problems"]

Floats = NDArray[np.float64]
TABLE = "flows"


@dataclass(frozen=True)
class IdentifyParams(Params):
    """When flows do not tell a parameter.

    Attributes
    ----------
    no_spread : share of a column's largest value up to which its spread within zones is rounding
    alike : smallest singular value of columns of unit length; below it they are collinear
    flat : information a visit, in standard units; below it shares are 0 or 1 to as many digits
    matters : part of a column in a direction, as a share of the largest, above which it takes part
    spare : count; observations beyond the parameters, at least
    """

    no_spread: float = within(1e-10, 0.0, 1.0)
    alike: float = within(1e-7, 0.0, 1.0)
    flat: float = within(1e-6, 0.0)
    matters: float = within(0.1, 0.0, 1.0)
    spare: int = within(3, 1)


def count_problems(choices: Choices, design: Design, params: IdentifyParams = IdentifyParams()) -> Iterator[Problem]:
    """Find tables with too few choices for their parameters."""
    sites = np.bincount(choices.zone)
    if sites.max() < 2:
        remedy = "Give the visits to at least two sites of each zone; those without a visit count too."
        yield Problem(TABLE, "no zone has more than one site to choose from, so there are no shares", remedy, "site_id")
        return
    free = len(choices.zone) - choices.n_zones
    needed = design.n_parameters + params.spare
    if free < needed:
        what = (
            f"{len(choices.zone)} observations in {choices.n_zones} zones leave {free} free shares for "
            f"{design.n_parameters} parameters; at least {needed} are needed"
        )
        yield Problem(TABLE, what, "Give more pairs of zones and sites, or ask for fewer parameters.")


def spread_problems(choices: Choices, design: Design, params: IdentifyParams = IdentifyParams()) -> Iterator[Problem]:
    """Find columns that do not differ within any zone, and columns that others make up."""
    names, columns = design.names, design.columns
    if design.bent is not None:
        names, columns = (*names, "minutes"), np.column_stack((columns, design.bent))
    inner = choices.centred(columns)
    length = np.sqrt((inner**2).sum(axis=0))
    still = length <= params.no_spread * np.maximum(np.abs(columns).max(axis=0), 1.0) * np.sqrt(len(columns))
    for name in np.array(names)[still]:
        what = "it is the same for all sites of every zone, so that its effect cannot be seen"
        yield Problem(TABLE, what, "Leave it out, or give alpha above 0.", _told(name))
    alike = _collinear(inner[:, ~still] / length[~still], params)
    if alike.any():
        named = [_told(name) for name in np.array(names)[~still][alike]]
        what = "these columns are collinear; within zones each is made up of the others"
        yield Problem(TABLE, what, "Leave one of them out, or give alpha above 0.", ", ".join(named))


def _collinear(unit: Floats, params: IdentifyParams) -> NDArray[np.bool_]:
    """Return which columns of unit length take part in a linear dependence."""
    if unit.shape[1] < 2:
        return np.zeros(unit.shape[1], dtype=bool)
    _, size, directions = np.linalg.svd(unit, full_matrices=False)
    null = np.abs(directions[size < params.alike])
    out: NDArray[np.bool_] = (null > params.matters * null.max(axis=1, keepdims=True)).any(axis=0)
    return out


def running_off(found: Maximum, names: Sequence[str], params: IdentifyParams = IdentifyParams()) -> tuple[str, ...]:
    """Return the parameters that grow without end: the flows separate perfectly along them (Albert, Anderson 1984)."""
    size, directions = np.linalg.eigh(found.flatness)
    null = np.abs(directions[:, size < params.flat])
    if not null.size:
        return ()
    parts = (null > params.matters * null.max(axis=0, keepdims=True)).any(axis=1)
    return tuple(np.array(names)[parts])


def _told(name: str) -> str:
    return "minutes" if name == "rate" else str(name)
