"""The trade area: what a study says of how people choose between sites, and what a format says for itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from siteplan.study.decays import DecayName
from siteplan.study.format_spec import Format
from siteplan.study.section import ByTier, Float, Midpoint, NonNegative, Rate, Section

__all__ = ["OWN_CURVE", "TradeArea", "in_proportion"]

OWN_CURVE = ("rate", "midpoint")
"""Keys of the trade area that a format may have of its own."""

Exponent = Annotated[Float, Field(ge=-10, le=10)]


class TradeArea(Section):
    """The Huff model: decay of minutes, attractiveness, rivals (all times `rival_factor`) and the outside option.

    Rate and midpoint are those of rivals, and of every format that has none of its own.
    """

    model: Literal["huff"] = "huff"
    decay: DecayName = "exponential"
    rate: Rate = 0.08
    midpoint: Midpoint = 30.0
    exponents: dict[str, Exponent] = Field(default_factory=dict)
    outside: ByTier = Field(default_factory=lambda: {"default": 0.5})
    rival_attractiveness: ByTier = Field(default_factory=lambda: {"default": 1.0})
    rival_factor: NonNegative = 1.0

    @property
    def outside_tier(self) -> str:
        """The tier of the largest outside option; "default" where one stands for all."""
        return max(self.outside, key=lambda tier: self.outside[tier], default="default")

    @property
    def largest_outside(self) -> float:
        """The outside option of that tier."""
        return self.outside.get(self.outside_tier, 0.0)

    def outside_times(self, factor: float) -> dict[str, float]:
        """Return the outside options of all tiers times a factor."""
        return {tier: value * factor for tier, value in self.outside.items()}


def in_proportion(formats: Mapping[str, Format], before: TradeArea, after: TradeArea) -> dict[str, Format]:
    """Return formats whose own rates and midpoints moved as those of the trade area did.

    What a format says for itself is told against the study's: if that was fitted anew, or is at an end of its range,
    a dealer is still so much farther to drive to than a mall.
    """
    factors = {key: _ratio(getattr(after, key), getattr(before, key)) for key in OWN_CURVE}
    return {name: _scaled(spec, factors) for name, spec in formats.items()}


def _ratio(after: float, before: float) -> float:
    return after / before if before else 1.0


def _scaled(spec: Format, factors: Mapping[str, float]) -> Format:
    own = {key: by for key in factors if (by := getattr(spec, key)) is not None and factors[key] != 1.0}
    moved = {key: {tier: value * factors[key] for tier, value in by.items()} for key, by in own.items()}
    return spec.model_copy(update=moved) if moved else spec
