"""A plan in sentences: what it does, how good that is proven to be, why each site opens."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from siteplan.evaluate import Plan, Proof
from siteplan.market.access import standard_minutes
from siteplan.present.plan_text.changes import change_clauses
from siteplan.present.text.goals import figure_text
from siteplan.present.text.numbers import NO_NUMBER, amount, difference, exact, per_cent
from siteplan.present.text.reader import Reader

__all__ = [
    "both_numbers",
    "coverage_clause",
    "gap_text",
    "headline",
    "loose_sentences",
    "opening_sentences",
    "percent",
    "proof_sentence",
    "site_count",
    "why_sentence",
]

_LEAST_GAP = 1e-9  # below it, it is the rounding of two figures that are the same
_SMALL = 0.5  # vehicles/year below which a site is said to win none


def headline(plan: Plan, reader: Reader) -> str:
    """Return the plan in one sentence: sites, money, share, people within reach."""
    _ = reader.gettext
    clauses = [_opening_clause(plan, reader), _share_clause(plan, reader), coverage_clause(plan, reader)]
    return _("{sentence}.").format(sentence=_("; ").join(clauses))


def site_count(n: int, reader: Reader) -> str:
    """Return "14 sites"."""
    return reader.ngettext("{n} site", "{n} sites", n).format(n=n)


def coverage_clause(plan: Plan, reader: Reader) -> str:
    """Return who is within reach, now and today: rural people where there are any, else everybody."""
    _ = reader.gettext
    rural = bool(plan.zones["rural"].any())
    area = "rural" if rural else "all"
    after, before = (getattr(kpis.coverage, area) for kpis in (plan.kpis, plan.baseline))
    within = _within(plan, rural)
    text = (
        _("{share} of {people} within {minutes} of {reach} ({today} today)")
        if within is not None
        else _("{share} of {people} as near to {reach} as required ({today} today)")
    )
    return text.format(
        share=percent(after, reader, 0),
        today=percent(before, reader, 0),
        people=reader.area_name(area),
        minutes=amount(within, "min", reader),
        reach=reader.reach_of(plan.study.plan.coverage),
    )


def proof_sentence(proof: Proof, reader: Reader) -> str:
    """Return what is proven about the plan; "optimal" is never said of a search that ran out of time."""
    _ = reader.gettext
    left = difference(proof.bound, proof.objective) * (-1 if proof.goal.least else 1)
    more = {"more": amount(left, proof.goal.unit, reader), "gap": gap_text(proof.gap, reader)}
    if more["more"] == amount(0, proof.goal.unit, reader):
        left = 0.0  # beside a figure of 0, too, nobody reads a trillionth
    if proof.goal.least:
        return _least_sentence(proof, left, reader).format(**more)
    if left <= 0:
        said = _("Proven: no plan under these rules brings more.")
    elif proof.status == "optimal":
        said = _("Proven: no plan under these rules brings more than {more} ({gap}) beyond this one.")
    elif proof.status == "cancelled":
        said = _("Stopped on request: the plan meets every rule, and none brings more than {more} ({gap}) beyond it.")
    elif proof.in_time:
        said = _(
            "The plan meets every rule, and none brings more than {more} ({gap}) beyond it: the search ended in time, "
            "and proves no less."
        )
    else:
        said = _("Time limit reached: the plan meets every rule, and none brings more than {more} ({gap}) beyond it.")
    return said.format(**more)


def _least_sentence(proof: Proof, left: float, reader: Reader) -> str:
    _ = reader.gettext
    if left <= 0:
        return _("Proven: no plan under these rules needs less.")
    return {
        "optimal": _("Proven: no plan under these rules needs less by more than {more} ({gap})."),
        "cancelled": _(
            "Stopped on request: the plan meets every rule, and none needs less by more than {more} ({gap})."
        ),
    }.get(
        proof.status,
        _("Time limit reached: the plan meets every rule, and none needs less by more than {more} ({gap})."),
    )


def loose_sentences(proof: Proof, reader: Reader) -> list[str]:
    """Return that the bound hardly knows of capacities, where there are some that sites reach, and a gap is left."""
    _ = reader.gettext
    said = _(
        "The bound hardly accounts for capacities, and only in part for margins that differ: it may count sales above "
        "them, or at too large a margin, so a wide gap need not mean that a better plan exists."
    )
    return [said] if proof.loose and proof.gap > _LEAST_GAP else []


def both_numbers(plan: Plan, reader: Reader) -> str:
    """Return what the optimiser counted beside what the full model finds for the same sites."""
    _ = reader.gettext
    proof = plan.proof
    said = _(
        "The optimiser counts {objective}; the full model, re-evaluated on the chosen sites, {counted}; today {today}."
    )
    figures = {"objective": proof.objective, "counted": proof.counted, "today": proof.today}
    return said.format(**{key: figure_text(x, proof.goal, reader) for key, x in figures.items()})


def why_sentence(plan: Plan, site_id: str, reader: Reader) -> str:
    """Return why a site opens: what it wins, from whom, and how it scores."""
    return opening_sentences(plan, plan.sites[plan.sites["site_id"] == site_id], reader)[0]


def opening_sentences(plan: Plan, sites: pd.DataFrame, reader: Reader) -> list[str]:
    """Return why each of these sites opens: rows of the plan's sites."""
    _ = reader.gettext
    taken = plan.transfers.of(sites["site_id"])
    sums = zip(taken.capture, taken.outside, taken.from_rivals, taken.from_own, strict=True)
    said = []
    for site, sold in zip(sites.drop(columns="geometry", errors="ignore").to_dict("records"), sums, strict=True):
        parts = [_required(site, reader), _wins(plan, site, sold, reader), _scores(plan, site, reader)]
        whole = _("; ").join(part for part in parts if part)
        said.append(_("{sentence}.").format(sentence=whole[:1].upper() + whole[1:]))
    return said


