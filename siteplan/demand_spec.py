"""The demand of a study as study.toml states it: from people to vehicles, and who buys what."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from siteplan.section import ByTier, ByYear, Names, NonNegative, Positive, Section, Share, ShareByTier

__all__ = ["BASIS", "Demand", "Line", "Segment"]

BASIS = {
    "cars_per_1000_persons": "[D]",
    "replacement_years": "[A]",
    "stock_growth": "[A]",
    "nev_share": "[A]",
    "income_elasticity": "[A]",
    "online_share": "[A]",
    "nev_stock_share": "[S]",
    "sessions_per_vehicle_day": "[A]",
    "public_charging_share": "[A]",
    "own_stock_share": "[A]",
    "service_visits": "[A]",
    "income_gini": "[A]",
}
"""Labels of the defaults of [demand], of which the template study says more: [S] seen, [D] derived, [A] assumed."""

Year = Annotated[int, Field(ge=1900, le=2199)]
Factors = ByTier


class Segment(Section):
    """People of a range of incomes (currency/person/year), or a share of all: what they buy, and what draws them."""

    name: str
    income_from: NonNegative = 0.0
    income_to: Positive | None = None
    share: ShareByTier | None = None
    nev_factor: NonNegative = 1.0
    attractiveness: Factors = Field(default_factory=dict)
    outside: NonNegative = 1.0


class Line(Section):
    """A line of products: its share of demand, by segment, and the formats that sell it."""

    name: str
    share: ShareByTier
    formats: Names = ()
    attractiveness: Factors = Field(default_factory=dict)
    outside: NonNegative = 1.0


class Demand(Section):
    """New-energy vehicles a year from people, where zones do not give `vehicle_demand`; charging and service demand."""

    year: Year | None = None
    cars_per_1000_persons: NonNegative = 16.0
    ownership_per_1000_persons: ByTier | None = None
    cars_per_household: ByTier | None = None
    replacement_years: Positive = 14.0
    stock_growth: NonNegative = 0.0
    nev_share: ByYear = Field(default_factory=lambda: {"": {"default": 0.5}})
    income_elasticity: Annotated[float, Field(ge=0, le=3)] = 0.5
    online_share: ByYear = Field(default_factory=lambda: {"": {"default": 0.0}})
    nev_stock_share: ByYear = Field(default_factory=lambda: {"": {"default": 0.09}})
    sessions_per_vehicle_day: NonNegative = 0.3
    public_charging_share: Share = 0.6
    own_stock_share: ShareByTier = Field(default_factory=lambda: {"default": 0.05})
    service_visits: NonNegative = 1.5
    income_gini: Annotated[float, Field(gt=0, lt=1)] = 0.35
    segments: tuple[Segment, ...] = ()
    lines: tuple[Line, ...] = ()
