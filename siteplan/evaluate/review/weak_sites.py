r"""Weak sites: own sites that sell far less on their area, or a head, than those alike, and by what.

A site's sales a square metre are :math:`V = T k c`: :math:`T` what it would sell if no sister stood (traffic: people in
reach, less what rivals and other ways to buy have of them), :math:`k` the part of it that sisters leave, :math:`c` what
it sells of what the model says (conversion; 1 where nobody tells its sales). Against those alike, :math:`\tilde V - V =
\Lambda (\ln \tilde T / T + \ln \tilde k / k + \ln \tilde c / c)` with :math:`\Lambda` the logarithmic mean of
:math:`\tilde V` and :math:`V` (Ang, 2005, LMDI): nothing is left over. :math:`\tilde V, \tilde T, \tilde k` are medians
and :math:`\tilde c` what they leave.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from siteplan.errors.params import Params, within
from siteplan.evaluate.review.alternatives import Today
from siteplan.groundwork import Groundwork
from siteplan.market.sales_caps import caps_of

__all__ = ["CAUSES", "WeakParams", "weak_sites"]

Floats = NDArray[np.float64]
CAUSES = ("gap_traffic", "gap_conversion", "gap_sisters", "gap_rent")
NORMAL = 1.4826  # median absolute deviations in a standard deviation of a normal distribution


@dataclass(frozen=True)
class WeakParams(Params):
    """What is far below those alike.

    Attributes
    ----------
    least_alike : sites, itself counted in, that a median is taken of
    deviations : robust standard deviations below the median, and
    part : of the median at most
    """

    least_alike: int = within(5, 2)
    deviations: float = within(2.0, 0.0)
    part: float = within(0.8, 0.0, 1.0)


def weak_sites(today: Today, params: WeakParams = WeakParams()) -> pd.DataFrame:
    """Return how each of today's sites that sell compares with those alike (site_id).

    alike ("format and tier", "format", or "" where too few are) and n_alike; usual_per_m2, usual_per_head (vehicles a
    year, medians); weak_per_m2, weak_per_head, weak (either); gap (currency/m2/year: margin on what it sells less than
    usual, and rent that it pays more) and its parts, CAUSES.
    """
    sites = _measured(today)
    found = pd.DataFrame([_compared(site, sites, params) for _, site in sites.iterrows()], index=sites.index)
    return found.assign(weak=found["weak_per_m2"] | found["weak_per_head"]) if len(found) else found


def _measured(today: Today) -> pd.DataFrame:
    """Return traffic, the part left by sisters, conversion, sales and rent of the sites that sell (site_id)."""
    ground, study = today.ground, today.ground.study
    sites = today.network.sites
    sites = sites.assign(traffic=_traffic(ground).reindex(sites["site_id"]).to_numpy()).set_index("site_id")
    own = ground.market.facilities
    told = own["annual_sales"].reindex(sites.index).astype(float) if "annual_sales" in own else np.nan
    sites["sales"] = pd.Series(told, index=sites.index).where(lambda x: x > 0, sites["sold"])
    sells = sites["format"].map(lambda name: study.formats[name].sells).astype(bool)
    sites = sites[sells & (sites["used_m2"] > 0) & (sites["sold"] > 0) & (sites["traffic"] > 0)]
    part = sites["format"].map(today.parts)
    return sites.assign(
        per_m2=sites["sales"] / sites["used_m2"],
        per_head=(sites["sales"] / sites["employees"]).where(sites["employees"] > 0),
        T=sites["traffic"] / sites["used_m2"],
        k=sites["sold"] / sites["traffic"],
        rent_m2=sites["rent_cost"] * part / sites["used_m2"],
        margin=sites["format"].map(lambda name: study.formats[name].margin),
    )


def _traffic(ground: Groundwork) -> pd.Series:
    """Return what each of today's sites would sell if no sister stood, up to its capacity (site_id)."""
    model = ground.model
    stands = ground.options[ground.stands]
    pulls = csr_array(hstack([model.own, model.options[:, np.flatnonzero(ground.stands)]], format="csr"))
    pairs = pulls.tocoo()
    demand = model.demand.to_numpy(dtype=float)
    won = demand[pairs.row] * pairs.data / (pairs.data + model.against[pairs.row])
    vehicles = np.bincount(pairs.col, won, pulls.shape[1])
    caps = np.concatenate([caps_of(ground.study, ground.facilities), caps_of(ground.study, stands)])
    ids = [*ground.facilities["site_id"], *stands["site_id"]]
    return pd.Series(np.minimum(vehicles, caps), index=ids)


def _compared(site: pd.Series, sites: pd.DataFrame, params: WeakParams) -> dict[str, object]:
    """Return how a site compares with those alike."""
    of_format = sites["format"] == site["format"]
    of_tier = of_format & (sites["tier"] == site["tier"])
    groups = {"format and tier": of_tier, "format": of_format}
    alike = next((name for name, those in groups.items() if those.sum() >= params.least_alike), "")
    if not alike:
        n = int(of_format.sum())
        nothing = dict.fromkeys(("usual_per_m2", "usual_per_head", "gap", *CAUSES), float("nan"))
        return {"alike": "", "n_alike": n, **nothing, "weak_per_m2": False, "weak_per_head": False}
    those = sites[groups[alike]]
    usual = those[["per_m2", "per_head", "T", "k", "rent_m2"]].median()
    return {
        "alike": alike, "n_alike": len(those), "usual_per_m2": usual["per_m2"], "usual_per_head": usual["per_head"],
        "weak_per_m2": _far_below(site["per_m2"], those["per_m2"], params),
        "weak_per_head": _far_below(site["per_head"], those["per_head"], params), **_split(site, usual),
    }  # fmt: skip


def _far_below(value: float, those: pd.Series, params: WeakParams) -> bool:
    """Return whether a value is far below the median of those alike, by their median absolute deviation."""
    usual = float(those.median())
    spread = NORMAL * float((those - usual).abs().median())
    return bool(value < min(usual - params.deviations * spread, params.part * usual))


def _split(site: pd.Series, usual: pd.Series) -> dict[str, float]:
    """Return the gap of a site and its causes (currency/m2/year)."""
    less = float(usual["per_m2"] - site["per_m2"])
    mean = less / np.log(usual["per_m2"] / site["per_m2"]) if less else float(usual["per_m2"])
    weight, own = float(mean * site["margin"]), float(site["per_m2"] / (site["T"] * site["k"]))
    conversion = float(usual["per_m2"] / (usual["T"] * usual["k"]))
    parts = {
        "gap_traffic": weight * float(np.log(usual["T"] / site["T"])),
        "gap_conversion": weight * float(np.log(conversion / own)),
        "gap_sisters": weight * float(np.log(usual["k"] / site["k"])),
        "gap_rent": float(site["rent_m2"] - usual["rent_m2"]),
    }
    return {"gap": less * float(site["margin"]) + parts["gap_rent"], **parts}
