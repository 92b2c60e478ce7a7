"""Repair: the smallest changes of rules that give a plan, each of them solved."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from siteplan.optimise.infeasibility.attainable import lowest_rung, nearest
from siteplan.optimise.infeasibility.conflict import corrections
from siteplan.optimise.infeasibility.feasibility_oracle import Doctor
from siteplan.optimise.outcome import Selection, SolveStatus
from siteplan.optimise.rules import Rule
from siteplan.optimise.solve import solve
from siteplan.optimise.stop import StoppedError
from siteplan.optimise.types import Bools

__all__ = ["Change", "Family", "Repair", "repairs", "with_best"]

BEST_SECONDS = 4.0


@dataclass(frozen=True)
class Family:
    """A number of a rule, other than its limits, that can give way: the minutes of a floor, say.

    Attributes
    ----------
    number : position of the rule in the problem
    what, unit : name of the number, and its unit
    asked : the number as it is
    values : others, each of which lets more plans through than the one before
    at : the rule under another number
    """

    number: int
    what: str
    unit: str
    asked: float
    values: tuple[float, ...]
    at: Callable[[float], Rule]


@dataclass(frozen=True, eq=False)
class Change:
    """One rule that gives way.

    Attributes
    ----------
    number : position of the rule in the problem
    rule : its name
    what : "at_most", "at_least", "exactly" or, for a number that is no limit, the name of its family
    unit : of the numbers
    asked, value : float
        The number as it is and as it would be, in few digits; NaN as value where the rule has to be left out.
    proven : bool
        Whether less would not do, all else as in the repair.
    eased : Rule or None
        The rule after the change.
    """

    number: int
    rule: str
    what: str
    unit: str
    asked: float
    value: float
    proven: bool
    eased: Rule | None

    @property
    def size(self) -> float:
        """Difference as a part of the larger of both numbers; 1 for a rule that is left out."""
        if math.isnan(self.value):
            return 1.0
        return abs(self.value - self.asked) / max(abs(self.value), abs(self.asked), 1e-300)


@dataclass(frozen=True, eq=False)
class Repair:
    """Changes that together give a plan.

    Attributes
    ----------
    changes : of one rule each
    open : (n_options,) bool
        A plan that all rules then allow.
    best : Selection or None
        The best one found under the problem's own capture.
    """

    changes: tuple[Change, ...]
    open: Bools
    best: Selection | None = None

    @property
    def size(self) -> tuple[int, float]:
        """Number of rules changed, and how much they change together: repairs are told in this order."""
        return len(self.changes), sum(change.size for change in self.changes)

    @property
    def key(self) -> frozenset[tuple[int, str, str]]:
        """What is changed, and to what: alike for repairs that differ only in the order of their changes."""
        return frozenset((change.number, change.what, str(change.value)) for change in self.changes)

    def applied(self, rules: Sequence[Rule]) -> list[Rule]:
        """Return the rules after the changes."""
        eased = {change.number: change.eased for change in self.changes}
        after = (eased.get(number, rule) for number, rule in enumerate(rules))
        return [rule for rule in after if rule is not None]


def repairs(doctor: Doctor, clash: Sequence[int], families: Sequence[Family] = ()) -> list[Repair]:
    """Return the smallest changes, in the order of their size; those that were found where time is up.

    No fewer rules would do. Only a rule that cannot be met even alone may also give way no further than it must by
    itself, at the price of one other rule.
    """
    found = dict[frozenset[tuple[int, str, str]], Repair]()
    try:
        for repair in _found(doctor, clash, families):
            found.setdefault(repair.key, repair)
    except StoppedError:
        pass
    return sorted(found.values(), key=lambda repair: repair.size)


def with_best(doctor: Doctor, repair: Repair, gap: float) -> Repair:
    """Add the best plan that the repair allows and a few seconds find."""
    stop = doctor.stop.within(BEST_SECONDS)
    if stop.due:
        return repair
    problem = replace(doctor.problem, rules=repair.applied(doctor.rules))
    nothing = pd.DataFrame()
    start = Selection(pd.Series(repair.open), 0.0, math.inf, math.inf, SolveStatus.FEASIBLE, 0.0, (), nothing)
    return replace(repair, best=solve(problem, gap, stop.left, cancel=stop.cancel, start=start))


def _found(doctor: Doctor, clash: Sequence[int], families: Sequence[Family]) -> Iterator[Repair]:
    singles = False
    for some in corrections(doctor):
        if len(some) == 1:
            singles = True
            yield from (Repair((c,), plan) for c, plan in _ways(doctor, some[0], _rest(doctor, some), families))
        else:
            yield from (_together(doctor, some[first:] + some[:first]) for first in range(len(some)))
    if singles and len(clash) == 1:
        yield from _at_a_price(doctor, clash[0])


def _together(doctor: Doctor, order: Sequence[int]) -> Repair:
    """Ease rules one after the other, the earlier at the price of the later."""
    rules, changes = _rest(doctor, order), list[Change]()
    for number in order:
        change, plan = _smallest(_ways(doctor, number, rules))
        changes.append(change)
        rules += _some(change.eased)
    return Repair(tuple(changes), plan)


def _at_a_price(doctor: Doctor, number: int) -> Iterator[Repair]:
    """Ease a rule no further than it must be by itself, and one other rule for that."""
    change, _ = _smallest(_ways(doctor, number, []))
    if doctor.plan([*_rest(doctor, [number]), *_some(change.eased)]) is not None:
        return
    for other in set(doctor.every) - {number}:
        rules = [*_rest(doctor, [number, other]), *_some(change.eased)]
        if doctor.plan(rules) is not None:
            price, plan = _smallest(_ways(doctor, other, rules))
            yield Repair((change, price), plan)


def _ways(
    doctor: Doctor, number: int, kept: Sequence[Rule], families: Sequence[Family] = ()
) -> list[tuple[Change, Bools]]:
    """Return the changes of one rule each of which gives a plan beside the rules kept, and that plan."""
    ways = [*_by_limits(doctor, number, kept), *_by_families(doctor, number, kept, families)]
    if ways:
        return ways
    rule, plan = doctor.rules[number], doctor.plan(kept)
    assert plan is not None  # noqa: S101  the rules kept hold together
    lines = [(limit.sense, limit.line.unit, limit.line.asked) for limit in rule.limits(doctor.problem.options)]
    what = lines[0] if lines else ("at_most", "demand", math.nan)  # capacities have no one limit
    return [(Change(number, rule.name, *what, math.nan, True, None), plan)]


def _by_limits(doctor: Doctor, number: int, kept: Sequence[Rule]) -> Iterator[tuple[Change, Bools]]:
    rule, options = doctor.rules[number], doctor.problem.options
    for limit in rule.limits(options):
        near = nearest(doctor, limit, kept)
        if near is not None:
            value = limit.readable(near.value)
            eased = rule.loosened(limit, value, options, near.open)
            facts = (limit.line.rule, limit.sense, limit.unit, limit.asked, value, limit.readable(near.bound) == value)
            yield Change(number, *facts, eased), near.open


def _by_families(
    doctor: Doctor, number: int, kept: Sequence[Rule], families: Sequence[Family]
) -> Iterator[tuple[Change, Bools]]:
    for family in families:
        near = lowest_rung(doctor, family.values, family.at, kept) if family.number == number else None
        if near is not None:
            facts = (doctor.rules[number].name, family.what, family.unit, family.asked, near.value, True)
            yield Change(number, *facts, family.at(near.value)), near.open


def _rest(doctor: Doctor, without: Sequence[int]) -> list[Rule]:
    return [rule for number, rule in enumerate(doctor.rules) if number not in without]


def _smallest(ways: Sequence[tuple[Change, Bools]]) -> tuple[Change, Bools]:
    return min(ways, key=lambda way: way[0].size)


def _some(rule: Rule | None) -> list[Rule]:
    return [] if rule is None else [rule]
