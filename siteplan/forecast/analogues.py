"""Own sites most like a place: those of the same format first, the nearest in what surrounds them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.errors.params import Params, within

__all__ = ["AnalogueParams", "analogues"]


@dataclass(frozen=True)
class AnalogueParams(Params):
    """How many observed sites are named as those most like a place.

    Attributes
    ----------
    sites : count; for each option
    """

    sites: int = within(3, 1)


def analogues(
    traits: pd.DataFrame,
    formats: pd.Series,
    others: pd.DataFrame,
    their_formats: pd.Series,
    params: AnalogueParams = AnalogueParams(),
) -> pd.Series:
    """Return for each of the others the ids of the three observed sites most like it, best first, as tuples.

    `traits` and `others` are standardised numbers (n_sites, n_traits) and (n_others, n_traits); likeness is their
    Euclidean distance. Sites of another format come after all of the same.
    """
    from sklearn.neighbors import NearestNeighbors  # noqa: PLC0415 - takes a second to load, and few studies need it

    n = min(params.sites, len(traits))
    if not len(others):
        return pd.Series(dtype=object)
    tree = NearestNeighbors(n_neighbors=len(traits)).fit(traits.to_numpy())
    order = tree.kneighbors(others.to_numpy(), return_distance=False)
    unlike = formats.to_numpy()[order] != their_formats.to_numpy()[:, None]
    first = np.take_along_axis(order, np.argsort(unlike, axis=1, kind="stable"), axis=1)[:, :n]
    return pd.Series([tuple(traits.index[row]) for row in first], index=others.index)
