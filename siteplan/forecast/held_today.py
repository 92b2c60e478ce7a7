"""Held against today: what the model says that own sites sell, beside what they sold."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from siteplan.errors.params import Params, within
from siteplan.forecast.held_out import errors

if TYPE_CHECKING:
    from siteplan.tradearea.calibration.flows_decay import FlowsDecay

__all__ = ["HeldToday", "HeldTodayParams", "held_today"]


@dataclass(frozen=True)
class HeldTodayParams(Params):
    """When the model is too far from what own sites sold.

    Attributes
    ----------
    far_off : share of what they sold in all; beyond it the volumes of a plan are not to be relied on [A]
    """

    far_off: float = within(0.10, 0.0)


def _no_sites() -> pd.DataFrame:
    return pd.DataFrame({"format": pd.Series(dtype=str)}).assign(observed=0.0, modelled=0.0, usual=0.0)


@dataclass(frozen=True)
class HeldToday:
    """The Huff model of today's network against the annual sales of own sites.

    Attributes
    ----------
    sites : DataFrame indexed by site_id
        format, observed and modelled (vehicles/year), and usual: the mean of the other sites of its format.
    flows : FlowsDecay or None
        The decay that the study plans with, beside that of its flows; None where it has none that can be fitted.
    held_out : HeldToday or None
        Each site by the model fitted to the sales of the others, but for those of its spatial block; None where there
        are too few to fit it to.
    params : HeldTodayParams
    """

    sites: pd.DataFrame = field(default_factory=_no_sites)
    flows: FlowsDecay | None = None
    held_out: HeldToday | None = None
    params: HeldTodayParams = HeldTodayParams()

    @property
    def given(self) -> bool:
        """Whether own sites give sales to hold the model against."""
        return bool(self.sites["observed"].sum() > 0)

    @cached_property
    def by_format(self) -> pd.DataFrame:
        """n, observed, modelled (vehicles/year in all) and off (a share), by format."""
        groups = self.sites.groupby("format", sort=False)
        table = groups[["observed", "modelled"]].sum().assign(n=groups.size())
        return table.assign(off=table["modelled"] / table["observed"] - 1)[["n", "observed", "modelled", "off"]]

    @property
    def off(self) -> float:
        """By what part of the observed sales the modelled ones lie above them in all; below 0 where they lie below."""
        return float(self.sites["modelled"].sum() / self.sites["observed"].sum() - 1)

    @cached_property
    def errors(self) -> dict[str, dict[str, float]]:
        """Mae (vehicles/year) and mape (share of sales) of what is "modelled" and of what is "usual", site by site."""
        sales = self.sites["observed"].to_numpy(dtype=float)
        said = {name: errors(sales, self.sites[name].to_numpy(dtype=float)) for name in ("modelled", "usual")}
        return {name: {"mae": found["mae"], "mape": found["mape"]} for name, found in said.items()}

    @property
    def rank(self) -> float:
        """Spearman's rank correlation of modelled and observed sales; NaN where either does not differ."""
        ranks = self.sites[["observed", "modelled"]].rank()
        return float(ranks["observed"].corr(ranks["modelled"])) if (ranks.nunique() > 1).all() else float("nan")

    @property
    def far_off(self) -> bool:
        """Whether sales in all are modelled too far off for volumes to be relied on."""
        return abs(self.off) > self.params.far_off

    @property
    def tells_places(self) -> bool:
        """Whether the model errs less than if every site sold the mean of its format."""
        return self.errors["modelled"]["mae"] < self.errors["usual"]["mae"]


def held_today(sales: pd.Series, captures: pd.Series, kinds: pd.Series) -> HeldToday:
    """Return the model's captures today against sales (n_sites,) that are known.

    The other two are of all own sites, by site_id.
    """
    modelled, formats = captures[sales.index], kinds[sales.index]
    groups = sales.groupby(formats)
    others = groups.transform("size") - 1
    usual = (groups.transform("sum") - sales) / others.where(others > 0)
    columns = {"format": formats, "observed": sales.astype(float), "modelled": modelled.astype(float)}
    return HeldToday(pd.DataFrame({**columns, "usual": usual.fillna(sales.mean())}))
