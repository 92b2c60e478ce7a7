"""A plan as a few lines of text, and as a few numbers for scripts."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import repeat
from operator import attrgetter
from typing import Any

from siteplan.evaluate import Kpis, Plan
from siteplan.market.sales_caps import has_caps
from siteplan.present.board import board_vocabulary as b
from siteplan.present.board.doubt_words import doubt_sentences
from siteplan.present.board.payer_part import payer_sentences
from siteplan.present.board.service_part import service_sentences
from siteplan.present.files.plan_json import plan_dict
from siteplan.present.model_text.filled_words import filled_sentence
from siteplan.present.model_text.held_words import held_warnings
from siteplan.present.model_text.range_words import range_sentences
from siteplan.present.phases.phase_part import phase_sentences
from siteplan.present.plan_text.changes import changed
from siteplan.present.plan_text.losses import loss_sentences
from siteplan.present.plan_text.sentences import headline, loose_sentences, proof_sentence
from siteplan.present.plan_text.volumes import volume_sentences
from siteplan.present.reports.business_part import business_sentences
from siteplan.present.stress.reply_part import reply_sentences
from siteplan.present.stress.risk_part import risk_sentences
from siteplan.present.tables import money_vocabulary as m
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import TableColumn
from siteplan.present.text.goals import goal_text
from siteplan.present.text.lines import aligned
from siteplan.present.text.reader import Reader
from siteplan.present.text.stage_words import busy_sentences, seconds_text

__all__ = ["KPIS", "kpi_row", "kpi_rows", "summary", "summary_dict"]

KPIS: tuple[tuple[TableColumn, Callable[[Kpis], float]], ...] = (
    (v.CAPTURE, attrgetter("capture")),
    (v.ABOVE, attrgetter("demand_above_capacity")),
    (v.SHARE_OF_MARKET, attrgetter("share")),
    (v.COVERAGE, attrgetter("coverage.all")),
    (v.COVERAGE_RURAL, attrgetter("coverage.rural")),
    (v.COVERAGE_URBAN, attrgetter("coverage.urban")),
    (v.REACHED_MINUTES, attrgetter("mean_minutes_reached")),
    (v.NEWLY_COVERED, attrgetter("newly_covered")),
    (v.OUT_OF_REACH, attrgetter("out_of_reach")),
    (v.CAPEX, attrgetter("capex")),
    (v.OPEX, attrgetter("opex")),
    (v.COST_PER_VEHICLE, attrgetter("cost_per_vehicle")),
    (b.COST_SELLING, attrgetter("cost_per_vehicle_selling")),
    (b.CAPEX_ALL, attrgetter("capex_all")),
    (b.OPEX_ALL, attrgetter("opex_all")),
    (m.COST_ALL, attrgetter("cost_per_vehicle_all")),
    (b.OWNERS_UNSERVED, attrgetter("owners_unserved")),
    (b.OWNERS_OUT, attrgetter("owners_out_of_reach")),
)
"""The measures of a network, in the order in which they are told, and where each is."""
_COVERED = 6  # of these, the first; coverage of each tier follows
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
    goal = _("Goal: {goal}.").format(goal=goal_text(plan.study, reader))
    rough = [_("Modelled approximately: {what}.").format(what=_("; ").join(plan.proof.approximations))]
    rows = [("", _("today"), _("plan")), *kpi_rows(plan, reader)]
    return [
        reader.study_name(plan.study),
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
        *phase_sentences(plan, reader),
        *risk_sentences(plan, reader),
        *(reply_sentences(plan, reader) if plan.replies else []),
        *held_warnings(plan.forecast.today, reader),
        *volume_sentences(plan, reader),
        *loss_sentences(plan, reader),
        *business_sentences(plan, reader),
        *payer_sentences(plan, reader),
        *service_sentences(plan, reader),
        *doubt_sentences(plan, reader),
        *filled_sentence(plan.filled, reader),
    ]


def summary_dict(plan: Plan) -> dict[str, Any]:
    """Return the numbers of plan.json that fit on a screen, and how many sites open, convert and close."""
    whole = plan_dict(plan)
    counts = {change: len(changed(plan, change)) for change in ("converted", "closed")}
    return {**{key: whole[key] for key in _KEPT}, "opened": len(plan.sites), **counts}


def kpi_rows(plan: Plan, reader: Reader) -> list[tuple[str, str, str]]:
    """Return name, today's value and the plan's for capture, share, coverage and cost."""
    figures = [*KPIS[:_COVERED], *map(_in_tier, plan.kpis.coverage.by_tier, repeat(reader)), *KPIS[_COVERED:]]
    left_out = _left_out(plan)
    return [kpi_row(plan, *figure, reader) for figure in figures if figure[0] not in left_out]


def _left_out(plan: Plan) -> set[TableColumn]:
    """Return the measures that say nothing of a study without caps, partners, idle sites or limits for owners."""
    kpis, study = plan.kpis, plan.study
    same = kpis.cost_per_vehicle_all == kpis.cost_per_vehicle and kpis.capex_all == kpis.capex
    return {
        *([] if has_caps(study) else [v.ABOVE]),
        *([b.CAPEX_ALL, b.OPEX_ALL, m.COST_ALL] if same else []),
        *([b.COST_SELLING] if kpis.cost_per_vehicle_selling == kpis.cost_per_vehicle else []),
        *([b.OWNERS_UNSERVED, b.OWNERS_OUT] if math.isnan(kpis.owners_unserved) else []),
    }


def kpi_row(plan: Plan, column: TableColumn, read: Callable[[Kpis], float], reader: Reader) -> tuple[str, str, str]:
    """Return a figure's name, today's value and the plan's."""
    name, today = column.fact(read(plan.baseline), reader)
    return name, today, column.fact(read(plan.kpis), reader)[1]


def _in_tier(tier: str, reader: Reader) -> tuple[TableColumn, Callable[[Kpis], float]]:
    return v.COVERED_IN_TIER.where(tier=reader.tier_name(tier)), lambda kpis: kpis.coverage.by_tier[tier]
