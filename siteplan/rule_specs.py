"""The rules of a plan as study.toml states them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from siteplan.section import Function, Names, Positive, Section, Share

__all__ = [
    "BudgetRule",
    "CountRule",
    "CoverageRule",
    "EachAreaRule",
    "EveryoneRule",
    "OptionRule",
    "PeopleRule",
    "RequiresRule",
    "RuleSpec",
    "ShareRule",
    "SitesRule",
    "SpacingRule",
    "TerritoryRule",
    "Where",
    "WhereRule",
    "filters",
]

Number = Annotated[int, Field(ge=0)]
SomeShare = Annotated[float, Field(gt=0, le=1)]


class Where(Section):
    """Which options, or own sites, are meant; nothing given means all."""

    tier: Names = ()
    city: Names = ()
    county: Names = ()
    format: Names = ()
    ownership: Names = ()

    def where(self) -> dict[str, tuple[str, ...]]:
        """Return the columns that are filtered on."""
        return {key: getattr(self, key) for key in Where.model_fields if getattr(self, key)}


class WhereRule(Where):
    """A rule on some of the options."""

    name: str = ""


class BudgetRule(WhereRule):
    """At most this much for what opens; `contingency` is the share of it that is kept back."""

    kind: Literal["budget"]
    at_most: Positive
    of: Literal["capex", "opex"] = "capex"
    contingency: Annotated[float, Field(ge=0, lt=1)] = 0.0

    @property
    def to_spend(self) -> float:
        """What may be spent (currency; of opex, a year)."""
        return self.at_most * (1 - self.contingency)


class CountRule(WhereRule):
    """So many sites open."""

    kind: Literal["count"]
    at_least: Number | None = None
    at_most: Number | None = None
    exactly: Number | None = None


class ShareRule(WhereRule):
    """Of the sites that open `among` these, such a share is of some kind."""

    kind: Literal["share"]
    among: Where = Where()
    at_least: Share | None = None
    at_most: Share | None = None


class RequiresRule(WhereRule):
    """A site opens only where one that it needs is open in the same place: own ones count."""

    kind: Literal["requires"]
    needs: Where
    within: str = "city"


class SpacingRule(WhereRule):
    """Sites are so far from others, or from each other; own ones count."""

    kind: Literal["spacing"]
    others: Where | None = None
    km: Positive | None = None
    minutes: Positive | None = None


class TerritoryRule(WhereRule):
    """No zone lies within so many minutes of two of the sites; own ones count."""

    kind: Literal["territory"]
    minutes: Positive


class PeopleRule(WhereRule):
    """People of an area, tier, city or county reach a function at sites of a format or ownership, own ones included."""

    function: Function
    area: Literal["all", "rural", "urban"] = "all"
    minutes: Positive | None = None


class CoverageRule(PeopleRule):
    """At least this share of them do."""

    kind: Literal["coverage"]
    at_least: SomeShare


class EachAreaRule(PeopleRule):
    """At least this share of them do in every county, or whatever other column of zones says."""

    kind: Literal["each_area"]
    by: str = "county"
    at_least: SomeShare


class EveryoneRule(PeopleRule):
    """All of them do, at so many sites each."""

    kind: Literal["everyone"]
    times: Annotated[int, Field(ge=1)] = 1


class SitesRule(Section):
    """Sites that must open, or must not."""

    kind: Literal["sites"]
    required: Names = ()
    forbidden: Names = ()


OptionRule = (
    BudgetRule
    | CountRule
    | ShareRule
    | RequiresRule
    | SpacingRule
    | TerritoryRule
    | CoverageRule
    | EachAreaRule
    | EveryoneRule
)
RuleSpec = Annotated[OptionRule | SitesRule, Field(discriminator="kind")]


def filters(rule: RuleSpec) -> dict[str, Where]:
    """Return the filters of a rule by the key under which they stand: "" for its own."""
    own = {"": rule} if isinstance(rule, Where) else {}
    return own | {key: part for key in type(rule).model_fields if isinstance(part := getattr(rule, key), Where)}
