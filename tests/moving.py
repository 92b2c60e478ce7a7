"""Worlds in which today's sites may close or convert."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from siteplan.groundwork import Groundwork
from siteplan.market import Market
from siteplan.optimise import Selection, SolveStatus
from siteplan.pipeline import lay_groundwork
from tests.worlds import tiny_market, tiny_study

__all__ = ["moving_ground", "moving_market", "opening"]


def moving_market(*keep: str, formats: tuple[str, ...] = ()) -> Market:
    """Return the two cities, the old mall F1 and the old dealer F2 with these words in their column `keep`."""
    market = tiny_market()
    own = market.facilities.assign(keep=list(keep), convert_to=[formats] * 2)
    return Market(market.zones, market.candidates, own, market.competitors)


def moving_ground(*keep: str, closing_cost: float = 0.0, **plan: Any) -> Groundwork:
    """Return the groundwork of the two cities (frozen: shared by tests); `plan` changes its question alone."""
    laid = _laid(keep, closing_cost)
    return laid.asking(laid.study.model_copy(update={"plan": tiny_study(**plan).plan}))


@cache
def _laid(keep: tuple[str, ...], closing_cost: float) -> Groundwork:
    study = tiny_study()
    formats = {name: spec.model_copy(update={"closing_cost": closing_cost}) for name, spec in study.formats.items()}
    return lay_groundwork(study.model_copy(update={"formats": formats}), moving_market(*keep))


def opening(ground: Groundwork, options: list[int] | list[str]) -> Selection:
    """Return these options, by number or label, as a search would."""
    is_open = np.zeros(len(ground.options), dtype=bool)
    is_open[[ground.options.index.get_loc(o) if isinstance(o, str) else o for o in options]] = True
    rules = pd.DataFrame(columns=["rule", "kind", "sense", "asked", "achieved", "slack", "met", "shadow_price", "unit"])
    return Selection(pd.Series(is_open, ground.options.index), 0.0, 0.0, 0.0, SolveStatus.OPTIMAL, 0.0, (), rules)
