"""Single changes of a plan: what options are called, which rules they break, and the question that asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from siteplan.evaluate import Curve, Plan
from siteplan.evaluate.explain.what_if import Changed, WhatIf
from siteplan.present.plan_text.rule_words import records, rule_sentence
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from siteplan.study.rules import rules_by_id

__all__ = ["asking_for", "broken_sentences", "option_names", "with_changes", "within_limit"]


def option_names(options: pd.DataFrame, reader: Reader) -> dict[str, str]:
    """Return each option's site and format as they are read, by its label."""
    names = reader.shown(options, "name")
    return {
        str(label): f"{name} ({site}) · {reader.format_name(str(format_))}"
        for label, name, site, format_ in zip(options.index, names, options["site_id"], options["format"], strict=True)
    }


def broken_sentences(found: Changed, study: Study, reader: Reader) -> list[str]:
    """Return which rules a network does not meet, a sentence each."""
    lines = records(found.broken.assign(rule_id=found.broken["rule"]))
    return [rule_sentence(line, study, reader) for line in lines]


def with_changes(
    asked: Mapping[str, Any], what_if: WhatIf, closes: Iterable[str], opens: Iterable[str]
) -> dict[str, Any]:
    """Return a question in which these must open and must not; where a site's format changes, its site must open."""
    sites = what_if.options["site_id"]
    required = [*dict.fromkeys(str(sites[label]) for label in opens)]
    return _naming(asked, required, [site for label in closes if (site := str(sites[label])) not in required])


def asking_for(asked: Mapping[str, Any], plan: Plan, options: Iterable[str]) -> dict[str, Any]:
    """Return a question in which the sites of some options must open, and others of the plan must not."""
    sites = dict.fromkeys(option.rsplit(":", 1)[0] for option in options)
    own = set(plan.facilities["site_id"])
    return _naming(
        asked, [site for site in sites if site not in own], [s for s in plan.sites["site_id"] if s not in sites]
    )


def within_limit(asked: Mapping[str, Any], curve: Curve, limit: float) -> dict[str, Any]:
    """Return the question at a point of a frontier: its budget, or the coverage that it asks."""
    field = "at_most" if curve.name == "budget" else "at_least"
    named = rules_by_id(curve.study.plan.rules)
    rules = [rule.model_copy(update={field: limit}) if rule is named.get(curve.rule) else rule
             for rule in curve.study.plan.rules]  # fmt: skip
    phases = [phase.model_dump(mode="json") for phase in curve.study.plan.phases]
    return {**asked, "rules": [rule.model_dump(mode="json") for rule in rules], "phases": phases}


def _naming(asked: Mapping[str, Any], required: Sequence[str], forbidden: Sequence[str]) -> dict[str, Any]:
    """Return a question with these named, before what it named already."""
    rules = [rule for rule in asked.get("rules", []) if rule.get("kind") != "sites"]
    before = [rule for rule in asked.get("rules", []) if rule.get("kind") == "sites"]
    must = [site for rule in before for site in rule.get("required", ()) if site not in forbidden]
    never = [site for rule in before for site in rule.get("forbidden", ()) if site not in required]
    named = {"required": [*dict.fromkeys([*must, *required])], "forbidden": [*dict.fromkeys([*never, *forbidden])]}
    return {**asked, "rules": [*rules, {"kind": "sites", **named}]}
