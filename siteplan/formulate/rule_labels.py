"""What the rules of a study are known by, their position, and what each is called: a name, or what it speaks of."""

from __future__ import annotations

from siteplan.rule_specs import (
    CapacityRule,
    CaptureRule,
    EachAreaRule,
    OptionRule,
    PeopleRule,
    Places,
    RequiresRule,
    RuleSpec,
    ShareRule,
    SitesRule,
    SpacingRule,
    TerritoryRule,
)

__all__ = ["limits", "rule_labels", "rules_by_id"]


def rules_by_id(asked: tuple[RuleSpec, ...]) -> dict[str, OptionRule]:
    """Return the rules on options by what they are known by: "#3" is the third of study.toml, whatever it is called."""
    return {f"#{number}": spec for number, spec in enumerate(asked, start=1) if not isinstance(spec, SitesRule)}


def limits(spec: OptionRule) -> bool:
    """Whether plans may break the rule: a capacity says what sites sell, and bars no plan."""
    return not isinstance(spec, CapacityRule)


def rule_labels(asked: tuple[RuleSpec, ...]) -> dict[str, str]:
    """Return what each rule is called, for reading only: the planner's name, else what it speaks of; no two alike."""
    labels: dict[str, str] = {}
    for rule_id, spec in rules_by_id(asked).items():
        plain, number = spec.name or _label(spec), 1
        label = plain
        while label in labels.values():
            number += 1
            label = f"{plain} ({number})"
        labels[rule_id] = label
    return labels


def _label(spec: OptionRule) -> str:
    """Return what a rule speaks of, in a few words."""
    kind, about = str(spec.kind), _about(spec) if isinstance(spec, Places) else ""
    match spec:
        case PeopleRule():
            kind = f"each {spec.by}" if isinstance(spec, EachAreaRule) else kind
            places = " ".join([spec.area, *_segment(spec), *_words(spec)])
            about = f"{places} people with {spec.function}{_within(spec.minutes)}"
        case ShareRule() if spec.among.where():
            about += f" of {_about(spec.among)}"
        case RequiresRule():
            about += f" where its {spec.within} has {_about(spec.needs)}"
        case SpacingRule():
            distance = f"{spec.km:g} km" if spec.km is not None else f"{spec.minutes:g} min"
            about = f"{about or 'all'} {distance} from {_about(spec.others or spec) or 'all'}"
        case TerritoryRule():
            about += _within(spec.minutes)
        case CaptureRule() if spec.segment:
            about = ", ".join([*_segment(spec), *([about] if about else [])])
    return f"{kind}: {about.strip()}" if about else kind


def _segment(spec: OptionRule) -> list[str]:
    segment = getattr(spec, "segment", "")
    return [f"segment {segment}"] if segment else []


def _about(where: Places) -> str:
    return ", ".join(f"{key} {'/'.join(values)}" for key, values in where.where().items())


def _words(where: Places) -> list[str]:
    return [f"{key} {value}" for key, values in where.where().items() for value in values]


def _within(minutes: float | None) -> str:
    return f" within {minutes:g} min" if minutes is not None else ""
