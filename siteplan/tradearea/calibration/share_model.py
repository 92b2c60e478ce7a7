"""What every model of shares has once it is fitted: parameters with their confidence, shares, a score."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri, stdtrit
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from siteplan.tradearea.calibration.choices import choices_of
from siteplan.tradearea.calibration.flow_checks import check_flows
from siteplan.tradearea.calibration.likelihood import utility_of
from siteplan.tradearea.calibration.terms import Terms

__all__ = ["ShareModel", "weighted_visits"]


class ShareModel(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Shares of each zone's visits by utility; see HuffModel and MciModel, which fit it."""

    params_: pd.Series
    covariance_: pd.DataFrame
    n_parameters_: int
    levels_: tuple[str, ...]
    reference_: str | None
    degrees_of_freedom_: int | None
    beta_: NDArray[np.float64]

    def _terms(self) -> Terms:
        raise NotImplementedError

    @property
    def standard_errors_(self) -> pd.Series:
        """Standard error of each parameter."""
        check_is_fitted(self)
        errors = pd.Series(np.sqrt(np.diag(self.covariance_)), index=self.params_.index)
        return errors.rename("standard_error")

    def conf_int(self, level: float = 0.95) -> pd.DataFrame:
        """Return low and high of each parameter's confidence interval."""
        check_is_fitted(self)
        df = self.degrees_of_freedom_
        reach = float(ndtri((1 + level) / 2) if df is None else stdtrit(df, (1 + level) / 2))
        half = reach * self.standard_errors_
        return pd.DataFrame({"low": self.params_ - half, "high": self.params_ + half})

    def summary(self, level: float = 0.95) -> pd.DataFrame:
        """Return estimate, standard_error, low and high of each parameter."""
        check_is_fitted(self)
        return pd.DataFrame({"estimate": self.params_, "standard_error": self.standard_errors_}).join(
            self.conf_int(level)
        )

    def predict(self, flows: pd.DataFrame) -> pd.Series:
        """Return the share of its zone's visits that each row wins: Series "share" on the index of `flows`.

        The sites of a zone's rows are all that its people choose from; visits need not be given.

        Raises
        ------
        StudyError
            With every problem of the table.
        """
        shares: pd.Series = np.exp(self._log_shares(flows, visits=False))
        return shares.rename("share")

    def predict_visits(self, flows: pd.DataFrame) -> pd.Series:
        """Return each row's share of its zone's observed visits: Series "visits" on the index of `flows`."""
        logs = self._log_shares(flows, visits=True)
        total = flows.groupby("zone_id", sort=False)["visits"].transform("sum")
        visits: pd.Series = np.exp(logs) * total.astype(float)
        return visits.rename("visits")

    def score(self, flows: pd.DataFrame, y: None = None, sample_weight: ArrayLike | None = None) -> float:  # noqa: ARG002
        """Return the mean log-likelihood of a visit (natural logarithm, at most 0): the higher, the better.

        By its mean, flows of different size compare; on held-out zones it says what a model is worth. Equal shares
        among n sites score -log(n).
        """
        logs = self._log_shares(flows, visits=True).to_numpy()
        visits = weighted_visits(flows, sample_weight)
        return float(visits @ logs / visits.sum())

    def _log_shares(self, flows: pd.DataFrame, visits: bool) -> pd.Series:
        check_is_fitted(self)
        known = None if self.reference_ is None else (self.reference_, *self.levels_)
        check_flows(flows, self._terms(), known, visits)
        choices = choices_of(flows["zone_id"])
        design = self._terms().design(flows, self.levels_).take(choices.rows)
        out = np.empty(len(flows))
        out[choices.rows] = choices.log_shares(utility_of(design, self.beta_))
        return pd.Series(out, index=flows.index)

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that visits are part of the table and rows belong together."""
        tags = super().__sklearn_tags__()
        tags.target_tags.required = False
        tags.no_validation = True
        tags.input_tags.two_d_array = False
        return tags


def weighted_visits(flows: pd.DataFrame, sample_weight: ArrayLike | None) -> NDArray[np.float64]:
    """Return visits x weight of each row (n_rows,).

    Raises
    ------
    ValueError
        The weights are not one a row, or not all finite and 0 or more.
    """
    visits = flows["visits"].to_numpy(dtype=float)
    if sample_weight is None:
        return np.asarray(visits, dtype=float)
    weight = np.asarray(sample_weight, dtype=float)
    if weight.shape != visits.shape or not (np.isfinite(weight) & (weight >= 0)).all():
        raise ValueError(f"sample_weight must be {len(visits)} numbers of 0 or more, one a row")
    return np.asarray(visits * weight, dtype=float)
