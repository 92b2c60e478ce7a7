"""Whether one set of parameters holds everywhere: fits by group, and how far they differ."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import chdtrc
from sklearn.base import clone

from siteplan.errors import StudyError
from siteplan.errors.params import Params, within
from siteplan.tradearea.calibration.caution import N_, CalibrationWarning, Caution
from siteplan.tradearea.calibration.huff_model import HuffModel

__all__ = ["Transfer", "TransferParams", "transfer"]


@dataclass(frozen=True)
class TransferParams(Params):
    """When groups differ more than chance allows.

    Attributes
    ----------
    doubt : probability that groups alike in truth differ as much, of all parameters together: each is judged at this
        by their number
    """

    doubt: float = within(0.05, 0.0, 1.0)


@dataclass(frozen=True)
class Transfer:
    """Fits by group.

    Attributes
    ----------
    fits : DataFrame (n_groups x n_parameters,)
        group, parameter, estimate, standard_error (widened by the group's dispersion), visits.
    differ : Series
        Probability, by parameter, that groups which are alike in truth would differ as much.
    notes : tuple of Caution
        Parameters that do not transfer, and groups with too few flows for a fit of their own.
    """

    fits: pd.DataFrame
    differ: pd.Series
    notes: tuple[Caution, ...]


def transfer(flows: pd.DataFrame, model: HuffModel, by: str, params: TransferParams = TransferParams()) -> Transfer:
    """Return fits of the model by the groups of a column, and which parameters differ more than chance allows.

    Estimates b with standard errors s are compared by Q = sum (b - mean)^2 / s^2, the mean weighted by 1 / s^2, which
    is chi-square with one degree less than groups if they are alike (Cochran 1954).
    """
    rows, few = [], []
    for group, part in flows.groupby(by, sort=True):
        try:
            rows += _fit(str(group), part, model)
        except StudyError:
            few.append(str(group))
    fits = pd.DataFrame(rows, columns=["group", "parameter", "estimate", "standard_error", "visits"])
    differ = pd.Series({p: _likeness(part) for p, part in fits.groupby("parameter", sort=False)}, dtype=float)
    off = {str(name): p for name, p in differ.items() if p < params.doubt / max(len(differ), 1)}
    notes = [_told(fits[fits["parameter"] == name], name, by, p) for name, p in off.items()]
    if few and len(rows):
        text = N_("Too few flows for a fit of their own: {by} {groups}.")
        notes.append(Caution(text, {"by": by, "groups": ", ".join(few)}))
    return Transfer(fits, differ, tuple(notes))


def _fit(group: str, flows: pd.DataFrame, model: HuffModel) -> list[tuple[str, str, float, float, float]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CalibrationWarning)  # what is unusual in a group shows in the comparison
        found = clone(model).fit(flows)
    wider = np.sqrt(np.nanmax([1.0, found.dispersion_]))
    visits = float(flows["visits"].sum())
    pairs = zip(found.params_.items(), found.standard_errors_, strict=True)
    return [(group, str(name), float(value), float(error) * wider, visits) for (name, value), error in pairs]


def _likeness(fits: pd.DataFrame) -> float:
    if len(fits) < 2:
        return float("nan")
    weight = 1 / fits["standard_error"] ** 2
    mean = float(np.average(fits["estimate"], weights=weight))
    return float(chdtrc(len(fits) - 1, (weight * (fits["estimate"] - mean) ** 2).sum()))


def _told(fits: pd.DataFrame, name: str, by: str, likeness: float) -> Caution:
    each = ", ".join(f"{row.estimate:.4g} ± {row.standard_error:.2g} ({row.group})" for row in fits.itertuples())
    text = N_("{name} does not transfer: by {by} it is {each}, apart by more than chance allows (p = {p}).")
    return Caution(text, {"name": name, "by": by, "each": each, "p": f"{likeness:.2g}"})
