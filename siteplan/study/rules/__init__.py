"""The rules of a plan as study.toml states them: a class a kind, which registers itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, TypeVar, Union

from pydantic import Field

from siteplan.study.rules.money import BudgetRule, CostPerVehicleRule
from siteplan.study.rules.people import (
    CoverageRule,
    DutiesRule,
    EachAreaRule,
    EveryoneRule,
    PeopleRule,
    ServiceRoomRule,
)
from siteplan.study.rules.sales import CannibalisationRule, CapacityRule, CaptureRule, MinimumSalesRule
from siteplan.study.rules.sites import CountRule, RequiresRule, ShareRule, SitesRule, SpacingRule, TerritoryRule
from siteplan.study.rules.spec import KINDS, Meant, OptionRule, Places, RuleSpec, Where, WhereRule, filters

__all__ = [
    "KINDS",
    "AnyRule",
    "BudgetRule",
    "CannibalisationRule",
    "CapacityRule",
    "CaptureRule",
    "CostPerVehicleRule",
    "CountRule",
    "CoverageRule",
    "DutiesRule",
    "EachAreaRule",
    "EveryoneRule",
    "Meant",
    "MinimumSalesRule",
    "OptionRule",
    "PeopleRule",
    "Places",
    "RequiresRule",
    "RuleSpec",
    "ServiceRoomRule",
    "ShareRule",
    "SitesRule",
    "SpacingRule",
    "TerritoryRule",
    "Where",
    "WhereRule",
    "filters",
    "kind_by_id",
    "of_type",
    "rule_labels",
    "rule_section",
    "rules_by_id",
]

if TYPE_CHECKING:
    AnyRule = RuleSpec
else:
    AnyRule = Annotated[Union[tuple(KINDS[kind] for kind in sorted(KINDS))], Field(discriminator="kind")]  # noqa: UP007  as many as register

SomeRule = TypeVar("SomeRule", bound=RuleSpec)


def of_type(rules: Iterable[RuleSpec], kind: type[SomeRule]) -> list[SomeRule]:
    """Return the rules of a kind, or of a family of kinds."""
    return [*kind_by_id(rules, kind).values()]


def kind_by_id(asked: Iterable[RuleSpec], kind: type[SomeRule]) -> dict[str, SomeRule]:
    """Return the rules of a kind, or family of kinds, by id: "#3" is the third of study.toml, whatever its name."""
    return {f"#{number}": rule for number, rule in enumerate(asked, start=1) if isinstance(rule, kind)}


def rules_by_id(asked: Iterable[RuleSpec]) -> dict[str, OptionRule]:
    """Return the rules on options by id."""
    return kind_by_id(asked, OptionRule)


def rule_section(number: int, part: str = "") -> str:
    """Return where a rule, or a part of it, stands in study.toml, as problems name it; rules count from 1."""
    return f"study.toml [plan.rules{'.' if part else ''}{part}] #{number}"


def rule_labels(asked: tuple[RuleSpec, ...]) -> dict[str, str]:
    """Return what each rule is called, for reading only: the planner's name, else what it speaks of; no two alike."""
    labels: dict[str, str] = {}
    for rule_id, rule in rules_by_id(asked).items():
        plain, number = rule.name or rule.label(), 1
        label = plain
        while label in labels.values():
            number += 1
            label = f"{plain} ({number})"
        labels[rule_id] = label
    return labels
