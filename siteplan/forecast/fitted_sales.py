"""A study's model fitted to the sales of its own sites, and what that is worth on sites held out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.errors import Problem, StudyError
from siteplan.errors.params import Params, within
from siteplan.forecast.held_out import spatial_blocks
from siteplan.forecast.held_today import HeldToday, held_today
from siteplan.forecast.own_sales import OwnSales, sales_known
from siteplan.forecast.sales_fit import Fitted, fit_sales
from siteplan.market import Market
from siteplan.market.sales_caps import caps_of
from siteplan.study import Study
from siteplan.tradearea import Utilities

__all__ = ["OUTSIDE", "FittedSales", "FittedSalesParams", "fitted_sales", "held_out_today"]

OUTSIDE = ""


@dataclass(frozen=True)
class FittedSalesParams(Params):
    """What the fit asks of the sales it is made to.

    Attributes
    ----------
    least_sites : count; with fewer an interval says nothing, and sites held out leave too few to fit
    """

    least_sites: int = within(8, 1)


@dataclass(frozen=True)
class FittedSales:
    """The outside option and attractiveness by format, fitted to own sales.

    Attributes
    ----------
    study, fitted : Study
        As it was, and with the fitted values.
    parameters : DataFrame indexed by format, OUTSIDE ("") for the outside option
        before (what the study said), value, low and high (95 %). Where tiers have outside options of their own, this is
        the largest, and the others keep their ratios to it.
    before, after, held_out : HeldToday
        By the study as it was, as fitted, and each site by a fit without the sites of its spatial block; there `usual`
        is the mean of its format outside the block.
    """

    study: Study
    fitted: Study
    parameters: pd.DataFrame
    before: HeldToday
    after: HeldToday
    held_out: HeldToday

    @property
    def with_outside(self) -> bool:
        """Whether the outside option could be fitted; otherwise it stays and every format is."""
        return OUTSIDE in self.parameters.index


def fitted_sales(
    study: Study,
    market: Market,
    model: Utilities,
    observed: OwnSales,
    params: FittedSalesParams = FittedSalesParams(),
) -> FittedSales:
    """Return the fit of a study to `observed`; `model` is that of today's network, own sites as the market has them.

    Raises
    ------
    StudyError
        Too few sites have sales that count, they stand at one place, or no value within reason makes the model sell
        what they sold.
    """
    own = market.facilities
    sales = observed.sales[observed.sales > 0]
    if len(sales) < params.least_sites:
        what = f"{len(sales)} own sites have usable annual sales, and {params.least_sites} are needed"
        raise StudyError([Problem("facilities", what, "Give annual_sales of more sites that sell.", "annual_sales")])
    kinds, numbers = own["format"], own.index.get_indexer(sales.index)
    points = own.geometry.iloc[numbers].to_crs(market.metric_crs)
    blocks = spatial_blocks(np.column_stack((points.x, points.y)), study.plan.seed)
    if not blocks.any():
        what = "all own sites with annual sales are at one place, so that none can be held out"
        raise StudyError([Problem("facilities", what, "Give sales of sites elsewhere, too.", "annual_sales")])
    found = fit_sales(model, kinds.tolist(), numbers, sales.to_numpy(dtype=float))
    if found is None:
        what = "no attractiveness within a factor of 1,000 makes the model sell what own sites sold"
        raise StudyError([Problem("facilities", what, "Check sales, people and minutes.", "annual_sales")])
    caps = pd.Series(caps_of(study, own), own.index)
    won = [pd.Series(each, own.index) for each in (found.as_it_was, found.sales)]
    before, after = (held_today(sales, each.clip(upper=caps), kinds) for each in won)
    parameters = _parameters(study, found)
    held_out = _held_out(found, sales, kinds, numbers, blocks, caps)
    return FittedSales(study, _written(study, parameters), parameters, before, after, held_out)


def held_out_today(study: Study, market: Market, model: Utilities) -> HeldToday | None:
    """Return each own site as a fit without its spatial block has it; None where its sales cannot be fitted."""
    try:
        return fitted_sales(study, market, model, sales_known(study, market.facilities)).held_out
    except StudyError:
        return None


def _parameters(study: Study, found: Fitted) -> pd.DataFrame:
    before = {name: study.formats[name].attractiveness for name in found.factors.index if name != OUTSIDE}
    was = pd.Series({**before, OUTSIDE: study.trade_area.largest_outside}).reindex(found.factors.index)
    fitted = found.factors.mul(was, axis=0).rename(columns={"estimate": "value"})
    return pd.concat([was.rename("before"), fitted], axis=1)


def _written(study: Study, parameters: pd.DataFrame) -> Study:
    """Return the study with fitted values."""
    values = {str(name): float(value) for name, value in parameters["value"].items()}
    was = study.trade_area.largest_outside
    times = values.pop(OUTSIDE, was) / was if was else 1.0
    formats = {
        name: spec.model_copy(update={"attractiveness": values.get(name, spec.attractiveness)})
        for name, spec in study.formats.items()
    }
    area = study.trade_area.model_copy(update={"outside": study.trade_area.outside_times(times)})
    return study.model_copy(update={"trade_area": area, "formats": formats})


def _held_out(
    whole: Fitted,
    sales: pd.Series,
    kinds: pd.Series,
    numbers: NDArray[np.intp],
    blocks: NDArray[np.intp],
    caps: pd.Series,
) -> HeldToday:
    """Return each site as a fit without its block has it; by the study itself where nothing could be fitted."""
    model = whole.drawn.model
    said, usual = pd.Series(whole.as_it_was, kinds.index), pd.Series(np.nan, sales.index)
    for block in range(int(blocks.max()) + 1):
        out = blocks == block
        kept, theirs = numbers[~out], sales[~out]
        found = fit_sales(model, kinds.tolist(), kept, theirs.to_numpy(dtype=float), near=whole)
        if found is not None:
            said.iloc[numbers[out]] = found.sales[numbers[out]]
        means = theirs.groupby(kinds[theirs.index]).mean()
        usual[out] = kinds[sales.index[out]].map(means).fillna(theirs.mean()).to_numpy()
    told = held_today(sales, said.clip(upper=caps), kinds)
    return HeldToday(told.sites.assign(usual=usual))
