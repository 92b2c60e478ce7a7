"""Check what outlooks say: probabilities, names, and that each changes something that can be changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from siteplan.data.check.rule_checks import TOML
from siteplan.data.nearest import did_you_mean
from siteplan.data.study_toml.messages import explain
from siteplan.errors import Problem
from siteplan.study import Outlook, Study
from siteplan.study.objectives import OBJECTIVES
from siteplan.study.uncertain.range_spec import FIXED, SECTIONS

__all__ = ["in_outlooks", "outlook_problems", "outlook_section"]

WHERE = f"{TOML} [[outlooks]]"
TAILS = ("cvar", "quantile")
"""What a plan is chosen for by its worst outlooks."""
ROUNDED = 1e-9  # the last digits of a sum
NO_FIGURE = (KeyError, TypeError, AttributeError)

DATED = frozenset({"lead_months", "ramp_up"})
"""Keys of formats that say when options sell: columns of a period are told apart by them, once for all outlooks."""


def outlook_section(number: int, *keys: str) -> str:
    """Return how an outlook, or a section of it, is called in messages."""
    return f"{TOML} [{'.'.join(('outlooks', *keys))}] #{number}"


def outlook_problems(study: Study) -> Iterator[Problem]:
    """Yield everything in the outlooks of a study that contradicts itself, or changes nothing."""
    yield from _tail(study)
    if study.outlooks:
        for check in CHECKS:
            yield from check(study)
    elif study.plan.for_outlooks != "expected":
        what, remedy = "the plan is for outlooks, and the study names none", "Name [[outlooks]], or leave it out."
        yield Problem(f"{TOML} [plan]", what, remedy, "for_outlooks")


def _tail(study: Study) -> Iterator[Problem]:
    """Find a tail that nothing asks for, one that is missing, and one of a single outlook."""
    plan, where = study.plan, f"{TOML} [plan]"
    asks = plan.for_outlooks in TAILS
    if plan.tail is not None and not asks:
        what = f'tail is given, and for_outlooks is "{plan.for_outlooks}", which looks at no tail'
        yield Problem(where, what, 'Ask for "cvar" or "quantile", or leave tail out.', "tail")
    if plan.tail is not None and asks and not 0.0 < plan.tail < 1.0:
        what = f"{plan.tail:g} is no probability of the worst outlooks: that is above 0 and below 1"
        yield Problem(
            where, what, 'Give a part of 1: 20 % is written 0.2. For all outlooks ask for "expected".', "tail"
        )
    if plan.tail is None and asks:
        what = f'for_outlooks is "{plan.for_outlooks}", and nothing says how probable the worst outlooks are'
        yield Problem(where, what, "Give the probability of the worst outlooks together, as tail = 0.2.", "tail")
    if asks and len(study.outlooks) == 1:
        what = f'for_outlooks is "{plan.for_outlooks}", and the study names one outlook, whose worst is itself'
        yield Problem(where, what, 'Name two [[outlooks]] or more, or ask for "expected".', "for_outlooks")


def in_outlooks(study: Study, check: Callable[[Study], list[Problem]]) -> Iterator[Problem]:
    """Yield what a check finds wrong with the study as it is in each outlook, if that can be made."""
    plain = check(study.model_copy(update={"outlooks": ()}))
    for outlook in study.outlooks:
        if _can_be_set(study, outlook):
            for problem in check(study.in_outlook(outlook)):
                if problem not in plain:
                    what = f'in the outlook "{outlook.name}", {problem.what}'
                    yield Problem(problem.table, what, problem.remedy, problem.column, problem.ids)


def _can_be_set(study: Study, outlook: Outlook) -> bool:
    """Whether the figures that an outlook sets are there and may be so."""
    return not any(True for key, value in outlook.set.items() for _ in _unfit(study, tuple(key.split(".")), value, ""))


def _probabilities(study: Study) -> Iterator[Problem]:
    total = sum(outlook.probability for outlook in study.outlooks)
    if abs(total - 1.0) > ROUNDED:
        what = f"the probabilities sum to {total:.10g}"
        remedy = "Give probabilities that sum to 1; three that are alike are written 0.33, 0.33 and 0.34."
        yield Problem(WHERE, what, remedy, "probability")


def _names(study: Study) -> Iterator[Problem]:
    for name, count in Counter(outlook.name for outlook in study.outlooks).items():
        if count > 1:
            yield Problem(WHERE, f'{count} outlooks are called "{name}"', "Give each its own name.", "name")


def _objective(study: Study) -> Iterator[Problem]:
    if not OBJECTIVES[study.plan.objective].by_outlook:
        what = f'the objective "{study.plan.objective}" is the same in every outlook'
        others = " or ".join(kind.name for kind in OBJECTIVES.values() if kind.by_outlook)
        yield Problem(WHERE, what, f"Ask for {others}, or leave the outlooks out.")


def _alike(study: Study) -> Iterator[Problem]:
    """Find outlooks that say the same, and that none changes anything."""
    if not any(outlook.changed for outlook in study.outlooks):
        remedy = "Say in one what is other than today, as demand = 0.8; or leave the outlooks out."
        yield Problem(WHERE, "no outlook changes anything", remedy)
        return
    said = [outlook.changed for outlook in study.outlooks]
    for number, changes in enumerate(said):
        if changes in said[:number]:
            names = (study.outlooks[said.index(changes)].name, study.outlooks[number].name)
            yield Problem(
                WHERE, "two outlooks change the same", "Keep one, with the sum of their probabilities.", "", names
            )


def _rivals(study: Study) -> Iterator[Problem]:
    """Find a snapshot beside what it says already."""
    for number, outlook in enumerate(study.outlooks, start=1):
        if outlook.snapshot is not None and (outlook.enter is not None or outlook.leave):
            what = "a snapshot says who of the rivals is there, and so do enter and leave"
            yield Problem(outlook_section(number), what, "Keep the snapshot, or the others.", "snapshot")


def _figures(study: Study) -> Iterator[Problem]:
    for number, outlook in enumerate(study.outlooks, start=1):
        for key, value in outlook.set.items():
            yield from _unfit(study, tuple(key.split(".")), value, outlook_section(number, "set"))


def _unfit(study: Study, path: tuple[str, ...], value: float, where: str) -> Iterator[Problem]:
    """Find what is wrong with a figure that an outlook sets."""
    key = ".".join(path)
    if path[0] not in SECTIONS or path[-1] in FIXED or len(path) == 1:
        fixed = " and ".join(FIXED)
        remedy = f'Figures of [{"], [".join(SECTIONS)}] can, but for {fixed}; write it as "trade_area.rate" = 0.1.'
        yield Problem(where, "no outlook can set this key", remedy, key)
        return
    if study.plan.phases and path[0] == "formats" and not DATED.isdisjoint(path):
        keys = " or ".join(sorted(DATED))
        what = f"in a plan in phases no outlook can set {keys}: sites open at one time in all of them"
        yield Problem(where, what, "Change it in the format, or leave the phases out.", key)
        return
    try:
        study.at(path, value)
    except ValidationError as error:
        for problem in explain(error, under=path[: 2 if path[0] == "formats" else 1]):
            yield Problem(where, problem.what, problem.remedy, key)
        return
    except NO_FIGURE:
        yield Problem(where, "the study has no such figure", did_you_mean(key, _known(study)), key)
        return
    if _today(study, path) == value:
        yield Problem(where, f"{value:g} is what the study says anyway", "Give another figure, or take it out.", key)


def _today(study: Study, path: tuple[str, ...]) -> float | None:
    try:
        return study.value_at(path)
    except NO_FIGURE:
        return None  # it has none


def _known(study: Study) -> list[str]:
    """Return the figures that an outlook can set."""
    return [key for section in SECTIONS for key in _paths(study.model_dump()[section], section) if key]


def _paths(part: Any, path: str) -> Iterator[str]:
    if isinstance(part, Mapping):
        for key, value in part.items():
            yield from _paths(value, f"{path}.{key}" if key else path)
    elif isinstance(part, int | float) and not isinstance(part, bool) and path.rpartition(".")[2] not in FIXED:
        yield path.removesuffix(".default")


CHECKS: tuple[Callable[[Study], Iterator[Problem]], ...] = (
    _probabilities,
    _names,
    _objective,
    _alike,
    _rivals,
    _figures,
)
