"""What models and likeness know of a site, in standard deviations of the own sites that were observed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.errors.params import Params, within
from siteplan.forecast.sales_models import CAPTURE, FORMAT
from siteplan.score.criteria import CRITERIA, Surroundings, measure

__all__ = ["FeatureParams", "beyond", "raw_features", "standard_features", "traits"]


@dataclass(frozen=True)
class FeatureParams(Params):
    """Which features sites are told by, and when a place is unlike all of them.

    Attributes
    ----------
    known : share of the sites; a feature that no more of them give is left out
    alike : standard deviation of a feature, on the scale it is compared on, up to which all sites are alike in it
    margin : standard deviations that a site may lie beyond every observed one
    """

    known: float = within(0.5, 0.0, 1.0)
    alike: float = within(1e-9, 0.0)
    margin: float = within(1.0, 0.0)


def raw_features(around: Surroundings, also: tuple[str, ...]) -> pd.DataFrame:
    """Return criteria of each site by site_id: those measured in its surroundings, and columns of its own (`also`).

    `footfall_around` (visits/day) is the mean of the zones within reach over persons.
    """
    names = dict.fromkeys([*CRITERIA, *also])
    table = pd.DataFrame({name: measure(name, around) for name in names})
    if "footfall" in around.zones:
        table["footfall_around"] = around.mean_within(around.zones["footfall"].to_numpy(dtype=float))
    return table


def standard_features(
    observed: pd.DataFrame, others: pd.DataFrame, params: FeatureParams = FeatureParams()
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the features of observed sites and of others: capture as it is, the rest standardised, formats as 0 and 1.

    Both tables have `capture` (vehicles/year), `format`, `area_m2` and further numbers. Numbers that are never negative
    are taken as logarithms, log(1 + x), capture among them; area is that against the median of its format. A feature is
    left out where half of the sites do not give it or all observed ones are alike; a gap gets the mean.
    """
    seen, new = _numbers(observed, others)
    middle, spread = seen.mean(), seen.std(ddof=0)
    enough, differ = seen.notna().mean() > params.known, spread > params.alike
    kept = enough & differ & ((new.notna().mean() > params.known) | others.empty)
    kinds = sorted(set(observed["format"]))
    return (
        _with_formats((seen - middle)[kept.index[kept]] / spread[kept], observed, kinds),
        _with_formats((new - middle)[kept.index[kept]] / spread[kept], others, kinds),
    )


def traits(features: pd.DataFrame) -> pd.DataFrame:
    """Return what places are compared by: the standardised numbers."""
    return features.drop(columns=[c for c in features if c == CAPTURE or str(c).startswith(FORMAT)])


def beyond(observed: pd.DataFrame, others: pd.DataFrame, params: FeatureParams = FeatureParams()) -> pd.Series:
    """Return the trait in which each of the others lies farthest beyond all observed sites.

    "" where none lies more than a standard deviation beyond.
    """
    seen, new = traits(observed), traits(others)
    if new.empty:
        return pd.Series("", index=new.index, dtype=object)
    over = pd.DataFrame(np.maximum(seen.min() - new, new - seen.max()), new.index, new.columns)
    farthest: pd.Series = over.idxmax(axis=1).where(over.max(axis=1) > params.margin, "")
    return farthest


def _numbers(observed: pd.DataFrame, others: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the numbers of both, on the scale that they are compared on."""
    usual = observed["area_m2"].groupby(observed["format"]).median()
    both = pd.concat([observed, others], keys=["seen", "new"])
    numbers = both.drop(columns=["format", "area_m2"]).rename(columns={CAPTURE: f"log_{CAPTURE}"}).astype(float)
    numbers = numbers.assign(area=both["area_m2"] / both["format"].map(usual))
    logs = numbers.apply(lambda column: np.log1p(column) if not column.min() < 0 else column)
    return logs.iloc[: len(observed)].droplevel(0), logs.iloc[len(observed) :].droplevel(0)


def _with_formats(numbers: pd.DataFrame, sites: pd.DataFrame, kinds: list[str]) -> pd.DataFrame:
    """Return numbers without gaps, with capture and a column of 0 and 1 for each format."""
    flags = {f"{FORMAT}{kind}": (sites["format"] == kind).astype(float) for kind in kinds}
    return numbers.fillna(0.0).assign(**{CAPTURE: sites[CAPTURE].astype(float)}, **flags)
