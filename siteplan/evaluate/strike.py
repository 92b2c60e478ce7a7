"""Strike: which new sites that lose money may be left out together, every rule kept, so that the plan is worth more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.evaluate.kpis import sales_and_money
from siteplan.formulate.network import Network
from siteplan.formulate.outcome import Answer
from siteplan.optimise.heuristics.feasible import Feasible

__all__ = ["Strike", "strike_of"]


@dataclass(frozen=True)
class Strike:
    """New sites that may be struck together.

    Attributes
    ----------
    sites : their ids, in the order in which they were struck: the one that loses most first
    npv : by how much the plan is worth more without them (currency)
    capture : vehicles/year that the network sells less
    capex : currency that the company does not spend
    """

    sites: tuple[str, ...] = ()
    npv: float = 0.0
    capture: float = 0.0
    capex: float = 0.0


def strike_of(answer: Answer, sites: pd.DataFrame) -> Strike:
    """Return which sites may go, one after the other: each that loses money, if all rules hold and the NPV rises.

    Each step is by the full model, income of service and charging counted in. The set is one that can go as a whole,
    not the largest: after each step the next is judged anew, and none that a rule needs is tried.

    Parameters
    ----------
    sites : new sites with site_id, format, yearly_result, needed_for
    """
    ground = answer.ground
    losing = sites[(sites["yearly_result"] < 0) & (sites["needed_for"] == "")].sort_values("yearly_result")
    if losing.empty or not any(spec.margin > 0 for spec in ground.study.formats.values()):
        return Strike()
    today, feasible = Network(ground, ground.stands), Feasible(answer.problem)
    is_open = answer.is_open.copy()
    first = kept = sales_and_money(Network(ground, is_open), today)
    struck = []
    for site, option in zip(losing["site_id"], losing["site_id"] + ":" + losing["format"], strict=True):
        without = _without(is_open, ground.options.index, option)
        if not feasible.holds(without):
            continue
        figures = sales_and_money(Network(ground, without), today)
        if figures["npv"] > kept["npv"]:
            is_open, kept = without, figures
            struck.append(str(site))
    saved = {name: kept[name] - first[name] for name in ("npv", "capture", "capex")}
    return Strike(tuple(struck), saved["npv"], -saved["capture"], -saved["capex"])


def _without(is_open: NDArray[np.bool_], options: pd.Index, option: str) -> NDArray[np.bool_]:
    return np.asarray(is_open & (options != option))
