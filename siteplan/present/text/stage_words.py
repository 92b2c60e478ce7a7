"""What a run is at, in words: its stages, those of the search within it, and what it had of the processor."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from siteplan.optimise.selection import Progress, Selection
from siteplan.present.plan_text.sentences import gap_text, percent
from siteplan.present.text.numbers import exact
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_

__all__ = ["busy_sentences", "point_line", "search_text", "seconds_text", "stage_text", "step_line"]

_STAGES: Mapping[str, str] = {
    "reading": N_("read the study"),
    "minutes": N_("compute travel times"),
    "trade areas": N_("outline trade areas"),
    "scores": N_("score the candidates"),
    "forecast": N_("forecast sales"),
    "plan": N_("search and prove"),
    "explanation": N_("explain by re-solving"),
    "evaluation": N_("evaluate with the full model"),
    "frontier": N_("search point by point"),
    "calibration": N_("fit the model"),
    "writing": N_("write the results"),
}
_SEARCH: Mapping[str, str] = {
    "start": N_("getting ready"),
    "first plan": N_("looking for a first plan"),
    "relaxation": N_("computing the bound"),
    "search": N_("looking for better plans"),
    "branch": N_("proving that no plan is better"),
    "end": N_("done"),
}
_CURVES: Mapping[str, str] = {"budget": N_("Budget {limit}: {facts}"), "coverage": N_("Coverage {limit}: {facts}")}
_FIRST = N_("first plan, far from proven")
LEAST_SECONDS, LEAST_PART = 1.0, 0.5
"""By the clock, from which it matters what a search had of the processor; and the part that it has where nothing else
runs: its own threads wait for each other now and then."""


def stage_text(stage: str, reader: Reader) -> str:
    """Return what a run does at a stage; another line that it says, as it is."""
    return reader.gettext(_STAGES[stage]) if stage in _STAGES else stage


def search_text(stage: str, found: bool, reader: Reader) -> str:
    """Return what the search does at a stage, with a plan found or without."""
    _ = reader.gettext
    return _(_FIRST if stage == "first plan" and found else _SEARCH.get(stage, stage))


def step_line(step: Progress, reader: Reader) -> str:
    """Return where a search stands, on one line."""
    _ = reader.gettext
    found = isfinite(step.value)
    plan = _("plan {x}").format(x=exact(step.value)) if found else _("no plan yet")
    gap = [_("gap {gap}").format(gap=gap_text(step.gap, reader))] if isfinite(step.gap) else []
    facts = _(", ").join([plan, _("bound {x}").format(x=exact(step.bound)), *gap])
    doing = search_text(step.stage, found, reader)
    return _("{seconds} s  {doing}: {facts}").format(seconds=f"{step.seconds:5.0f}", doing=doing, facts=facts)


def point_line(curve: str, limit: float, selection: Selection, reader: Reader) -> str:
    """Return how the search at a point of a frontier ended, on one line; `limit` is money, or a share of people."""
    _ = reader.gettext
    shown = f"{exact(limit)} {reader.money_word()}" if curve == "budget" else percent(limit, reader)
    proof = [_("gap {gap}").format(gap=gap_text(selection.gap, reader))] if selection.found else []
    took = _("{clock} s").format(clock=exact(selection.seconds, 1))
    facts = _(", ").join([reader.status_name(str(selection.status)), *proof, took])
    return _(_CURVES[curve]).format(limit=shown, facts=facts)


def seconds_text(seconds: float, cpu_seconds: float, reader: Reader) -> str:
    """Return how long a search took, by the clock and of the processor, where that is known."""
    _ = reader.gettext
    clock, cpu = exact(seconds, 1), exact(cpu_seconds, 1)
    if not isfinite(cpu_seconds):
        return _("{clock} s").format(clock=clock)
    return _("{clock} s elapsed, {cpu} s of processor time").format(clock=clock, cpu=cpu)


def busy_sentences(seconds: float, cpu_seconds: float, proven: bool, reader: Reader) -> list[str]:
    """Return that a search had little of the processor, and what helps; nothing where it had its part."""
    _ = reader.gettext
    if seconds < LEAST_SECONDS or not cpu_seconds < LEAST_PART * seconds:
        return []
    said = _("The machine was busy: of {clock} s the search had the processor for {cpu} s.")
    said = said.format(clock=exact(seconds, 1), cpu=exact(cpu_seconds, 1))
    more = _("Give it more time, or a machine with less other work, for a plan nearer to its bound.")
    return [said] if proven else [said, more]
