"""FeasibilityOracle: asks whether some of a problem's rules can hold together, and remembers the answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from siteplan.errors.params import Params, within
from siteplan.optimise.allocation.service import without_worth
from siteplan.optimise.infeasibility.extreme_value import ExtremeParams, ExtremeValue, extreme_value
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.rules import Rule
from siteplan.optimise.selection import SolveStatus
from siteplan.optimise.solve import solve
from siteplan.optimise.stop import Stop, StoppedError
from siteplan.optimise.types import Bools

__all__ = ["FeasibilityOracle", "OracleParams"]


@dataclass(frozen=True)
class OracleParams(Params):
    """How the questions are put.

    Attributes
    ----------
    gap : relative; to which plans are sought whose worth does not matter
    least_seconds : seconds that a run has at least
    extreme_seconds : seconds that one extreme value may take
    extreme_share : part of the time left that it may take at most
    extreme : how finely it is sought
    """

    gap: float = within(1e-6, 1e-12, 1.0)
    least_seconds: float = within(0.01, 1e-3, 10.0)
    extreme_seconds: float = within(10.0, 0.0)
    extreme_share: float = within(0.5, 0.0, 1.0)
    extreme: ExtremeParams = field(default_factory=ExtremeParams)


class FeasibilityOracle:
    """Asks for plans under some rules of a problem that has none under all; every answer is proven.

    Rules are known by their numbers. Methods raise StoppedError when time was up before the answer was known.
    """

    def __init__(self, problem: SiteProblem, stop: Stop, params: OracleParams = OracleParams()) -> None:
        self.params = params
        self.problem = problem
        self.rules = list(problem.rules)
        self.every = range(len(self.rules))
        self.stop = stop
        self._bare = replace(problem, capture=without_worth(problem), rules=(), fixed_value=None, groups=None)
        self._plans = list[Bools]()
        self._conflicts = list[frozenset[int]]()
        # Rules are known by their ids; kept beside the answer, so that no other rule gets the id of one.
        self._extremes = dict[tuple[int, bool, frozenset[int]], tuple[tuple[Rule, ...], ExtremeValue | None]]()

    @property
    def least_known_conflict(self) -> list[int]:
        """The fewest rules that are known to conflict; all of them where nothing better is known."""
        return min((sorted(conflict) for conflict in self._conflicts), key=len, default=list(self.every))

    def surely_conflict(self, numbers: Iterable[int]) -> bool:
        """Whether these rules are known to conflict already."""
        asked = frozenset(numbers)
        return any(conflict <= asked for conflict in self._conflicts)

    def may_hold(self, numbers: Iterable[int]) -> bool:
        """Whether some plan meets these rules."""
        asked = frozenset(numbers)
        if self.surely_conflict(asked):
            return False
        holds = self.plan([self.rules[n] for n in sorted(asked)]) is not None
        if not holds:
            self._conflicts.append(asked)
        return holds

    def grown(self, kept: Sequence[int], among: Collection[int]) -> list[int]:
        """Add rules in their order for as long as a plan exists."""
        grown = list(kept)
        for number in sorted(among):
            if number not in grown and self.may_hold([*grown, number]):
                grown.append(number)
        return grown

    def shrink(self, numbers: Iterable[int]) -> None:
        """Learn a conflict among rules that conflict, none of whose rules could be spared."""
        left = set(numbers)
        for number in sorted(left):
            if not self.may_hold(left - {number}):
                left.remove(number)

    def plan(self, rules: Sequence[Rule]) -> Bools | None:
        """Return some plan (n_options,) under these rules; None where none exists."""
        self.stop.check()
        known = next((plan for plan in reversed(self._plans) if self._meets(plan, rules)), None)
        return self._new_plan(rules) if known is None else known

    def extreme_value(self, target: Rule, rules: Sequence[Rule], *, up: bool) -> ExtremeValue | None:
        """Return the plan under these rules that takes the row of another as far as can be; None where none exists.

        It is proven best, or what part of the time left allows: see its bound. What was asked before is remembered.
        """
        asked = (id(target), up, frozenset(map(id, rules)))
        if asked not in self._extremes:
            self._extremes[asked] = (target, *rules), self._new_extreme(target, rules, up=up)
        return self._extremes[asked][1]

    def _new_extreme(self, target: Rule, rules: Sequence[Rule], *, up: bool) -> ExtremeValue | None:
        start = self.plan(rules)
        if start is None:
            return None
        stop = self.stop.within(min(self.params.extreme_seconds, self.params.extreme_share * self.stop.left))
        extreme = extreme_value(self._bare, target, rules, start, stop, up=up, params=self.params.extreme)
        self._plans.append(extreme.open)
        return extreme

    def _new_plan(self, rules: Sequence[Rule]) -> Bools | None:
        problem = replace(self._bare, rules=rules)
        seconds = max(self.stop.left, self.params.least_seconds)
        selection = solve(problem, self.params.gap, seconds, cancel=self.stop.cancel)
        if selection.status is SolveStatus.INFEASIBLE:
            return None
        if not selection.found:
            raise StoppedError
        self._plans.append(selection.open.to_numpy(dtype=bool))
        return self._plans[-1]

    def _meets(self, plan: Bools, rules: Sequence[Rule]) -> bool:
        if any(rule.allocation is not None for rule in rules):  # which only an allocation can meet
            return False
        return all(line.met for rule in rules for line in rule.reports(self.problem.options, plan))
