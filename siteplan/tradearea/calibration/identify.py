"""Which parameters the flows cannot tell: no spread, collinear columns, coefficients that run off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from siteplan.errors import Problem
from siteplan.tradearea.calibration.choices import Choices
from siteplan.tradearea.calibration.maximum import Maximum
from siteplan.tradearea.calibration.terms import Design

__all__ = ["count_problems", "running_off", "spread_problems"]

Floats = NDArray[np.float64]
TABLE = "flows"
NO_SPREAD = 1e-10
ALIKE = 1e-7  # smallest singular value of columns of unit length: below it they are collinear
FLAT = 1e-6  # information a visit, in standard units: shares are then 0 or 1 to as many digits
MATTERS = 0.1  # part in a direction, as a share of the largest
SPARE = 3  # observations beyond the parameters


def count_problems(choices: Choices, design: Design) -> Iterator[Problem]:
    """Find tables with too few choices for their parameters."""
    sites = np.bincount(choices.zone)
    if sites.max() < 2:
        remedy = "Give the visits to at least two sites of each zone; those without a visit count too."
        yield Problem(TABLE, "no zone has more than one site to choose from, so there are no shares", remedy, "site_id")
        return
    free = len(choices.zone) - choices.n_zones
    if free < design.n_parameters + SPARE:
        what = (
            f"{len(choices.zone)} observations in {choices.n_zones} zones leave {free} free shares for "
            f"{design.n_parameters} parameters; at least {design.n_parameters + SPARE} are needed"
        )
        yield Problem(TABLE, what, "Give more pairs of zones and sites, or ask for fewer parameters.")


def spread_problems(choices: Choices, design: Design) -> Iterator[Problem]:
    """Find columns that do not differ within any zone, and columns that others make up."""
    names, columns = design.names, design.columns
    if design.bent is not None:
        names, columns = (*names, "minutes"), np.column_stack((columns, design.bent))
    inner = choices.centred(columns)
    length = np.sqrt((inner**2).sum(axis=0))
    still = length <= NO_SPREAD * np.maximum(np.abs(columns).max(axis=0), 1.0) * np.sqrt(len(columns))
    for name in np.array(names)[still]:
        what = "it is the same for all sites of every zone, so that its effect cannot be seen"
        yield Problem(TABLE, what, "Leave it out, or give alpha above 0.", _told(name))
    alike = _collinear(inner[:, ~still] / length[~still])
    if alike.any():
        named = [_told(name) for name in np.array(names)[~still][alike]]
        what = "these columns are collinear: within zones each is made up of the others"
        yield Problem(TABLE, what, "Leave one of them out, or give alpha above 0.", ", ".join(named))


def _collinear(unit: Floats) -> NDArray[np.bool_]:
    """Return which columns of unit length take part in a linear dependence."""
    if unit.shape[1] < 2:
        return np.zeros(unit.shape[1], dtype=bool)
    _, size, directions = np.linalg.svd(unit, full_matrices=False)
    null = np.abs(directions[size < ALIKE])
    out: NDArray[np.bool_] = (null > MATTERS * null.max(axis=1, keepdims=True)).any(axis=0)
    return out


def running_off(found: Maximum, names: Sequence[str]) -> tuple[str, ...]:
    """Return the parameters that grow without end: the flows separate perfectly along them (Albert, Anderson 1984)."""
    size, directions = np.linalg.eigh(found.flatness)
    null = np.abs(directions[:, size < FLAT])
    parts = (null > MATTERS * null.max(axis=0, keepdims=True)).any(axis=1) if null.size else np.zeros(len(names), bool)
    return tuple(np.array(names)[parts])


def _told(name: str) -> str:
    return "minutes" if name == "rate" else str(name)
