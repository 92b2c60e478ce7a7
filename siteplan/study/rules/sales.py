"""Rules on sales: what sites must sell, can sell, may take from each other, and win together."""

from __future__ import annotations

from typing import Literal

from siteplan.study.rules.spec import Meant, OptionRule, Places, WhereRule, listed
from siteplan.study.section import Positive, Share, SomeShare

__all__ = ["CannibalisationRule", "CapacityRule", "CaptureRule", "MinimumSalesRule"]


class MinimumSalesRule(WhereRule):
    """Each site that opens sells so many vehicles a year itself."""

    of_sales = True

    kind: Literal["minimum_sales"]
    at_least: Positive

    @property
    def least_sales(self) -> float:
        """Vehicles/year of each site."""
        return self.at_least


class CapacityRule(WhereRule):
    """Each site, new or own, sells so many vehicles a year at most: what it wins above that is lost.

    It says what a plan is worth, and bars none.
    """

    meant = Meant.ALL_SITES
    of_sales = True
    limits_plans = False

    kind: Literal["capacity"]
    at_most: Positive

    @property
    def most_sales(self) -> float:
        """Vehicles/year of each site."""
        return self.at_most


class CannibalisationRule(WhereRule):
    """Each own site of today loses at most this share of what it sells."""

    meant = Meant.OWN

    throughout = True

    kind: Literal["cannibalisation"]
    at_most: Share


class CaptureRule(Places, OptionRule):
    """The whole network wins at least this share of the demand there."""

    kind: Literal["capture"]
    name: str = ""
    at_least: SomeShare
    segment: str = ""

    def about(self) -> str:
        """Return whose demand, and where."""
        segment = [f"segment {self.segment}"] if self.segment else []
        return ", ".join([*segment, *([listed(self)] if self.where() else [])])

    @property
    def whom(self) -> tuple[str, str]:
        """The demand of all areas, of its income segment."""
        return "all", self.segment
