"""The phases of a plan: phases.csv, a section of the report with its chart, and a table of the app."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.evaluate.over_time.phase_table import PHASES
from siteplan.present.maps.plan_areas import PlanAreas
from siteplan.present.phases import phase_vocabulary as p
from siteplan.present.phases.gantt import gantt_chart
from siteplan.present.phases.phase_figure import phase_figures, when_text
from siteplan.present.plan_text.rule_words import rule_name
from siteplan.present.plan_text.sentences import percent, site_count
from siteplan.present.reports.report_parts import Part
from siteplan.present.tables.column import Table, table_of
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.study.objectives import OBJECTIVES
from siteplan.study.rules import rules_by_id

__all__ = ["PHASE_FILE", "from_dict", "phase_dict", "phase_frame", "phase_parts", "phase_sentences", "phase_tables"]

PHASE_FILE = "phases.csv"
DECIDED = (
    p.PHASE, p.FROM, p.OPENED, p.CONVERTED, p.MOVED, p.CLOSED, p.SPENT, p.AVAILABLE, p.LEFT, p.EMPLOYED,
)  # fmt: skip
STANDS = (p.WHEN, p.PHASE, p.STANDING, p.SOLD, p.MARKET, p.COVERED, p.COVERED_RURAL)
RARE = (p.CONVERTED, p.MOVED, p.CLOSED)


def phase_frame(plan: Plan) -> pd.DataFrame:
    """Return phases.csv, a row a period; without rows where the study has no phases."""
    return pd.DataFrame(columns=PHASES) if plan.phases is None else plan.phases.table


def phase_dict(plan: Plan) -> dict[str, Any] | None:
    """Return phases and the price of nesting for scripts; None where the study has no phases."""
    if plan.phases is None:
        return None
    nesting = plan.phases.nesting
    priced = None if nesting is None else {
        "price": nesting.price, "least": nesting.least, "most": nesting.most, "free": nesting.free,
        "free_bound": nesting.free_bound, "nested": nesting.nested, "nested_bound": nesting.nested_bound,
        "unit": plan.proof.goal.unit,
    }  # fmt: skip
    rows = [{str(key): value for key, value in row.items()} for row in plan.phases.table.to_dict("records")]
    decided = plan.phases.sites.reset_index().to_dict("records")
    return {"periods": rows, "nesting": priced, "decisions": decided}


def from_dict(plan: Plan) -> dict[str, Any] | None:
    """Return from which plan and phase on this one is made anew, how many sites are frozen; None where it is not."""
    asked = plan.study.plan.replan
    if asked is None:
        return None
    name = plan.study.study.name
    return {"name": name, "hash": asked.hash, "phase": asked.phase, "frozen": len(asked.frozen)}


def phase_parts(plan: Plan, areas: PlanAreas, reader: Reader) -> list[Part]:
    """Return the section on phases; nothing where the study has none."""
    if plan.phases is None:
        return []
    chart = gantt_chart(plan, reader)
    figures = [*([] if chart is None else [chart]), *phase_figures(plan, areas, reader)]
    return [
        Part(
            reader.gettext("What opens when"),
            phase_sentences(plan, reader),
            [*figures, *phase_tables(plan, reader)],
            "phases",
        )
    ]


def phase_sentences(plan: Plan, reader: Reader) -> list[str]:
    """Return what opens in each phase, what it costs that they build on each other, and what is not said of them."""
    if plan.phases is None:
        return []
    _ = reader.gettext
    money = _("The business case counts what sites sell beside the whole network in the end.")
    by_period = _("The figure of the goal counts money period by period, as sites stand then.")
    goal = [by_period] if OBJECTIVES[plan.study.plan.objective].money else []
    return [_opened(plan, reader), *_from(plan, reader), *_nested(plan, reader), money, *goal]


def phase_tables(plan: Plan, reader: Reader) -> list[Table]:
    """Return what each phase decides on, and what stands from when on; nothing where the study has no phases."""
    if plan.phases is None:
        return []
    _, frame = reader.gettext, plan.phases.table
    quarters = [when_text(row) for row in frame.to_dict("records")]
    names = reader.called(plan.study.plan.phases)
    told = frame.assign(called=[names.get(name, name) for name in frame["name"]], when=quarters)
    phases = told[told["phase"].notna()]
    idle = {column.name for column in RARE if not frame[column.name].fillna(0).any()}
    idle |= {name for name in ("available", "left", "coverage_rural") if frame[name].isna().all()}
    decided, stands = ([column for column in columns if column.name not in idle] for columns in (DECIDED, STANDS))
    paid = _("What a phase decides on is decided, and paid for, as it starts.")
    then = _(
        "Vehicles, share and coverage are of the network as it stands in these quarters, in the market of those. Where "
        "no phase starts, sites open that were decided on before."
    )
    return [
        table_of(_("What each phase decides on"), phases, decided, reader, note=paid).whole_in(PHASE_FILE),
        table_of(_("What stands when"), told, stands, reader, note=then).whole_in(PHASE_FILE),
    ]


def _opened(plan: Plan, reader: Reader) -> str:
    """Return how many sites each phase decides on, and for how much."""
    assert plan.phases is not None  # noqa: S101  asked before
    _, names = reader.gettext, reader.called(plan.study.plan.phases)
    told = [
        _("{name}: {n}, {spent}").format(
            name=names.get(row["name"], row["name"]),
            n=site_count(int(row["opened"]), reader),
            spent=amount(row["spent"], reader.currency, reader),
        )
        for row in plan.phases.table.to_dict("records")
        if not math.isnan(row["phase"])
    ]
    return _("Sites are decided on in {n} phases. {phases}.").format(n=len(told), phases=_("; ").join(told))


def _from(plan: Plan, reader: Reader) -> list[str]:
    """Return what an earlier plan decided on and stays as it is; nothing where no plan is gone on from."""
    assert plan.phases is not None  # noqa: S101  asked before
    _, asked, sites = reader.gettext, plan.study.plan.replan, plan.phases.sites
    if asked is None:
        return []
    done = sites[sites["committed"]]
    text = _("What was decided before {phase} stays as it is: {n}, {spent}; all else is chosen anew from there on.")
    spent = amount(float(done["spent"].sum()), reader.currency, reader)
    names = reader.called(plan.study.plan.phases)
    said = [text.format(phase=names.get(asked.phase, asked.phase), n=site_count(len(done), reader), spent=spent)]
    if history := _rules_over(plan, reader):
        said.append(_("Rules of phases that are over are not asked any more: {rules}.").format(rules=history))
    return said


def _rules_over(plan: Plan, reader: Reader) -> str:
    """Return the rules of phases that are over, by what they are called."""
    asked, over = plan.study.plan, {phase.name for phase in plan.study.plan.phases[: plan.study.plan.anew]}
    named = [rule_name(key, plan.study, reader) for key, rule in rules_by_id(asked.rules).items() if rule.phase in over]
    return reader.gettext("; ").join(named)


def _nested(plan: Plan, reader: Reader) -> list[str]:
    """Return the price of nesting, or that it was not solved in time."""
    assert plan.phases is not None  # noqa: S101  asked before
    _, nesting, goal = reader.gettext, plan.phases.nesting, plan.proof.goal
    if nesting is None:
        return [_("What it costs that phases build on each other was not solved in the time that explain_limit gives.")]
    text = _(
        "That each phase builds on the one before costs {price} ({part}) against the best network of each period by "
        "itself, for all the money until then; by both proofs it costs from {least} to {most}."
    )
    of = abs(nesting.free) or 1.0
    told = {name: amount(getattr(nesting, name), goal.unit, reader) for name in ("price", "least", "most")}
    return [text.format(part=percent(nesting.price / of, reader), **told)]
