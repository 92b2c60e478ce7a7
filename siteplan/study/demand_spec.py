"""The demand of a study as study.toml states it: from people to vehicles, and who buys what."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from siteplan.study.section import ByTier, ByYear, Float, Int, Names, NonNegative, Positive, Section, Share, ShareByTier

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
    are those of the preset, whether it is named or not. `factor` goes on all vehicles in the end.
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

    def idle(self, given: bool, incomes: bool = True) -> frozenset[str]:
        """Return the keys that change nothing beside the others.

        `given`: zones say their demand themselves; `incomes`: some say what their people earn.
        """
        idle = set() if any(segment.share is None for segment in self.segments) else {"income_gini"}
        idle |= set() if incomes and not given else {"income_elasticity"}
        if self.ownership_per_1000_persons or self.cars_per_household:
            idle |= {"cars_per_1000_persons"}
        if not self.of_cars and (given or self.per_person is not None):
            idle |= {*_OF_CARS, "sessions_per_vehicle_day", "public_charging_share"}
        return frozenset(idle)
