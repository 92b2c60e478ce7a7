"""What the own sites' observed sales say of the criteria: weights, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.errors.params import Params, within
from siteplan.score.criteria import Surroundings, measure
from siteplan.study.score_specs import FEWEST_SITES

__all__ = ["FittedWeights", "Observed", "ObservedWeightsParams", "observed_sales", "sales_signs", "sales_weights"]


@dataclass(frozen=True)
class ObservedWeightsParams(Params):
    """How weights and directions are fitted to the sales of own sites.

    Attributes
    ----------
    least_known : share of the sites; a criterion that is known at fewer is left out
    penalty : of the ridge, on standardised points and sales: 1 is as much as one more observed site says [A]
    folds : count; in which sites are left out to see what the fit is worth
    certain : standard errors beyond which a sign is told from chance; 1.96 is 5 %
    """

    least_known: float = within(0.5, 0.0, 1.0)
    penalty: float = within(1.0, 0.0)
    folds: int = within(5, 2)
    certain: float = within(1.96, 0.0)


@dataclass(frozen=True)
class Observed:
    """Own sites whose sales are known.

    Attributes
    ----------
    values : DataFrame (n_sites, n_criteria)
        Without criteria that few sites know; a site that lacks one of the others is left out.
    sales : Series (n_sites,)
        ln of vehicles/year.
    formats : Series (n_sites,)
    """

    values: pd.DataFrame
    sales: pd.Series
    formats: pd.Series

    @property
    def enough(self) -> bool:
        """Whether there are sites enough to fit, with some left over for each criterion and format."""
        freedom = len(self.sales) - self.values.shape[1] - self.formats.nunique()
        return len(self.sales) >= FEWEST_SITES and self.values.shape[1] > 0 and freedom >= 3

    def within_formats(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return columns less their mean over the sites of the same format: formats sell unlike amounts."""
        return table - table.groupby(self.formats.to_numpy()).transform("mean")


@dataclass(frozen=True)
class FittedWeights:
    """Weights of the criteria that could be fitted, summing to 1, from so many sites.

    `r2` is the share of the variance of ln sales, within formats, that sites left out of the fit are told; below 0 it
    tells less than the mean does.
    """

    weights: pd.Series
    n_sites: int
    r2: float


def observed_sales(
    names: list[str], own: Surroundings, params: ObservedWeightsParams = ObservedWeightsParams()
) -> Observed:
    """Return what is known of the own sites that sell, by criterion."""
    sales = own.sites["annual_sales"] if "annual_sales" in own.sites else pd.Series(np.nan, index=own.sites.index)
    values = pd.DataFrame({name: measure(name, own) for name in names}, index=own.sites.index)[sales > 0]
    values = values.loc[:, values.notna().mean() >= params.least_known].dropna()
    return Observed(values, sales.loc[values.index].astype(float).map(np.log), own.sites.loc[values.index, "format"])


def sales_weights(
    points: pd.DataFrame, seen: Observed, params: ObservedWeightsParams = ObservedWeightsParams()
) -> FittedWeights | None:
    """Return weights of 0 or more under which the score tells sales best; None where no criterion helps.

    Ridge regression with coefficients of 0 or more of ln sales on points (n_sites, n_criteria), both less their mean
    by format and standardised; a weight is what one point more adds. Left-out sites are told in `params.folds` folds.
    """
    from sklearn.linear_model import Ridge  # noqa: PLC0415 - takes a second to load, and few studies fit
    from sklearn.model_selection import KFold, cross_val_predict  # noqa: PLC0415

    x, y = seen.within_formats(points), seen.within_formats(seen.sales.to_frame()).iloc[:, 0]
    deviation = x.std(ddof=0)
    x, spread = x.loc[:, deviation > 0], float(y.std(ddof=0))
    if x.empty or not spread > 0:
        return None
    scaled, told = x / deviation[x.columns], y / spread
    model = Ridge(params.penalty, positive=True, fit_intercept=False)
    per_point = model.fit(scaled, told).coef_ / deviation[x.columns].to_numpy()
    if not per_point.sum() > 0:
        return None
    left_out = cross_val_predict(model, scaled, told, cv=KFold(params.folds, shuffle=True, random_state=0))
    weights = pd.Series(per_point / per_point.sum(), index=x.columns).reindex(points.columns).fillna(0.0)
    return FittedWeights(weights, len(y), float(1 - ((told - left_out) ** 2).sum() / (told**2).sum()))


def sales_signs(seen: Observed, params: ObservedWeightsParams = ObservedWeightsParams()) -> pd.DataFrame:
    """Return by criterion what one standard deviation more does to ln sales, all others alike.

    Ordinary least squares within formats: columns effect, error (its standard error, from the residuals), and certain
    (it is farther than `params.certain` errors from 0).
    """
    x, y = seen.within_formats(seen.values), seen.within_formats(seen.sales.to_frame()).iloc[:, 0]
    deviation = x.std(ddof=0)
    x = x.loc[:, deviation > 0] / deviation[deviation > 0]
    inverse = np.linalg.pinv(x.T @ x)
    effect = inverse @ (x.T @ y).to_numpy()
    freedom = len(y) - x.shape[1] - seen.formats.nunique()
    error = np.sqrt(np.diag(inverse) * float(((y - x @ effect) ** 2).sum()) / freedom)
    table = pd.DataFrame({"effect": effect, "error": error}, index=x.columns)
    return table.assign(certain=table["effect"].abs() > params.certain * table["error"])
