"""The rules of a plan as study.toml states them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from siteplan.section import Function, Names, Positive, Section

__all__ = ["BudgetRule", "CountRule", "CoverageRule", "RuleSpec", "SitesRule", "WhereRule"]


class WhereRule(Section):
    """Which options a rule speaks of; nothing given means all."""

    name: str = ""
    tier: Names = ()
    city: Names = ()
    county: Names = ()
    format: Names = ()
    ownership: Names = ()

    def where(self) -> dict[str, tuple[str, ...]]:
        """Return the columns this rule filters on."""
        keys = ("tier", "city", "county", "format", "ownership")
        return {key: getattr(self, key) for key in keys if getattr(self, key)}


class BudgetRule(WhereRule):
    """At most this much capex for what opens."""

    kind: Literal["budget"]
    at_most: Positive


class CountRule(WhereRule):
    """So many sites open."""

    kind: Literal["count"]
    at_least: Annotated[int, Field(ge=0)] | None = None
    at_most: Annotated[int, Field(ge=0)] | None = None
    exactly: Annotated[int, Field(ge=0)] | None = None


class CoverageRule(Section):
    """At least this share of people reach a function within its minutes, today's facilities included."""

    kind: Literal["coverage"]
    name: str = ""
    function: Function
    at_least: Annotated[float, Field(gt=0, le=1)]
    area: Literal["all", "rural", "urban"] = "all"
    tier: Names = ()
    minutes: Positive | None = None


class SitesRule(Section):
    """Sites that must open, or must not."""

    kind: Literal["sites"]
    required: Names = ()
    forbidden: Names = ()


RuleSpec = Annotated[BudgetRule | CountRule | CoverageRule | SitesRule, Field(discriminator="kind")]
