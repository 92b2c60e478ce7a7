"""The multiplicative competitive interaction model, fitted by log-centred least squares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.errors import StudyError
from siteplan.study.decays import DecayName
from siteplan.tradearea.calibration.caution import N_, Caution, decay_notes, say_all
from siteplan.tradearea.calibration.choices import choices_of
from siteplan.tradearea.calibration.flow_checks import check_flows
from siteplan.tradearea.calibration.identify import count_problems, spread_problems
from siteplan.tradearea.calibration.share_model import ShareModel
from siteplan.tradearea.calibration.terms import Terms
from siteplan.tradearea.decay import CURVES, FIRST_MINUTE

__all__ = ["MciModel"]

Floats = NDArray[np.float64]
LINEAR = tuple(name for name, curve in CURVES.items() if curve.way is not None)
ZEROS = ("add", "drop")


class MciModel(ShareModel):
    """Shares as in HuffModel, fitted by least squares on logarithms less their mean by zone.

    log(visits / geometric mean of the zone's) is linear in the parameters (Nakanishi and Cooper 1974, Parameter
    estimation for a multiplicative competitive interaction model). It is quick and widely published, but every pair
    counts alike, however few visits it rests on, and pairs without visits have no logarithm: HuffModel needs neither.

    Parameters
    ----------
    decay : str
        One of the study's without a midpoint.
    attributes, constants, offset, least_minutes :
        As in HuffModel.
    zeros : "add" or "drop"
        What is done with pairs without visits. "add": one visit is added to every pair, if any has none (Wieland
        2015). "drop": they are left out, which favours what draws few.

    Attributes
    ----------
    params_, covariance_, standard_errors_ : as in HuffModel
        From the residuals' variance; intervals by Student's t with `degrees_of_freedom_`.
    r2_ : float
        Share of the variance of log-centred visits that is explained.
    notes_ : tuple of str
        What was done with zeros, and what is unusual; each is a CalibrationWarning too.
    """

    def __init__(
        self,
        decay: DecayName = "power",
        attributes: Sequence[str] = (),
        constants: str | None = None,
        offset: str | None = None,
        zeros: Literal["add", "drop"] = "add",
        least_minutes: float = FIRST_MINUTE,
    ) -> None:
        self.decay = decay
        self.attributes = attributes
        self.constants = constants
        self.offset = offset
        self.zeros = zeros
        self.least_minutes = least_minutes

    def _terms(self) -> Terms:
        return Terms(self.decay, self.attributes, self.constants, self.offset, self.least_minutes)

    def fit(self, flows: pd.DataFrame, y: None = None) -> MciModel:  # noqa: ARG002
        """Fit to a table of pairs and return the model; see HuffModel.fit.

        Raises
        ------
        StudyError
            With every problem of the table, see HuffModel.fit; perfect separation cannot occur.
        ValueError
            decay or zeros is none of those allowed.
        """
        self._check_arguments()
        terms = self._terms()
        check_flows(flows, terms)
        visits, notes = self._without_zeros(flows["visits"].to_numpy(dtype=float))
        kept = visits > 0
        self._solve(terms, flows[kept], visits[kept])
        self.notes_ = say_all([*notes, *decay_notes(self.decay, float(self.params_["rate"]))])
        return self

    def _check_arguments(self) -> None:
        if self.decay not in LINEAR:
            raise ValueError(f"decay is {self.decay!r}; least squares fits {' or '.join(LINEAR)}")
        if self.zeros not in ZEROS:
            raise ValueError(f"zeros is {self.zeros!r}; it may be {' or '.join(ZEROS)}")

    def _without_zeros(self, visits: Floats) -> tuple[Floats, list[Caution]]:
        none = int((visits == 0).sum())
        if not none:
            return visits, []
        told = {"none": str(none), "all": str(len(visits))}
        if self.zeros == "drop":
            return visits, [Caution(N_("{none} of {all} pairs have no visits and were left out."), told)]
        return visits + 1, [
            Caution(N_("{none} of {all} pairs have no visits: one visit was added to every pair."), told)
        ]

    def _solve(self, terms: Terms, flows: pd.DataFrame, visits: Floats) -> None:
        self.levels_ = terms.levels(flows, visits)
        self.reference_ = None
        if self.constants is not None:
            self.reference_ = next(iter(set(flows[self.constants].astype(str)) - set(self.levels_)))
        choices = choices_of(flows["zone_id"])
        design = terms.design(flows, self.levels_).take(choices.rows)
        if problems := [*count_problems(choices, design)] or [*spread_problems(choices, design)]:
            raise StudyError(problems)
        y = choices.centred(np.log(visits[choices.rows]) - design.known)
        x = choices.centred(design.columns)
        beta = np.asarray(np.linalg.lstsq(x, y, rcond=None)[0], dtype=float)
        left = y - x @ beta
        free = len(y) - choices.n_zones - len(beta)
        index = pd.Index(design.names, name="parameter")
        covariance = np.linalg.inv(x.T @ x) * float(left @ left) / free
        self.beta_, self.params_ = beta, pd.Series(beta, index=index, name="estimate")
        self.covariance_ = pd.DataFrame(covariance, index=index, columns=index)
        self.degrees_of_freedom_, self.n_parameters_ = free, len(beta)
        self.r2_ = 1 - float(left @ left) / float(y @ y)
