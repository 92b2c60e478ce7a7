"""Corrections: the smallest changes of rules that give a plan, each of them solved."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from siteplan.optimise.infeasibility.attainable import lowest_rung, nearest
from siteplan.optimise.infeasibility.conflict import correction_sets
from siteplan.optimise.infeasibility.feasibility_oracle import FeasibilityOracle
from siteplan.optimise.rules import Rule
from siteplan.optimise.selection import Selection, SolveStatus
from siteplan.optimise.solve import solve
from siteplan.optimise.stop import StoppedError
from siteplan.optimise.types import Bools

__all__ = ["CorrectionSet", "Family", "RuleChange", "corrections", "with_best"]


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
class RuleChange:
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
        Whether less would not do, all else as in the correction.
    loosened : Rule or None
        The rule after the change.
    """

    number: int
    rule: str
    what: str
    unit: str
    asked: float
    value: float
    proven: bool
    loosened: Rule | None

    @property
    def size(self) -> float:
        """Difference as a part of the larger of both numbers; 1 for a rule that is left out."""
        if math.isnan(self.value):
            return 1.0
        return abs(self.value - self.asked) / max(abs(self.value), abs(self.asked), 1e-300)


@dataclass(frozen=True, eq=False)
class CorrectionSet:
    """Changes that together give a plan.

    Attributes
    ----------
    changes : of one rule each
    open : (n_options,) bool
        A plan that all rules then allow.
    best : Selection or None
        The best one found under the problem's own capture.
    """

    changes: tuple[RuleChange, ...]
    open: Bools
    best: Selection | None = None

    @property
    def size(self) -> tuple[int, float]:
        """Number of rules changed, and how much they change together: corrections are told in this order."""
        return len(self.changes), sum(change.size for change in self.changes)

    @property
    def key(self) -> frozenset[tuple[int, str, str]]:
        """What is changed, and to what: alike for corrections that differ only in the order of their changes."""
        return frozenset((change.number, change.what, str(change.value)) for change in self.changes)

    def applied(self, rules: Sequence[Rule]) -> list[Rule]:
        """Return the rules after the changes."""
        loosened = {change.number: change.loosened for change in self.changes}
        after = (loosened.get(number, rule) for number, rule in enumerate(rules))
        return [rule for rule in after if rule is not None]


def corrections(
    oracle: FeasibilityOracle, conflict: Sequence[int], families: Sequence[Family] = ()
) -> list[CorrectionSet]:
    """Return the smallest changes, in the order of their size; those that were found where time is up.

    No fewer rules would do. Only a rule that cannot be met even alone may also give way no further than it must by
    itself, at the price of one other rule.
    """
    found = dict[frozenset[tuple[int, str, str]], CorrectionSet]()
    try:
        for correction in _found(oracle, conflict, families):
            found.setdefault(correction.key, correction)
    except StoppedError:
        pass
    return sorted(found.values(), key=lambda correction: correction.size)


def with_best(oracle: FeasibilityOracle, correction: CorrectionSet, gap: float, seconds: float) -> CorrectionSet:
    """Add the best plan that the correction allows and so many seconds find."""
    stop = oracle.stop.within(seconds)
    if stop.due:
        return correction
    problem = replace(oracle.problem, rules=correction.applied(oracle.rules))
    nothing = pd.DataFrame()
    start = Selection(pd.Series(correction.open), 0.0, math.inf, math.inf, SolveStatus.FEASIBLE, 0.0, (), nothing)
    return replace(correction, best=solve(problem, gap, stop.left, cancel=stop.cancel, start=start))


def _found(oracle: FeasibilityOracle, conflict: Sequence[int], families: Sequence[Family]) -> Iterator[CorrectionSet]:
    singles = False
    for some in correction_sets(oracle):
        if len(some) == 1:
            singles = True
            yield from (CorrectionSet((c,), plan) for c, plan in _ways(oracle, some[0], _rest(oracle, some), families))
        else:
            yield from (_together(oracle, some[first:] + some[:first]) for first in range(len(some)))
    if singles and len(conflict) == 1:
        yield from _at_a_price(oracle, conflict[0])


def _together(oracle: FeasibilityOracle, order: Sequence[int]) -> CorrectionSet:
    """Loosen rules one after the other, the earlier at the price of the later."""
    rules, changes = _rest(oracle, order), list[RuleChange]()
    for number in order:
        change, plan = _smallest(_ways(oracle, number, rules))
        changes.append(change)
        rules += _some(change.loosened)
    return CorrectionSet(tuple(changes), plan)


def _at_a_price(oracle: FeasibilityOracle, number: int) -> Iterator[CorrectionSet]:
    """Loosen a rule no further than it must be by itself, and one other rule for that."""
    change, _ = _smallest(_ways(oracle, number, []))
    if oracle.plan([*_rest(oracle, [number]), *_some(change.loosened)]) is not None:
        return
    for other in set(oracle.every) - {number}:
        rules = [*_rest(oracle, [number, other]), *_some(change.loosened)]
        if oracle.plan(rules) is not None:
            price, plan = _smallest(_ways(oracle, other, rules))
            yield CorrectionSet((change, price), plan)


def _ways(
    oracle: FeasibilityOracle, number: int, kept: Sequence[Rule], families: Sequence[Family] = ()
) -> list[tuple[RuleChange, Bools]]:
    """Return the changes of one rule each of which gives a plan beside the rules kept, and that plan."""
    ways = [*_by_limits(oracle, number, kept), *_by_families(oracle, number, kept, families)]
    if ways:
        return ways
    rule, plan = oracle.rules[number], oracle.plan(kept)
    assert plan is not None  # noqa: S101  the rules kept hold together
    lines = [(limit.sense, limit.line.unit, limit.line.asked) for limit in rule.limits(oracle.problem.options)]
    what = lines[0] if lines else ("at_most", "demand", math.nan)  # capacities have no one limit
    return [(RuleChange(number, rule.name, *what, math.nan, True, None), plan)]


def _by_limits(oracle: FeasibilityOracle, number: int, kept: Sequence[Rule]) -> Iterator[tuple[RuleChange, Bools]]:
    rule, options = oracle.rules[number], oracle.problem.options
    for limit in rule.limits(options):
        near = nearest(oracle, limit, kept)
        if near is not None:
            value = limit.readable(near.value)
            loosened = rule.loosened(limit, value, options, near.open)
            facts = (limit.line.rule, limit.sense, limit.unit, limit.asked, value, limit.readable(near.bound) == value)
            yield RuleChange(number, *facts, loosened), near.open


def _by_families(
    oracle: FeasibilityOracle, number: int, kept: Sequence[Rule], families: Sequence[Family]
) -> Iterator[tuple[RuleChange, Bools]]:
    for family in families:
        near = lowest_rung(oracle, family.values, family.at, kept) if family.number == number else None
        if near is not None:
            facts = (oracle.rules[number].name, family.what, family.unit, family.asked, near.value, True)
            yield RuleChange(number, *facts, family.at(near.value)), near.open


def _rest(oracle: FeasibilityOracle, without: Sequence[int]) -> list[Rule]:
    return [rule for number, rule in enumerate(oracle.rules) if number not in without]


def _smallest(ways: Sequence[tuple[RuleChange, Bools]]) -> tuple[RuleChange, Bools]:
    return min(ways, key=lambda way: way[0].size)


def _some(rule: Rule | None) -> list[Rule]:
    return [] if rule is None else [rule]