def percent(x: float, reader: Reader, decimals: int = 1) -> str:
    """Return a share in per cent: "83 %" with no decimals, "6.1 %" with one."""
    return exact(x * 100, decimals) + per_cent(reader) if np.isfinite(x) else NO_NUMBER


def gap_text(gap: float, reader: Reader) -> str:
    """Return a gap in per cent with its first digit, however small: "0.4 %", "0.003 %"."""
    told = gap if gap >= _LEAST_GAP else 0.0
    decimals = 1 if not 0 < told < np.inf else max(1, -int(np.floor(np.log10(told * 100))))
    return percent(told, reader, decimals)


def _opening_clause(plan: Plan, reader: Reader) -> str:
    _ = reader.gettext
    opens = [] if plan.sites.empty else [_("opens {sites}").format(sites=site_count(len(plan.sites), reader))]
    said = _(", ").join([*opens, *change_clauses(plan, reader)])
    if not said:
        return _("Opens no site")
    said = said[:1].upper() + said[1:]
    if plan.kpis.capex == 0:
        return said
    return _("{changes} for {capex}").format(changes=said, capex=amount(plan.kpis.capex, reader.currency, reader))


def _share_clause(plan: Plan, reader: Reader) -> str:
    _ = reader.gettext
    before, after = (percent(kpis.share, reader) for kpis in (plan.baseline, plan.kpis))
    if before == after:
        return _("share stays at {after}").format(after=after)
    rises, falls = _("share rises from {before} to {after}"), _("share falls from {before} to {after}")
    return (rises if plan.kpis.share > plan.baseline.share else falls).format(before=before, after=after)


def _within(plan: Plan, rural: bool) -> float | None:
    """Return the minutes asked for these zones, if all are asked the same."""
    zones = plan.zones
    asked = np.unique(standard_minutes(plan.study, zones, plan.study.plan.coverage)[zones["rural"] | (not rural)])
    return float(asked[0]) if len(asked) == 1 else None


def _required(site: Mapping[Hashable, Any], reader: Reader) -> str:
    return reader.gettext("required by the study") if site["status"] == "required" else ""


def _wins(plan: Plan, site: Mapping[Hashable, Any], sold: tuple[float, float, float, float], reader: Reader) -> str:
    """Return what a site wins and from whom; one that sells nothing opens for what it does.

    `sold` is what it wins in all, from other ways to buy, from rivals, and from own sites.
    """
    _ = reader.gettext
    if site["capture"] < _SMALL:
        does = plan.study.formats[site["format"]].functions
        said = _("opens for {functions}").format(functions=_(", ").join(reader.function_name(f) for f in does))
        return said + _charges(site, reader)
    wins, outside, rivals, own = sold
    text = (
        _(
            "sells {capture}, its capacity, and attracts {above} more, which is lost: of all it attracts "
            "{outside} from other ways to buy, {rivals} from competitors, {own} from own sites"
        )
        if site["demand_above_capacity"] >= _SMALL
        else _("wins {capture}: {outside} from other ways to buy, {rivals} from competitors, {own} from own sites")
    )
    return text.format(
        capture=amount(site["capture"], "vehicles/year", reader),
        above=amount(site["demand_above_capacity"], "vehicles/year", reader),
        outside=percent(outside / wins, reader, 0),
        rivals=percent(rivals / wins, reader, 0),
        own=percent(own / wins, reader, 0),
    )


def _charges(site: Mapping[Hashable, Any], reader: Reader) -> str:
    """Return what a charging site brings beside sales: they are counted apart."""
    sessions, leads = float(site.get("sessions", np.nan)), float(site.get("leads", np.nan))
    if not np.isfinite(sessions):
        return ""
    text = reader.gettext(" ({sessions} and {leads} leads/year if opened alone beside today's stations)")
    return text.format(sessions=amount(sessions, "sessions/day", reader), leads=amount(leads, "", reader))


def _scores(plan: Plan, site: Mapping[Hashable, Any], reader: Reader) -> str:
    _ = reader.gettext
    if not np.isfinite(site["rank"]):
        return ""
    return _("score {score}, rank {rank} of {n}").format(
        score=exact(site["score"]), rank=exact(site["rank"]), n=exact(plan.scorecard.n_ranked)
    )
