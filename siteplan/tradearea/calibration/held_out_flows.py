"""What a decay is worth on zones that it was not fitted to, held out block by block."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.model_selection import GroupKFold

from siteplan.errors import Problem, StudyError
from siteplan.errors.params import Params, within
from siteplan.tradearea.calibration.caution import CalibrationWarning
from siteplan.tradearea.calibration.choices import choices_of
from siteplan.tradearea.calibration.huff_model import HuffModel

__all__ = ["HeldOutFlows", "HeldOutFlowsParams", "held_out", "spatial_blocks"]


@dataclass(frozen=True)
class HeldOutFlowsParams(Params):
    """How zones are held out.

    Attributes
    ----------
    folds : count
    blocks : count; of neighbours that are held out together
    starts : count; of k-means, the best is taken
    fewest_zones : count; with visits, fewer say nothing of a decay
    """

    folds: int = within(5, 2)
    blocks: int = within(20, 2)
    starts: int = within(4, 1)
    fewest_zones: int = within(5, 2)


@dataclass(frozen=True)
class HeldOutFlows:
    """Held-out log-likelihood of each model.

    Attributes
    ----------
    folds : DataFrame (n_folds, n_models + 1)
        Mean log-likelihood of a visit in each fold's zones, with "equal shares" last; NaN where a model could not
        be fitted.
    visits : Series (n_folds,)
        Visits held out.
    failed : dict
        Why a model could not be fitted, by its name.
    """

    folds: pd.DataFrame
    visits: pd.Series
    failed: dict[str, str]

    @property
    def means(self) -> pd.Series:
        """Mean log-likelihood of a held-out visit by model; NaN where a fold could not be fitted."""
        means: pd.Series = self.folds.mul(self.visits, axis=0).sum(skipna=False) / self.visits.sum()
        return means.rename("held_out")

    def gain(self, one: str, other: str) -> tuple[float, float]:
        """Return by how much one model is better than another a visit, and the standard error over the folds."""
        apart = self.folds[one] - self.folds[other]
        mean = float(np.average(apart, weights=self.visits))
        spread = float(np.average((apart - mean) ** 2, weights=self.visits))
        return mean, float(np.sqrt(spread / max(len(apart) - 1, 1)))


def spatial_blocks(
    places: NDArray[np.float64], seed: int = 0, params: HeldOutFlowsParams = HeldOutFlowsParams()
) -> NDArray[np.intp]:
    """Return a block for each place (n, 2), in metres: neighbours are held out together (Roberts et al. 2017).

    Neighbours are alike; held out one by one, they would be told by the zone next door.
    """
    different = len(np.unique(places, axis=0))
    means = KMeans(min(params.blocks, different), n_init=params.starts, random_state=seed)
    return np.asarray(means.fit_predict(places), dtype=np.intp)


def held_out(
    flows: pd.DataFrame,
    models: dict[str, HuffModel],
    blocks: Sequence[int] | pd.Series,
    params: HeldOutFlowsParams = HeldOutFlowsParams(),
) -> HeldOutFlows:
    """Return what each model is worth on zones held out; `blocks` (n_pairs,) says which go together.

    Raises
    ------
    StudyError
        Fewer than five zones have visits.
    """
    seen = flows.groupby("zone_id", sort=False)["visits"].transform("sum").to_numpy() > 0
    flows, block = flows[seen], np.asarray(blocks)[seen]
    zones = flows["zone_id"].nunique()
    if zones < params.fewest_zones:
        least = params.fewest_zones
        what = f"{zones} zones have visits; a decay is chosen by zones held out, which takes {least} or more"
        raise StudyError([Problem("flows", what, "Give the flows of more zones.", "zone_id")])
    groups = block if len(np.unique(block)) >= params.fewest_zones else flows["zone_id"].to_numpy()
    splits = list(GroupKFold(min(params.folds, len(np.unique(groups)))).split(flows, groups=groups))
    failed: dict[str, str] = {}
    scores = {name: _scores(flows, model, splits, name, failed) for name, model in models.items()}
    tests = [flows.iloc[test] for _, test in splits]
    scores["equal shares"] = [_equal_shares(test) for test in tests]
    return HeldOutFlows(pd.DataFrame(scores), pd.Series([float(test["visits"].sum()) for test in tests]), failed)


Split = tuple[NDArray[np.intp], NDArray[np.intp]]


def _scores(
    flows: pd.DataFrame, model: HuffModel, splits: Sequence[Split], name: str, failed: dict[str, str]
) -> list[float]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CalibrationWarning)  # the fit to all zones says the same
            return [clone(model).fit(flows.iloc[train]).score(flows.iloc[test]) for train, test in splits]
    except StudyError as error:
        failed[name] = str(error)
        return [float("nan")] * len(splits)


def _equal_shares(flows: pd.DataFrame) -> float:
    choices = choices_of(flows["zone_id"])
    visits = flows["visits"].to_numpy(dtype=float)[choices.rows]
    return float(visits @ choices.log_shares(np.zeros(len(visits))) / visits.sum())
