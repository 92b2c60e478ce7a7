"""Rules on people: whom a function must reach."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from siteplan.study.rules.spec import AreasOf, Meant, OptionRule, Places, WhereRule, listed, within
from siteplan.study.section import Function, Int, Minutes, SomeShare

__all__ = ["CoverageRule", "DutiesRule", "EachAreaRule", "EveryoneRule", "PeopleRule", "ServiceRoomRule"]


class PeopleRule(WhereRule):
    """People of an area, a tier or places reach a function at sites of a format or ownership, own ones included."""

    meant = Meant.NO_SITES

    function: Function
    area: Literal["all", "rural", "urban"] = "all"
    minutes: Minutes | None = None

    def about(self) -> str:
        """Return whom the rule speaks of, what they are to reach, and how soon."""
        words = [f"{key} {value}" for key, values in self.where().items() for value in values]
        segment = [f"segment {self.whom[1]}"] if self.whom[1] else []
        return f"{' '.join([self.area, *segment, *words])} people with {self.function}{within(self.minutes)}"

    @property
    def minutes_asked(self) -> float | None:
        """Minutes to the function, where not those of the standard."""
        return self.minutes

    @property
    def function_asked(self) -> Function:
        """The function that people are to reach."""
        return self.function

    @property
    def whom(self) -> tuple[str, str]:
        """The area and the income segment of the people."""
        return self.area, ""


class CoverageRule(PeopleRule):
    """At least this share of them do; of those in an income segment, if one is named."""

    kind: Literal["coverage"]
    at_least: SomeShare
    segment: str = ""

    @property
    def whom(self) -> tuple[str, str]:
        """The area and the income segment of the people."""
        return self.area, self.segment


class EachAreaRule(PeopleRule):
    """At least this share of them do in every county, or whatever other column of zones says."""

    kind: Literal["each_area"]
    by: str = "county"
    at_least: SomeShare

    def label(self) -> str:
        """Return the areas, and whom the rule speaks of in each."""
        return f"each {self.by}: {self.about()}"

    @property
    def areas(self) -> dict[str, tuple[str, AreasOf]]:
        """The areas of zones."""
        return {"by": (self.by, "zones")}


class DutiesRule(PeopleRule):
    """Of those who reach it today this share still do, whatever closes: people, or owners of vehicles in use."""

    kind: Literal["duties"]
    of: Literal["people", "owners"] = "people"
    at_least: SomeShare = 1.0


class EveryoneRule(PeopleRule):
    """All of them do, at so many sites each."""

    kind: Literal["everyone"]
    times: Annotated[Int, Field(ge=1, le=1_000)] = 1


class ServiceRoomRule(Places, OptionRule):
    """Service sites have places for at least this share of the owners: of each area, or of all where none is named."""

    kind: Literal["service_room"]
    name: str = ""
    within: str = ""
    at_least: SomeShare = 1.0

    def about(self) -> str:
        """Return in which areas, and where."""
        return " ".join(part for part in (f"each {self.within}" if self.within else "", listed(self)) if part)

    @property
    def function_asked(self) -> Function:
        """Service."""
        return "service"

    @property
    def whom(self) -> tuple[str, str]:
        """Owners of all areas and segments."""
        return "all", ""

    @property
    def areas(self) -> dict[str, tuple[str, AreasOf]]:
        """The areas of zones, whose owners they are, and of sites, whose places."""
        return {"within": (self.within, "both")} if self.within else {}
