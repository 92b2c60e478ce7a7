"""Formats: what a kind of site does, costs and earns, and who pays for it."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field

from siteplan.study.section import (
    Float,
    Function,
    Int,
    MidpointByTier,
    Minutes,
    Names,
    NonNegative,
    Positive,
    RateByTier,
    Section,
    Share,
)

__all__ = ["COST_LINES", "ONLY_MONEY", "OWNERSHIPS", "OWN_DECAY", "PAYERS", "QUIET", "Format", "Payer"]

MONTHS = 12
Ownership = Literal["direct", "dealer", "franchise", "partner"]
Payer = Literal["maker", "dealer", "franchisee", "agent", "partner", "brands"]
OWNERSHIPS: tuple[Ownership, ...] = get_args(Ownership)
PAYERS: tuple[Payer, ...] = get_args(Payer)

COST_LINES = ("rent_cost", "wage_cost", "other_cost", "energy_cost", "marketing_cost")
"""Columns of options that make up what a site costs to run, whoever pays (currency/year)."""

OWN_DECAY = ("rate", "midpoint", "max_minutes")
"""Keys of a format that say how people drive to it, in the place of what the study says for all."""

ONLY_MONEY = (
    "capex_fixed", "capex_per_m2", "modular_saving", "conversion_share", "salvage_share", "closing_cost", "staff_cost",
    "energy_per_m2", "marketing", "marketing_per_vehicle", "opex_fixed", "rent_share", "margin", "payout_guarantee",
    "payout_share", "revenue_share", "ramp_up",
)  # fmt: skip
"""Keys of a format that say what it earns and costs, and nothing of whom it draws."""

# Keys that change nothing unless they are given: leaving them out is no assumption that a plan stands on.
QUIET = frozenset(
    {
        "fits", "under", "capex_paid_by", "opex_paid_by", "brands", "modules", "modular_saving", "lead_months",
        "ramp_up", "salvage_share", "payout_guarantee", "payout_share", "revenue_share", "energy_per_m2", "marketing",
        "marketing_per_vehicle", "owners", "rate", "midpoint", "max_minutes",
    }
)  # fmt: skip


def _as_shares(value: object) -> object:
    """Let a bare name stand for one who pays all."""
    return {value: 1.0} if isinstance(value, str) else value


def _maker_pays() -> dict[Payer, float]:
    return {"maker": 1.0}


Paid = Annotated[dict[Payer, Share], BeforeValidator(_as_shares)]
RampYear = Annotated[Float, Field(ge=0, le=1.5)]


class Module(Section):
    """A size that a format is built in, and what differs there; what is left out is that of the format."""

    area_m2: Positive
    capex_fixed: NonNegative | None = None
    staff: NonNegative | None = None
    opex_fixed: NonNegative | None = None
    capacity: Positive | None = None


class Format(Section):
    """A kind of facility. Money in the study's currency, opex a year, area in m2, margin per vehicle.

    `sales_range` is what such a site plausibly sells, vehicles/year: what a plan has beyond it is marked.
    `capacity` is the most that a site sells, vehicles/year: what it wins above that is lost.
    `fits` names formats: where a candidate names one of these, it may hold this one, too.
    `owners` is the most owners of vehicles in use that a site with the function `service` looks after.
    `rate` and `midpoint` of its decay, by the tier of where people live, stand in the place of the trade area's;
    farther than `max_minutes` nobody drives to buy at one.
    """

    functions: tuple[Function, ...]
    attractiveness: NonNegative
    rate: RateByTier | None = None
    midpoint: MidpointByTier | None = None
    max_minutes: Minutes | None = None
    area_m2: Positive
    min_area_m2: NonNegative = 0.0
    fits: Names = ()
    modules: dict[str, Module] = Field(default_factory=dict)
    capex_fixed: NonNegative = 0.0
    capex_per_m2: NonNegative = 0.0
    modular_saving: Share = 0.0
    conversion_share: Share = 1.0
    salvage_share: Share = 0.0
    closing_cost: NonNegative = 0.0
    staff: NonNegative = 0.0
    staff_cost: NonNegative = 0.0
    energy_per_m2: NonNegative = 0.0
    marketing: NonNegative = 0.0
    marketing_per_vehicle: NonNegative = 0.0
    opex_fixed: NonNegative = 0.0
    rent_share: Share = 1.0
    margin: NonNegative = 0.0
    payout_guarantee: NonNegative = 0.0
    payout_share: Share = 0.0
    revenue_share: Share = 0.0
    sales_range: tuple[NonNegative, NonNegative] | None = None
    capacity: Positive | None = None
    owners: Positive | None = None
    lead_months: Annotated[Int, Field(ge=0, le=600)] = 0
    ramp_up: Annotated[tuple[RampYear, ...], Field(max_length=50)] = ()
    ownership: Ownership = "direct"
    under: str = ""
    capex_paid_by: Paid = Field(default_factory=_maker_pays)
    opex_paid_by: Paid = Field(default_factory=_maker_pays)
    brands: Annotated[Int, Field(ge=1, le=1_000)] = 1

    @property
    def sells(self) -> bool:
        """Whether such a site wins anything: it has the function, and draws people."""
        return "sale" in self.functions and self.attractiveness > 0

    def ramp(self, months: int) -> float:
        """Return what such a site sells so many months after it opened, as a share of a mature one."""
        year = months // MONTHS
        return float(self.ramp_up[year]) if year < len(self.ramp_up) else 1.0

    @property
    def own_decay(self) -> bool:
        """Whether people drive to such a site otherwise than the trade area says."""
        return any(getattr(self, key) is not None for key in OWN_DECAY)

    @property
    def least_area_m2(self) -> float:
        """Area below which no such site can be: that of the smallest module counts, too."""
        return max(self.min_area_m2, min((module.area_m2 for module in self.modules.values()), default=0.0))

    @property
    def capex_part(self) -> float:
        """The maker's share of what it costs to open; brands that share a site share it alike."""
        return self.capex_paid_by.get("maker", 0.0) / self.brands

    @property
    def opex_part(self) -> float:
        """The maker's share of what it costs to run."""
        return self.opex_paid_by.get("maker", 0.0) / self.brands

    @property
    def pays_dealer(self) -> bool:
        """Whether the maker pays whoever runs such a site for what it sells."""
        return self.payout_guarantee > 0 or self.payout_share > 0
