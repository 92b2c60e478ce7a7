"""Rules on money: what may be spent, and what a vehicle may cost."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from siteplan.study.rules.spec import OptionRule, WhereRule
from siteplan.study.section import Float, Positive

__all__ = ["BudgetRule", "CostPerVehicleRule"]


class BudgetRule(WhereRule):
    """At most this much for what opens; `contingency` is the share of it that is kept back."""

    kind: Literal["budget"]
    at_most: Positive
    of: Literal["capex", "opex"] = "capex"
    contingency: Annotated[Float, Field(ge=0, lt=1)] = 0.0

    @property
    def to_spend(self) -> float:
        """What may be spent (currency; of opex, a year)."""
        return self.at_most * (1 - self.contingency)


class CostPerVehicleRule(OptionRule):
    """The whole network costs at most so much a vehicle (currency)."""

    kind: Literal["cost_per_vehicle"]
    name: str = ""
    at_most: Positive
