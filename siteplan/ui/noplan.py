"""Why a question has no plan, in as far as it is certain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from siteplan.data import revised_plan
from siteplan.groundwork import Groundwork
from siteplan.optimise.alone import unreachable_alone
from siteplan.optimise.question import site_problem
from siteplan.present.rule_words import asked_text, rule_name, rule_value
from siteplan.present.words import gettext_for

__all__ = ["reasons"]


def reasons(ground: Groundwork, plan: Mapping[str, Any], language: str) -> list[str]:
    """Return the rules that fail even with everything else dropped; empty where they only clash together.

    `plan` are the keys of [plan] that were asked.
    """
    _ = gettext_for(language)
    study = revised_plan(ground.study, plan)
    text = _("{rule}: {asked} asked, at best {achieved}")
    return [
        text.format(
            rule=rule_name(report.rule, study, language),
            asked=asked_text(asdict(report), study, language),
            achieved=rule_value(report.achieved, report.unit, study, language),
        )
        for report in unreachable_alone(site_problem(ground.asking(study)))
    ]
