"""The demand of a study as study.toml states it: from people to vehicles, and who buys what."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from siteplan.study.section import (
    ByTier,
    ByYear,
    EffectByTier,
    Float,
    GrowthByYear,
    Int,
    Names,
    NonNegative,
    Positive,
    Section,
    Share,
    ShareByTier,
)

__all__ = ["BASIS", "BY_YEAR", "Demand", "Line", "Segment", "Subsidy"]

BASIS = {
    "cars_per_1000_persons": "[D]",
    "replacement_years": "[A]",
    "stock_growth": "[A]",
    "nev_share": "[A]",
    "income_elasticity": "[A]",
    "online_share": "[A]",
    "growth": "[A]",
    "nev_stock_share": "[S]",
    "sessions_per_vehicle_day": "[A]",
    "public_charging_share": "[A]",
    "own_stock_share": "[A]",
    "service_visits": "[A]",
    "income_gini": "[A]",
}
"""Labels of the defaults of [demand], of which the template study says more: [S] seen, [D] derived, [A] assumed."""

BY_YEAR = ("nev_share", "online_share", "growth", "nev_stock_share")
"""Keys of [demand] that may be given by year."""

Year = Annotated[Int, Field(ge=1900, le=2199)]
Factors = ByTier
Preset = Literal["cn-nev-2026"]
_OF_CARS = frozenset(
    {
        "preset", "cars_per_1000_persons", "ownership_per_1000_persons", "cars_per_household", "replacement_years",
        "stock_growth", "nev_share", "nev_stock_share", "own_stock_share", "service_visits",
    }
)  # fmt: skip
"""Keys that only a study of cars sets."""


def _as_text(value: object) -> object:
    """Let a year stand as a number, too."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _year_or_quarter(value: str) -> str:
    if not re.fullmatch(r"(19|20|21)\d\d(Q[1-4])?", value):
        raise PydanticCustomError("until", 'Name the year or quarter that it ends with, as 2027 or "2027Q2"')
    return value


Until = Annotated[str, BeforeValidator(_as_text), AfterValidator(_year_or_quarter)]


class Subsidy(Section):
    """What makes people buy `effect` times as much while it runs: to the end of a year, or of a quarter."""

    name: str
    until: Until
    effect: EffectByTier

    @property
    def ends(self) -> float:
        """When it ends, in years: 2028.0 with the year 2027, 2027.5 with its second quarter."""
        year, _, quarter = self.until.partition("Q")
        return int(year) + (int(quarter) / 4 if quarter else 1.0)


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
    """What is asked for a year, where zones do not give `vehicle_demand`; charging and service demand.

    So much `per_person`, or new-energy vehicles step by step from the cars that people own: the defaults of those steps
    are those of the preset, whether it is named or not. `factor` goes on all vehicles in the end. All of it is the
    demand of `year`; `growth`, `subsidies` and shares by year say that of other years.
    """

    preset: Preset | None = None
    year: Year | None = None
    factor: Positive = 1.0
    per_person: ByTier | None = None
    cars_per_1000_persons: NonNegative = 16.0
    ownership_per_1000_persons: ByTier | None = None
    cars_per_household: ByTier | None = None
    replacement_years: Positive = 14.0
    stock_growth: NonNegative = 0.0
    nev_share: ByYear = Field(default_factory=lambda: {"": {"default": 0.5}})
    income_elasticity: Annotated[Float, Field(ge=0, le=3)] = 0.5
    online_share: ByYear = Field(default_factory=lambda: {"": {"default": 0.0}})
    growth: GrowthByYear = Field(default_factory=lambda: {"": {"default": 0.0}})
    subsidies: tuple[Subsidy, ...] = ()
    nev_stock_share: ByYear = Field(default_factory=lambda: {"": {"default": 0.09}})
    sessions_per_vehicle_day: NonNegative = 0.3
    public_charging_share: Share = 0.6
    own_stock_share: ShareByTier = Field(default_factory=lambda: {"default": 0.05})
    service_visits: NonNegative = 1.5
    income_gini: Annotated[Float, Field(gt=0, lt=1)] = 0.35
    segments: tuple[Segment, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def of_cars(self) -> bool:
        """Whether the study asks for the steps of cars."""
        return bool(self.model_fields_set & _OF_CARS)

    @property
    def moving(self) -> tuple[str, ...]:
        """The keys by which vehicles bought differ from year to year."""
        shares = [key for key in ("nev_share", "online_share") if [*getattr(self, key)] != [""]]
        grows = any(rate for rates in self.growth.values() for rate in rates.values())
        return (*shares, *(["growth"] if grows else []), *(["subsidies"] if self.subsidies else []))

    def idle(self, given: bool, incomes: bool = True) -> frozenset[str]:
        """Return the keys that change nothing beside the others.

        `given`: zones say their demand themselves; `incomes`: some say what their people earn.
        """
        idle = set() if any(segment.share is None for segment in self.segments) else {"income_gini"}
        idle |= set() if self.year is not None else {"growth"}
        idle |= set() if incomes and not given else {"income_elasticity"}
        if self.ownership_per_1000_persons or self.cars_per_household:
            idle |= {"cars_per_1000_persons"}
        if not self.of_cars and (given or self.per_person is not None):
            idle |= {*_OF_CARS, "sessions_per_vehicle_day", "public_charging_share"}
        return frozenset(idle)
