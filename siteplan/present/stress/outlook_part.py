"""A plan in each outlook: its figure, the best plan's there, what it regrets, and which of its sites are core sites."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from siteplan.evaluate import Plan
from siteplan.present.plan_text.rule_words import records
from siteplan.present.stress import stress_vocabulary as s
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, table_of
from siteplan.present.text.goals import figure_text, short_figure, unit_text
from siteplan.present.text.numbers import share
from siteplan.present.text.reader import Reader

__all__ = ["OUTLOOK_FILE", "outlook_sentences", "outlook_table"]

OUTLOOK_FILE = "outlooks.csv"


def outlook_table(plan: Plan, reader: Reader) -> Table | None:
    """Return the goal's figure in each outlook, today, with the plan and at best; None where the study names none."""
    _ = reader.gettext
    if plan.outlooks.empty:
        return None
    goal, outlooks, names = plan.proof.goal, plan.outlooks, reader.called(plan.study.outlooks)
    frame = outlooks.assign(
        outlook=[names[name] for name in outlooks["name"]],
        today=[short_figure(x, goal) for x in outlooks["today"]],
        plan=[short_figure(x, goal) for x in outlooks["figure"]],
        best_there=[_between(one["best"], one["bound"], plan, reader) for one in records(outlooks)],
        regret=[_between(one["regret_low"], one["regret_high"], plan, reader) for one in records(outlooks)],
    )
    caption = _("The plan in each outlook, {unit}").format(unit=unit_text(goal, reader))
    weighed = () if plan.regret is None and plan.tail is None else (s.WEIGHT_THERE,)
    columns = (v.OUTLOOK, v.PROBABILITY, *weighed, v.TODAY, v.PLANNED, s.BEST_THERE, s.REGRET)
    return table_of(caption, frame, columns, reader, note=_note(plan, reader)).whole_in(OUTLOOK_FILE)


def _note(plan: Plan, reader: Reader) -> str:
    """Return by what the plan is judged, and what its other figures are of."""
    _ = reader.gettext
    note = _(
        "The plan is judged by the mean over the outlooks; all else in this report is for the market as it is today. "
        "The best plan there keeps the same rules; from what was found to what is proven to be the most."
    )
    if plan.regret is not None:
        note = _(
            "The plan is the best on the mean of the outlooks by their weight, which was found so that regrets are "
            "alike; figure and bound of the proof are of that mean. All else in this report is for the market as it is "
            "today."
        )
    if plan.tail is not None:
        note = _(
            "The plan is judged by what its goal says of the outlooks; figure and bound of the proof are of that. "
            "Weights are those of the mean by which the search found it: prices of rules and sites are of that mean. "
            "All else in this report is for the market as it is today."
        )
    if plan.phases is not None:
        over_time = _("Figures are means over the years of the plan, not those of its end.")
        return ("" if reader.is_chinese else " ").join([over_time, note])
    return note


def outlook_sentences(plan: Plan, reader: Reader) -> list[str]:
    """Return the largest regret and how many sites are core sites, of what was re-solved; nothing without outlooks."""
    if plan.outlooks.empty:
        return []
    known = [one for one in records(plan.outlooks) if not math.isnan(one["best"])]
    worst, unsolved = _worst(known, plan, reader), _unsolved(len(known), plan, reader)
    return [*_least(plan, reader), *_tail(plan, reader), *worst, *unsolved, *_core(plan, reader)]


def _least(plan: Plan, reader: Reader) -> list[str]:
    """Return what is proven of the worst regret, where the plan was chosen for the least."""
    _, regret = reader.gettext, plan.regret
    if regret is None:
        return []
    low, high, bound = (_regret(x, plan, reader) for x in (regret.low, regret.high, regret.bound))
    text = _(
        "The plan's worst regret over all outlooks is {low} to {high}; it is proven that no plan's is below {bound}."
    )
    within = _("Regrets lie within the gaps of the solves: one plan is good in all of these outlooks.")
    return [text.format(low=low, high=high, bound=bound), *([within] if regret.within_gaps else [])]


def _tail(plan: Plan, reader: Reader) -> list[str]:
    """Return what the plan reaches in its worst outlooks, or without them, and how far a better one is ruled out."""
    _, facts = reader.gettext, plan.tail
    if facts is None:
        return []
    reached, proven = {
        "cvar": (
            _(
                "On the mean of all outlooks the plan reaches {mean}; on that of its worst, {tail} by probability, "
                "{value}."
            ),
            _("It is proven that no plan reaches more than {bound} on the mean of its worst outlooks."),
        ),
        "quantile": (
            _(
                "On the mean of all outlooks the plan reaches {mean}; with a probability of at least {sure}, {value} "
                "or more."
            ),
            _("It is proven that no plan reaches more than {bound} with this probability."),
        ),
    }[facts.measure]
    value, mean, bound = (figure_text(x, plan.proof.goal, reader) for x in (facts.value, facts.mean, facts.bound))
    tail, sure = share(facts.tail, reader), share(1.0 - facts.tail, reader)
    if not math.isfinite(facts.bound):
        proven = _("What no plan exceeds is not known of them: the time did not suffice.")
    said = [reached.format(mean=mean, tail=tail, sure=sure, value=value), proven.format(bound=bound)]
    if not facts.all_sets:
        many = _("Of sets of outlooks that are probable enough {n} were looked at one by one; the bound holds for all.")
        said.append(many.format(n=facts.sets))
    return said


def _regret(x: float, plan: Plan, reader: Reader) -> str:
    relative = plan.regret is not None and plan.regret.relative
    return share(x, reader) if relative else figure_text(x, plan.proof.goal, reader)


def _worst(known: Sequence[Mapping[str, Any]], plan: Plan, reader: Reader) -> list[str]:
    if not known:
        return []
    _, goal = reader.gettext, plan.proof.goal
    worst = max(known, key=lambda one: (float(one["regret_low"]), float(one["regret_high"])))
    named = reader.called(plan.study.outlooks)[str(worst["name"])]
    told = {"name": named, "most": figure_text(worst["regret_high"], goal, reader)}
    if worst["regret_low"] > 0:
        text = _("In the outlook {name} the plan regrets most: the best plan there has {least} to {most} more.")
        return [text.format(**told, least=figure_text(worst["regret_low"], goal, reader))]
    text = _("No better plan was found in any outlook re-solved; in {name} one may have up to {most} more.")
    return [text.format(**told)]


def _unsolved(n: int, plan: Plan, reader: Reader) -> list[str]:
    """Return how many outlooks were not re-solved, and what to do about it."""
    left = len(plan.outlooks) - n
    if not left:
        return []
    text = reader.ngettext(
        "{n} outlook was not re-solved in the time that explain_limit allows.",
        "{n} outlooks were not re-solved in the time that explain_limit allows.",
        left,
    )
    return [text.format(n=left)]


def _core(plan: Plan, reader: Reader) -> list[str]:
    core = plan.core
    if core.n < 2 or plan.sites.empty:
        return []
    text = reader.gettext(
        "Core sites: {n} of {total} sites are in the best plans of outlooks that make up {part} or more of those "
        "re-solved, by probability [A]."
    )
    part = share(core.params.core, reader)
    return [text.format(n=len(core.core(plan.sites)), total=len(plan.sites), part=part)]


def _between(low: float, high: float, plan: Plan, reader: Reader) -> str:
    """Return two figures as people read them; "" where the outlook was not re-solved."""
    if math.isnan(low):
        return ""
    least, most = short_figure(low, plan.proof.goal), short_figure(high, plan.proof.goal)
    return least if least == most else reader.gettext("{low} to {high}").format(low=least, high=most)
