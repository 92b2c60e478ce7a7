"""From a criterion's values to points, 0 to 100, more being better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr

from siteplan.errors.params import Params, within
from siteplan.study.score_specs import Criterion

__all__ = ["Scale", "ScaleParams", "scale_of"]

MIDDLE = 50.0  # points of a value that is not known, and of all where none differs: neither help nor harm
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ScaleParams(Params):
    """Between which values min_max runs where the planner gives no bounds.

    Attributes
    ----------
    clip : quantiles of the candidates' values, low and high, so that one outlier does not flatten the rest
    """

    clip: tuple[float, ...] = within((0.05, 0.95), 0.0, 1.0)


@dataclass(frozen=True)
class Scale:
    """How one criterion's values become points; laid over the candidates, it can be read at any other site.

    Attributes
    ----------
    method : str
        min_max (linear between low and high), rank (place among the candidates), z (normal distribution function of
        the standard score; Abramowitz and Stegun 26.2).
    direction : str
        higher, lower or ideal is better.
    low, high, ideal : float
        Ends of min_max and the ideal, in the criterion's unit; NaN where they play no part.
    fall : str
        How points fall from the ideal under min_max: triangle, to 0 at each end; linear, as fast on both sides, to 0
        at the farther end. Under rank and z it is the distance from the ideal that counts.
    known : array (n_known,)
        The candidates' values, sorted; of an ideal under rank or z, their distances from it.
    """

    method: str
    direction: Literal["higher", "lower", "ideal"]
    low: float
    high: float
    ideal: float
    fall: str
    known: Floats

    def points(self, values: pd.Series) -> pd.Series:
        """Return points (n_sites,); a value that is not known gets the middle."""
        x = values.to_numpy(dtype=float)
        found = self._near_ideal(x) if self.direction == "ideal" else self._one_way(x, self.direction == "lower")
        return pd.Series(np.where(np.isnan(x), MIDDLE, found), index=values.index, name=values.name)

    def _one_way(self, x: Floats, lower: bool) -> Floats:
        if not self._differ():
            return np.full(len(x), MIDDLE)
        up = {"rank": self._place, "z": self._z}.get(self.method, self._between)(x) * 100
        return 100 - up if lower else up

    def _near_ideal(self, x: Floats) -> Floats:
        if self.method != "min_max":
            return self._one_way(np.abs(x - self.ideal), lower=True)
        left, right = self.ideal - self.low, self.high - self.ideal
        if not max(left, right) > 0:
            return np.full(len(x), MIDDLE)
        if self.fall == "linear" or min(left, right) <= 0:
            left = right = max(left, right)
        off = np.where(x < self.ideal, (self.ideal - x) / left, (x - self.ideal) / right)
        return np.asarray((1 - off).clip(0, 1) * 100)

    def _differ(self) -> bool:
        if self.method == "min_max":
            return bool(self.high > self.low)
        return len(self.known) > 0 and bool(self.known[-1] > self.known[0])

    def _between(self, x: Floats) -> Floats:
        return np.asarray(((x - self.low) / (self.high - self.low)).clip(0, 1))

    def _place(self, x: Floats) -> Floats:
        """Return the share of the other candidates that lie below, half of the ties counted: 0 worst, 1 best."""
        below, up_to = (np.searchsorted(self.known, x, side) for side in ("left", "right"))
        return np.asarray(((below + up_to - 1) / 2 / (len(self.known) - 1)).clip(0, 1))

    def _z(self, x: Floats) -> Floats:
        return np.asarray(ndtr((x - self.known.mean()) / self.known.std()), dtype=float)


def scale_of(
    asked: Criterion,
    direction: Literal["higher", "lower", "ideal"],
    values: pd.Series,
    params: ScaleParams = ScaleParams(),
) -> Scale:
    """Return the scale that the candidates' values (n_candidates,) give a criterion.

    Without bounds of the planner's own, min_max runs between the quantiles of `params.clip`, stretched to the ideal.
    """
    known = values.dropna().to_numpy(dtype=float)
    method, ideal = asked.normalise or "min_max", float("nan") if asked.ideal is None else asked.ideal
    low, high = asked.bounds or (tuple(np.quantile(known, params.clip)) if len(known) else (np.nan, np.nan))
    if direction == "ideal":
        low, high = min(low, ideal), max(high, ideal)
    if method != "min_max":
        known, low, high = np.abs(known - ideal) if direction == "ideal" else known, np.nan, np.nan
    return Scale(method, direction, float(low), float(high), ideal, asked.fall, np.sort(known))
