"""Look-alikes: zones whose surroundings are most like the trade areas of the best own sites."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siteplan.errors.params import Params, within
from siteplan.score.neighbourhood import means_around
from siteplan.tradearea import Utilities, capture_levels, shares

__all__ = ["LookAlikeParams", "best_sites", "likeness", "look_alike_places", "profiles", "trade_areas", "zone_traits"]


@dataclass(frozen=True)
class LookAlikeParams(Params):
    """Which own sites are the best, and what of their trade areas others are compared with.

    Attributes
    ----------
    best_part : share of own sites that count as the best
    most_best : count; sites that do at most
    core : share of a site's capture that its trade area makes up
    alike : standard deviation of a trait over zones, in its unit, up to which all zones are alike in it
    """

    best_part: float = within(0.25, 0.01, 1.0)
    most_best: int = within(10, 1)
    core: float = within(0.8, 0.01, 1.0)
    alike: float = within(1e-9, 0.0)


def best_sites(
    sales: pd.Series, captures: pd.Series, params: LookAlikeParams = LookAlikeParams()
) -> tuple[tuple[str, ...], str]:
    """Return the best quarter of own sites, at most ten, and by what: their "sales" where observed, else "capture".

    Sales that are all alike tell no best.
    """
    by_sales = len(sales) >= 1 / params.best_part and float(np.ptp(sales)) > 0
    worth = sales if by_sales else captures[captures > 0]
    n = min(params.most_best, int(np.ceil(len(worth) * params.best_part)))
    ids = tuple(str(site) for site in worth.sort_values(ascending=False, kind="stable").index[:n])
    return ids, ("sales" if by_sales else "capture") if ids else ""


def trade_areas(
    model: Utilities,
    stands: NDArray[np.bool_],
    own: pd.Index,
    standing: pd.Index,
    params: LookAlikeParams = LookAlikeParams(),
) -> pd.DataFrame:
    """Return vehicles/year that each of today's sites (columns) wins from the zones of its 80 % trade area, else 0.

    `own` labels the model's own sites, `standing` the options that stand.
    """
    split = shares(model, stands)
    won = np.hstack([split.own.toarray(), split.options[:, np.flatnonzero(stands)].toarray()])
    captured = {site: model.by_zone(won[:, i] * model.demand) for i, site in enumerate([*own, *standing])}
    return pd.DataFrame(
        {site: _core(zones, params.core) for site, zones in captured.items()}, model.by_zone(model.demand).index
    )


def _core(captured: pd.Series, part: float) -> pd.Series:
    """Return the capture (n_zones,) of the fewest zones that make up most of it, 0 elsewhere."""
    return captured.where(captured.index.isin(capture_levels(captured, (part,)).index), 0.0)


def zone_traits(
    zones: pd.DataFrame,
    rivals: NDArray[np.float64],
    reach: csr_array,
    params: LookAlikeParams = LookAlikeParams(),
) -> pd.DataFrame:
    """Return what surrounds each zone, standardised over zones with people within reach: (n_zones, n_traits).

    people within reach (as a logarithm), their mean income, foot traffic and utility of rivals, and the share of them
    in urban zones. What no zone gives, or where all are alike, is left out; a gap gets the mean.
    """
    persons = zones["population"].to_numpy(dtype=float)
    known = [name for name in ("income", "footfall") if name in zones]
    table = pd.DataFrame(
        {
            "population": np.log1p(reach.T @ persons),
            **{name: means_around(reach, persons, zones[name]) for name in known},
            "competition": means_around(reach, persons, pd.Series(rivals)),
            "urban": means_around(reach, persons, 1.0 - zones["rural"].astype(float)),
        },
        index=zones.index,
    )
    lived = table["population"] > 0
    middle, spread = table[lived].mean(), table[lived].std(ddof=0)
    kept = spread.index[spread > params.alike]
    return ((table - middle)[kept] / spread[kept]).fillna(0.0)


def profiles(traits: pd.DataFrame, areas: pd.DataFrame, sites: tuple[str, ...]) -> pd.DataFrame:
    """Return the mean traits over the trade area of each site, by where its capture comes from: (n_sites, n_traits)."""
    weights = areas[[*sites]] / areas[[*sites]].sum()
    return weights.T @ traits


def likeness(traits: pd.DataFrame, best: pd.DataFrame) -> pd.DataFrame:
    """Return each zone's Mahalanobis distance to the nearest profile, `unlike`, and which site's that is, `like`.

    Traits that go together over the zones, as people and foot traffic do, count once (Mahalanobis 1936).
    """
    from sklearn.neighbors import NearestNeighbors  # noqa: PLC0415 - takes a second to load, and few studies need it

    if best.empty or not traits.shape[1]:
        return pd.DataFrame({"unlike": np.nan, "like": ""}, index=traits.index)
    inverse = np.linalg.pinv(np.atleast_2d(np.cov(traits.to_numpy(), rowvar=False)), hermitian=True)
    tree = NearestNeighbors(n_neighbors=1, algorithm="brute", metric="mahalanobis", metric_params={"VI": inverse})
    distance, nearest = tree.fit(best.to_numpy()).kneighbors(traits.to_numpy())
    return pd.DataFrame({"unlike": distance[:, 0], "like": best.index.to_numpy()[nearest[:, 0]]}, index=traits.index)


def look_alike_places(unlike: pd.Series, open_to: NDArray[np.bool_], reach: csr_array, most: int) -> NDArray[np.intp]:
    """Return the zones (positions) most like the best sites' trade areas, best first, none within reach of another.

    Only zones that are `open_to` it (n_zones,) count.
    """
    left, chosen = np.where(open_to, unlike.to_numpy(dtype=float), np.nan), list[int]()
    columns = csr_array(reach.T)
    while len(chosen) < most and np.isfinite(left).any():
        best = int(np.nanargmin(left))
        chosen.append(best)
        left[columns.indices[columns.indptr[best] : columns.indptr[best + 1]]] = np.nan
    return np.array(chosen, dtype=np.intp)
