"""Diagnose: why no plan meets every rule, and the least change of a rule that gives one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from siteplan.optimise.ease import Limit, limits
from siteplan.optimise.nothing import NoCapture
from siteplan.optimise.outcome import Selection, SolveStatus
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.rules import Count, CoverAll, Rule
from siteplan.optimise.service import without_worth
from siteplan.optimise.solve import solve
from siteplan.optimise.stop import Stop, StoppedError

__all__ = ["Attainable", "Diagnosis", "diagnose", "repair"]

EXACT = 1e-6
FINEST_SHARE = 1e-3
"""Shares that are found by halving are right to this."""


@dataclass(frozen=True)
class Attainable:
    """How near one limit of the clash can be met, the other rules kept.

    Attributes
    ----------
    rule, kind, sense, unit : as in the report of the rule
    asked, best : float
        The limit, and the nearest value that some plan reaches; NaN where the rule has no limit to ease or no plan
        was found in time.
    proven : bool
        Whether no plan comes nearer.
    others_clash : bool
        Whether the other rules clash among themselves too; `best` then keeps only those of the clash.
    open : Series of bool by option, or None
        A plan that reaches it.
    eased : Rule or None
        The rule asking for `best` instead: put in its place a plan exists (unless `others_clash`).
    """

    rule: str
    kind: str
    sense: str
    unit: str
    asked: float
    best: float
    proven: bool
    others_clash: bool
    open: pd.Series[bool] | None = None
    eased: Rule | None = None


@dataclass(frozen=True)
class Diagnosis:
    """Why there is no plan.

    Attributes
    ----------
    clash : names of the fewest rules that cannot hold together
    proven : whether it is proven that fewer never clash
    attainable : what each limit of the clash can be eased to, by itself
    """

    clash: tuple[str, ...]
    proven: bool
    attainable: tuple[Attainable, ...] = field(default=())


def diagnose(
    problem: SiteProblem, time_limit: float = 60.0, cancel: Callable[[], bool] | None = None
) -> Diagnosis | None:
    """Find the fewest rules that clash, and how far each would have to give way.

    The smallest clash is a smallest hitting set of the sets of rules whose removal gives a plan (Reiter 1987; Ignatiev
    et al. 2015); each question on the way is a problem without a capture.

    Returns
    -------
    Diagnosis or None
        None where a plan exists, or where time was up before it was proven that none does.
    """
    doctor = _Doctor(problem, Stop.after(time_limit, cancel))
    try:
        if doctor.may_hold(range(len(problem.rules))):
            return None
        clash, proven = doctor.smallest_clash()
    except StoppedError:
        return None
    attainable = [a for number in clash for a in doctor.attainable(number, clash)]
    return Diagnosis(tuple(problem.rules[n].name for n in clash), proven, tuple(attainable))


def repair(
    problem: SiteProblem, time_limit: float = 60.0, cancel: Callable[[], bool] | None = None
) -> tuple[Attainable, ...]:
    """Ease one rule after another, each as little as it takes, until a plan exists; empty where that fails.

    Of each clash the first rule whose easing ends it is eased, or else the first that can be eased at all.
    """
    stop, changes = Stop.after(time_limit, cancel), list[Attainable]()
    rules = list(problem.rules)
    for _ in range(2 * len(rules)):
        found = diagnose(replace(problem, rules=rules), max(stop.left, 1e-3), cancel)
        if found is None:
            break
        able = sorted((a for a in found.attainable if a.eased is not None), key=lambda a: a.others_clash)
        if not able:
            return ()
        changes.append(able[0])
        rules = [able[0].eased or r if r.name == able[0].rule else r for r in rules]
    try:
        return tuple(changes) if _Doctor(replace(problem, rules=rules), stop).may_hold(range(len(rules))) else ()
    except StoppedError:
        return ()


class _Doctor:
    """Asks for plans under some of the rules."""

    def __init__(self, problem: SiteProblem, stop: Stop) -> None:
        self._problem = problem
        self._rules = list(problem.rules)
        self._stop = stop
        self._bare = replace(problem, capture=without_worth(problem), rules=(), fixed_value=None, groups=None)

    def may_hold(self, numbers: Sequence[int] | range) -> bool:
        """Whether some plan meets these rules.

        Raises
        ------
        StoppedError
            When time was up before that was known.
        """
        return self._feasible([self._rules[n] for n in numbers])

    def smallest_clash(self) -> tuple[list[int], bool]:
        """Numbers of the fewest rules that clash, given that all do; whether that was proven in time."""
        every = range(len(self._rules))
        known: list[list[int]] = []
        clash = list(every)
        try:
            while True:
                tried = _hitting_set(known, len(self._rules))
                if not self.may_hold(tried):
                    return tried, True
                kept = self._grown(tried)
                known.append([n for n in every if n not in kept])
        except StoppedError:
            return clash, False

    def attainable(self, number: int, clash: Sequence[int]) -> list[Attainable]:
        """Ease each limit of a rule by itself."""
        try:
            others = [n for n in range(len(self._rules)) if n != number]
            others_clash = not self.may_hold(others)
        except StoppedError:
            return []
        kept = [self._rules[n] for n in (clash if others_clash else others) if n != number]
        found = [self._eased(limit, kept, others_clash) for limit in limits(self._rules[number], self._problem.options)]
        return [a for a in found if a is not None]

    def _eased(self, limit: Limit, kept: list[Rule], others_clash: bool) -> Attainable | None:
        rest = limit.without()
        rules = kept if rest is None else [*kept, rest]
        line = limit.line
        facts = (line.rule, line.kind, line.sense, line.unit, limit.asked)
        try:
            if limit.is_share:
                value, eased = self._halved(limit, kept)
                return Attainable(*facts, value, True, others_clash, None, eased)
            tried = [self._pressed(limit, rules, side) for side in limit.sides()]
        except StoppedError:
            return None
        near = min(tried, key=lambda a: abs(a[0] - limit.asked) if np.isfinite(a[0]) else np.inf)
        value, selection = near
        open_ = None if selection is None or not selection.found else selection.open
        proven = selection is not None and selection.status is SolveStatus.OPTIMAL
        eased = None if open_ is None else limit.eased(value, self._problem.options, open_.to_numpy())
        return Attainable(*facts, value, proven, others_clash, open_, eased)

    def _pressed(self, limit: Limit, rules: list[Rule], side: str) -> tuple[float, Selection | None]:
        """Press the rule's figure towards its limit from one side; NaN where it has none."""
        goal = limit.goal(self._problem.options, self._problem.n_zones, side)
        if goal is None or (self._problem.capacity and not isinstance(goal.capture, NoCapture)):
            return float("nan"), None
        asked = limit.asked
        if isinstance(limit.rule, Count) and limit.sense == "exactly":  # stay on this side of what is asked
            most, least = (round(asked), None) if side == "at_least" else (None, round(asked))
            rules = [*rules, replace(limit.rule, exactly=None, at_most=most, at_least=least)]
        self._stop.check()
        capture = self._bare.capture if isinstance(goal.capture, NoCapture) else goal.capture
        problem = replace(self._bare, capture=capture, fixed_value=goal.fixed_value, rules=rules)
        selection = solve(problem, EXACT, max(self._stop.left, 0.01), cancel=self._stop.cancel)
        if not selection.found:
            return float("nan"), selection
        achieved = [r.achieved for r in limit.rule.reports(self._problem.options, selection.open.to_numpy())]
        return float(achieved[0]), selection

    def _halved(self, limit: Limit, kept: list[Rule]) -> tuple[float, Rule | None]:
        """Halve towards the share that can just be met; the figure is on the side that can."""
        met, missed = (1.0, limit.asked) if limit.sense == "at_most" else (0.0, limit.asked)
        if not self._feasible([*kept, *_some(limit.eased(met, self._problem.options))]):
            return float("nan"), None
        while abs(met - missed) > FINEST_SHARE:
            middle = (met + missed) / 2
            good = self._feasible([*kept, *_some(limit.eased(middle, self._problem.options))])
            met, missed = (middle, missed) if good else (met, middle)
        return met, limit.eased(met, self._problem.options)

    def _grown(self, numbers: list[int]) -> set[int]:
        """Add rules as long as a plan exists."""
        kept = list(numbers)
        for number in range(len(self._rules)):
            if number not in kept and self.may_hold([*kept, number]):
                kept.append(number)
        return set(kept)

    def _feasible(self, rules: list[Rule]) -> bool:
        self._stop.check()
        selection = solve(replace(self._bare, rules=rules), EXACT, max(self._stop.left, 0.01), cancel=self._stop.cancel)
        if not selection.found and selection.status is not SolveStatus.INFEASIBLE:
            raise StoppedError
        return selection.found


def _some(rule: Rule | None) -> list[Rule]:
    return [] if rule is None else [rule]


def _hitting_set(known: list[list[int]], n_rules: int) -> list[int]:
    """Fewest rules of which each known set holds one."""
    if not known:
        return []
    covers = np.zeros((len(known), n_rules), dtype=bool)
    for row, members in enumerate(known):
        covers[row, members] = True
    options = pd.DataFrame({"site": range(n_rules), "format": "rule"})
    problem = SiteProblem(options, NoCapture(n_rules, len(known)), [CoverAll(covers)], -np.ones(n_rules))
    return np.flatnonzero(solve(problem, EXACT).open).tolist()
