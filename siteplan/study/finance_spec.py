"""Finance as study.toml states it: prices, how costs grow by the year, and what the money costs."""

from __future__ import annotations

from siteplan.study.section import Growth, NonNegative, Positive, Section, Share, SomeShare

__all__ = ["Finance", "annuity_factor"]


class Source(Section):
    """Where money comes from: its share of all, and its rate a year."""

    name: str
    share: SomeShare
    rate: Share


class Finance(Section):
    """Currency a vehicle, a visit and a kWh; growth a year of what is paid from the second year on."""

    price: Positive | None = None
    service_margin: NonNegative = 0.0
    charging_margin: NonNegative = 0.0
    rent_growth: Growth = 0.0
    wage_growth: Growth = 0.0
    energy_growth: Growth = 0.0
    marketing_growth: Growth = 0.0
    margin_growth: Growth = 0.0
    sources: tuple[Source, ...] = ()

    @property
    def mean_rate(self) -> float | None:
        """The rate of all sources together, each by its share; None where none is named."""
        whole = sum(source.share for source in self.sources)
        return sum(source.share * source.rate for source in self.sources) / whole if self.sources else None


def annuity_factor(years: int, rate: float) -> float:
    """Return what one unit a year, paid at each year's end, is worth today."""
    return float(years) if rate == 0 else (1 - (1 + rate) ** -years) / rate
