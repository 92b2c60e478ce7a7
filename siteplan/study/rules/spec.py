"""What every rule of study.toml is made of, and what checks, models and pages ask of it; its kinds register here."""

from __future__ import annotations

import math
from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, get_args

from pydantic import Field

from siteplan.errors import Problem
from siteplan.study.section import Function, Int, Names, Section

if TYPE_CHECKING:
    from siteplan.study import Study

__all__ = [
    "KINDS",
    "AreasOf",
    "Meant",
    "Number",
    "OptionRule",
    "Places",
    "RuleSpec",
    "Where",
    "WhereRule",
    "all_pass",
    "bounds_problems",
    "filters",
    "listed",
    "within",
]

AreasOf = Literal["zones", "sites", "both"]
Number = Annotated[Int, Field(ge=0, le=1_000_000)]


class Meant(Enum):
    """Which sites a rule's own filters pick, so that a rule that picks none is refused."""

    NO_SITES = "people, demand or the whole network"
    OPENINGS = "sites that open"
    OPENINGS_BESIDE_OWN = "sites that open, or those of today beside them"
    ALL_SITES = "sites that open and those of today"
    OWN = "sites of today that stay as they are"


class Places(Section):
    """Where people or sites are that are meant; nothing given means everywhere."""

    tier: Names = ()
    province: Names = ()
    city: Names = ()
    county: Names = ()

    def where(self) -> dict[str, tuple[str, ...]]:
        """Return the columns that are filtered on."""
        return {key: names for key in Where.model_fields if (names := getattr(self, key, ()))}


class Where(Places):
    """Which options, or own sites, are meant; nothing given means all."""

    format: Names = ()
    ownership: Names = ()


class RuleSpec(Section):
    """A rule as study.toml states it.

    A kind is a subclass with a field `kind`, which registers it. What others ask of rules stands here, with the answer
    of most kinds; a kind that answers otherwise says so in its own class.

    Attributes
    ----------
    meant : which sites its filters pick
    of_sales : whether only sites that sell are meant
    limits_plans : whether plans may break it
    throughout : whether it holds in every period of a plan in phases, not only of what stands in the end
    must_pass : keys of filters beside its own that some site must pass that may open
    """

    if TYPE_CHECKING:
        kind: str
        name: str

    meant: ClassVar[Meant] = Meant.NO_SITES
    of_sales: ClassVar[bool] = False
    limits_plans: ClassVar[bool] = True
    throughout: ClassVar[bool] = False
    must_pass: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def __pydantic_init_subclass__(cls, **_given: Any) -> None:
        """Register a kind."""
        if "kind" in cls.model_fields:
            KINDS[get_args(cls.model_fields["kind"].annotation)[0]] = cls

    def where(self) -> dict[str, tuple[str, ...]]:
        """Return the columns that its own filters go by."""
        return {}

    def about(self) -> str:
        """Return what it speaks of, in a few words."""
        return _listed(self.where())

    def label(self) -> str:
        """Return kind and what it speaks of."""
        about = self.about().strip()
        return f"{self.kind}: {about}" if about else self.kind

    def problems(self, study: Study, section: str) -> Iterator[Problem]:  # noqa: ARG002  most ask nothing more
        """Yield what is wrong with it beside the rest of the study; `section` is where it stands."""
        yield from ()

    @property
    def minutes_asked(self) -> float | None:
        """Minutes of its own, if it has any."""
        return None

    @property
    def function_asked(self) -> Function | None:
        """The function that people are to reach, if it speaks of one."""
        return None

    @property
    def whom(self) -> tuple[str, str] | None:
        """The area and the income segment ("" for all) of the people or the demand it speaks of, if it does."""
        return None

    @property
    def areas(self) -> dict[str, tuple[str, AreasOf]]:
        """The columns that it goes by, by its own keys, and whether these are of zones, of sites or of both."""
        return {}

    @property
    def required_sites(self) -> tuple[str, ...]:
        """Sites that must open."""
        return ()

    @property
    def forbidden_sites(self) -> tuple[str, ...]:
        """Sites that must not."""
        return ()

    @property
    def most_sales(self) -> float:
        """Vehicles/year that each site it means can sell at most."""
        return math.inf

    @property
    def least_sales(self) -> float:
        """Vehicles/year that each site it means must sell to open."""
        return 0.0


KINDS: dict[str, type[RuleSpec]] = {}
"""The kinds by their names, in the order of the modules that state them."""


class OptionRule(RuleSpec):
    """A rule known by its position in study.toml, with a line of its own in every plan.

    With `phase` it is asked of what stands in that phase, not in the end.
    """

    phase: str = ""

    def label(self) -> str:
        """Return kind and what it speaks of, and the phase in which it is asked."""
        return f"{super().label()}, {self.phase}" if self.phase else super().label()


class WhereRule(Where, OptionRule):
    """A rule on some of the options."""

    meant = Meant.OPENINGS

    name: str = ""


def filters(rule: RuleSpec) -> dict[str, Places]:
    """Return the filters of a rule by the key under which they stand: "" for its own."""
    own = {"": rule} if isinstance(rule, Places) else {}
    return own | {key: part for key in type(rule).model_fields if isinstance(part := getattr(rule, key), Places)}


def all_pass(some: Where, others: Where) -> bool:
    """Whether every option that some filters pick is picked by the others too."""
    picked = some.where()
    return all(set(picked.get(key, ())) and set(picked[key]) <= set(names) for key, names in others.where().items())


def listed(where: Places) -> str:
    """Return filters in a few words."""
    return _listed(where.where())


def within(minutes: float | None) -> str:
    """Return a limit of minutes in a few words."""
    return f" within {minutes:g} min" if minutes is not None else ""


def bounds_problems(rule: Any, section: str) -> Iterator[Problem]:
    """Find limits at_least and at_most that leave no room between them."""
    if rule.at_least is not None and rule.at_most is not None and rule.at_least > rule.at_most:
        what = f"at least {rule.at_least:g} and at most {rule.at_most:g} contradict each other"
        yield Problem(section, what, "Lower at_least or raise at_most.", "at_least")


def _listed(where: dict[str, tuple[str, ...]]) -> str:
    return ", ".join(f"{key} {'/'.join(names)}" for key, names in where.items())
