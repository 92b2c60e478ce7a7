"""Annual sales of each option, learnt from the sales of own sites, or why there can be no forecast."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.errors.params import Params, within
from siteplan.forecast.analogues import analogues
from siteplan.forecast.conformal import interval
from siteplan.forecast.held_out import HeldOut, deviances, errors, hold_out, simplest_good, spatial_blocks
from siteplan.forecast.held_today import HeldToday
from siteplan.forecast.one_thread import one_thread
from siteplan.forecast.own_sales import OwnSales
from siteplan.forecast.sales_models import MODELS, REFERENCE, Fit, format_mean
from siteplan.forecast.site_features import beyond, standard_features, traits

__all__ = ["Forecast", "ForecastParams", "forecast_sales"]

COLUMNS = ("forecast", "low", "high", "analogues", "lacking", "trait")


@dataclass(frozen=True)
class ForecastParams(Params):
    """What a forecast asks of the sales it is learnt from.

    Attributes
    ----------
    needed : count; observed sites, with fewer an interval of 80 % rests on its two outermost sites
    """

    needed: int = within(15, 2)


def _no_options() -> pd.DataFrame:
    return pd.DataFrame(columns=[*COLUMNS])


@dataclass(frozen=True)
class Forecast:
    """What options are expected to sell, and how good that is.

    Attributes
    ----------
    observed : OwnSales
        The own sites that it was learnt from.
    refusal : str
        Why there is none: "few" sites were observed, all their sales are "alike", or they stand at "one_place"; "" if
        there is one.
    model : str
        The model used, of "huff", "poisson" and "boosting"; "" where there is none.
    errors : DataFrame indexed by model, "format_mean" among them
        mae (vehicles/year), mape (share of sales) and deviance (Poisson) on sites held out in spatial blocks.
    sites : DataFrame indexed by site_id
        sales, and forecast (vehicles/year) by the model used without the site's block.
    options : DataFrame indexed by option
        forecast, low, high (vehicles/year; NaN where there is none), analogues (site_ids), and what is lacking:
        "format" where no site of the format was observed, "beyond" where the place is unlike all observed ones, or "";
        trait is the one that lies farthest outside then.
    blocks : int
        How many there were.
    place_tells : bool
        Whether the model used errs less than the mean of each format by more than one standard error: where it does
        not, these sales say nothing about places.
    today : HeldToday
        The Huff model itself against the sales of own sites.
    params : ForecastParams
    """

    observed: OwnSales
    refusal: str = ""
    model: str = ""
    errors: pd.DataFrame = field(default_factory=pd.DataFrame)
    sites: pd.DataFrame = field(default_factory=pd.DataFrame)
    options: pd.DataFrame = field(default_factory=_no_options)
    blocks: int = 0
    place_tells: bool = False
    today: HeldToday = field(default_factory=HeldToday)
    params: ForecastParams = ForecastParams()

    def doubts(self, options: pd.Index, formats: pd.Series, captures: pd.Series) -> pd.DataFrame:
        """Return where the model has an option sell more than own sites give reason to believe.

        above_forecast: more than the upper end of its interval; above_best: more than any own site of its format sold.
        All three (n,); the answer is on the index of the captures.
        """
        best = formats.map(self.today.sites.groupby("format")["observed"].max()).astype(float)
        high = self.options["high"].reindex(options).to_numpy(dtype=float)
        table = {"above_forecast": captures.to_numpy() > high, "above_best": captures.to_numpy() > best.to_numpy()}
        return pd.DataFrame(table, index=captures.index)


def forecast_sales(
    observed: OwnSales,
    sites: pd.DataFrame,
    metres: NDArray[np.float64],
    options: pd.DataFrame,
    seed: int = 0,
    params: ForecastParams = ForecastParams(),
) -> Forecast:
    """Return the forecast of each option from observed sites.

    Parameters
    ----------
    sites : DataFrame (n_observed,) in the order of `observed.sales`
        capture (vehicles/year, by the Huff model beside the rest of today's network), format, area_m2, and criteria.
    metres : (n_observed, 2)
        Where they stand.
    options : DataFrame (n_options,)
        The same columns.
    """
    sales = observed.sales.to_numpy(dtype=float)
    refusal = _refusal(sales, metres, params)
    if refusal:
        return Forecast(observed, refusal, params=params)
    with one_thread():
        return _forecast(observed, sites, spatial_blocks(metres, seed), options)


def _forecast(observed: OwnSales, sites: pd.DataFrame, blocks: NDArray[np.intp], options: pd.DataFrame) -> Forecast:
    """Return the forecast of the model that held up best on sites it had not seen, by blocks of these."""
    sales = observed.sales.to_numpy(dtype=float)
    seen, new = standard_features(sites, options)
    held = {name: hold_out(fit, seen, sales, blocks, new) for name, fit in MODELS.items()}
    losses = {name: deviances(sales, h.sites) for name, h in held.items()}
    chosen = simplest_good(losses, blocks)
    reference = hold_out(format_mean, seen, sales, blocks, new.head(0))
    against = {REFERENCE: deviances(sales, reference.sites), chosen: losses[chosen]}
    return Forecast(
        observed=observed,
        model=chosen,
        errors=pd.DataFrame({n: errors(sales, h.sites) for n, h in {**held, REFERENCE: reference}.items()}).T,
        sites=pd.DataFrame({"sales": sales, "forecast": held[chosen].sites}, index=observed.sales.index),
        options=_told(MODELS[chosen], held[chosen], sales, blocks, (seen, new), (sites["format"], options["format"])),
        blocks=int(blocks.max()) + 1,
        place_tells=simplest_good(against, blocks) == chosen,
    )


def _refusal(sales: NDArray[np.float64], metres: NDArray[np.float64], params: ForecastParams) -> str:
    if len(sales) < params.needed:
        return "few"
    if np.ptp(sales) == 0:
        return "alike"
    return "one_place" if len(np.unique(metres, axis=0)) < 2 else ""


def _told(
    fit: Fit,
    held: HeldOut,
    sales: NDArray[np.float64],
    blocks: NDArray[np.intp],
    features: tuple[pd.DataFrame, pd.DataFrame],
    formats: tuple[pd.Series, pd.Series],
) -> pd.DataFrame:
    """Return forecast, interval, analogues and what is lacking, for each option."""
    seen, new = features
    low, high = interval(held, sales, blocks)
    said = fit(seen, sales, blocks)(new) if len(new) else np.empty(0)
    trait = beyond(seen, new).mask(~formats[1].isin(set(formats[0])), "")
    lacking = pd.Series("", index=new.index).mask(trait != "", "beyond")
    lacking = lacking.mask(~formats[1].isin(set(formats[0])), "format")
    numbers = pd.DataFrame({"forecast": said, "low": np.minimum(low, said), "high": np.maximum(high, said)}, new.index)
    alike = analogues(traits(seen), formats[0], traits(new), formats[1])
    known = pd.Series([() if lack == "format" else ids for ids, lack in zip(alike, lacking, strict=True)], new.index)
    return numbers.where(lacking == "").assign(analogues=known.astype(object), lacking=lacking, trait=trait)[[*COLUMNS]]
