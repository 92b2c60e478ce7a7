"""Public charging as study.toml states it: what stations give, how far people go, what leads to sales."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from siteplan.study.section import ByTier, Minutes, NonNegative, Positive, Section, Share, SomeShare

__all__ = ["Charging"]


class Charging(Section):
    """Sessions/day that stations can give, the weights of minutes, and the leads of a session. `piles` by format."""

    minutes: Minutes = 20.0
    weights: Literal["gaussian", "steps", "decay"] = "gaussian"
    steps: Annotated[tuple[Share, ...], Field(min_length=1)] = (1.0, 0.68, 0.22)
    sessions_per_pile_day: Positive = 5.0
    kwh_per_session: Positive = 25.0
    utilisation: SomeShare = 0.15
    needed: Positive = 1.0
    piles: ByTier = Field(default_factory=lambda: {"default": 10.0})
    leads_per_session: NonNegative = 0.05
    orders_per_lead: Share = 0.08
