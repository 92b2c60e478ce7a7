"""A plan as a few lines of text, and as a few numbers for scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from siteplan.evaluate import Kpis, Plan
from siteplan.market.sales_caps import has_caps
from siteplan.present.files.plan_json import plan_dict
from siteplan.present.model_text.filled_words import filled_sentence
from siteplan.present.model_text.held_words import held_warnings
from siteplan.present.model_text.range_words import range_sentences
from siteplan.present.plan_text.changes import changed
from siteplan.present.plan_text.losses import loss_sentences
from siteplan.present.plan_text.sentences import headline, loose_sentences, percent, proof_sentence
from siteplan.present.plan_text.volumes import volume_sentences
from siteplan.present.text.goals import goal_text
from siteplan.present.text.lines import aligned
from siteplan.present.text.names import status_name, tier_name
from siteplan.present.text.numbers import amount
from siteplan.present.text.stage_words import busy_sentences, seconds_text
from siteplan.present.text.words import gettext_for

__all__ = ["kpi_rows", "summary", "summary_dict"]

_KEPT = (
    "status",
    "goal",
    "objective",
    "bound",
    "gap",
    "seconds",
    "cpu_seconds",
    "exact",
    "approximations",
    "study",
    "kpis",
    "baseline",
)


def summary(plan: Plan, language: str | None = None) -> list[str]:
    """Return the plan as lines: headline, numbers against today, proof."""
    language = language or plan.study.study.language
    _ = gettext_for(language)
    took, cpu = plan.proof.seconds, plan.proof.cpu_seconds
    status = _("Status: {status} ({took})").format(
        status=status_name(plan.proof.status, language), took=seconds_text(took, cpu, language)
    )
    goal = _("Asked: {goal}.").format(goal=goal_text(plan.study, language))
    rough = [_("Modelled approximately: {what}.").format(what=_("; ").join(plan.proof.approximations))]
    rows = [("", _("today"), _("plan")), *kpi_rows(plan, language)]
    return [
        plan.study.study.name,
        headline(plan, language),
        "",
        *aligned(rows),
        "",
        goal,
        status,
        proof_sentence(plan.proof, language),
        *busy_sentences(took, cpu, plan.proof.status == "optimal", language),
        *([] if plan.proof.exact else rough),
        *loose_sentences(plan.proof, language),
        *(range_sentences(plan, language) if plan.ranges.ends else []),
        *held_warnings(plan.forecast.today, language),
        *volume_sentences(plan, language),
        *loss_sentences(plan, language),
        *filled_sentence(plan.filled, language),
    ]


def summary_dict(plan: Plan) -> dict[str, Any]:
    """Return the numbers of plan.json that fit on a screen, and how many sites open, convert and close."""
    whole = plan_dict(plan)
    counts = {change: len(changed(plan, change)) for change in ("converted", "closed")}
    return {**{key: whole[key] for key in _KEPT}, "opened": len(plan.sites), **counts}


def kpi_rows(plan: Plan, language: str) -> list[tuple[str, str, str]]:
    """Return name, today's value and the plan's for capture, share, coverage and cost."""
    _ = gettext_for(language)
    currency = plan.study.study.currency
    above = (_("Demand above capacity"), lambda k: amount(k.demand_above_capacity, "vehicles/year", language))
    readers: list[tuple[str, Callable[[Kpis], str]]] = [
        (_("Capture"), lambda k: amount(k.capture, "vehicles/year", language)),
        *([above] if has_caps(plan.study) else []),
        (_("Market share"), lambda k: percent(k.share, language)),
        (_("Covered, all people"), lambda k: percent(k.coverage.all, language)),
        (_("Covered, rural"), lambda k: percent(k.coverage.rural, language)),
        (_("Covered, urban"), lambda k: percent(k.coverage.urban, language)),
        *[_tier_reader(plan, tier, language) for tier in plan.kpis.coverage.by_tier],
        (_("Mean drive of those in reach"), lambda k: amount(k.mean_minutes_reached, "min", language)),
        (_("People out of reach"), lambda k: amount(k.out_of_reach, "persons", language)),
        (_("Invested"), lambda k: amount(k.capex, currency, language)),
        (_("Running cost"), lambda k: amount(k.opex, f"{currency}/year", language)),
        (_("Cost per vehicle"), lambda k: amount(k.cost_per_vehicle, f"{currency}/vehicle", language)),
    ]
    return [(name, read(plan.baseline), read(plan.kpis)) for name, read in readers]


def _tier_reader(plan: Plan, tier: str, language: str) -> tuple[str, Callable[[Kpis], str]]:
    name = gettext_for(language)("Covered, {tier}").format(tier=tier_name(plan.study, tier, language))
    return name, lambda kpis: percent(kpis.coverage.by_tier[tier], language)
