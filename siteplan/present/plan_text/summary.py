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
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.present.text.stage_words import busy_sentences, seconds_text

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


def summary(plan: Plan, reader: Reader | None = None) -> list[str]:
    """Return the plan as lines: headline, numbers against today, proof."""
    reader = reader or Reader.of(plan.study)
    _ = reader.gettext
    took, cpu = plan.proof.seconds, plan.proof.cpu_seconds
    status = _("Status: {status} ({took})").format(
        status=reader.status_name(plan.proof.status), took=seconds_text(took, cpu, reader)
    )
    goal = _("Asked: {goal}.").format(goal=goal_text(plan.study, reader))
    rough = [_("Modelled approximately: {what}.").format(what=_("; ").join(plan.proof.approximations))]
    rows = [("", _("today"), _("plan")), *kpi_rows(plan, reader)]
    return [
        plan.study.study.name,
        headline(plan, reader),
        "",
        *aligned(rows),
        "",
        goal,
        status,
        proof_sentence(plan.proof, reader),
        *busy_sentences(took, cpu, plan.proof.status == "optimal", reader),
        *([] if plan.proof.exact else rough),
        *loose_sentences(plan.proof, reader),
        *(range_sentences(plan, reader) if plan.ranges.ends else []),
        *held_warnings(plan.forecast.today, reader),
        *volume_sentences(plan, reader),
        *loss_sentences(plan, reader),
        *filled_sentence(plan.filled, reader),
    ]


def summary_dict(plan: Plan) -> dict[str, Any]:
    """Return the numbers of plan.json that fit on a screen, and how many sites open, convert and close."""
    whole = plan_dict(plan)
    counts = {change: len(changed(plan, change)) for change in ("converted", "closed")}
    return {**{key: whole[key] for key in _KEPT}, "opened": len(plan.sites), **counts}


def kpi_rows(plan: Plan, reader: Reader) -> list[tuple[str, str, str]]:
    """Return name, today's value and the plan's for capture, share, coverage and cost."""
    _ = reader.gettext
    currency = reader.currency
    above = (_("Demand above capacity"), lambda k: amount(k.demand_above_capacity, "vehicles/year", reader))
    figures: list[tuple[str, Callable[[Kpis], str]]] = [
        (_("Capture"), lambda k: amount(k.capture, "vehicles/year", reader)),
        *([above] if has_caps(plan.study) else []),
        (_("Market share"), lambda k: percent(k.share, reader)),
        (_("Covered, all people"), lambda k: percent(k.coverage.all, reader)),
        (_("Covered, rural"), lambda k: percent(k.coverage.rural, reader)),
        (_("Covered, urban"), lambda k: percent(k.coverage.urban, reader)),
        *[_tier_reader(tier, reader) for tier in plan.kpis.coverage.by_tier],
        (_("Mean drive of those in reach"), lambda k: amount(k.mean_minutes_reached, "min", reader)),
        (_("People newly covered"), lambda k: amount(k.newly_covered, "persons", reader)),
        (_("People out of reach"), lambda k: amount(k.out_of_reach, "persons", reader)),
        (_("Invested"), lambda k: amount(k.capex, currency, reader)),
        (_("Running cost"), lambda k: amount(k.opex, f"{currency}/year", reader)),
        (_("Cost per vehicle"), lambda k: amount(k.cost_per_vehicle, f"{currency}/vehicle", reader)),
    ]
    return [(name, read(plan.baseline), read(plan.kpis)) for name, read in figures]


def _tier_reader(tier: str, reader: Reader) -> tuple[str, Callable[[Kpis], str]]:
    name = reader.gettext("Covered, {tier}").format(tier=reader.tier_name(tier))
    return name, lambda kpis: percent(kpis.coverage.by_tier[tier], reader)
