"""The rules of a plan as study.toml states them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from siteplan.section import Float, Function, Int, Minutes, Names, Positive, Section, Share, SomeShare

__all__ = [
    "BudgetRule",
    "CannibalisationRule",
    "CapacityRule",
    "CaptureRule",
    "CostPerVehicleRule",
    "CountRule",
    "CoverageRule",
    "EachAreaRule",
    "EveryoneRule",
    "MinimumSalesRule",
    "OptionRule",
    "PeopleRule",
    "Places",
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

Number = Annotated[Int, Field(ge=0, le=1_000_000)]


class Places(Section):
    """Where people or sites are that are meant; nothing given means everywhere."""

    tier: Names = ()
    city: Names = ()
    county: Names = ()

    def where(self) -> dict[str, tuple[str, ...]]:
        """Return the columns that are filtered on."""
        return {key: names for key in Where.model_fields if (names := getattr(self, key, ()))}


class Where(Places):
    """Which options, or own sites, are meant; nothing given means all."""

    format: Names = ()
    ownership: Names = ()


class WhereRule(Where):
    """A rule on some of the options."""

    name: str = ""


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
    minutes: Minutes | None = None


class TerritoryRule(WhereRule):
    """No zone lies within so many minutes of two of the sites; own ones count."""

    kind: Literal["territory"]
    minutes: Minutes


class PeopleRule(WhereRule):
    """People of an area, tier, city or county reach a function at sites of a format or ownership, own ones included."""

    function: Function
    area: Literal["all", "rural", "urban"] = "all"
    minutes: Minutes | None = None


class CoverageRule(PeopleRule):
    """At least this share of them do; of those in an income segment, if one is named."""

    kind: Literal["coverage"]
    at_least: SomeShare
    segment: str = ""


class EachAreaRule(PeopleRule):
    """At least this share of them do in every county, or whatever other column of zones says."""

    kind: Literal["each_area"]
    by: str = "county"
    at_least: SomeShare


class EveryoneRule(PeopleRule):
    """All of them do, at so many sites each."""

    kind: Literal["everyone"]
    times: Annotated[Int, Field(ge=1, le=1_000)] = 1


class MinimumSalesRule(WhereRule):
    """Each site that opens sells so many vehicles a year itself."""

    kind: Literal["minimum_sales"]
    at_least: Positive


class CapacityRule(WhereRule):
    """Each site, new or own, sells so many vehicles a year at most: what it wins above that is lost."""

    kind: Literal["capacity"]
    at_most: Positive


class CannibalisationRule(WhereRule):
    """Each own site of today loses at most this share of what it sells."""

    kind: Literal["cannibalisation"]
    at_most: Share


class CostPerVehicleRule(Section):
    """The whole network costs at most so much a vehicle (currency)."""

    kind: Literal["cost_per_vehicle"]
    name: str = ""
    at_most: Positive


class CaptureRule(Places):
    """The whole network wins at least this share of the demand there."""

    kind: Literal["capture"]
    name: str = ""
    at_least: SomeShare
    segment: str = ""


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
    | MinimumSalesRule
    | CapacityRule
    | CannibalisationRule
    | CostPerVehicleRule
    | CaptureRule
)
RuleSpec = Annotated[OptionRule | SitesRule, Field(discriminator="kind")]


def filters(rule: RuleSpec) -> dict[str, Places]:
    """Return the filters of a rule by the key under which they stand: "" for its own."""
    own = {"": rule} if isinstance(rule, Places) else {}
    return own | {key: part for key in type(rule).model_fields if isinstance(part := getattr(rule, key), Places)}
