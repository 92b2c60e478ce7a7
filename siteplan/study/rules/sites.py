"""Rules on sites: how many open, of which kinds, how far apart, and which by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from siteplan.errors import Problem
from siteplan.study.rules.spec import (
    AreasOf,
    Meant,
    Number,
    Places,
    RuleSpec,
    Where,
    WhereRule,
    all_pass,
    bounds_problems,
    listed,
    within,
)
from siteplan.study.section import Float, Minutes, Names, Positive, Share

if TYPE_CHECKING:
    from siteplan.study import Study

__all__ = [
    "AwayFromRule", "CountRule", "OnlyInRule", "RequiresRule", "ShareRule", "SitesRule", "SpacingRule", "TerritoryRule",
]  # fmt: skip


class CountRule(WhereRule):
    """So many sites open."""

    kind: Literal["count"]
    at_least: Number | None = None
    at_most: Number | None = None
    exactly: Number | None = None

    def problems(self, study: Study, section: str) -> Iterator[Problem]:  # noqa: ARG002  part of RuleSpec
        """Find limits that are missing, or leave no room between them."""
        others = (self.at_least, self.at_most)
        if self.exactly is None and others == (None, None):
            yield Problem(section, "the rule sets no limit", "Give at_least, at_most or exactly.")
        if self.exactly is not None and others != (None, None):
            yield Problem(section, "exactly is given together with another limit", "Give exactly alone.", "exactly")
        yield from bounds_problems(self, section)


class ShareRule(WhereRule):
    """Of the sites that open `among` these, such a share is of some kind."""

    must_pass = ("among",)

    kind: Literal["share"]
    among: Where = Where()
    at_least: Share | None = None
    at_most: Share | None = None

    def about(self) -> str:
        """Return the part, and the whole where it is not all."""
        return f"{listed(self)} of {listed(self.among)}" if self.among.where() else listed(self)

    def problems(self, study: Study, section: str) -> Iterator[Problem]:  # noqa: ARG002  part of RuleSpec
        """Find limits that ask nothing, and shares that are always 100 %."""
        if self.at_least is None and self.at_most is None:
            yield Problem(section, "the rule sets no limit", "Give at_least or at_most.")
        yield from bounds_problems(self, section)
        if all_pass(self.among, self):
            remedy = 'Say which sites the share is of, as format = "mall"; among says of which sites it is a part.'
            yield Problem(section, "the share is of all the sites it is compared with", remedy)


class RequiresRule(WhereRule):
    """A site opens only where one that it needs is open in the same place: own ones count."""

    throughout = True

    kind: Literal["requires"]
    needs: Where
    within: str = "city"

    def about(self) -> str:
        """Return who needs what, and where."""
        return f"{listed(self)} where its {self.within} has {listed(self.needs)}"

    def problems(self, study: Study, section: str) -> Iterator[Problem]:  # noqa: ARG002  part of RuleSpec
        """Find sites in need that meet the need themselves."""
        if all_pass(self, self.needs):
            remedy = "Let needs pick other sites than the rule's own filters do."
            yield Problem(section, "every site that has the need meets it itself", remedy, "needs")

    @property
    def areas(self) -> dict[str, tuple[str, AreasOf]]:
        """The place that sites share."""
        return {"within": (self.within, "sites")}


class SpacingRule(WhereRule):
    """Sites are so far from others, or from each other; own ones count."""

    meant = Meant.OPENINGS_BESIDE_OWN

    throughout = True

    kind: Literal["spacing"]
    others: Where | None = None
    km: Positive | None = None
    minutes: Minutes | None = None

    def about(self) -> str:
        """Return who is how far from whom."""
        distance = f"{self.km:g} km" if self.km is not None else f"{self.minutes:g} min"
        return f"{listed(self) or 'all'} {distance} from {listed(self.others or self) or 'all'}"

    def problems(self, study: Study, section: str) -> Iterator[Problem]:
        """Find no distance, or two, and minutes between sites that nobody knows: the user's own are from zones."""
        if (self.km is None) == (self.minutes is None):
            what = "the distance is missing" if self.km is None else "the distance is given in both km and minutes"
            yield Problem(section, what, "Give either km or minutes.", "km")
        if self.minutes is not None and study.travel.source == "minutes":
            what = "the study's own minutes do not give the minutes between sites"
            yield Problem(section, what, "Give km instead.", "minutes")

    @property
    def minutes_asked(self) -> float | None:
        """Minutes between sites."""
        return self.minutes


class TerritoryRule(WhereRule):
    """No zone lies within so many minutes of two of the sites; own ones count."""

    meant = Meant.OPENINGS_BESIDE_OWN

    throughout = True

    kind: Literal["territory"]
    minutes: Minutes

    def about(self) -> str:
        """Return whose territories, and how far they go."""
        return listed(self) + within(self.minutes)

    @property
    def minutes_asked(self) -> float | None:
        """How far a territory goes."""
        return self.minutes


class AwayFromRule(WhereRule):
    """No site opens within so many kilometres of a place, given in the study's own coordinates."""

    kind: Literal["away_from"]
    lon: Annotated[Float, Field(ge=-180, le=180)]
    lat: Annotated[Float, Field(ge=-90, le=90)]
    km: Positive
    place: str = ""

    def about(self) -> str:
        """Return who is how far from where."""
        return f"{listed(self) or 'all'} {self.km:g} km from {self.place or f'{self.lon:g}, {self.lat:g}'}"


class OnlyInRule(WhereRule):
    """Sites open in these places alone."""

    must_pass = ("places",)

    kind: Literal["only_in"]
    places: Places

    def about(self) -> str:
        """Return who opens where alone."""
        return f"{listed(self) or 'all'} in {listed(self.places)} alone"

    def problems(self, study: Study, section: str) -> Iterator[Problem]:  # noqa: ARG002  part of RuleSpec
        """Find no place at all."""
        if not self.places.where():
            remedy = 'Name places, as places = { city = ["..."] }, or leave the rule out.'
            yield Problem(section, "the rule names no place", remedy, "places")


class SitesRule(RuleSpec):
    """Sites that must open, or must not."""

    kind: Literal["sites"]
    required: Names = ()
    forbidden: Names = ()

    def problems(self, study: Study, section: str) -> Iterator[Problem]:  # noqa: ARG002  part of RuleSpec
        """Find no site at all."""
        if not self.required and not self.forbidden:
            yield Problem(section, "the rule sets no limit", "Give required or forbidden, or leave the rule out.")

    @property
    def required_sites(self) -> tuple[str, ...]:
        """Sites that must open."""
        return self.required

    @property
    def forbidden_sites(self) -> tuple[str, ...]:
        """Sites that must not."""
        return self.forbidden
