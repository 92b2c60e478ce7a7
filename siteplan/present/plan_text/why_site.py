"""Why this site, why not that one: in sentences, and for scripts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.evaluate.explain.explain_sites import SitesExplained
from siteplan.present.files.plan_json import plain
from siteplan.present.plan_text.changes import change_sentence
from siteplan.present.plan_text.explained_words import needed_sentence, removal_sentence
from siteplan.present.plan_text.rule_words import records
from siteplan.present.plan_text.sentences import gap_text, why_sentence
from siteplan.present.text.goals import figure_text, short_figure, unit_text
from siteplan.present.text.numbers import amount, exact
from siteplan.present.text.reader import Reader
from siteplan.study.objectives import Goal

__all__ = ["site_lines", "why_dict", "why_lines"]

REMOVAL = (
    "removal_value", "removal_resolved", "removal_least", "removal_most", "removal_basis", "needed_for",
    "runner_up_format", "runner_up_value",
)  # fmt: skip
ENTRY = (
    "format", "capex", "gain", "entry_price", "entry_price_least", "entry_capex", "entry_capex_most", "entry_rent",
    "entry_verdict", "basis",
)  # fmt: skip


def why_lines(found: SitesExplained, reader: Reader) -> list[str]:
    """Return what is known of each site asked for, a paragraph each, and how it was found."""
    _ = reader.gettext
    lines = [line for site in found.asked for line in [*site_lines(found.plan, found.closed, site, reader), ""]]
    said = _("Re-solved in {seconds} of {limit} processor seconds; the plan is proven within {gap}.")
    told = {"seconds": exact(found.seconds, 1), "limit": exact(found.limit, 0), "gap": gap_text(found.gap, reader)}
    return [*lines, said.format(**told)]


def why_dict(found: SitesExplained) -> dict[str, Any]:
    """Return the same as JSON knows it; what is not known, or has no limit, is None."""
    return {
        "gap": plain(found.gap),
        "limit": plain(found.limit),
        "seconds": plain(found.seconds),
        "goal": {"name": found.plan.proof.goal.name, "unit": found.plan.proof.goal.unit},
        "sites": [plain(_told(found, site)) for site in found.asked],
    }


def _told(found: SitesExplained, site_id: str) -> dict[str, Any]:
    opened = _opened(found.plan, site_id)
    if opened is not None:
        keys = [key for key in REMOVAL if key in opened]
        return {"site_id": site_id, "opens": True, "format": opened["format"], **{key: opened[key] for key in keys}}
    options = [{key: row[key] for key in ENTRY} for row in _closed(found.closed, site_id)]
    return {"site_id": site_id, "opens": False, "options": options}


def _opened(plan: Plan, site_id: str) -> dict[str, Any] | None:
    rows = records(plan.sites[plan.sites["site_id"] == site_id])
    return rows[0] if rows else None


def _closed(closed: pd.DataFrame, site_id: str) -> list[dict[str, Any]]:
    return records(closed[closed["site_id"] == site_id])


def site_lines(plan: Plan, closed: pd.DataFrame, site_id: str, reader: Reader) -> list[str]:
    """Return a heading and sentences on one site; `closed` has options that stay closed (see rejected_sites)."""
    _ = reader.gettext
    own = plan.market.facilities
    table = plan.market.candidates if site_id in plan.market.candidates.index else own
    head = _("{name} ({site})").format(name=reader.shown(table, "name")[site_id], site=site_id)
    opened = _opened(plan, site_id)
    if opened is not None:
        return [head, *_why(plan, opened, reader)]
    if site_id in own.index:
        changing = site_id in set(plan.facilities["site_id"])
        stays = _("It is one of today's sites and stays in every plan.")
        return [head, change_sentence(plan, site_id, reader) if changing else stays]
    said = [sentence for option in _closed(closed, site_id) for sentence in _why_not(plan, option, reader)]
    return [head, *(said or [_("No format fits this site.")])]


def _why(plan: Plan, site: Mapping[str, Any], reader: Reader) -> list[str]:
    _ = reader.gettext
    opens = _("It opens as {format}, for {capex}.").format(
        format=reader.format_name(site["format"]), capex=amount(site["capex"], reader.currency, reader)
    )
    at_once = _("Removal value, all else unchanged, re-evaluated: {lost}.").format(
        lost=figure_text(site["removal_value"], plan.proof.goal, reader)
    )
    resolved = removal_sentence(site, plan.proof.goal, reader) or [_("The removal value was not re-solved in time.")]
    second = _("Its next best format, {format}, would bring {value} in its place; re-evaluated.").format(
        format=reader.format_name(site["runner_up_format"]),
        value=figure_text(site["runner_up_value"], plan.proof.goal, reader),
    )
    return [
        opens,
        why_sentence(plan, site["site_id"], reader),
        *needed_sentence(site["needed_for"], plan.study, reader),
        at_once,
        *resolved,
        *([second] if site["runner_up_format"] else []),
    ]


def _why_not(plan: Plan, option: Mapping[str, Any], reader: Reader) -> list[str]:
    _, goal = reader.gettext, plan.proof.goal
    told = {
        "format": reader.format_name(option["format"]),
        "capex": amount(option["capex"], reader.currency, reader),
    }
    if option["basis"] == "ruled out":
        return [_("As {format}, for {capex}, it is ruled out: by its status, or by a gate.").format(**told)]
    gain = figure_text(option["gain"], goal, reader)
    adds = _("As {format}, for {capex}, it would add {gain} to the plan, rules not considered.").format(
        gain=gain, **told
    )
    return [adds, _verdict(option, reader), *_lacking(option, goal, reader)]


def _verdict(option: Mapping[str, Any], reader: Reader) -> str:
    """Return at which price an option opens."""
    _, currency = reader.gettext, reader.currency
    low, high = (float(option[name]) for name in ("entry_capex", "entry_capex_most"))
    ends = {"low": amount(low, currency, reader, 6), "high": amount(high, currency, reader, 4)}
    found_low = _("Re-solved: at {low} a plan with it is better than the plan.").format(**ends)
    ruled_high = _("Re-solved: above {high} no plan with it is better.").format(**ends)
    both = " ".join(text for text, x in ((found_low, low), (ruled_high, high)) if math.isfinite(x))
    undecided = _("Between them, nothing is decided within the gap.") if math.isfinite(low + high) else ""
    texts = {
        "exact": _("Re-solved: it opens at {low}; a thousandth above that no plan with it is better.").format(**ends),
        "never": _("Re-solved: it never opens; not even free is a plan with it better."),
        "any": _("Re-solved: a plan with it is better whatever it costs; no rule or goal depends on its cost."),
        "between": both,
        "undecided": f"{both} {undecided}".strip() or _("Nothing is decided within the gap."),
    }
    return texts.get(str(option["entry_verdict"]), _("Its entry price was not re-solved in time."))


def _lacking(option: Mapping[str, Any], goal: Goal, reader: Reader) -> list[str]:
    """Return what the best plan with an option at its own price is worth less; nothing where that is not known."""
    _ = reader.gettext
    lacks, least = float(option["entry_price"]), float(option["entry_price_least"])
    if not math.isfinite(lacks):
        return []
    nothing = short_figure(0.0, goal)
    said = _("At its own price, the best plan found with it is worth {lacks} {unit} less.")
    if short_figure(least, goal) != nothing:
        said = _(
            "At its own price, the best plan found with it is worth {lacks} {unit} less; every plan with it is worth "
            "at least {least} less."
        )
    if short_figure(lacks, goal).strip("−-") == nothing:
        return [_("At its own price the best plan found with it is worth as much.")]
    if lacks < 0:
        said = _(
            "At its own price a plan with it was found that is {more} {unit} better: this plan is only "
            "proven within its gap."
        )
    told = {"lacks": short_figure(lacks, goal), "least": short_figure(least, goal), "more": short_figure(-lacks, goal)}
    return [said.format(unit=unit_text(goal, reader), **told)]
