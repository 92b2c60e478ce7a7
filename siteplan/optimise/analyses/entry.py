"""Entry: the price at which a closed option opens, by solving anew.

The best plan with the option is worth less the higher its price. So one price parts those at which some plan with it is
worth more than the plan without it from those at which none is: the entry price. What is worth as much does not count:
no plan opens what brings nothing. Two figures close in on it: a price at which such a plan was found, and one at which
a bound proves that there is none. Where plans are proven only within a gap, the two may stay apart.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from siteplan.errors import SolverError
from siteplan.errors.params import Params, within
from siteplan.optimise.allowance import Allowance
from siteplan.optimise.analyses.entry_price import EntryPrice, Verdict
from siteplan.optimise.analyses.price import Price
from siteplan.optimise.analyses.probe import Bounded
from siteplan.optimise.analyses.solved import Solved, stop_by
from siteplan.optimise.analyses.status import with_status
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.selection import Selection, SolveStatus
from siteplan.optimise.stop import StoppedError
from siteplan.optimise.tolerances import ENTRY_ROUNDING
from siteplan.optimise.types import Bools, Floats

__all__ = ["EntryParams", "entry_price"]


@dataclass(frozen=True)
class EntryParams(Params):
    """How an entry price is closed in on.

    Attributes
    ----------
    more : part of the plan's worth by which another is better, what brings nothing being told from what brings a little
    near : part of the price found by which the price ruled out may lie above it for both to be one
    apart : part of the price ruled out by which the other may lie below it for the question to count as decided
    steps : count; looks at the relaxation
    beyond : part of a guess by which it is raised, so that rounding leaves it on the safe side
    settled : part of the last guess from which the next one says no more
    parts : parts of its own price at which a plan is sought near the plan, as long as none was found there
    first_part : part of its own price that is asked first by solving anew
    time_share : part of the time left that one such question may take
    most_asked : count; of such questions
    """

    more: float = within(1e-6, 1e-9, 1.0)
    near: float = within(2e-4, 1e-9, 1.0)
    apart: float = within(0.5, 0.0, 1.0)
    steps: int = within(8, 0)
    beyond: float = within(1e-3, 0.0, 1.0)
    settled: float = within(0.98, 0.0, 1.0)
    parts: tuple[float, ...] = within((1.0, 0.5, 0.25), 0.0, 1.0)
    first_part: float = within(0.5, 0.0, 1.0)
    time_share: float = within(0.5, 0.0, 1.0)
    most_asked: int = within(40, 0)


def entry_price(
    solved: Solved, option: int, price: Price, allowance: Allowance, params: EntryParams = EntryParams()
) -> EntryPrice:
    """Return at which price a closed option (by number) opens, as nearly as the allowance lets it be known.

    With all the time it takes and a plan proven to 1e-6 or
    better both figures are one, to 2e-4 of it.
    """
    problem = solved.problem
    own = price.of(problem, option)
    if problem.barred[option] or problem.capacity is not None:
        return EntryPrice(option, own, Verdict.RULED_OUT)
    search = _Search(solved, option, price, allowance, params)
    with suppress(StoppedError, SolverError):  # what a solver contradicts itself in stays undecided
        search.run()
    return search.entry()


def _better_than(value: float, price: Price, more: float) -> float:
    """Return what a plan has to be worth to be better, by more than rounding.

    Where the price itself is part of the worth, plans are better by ever less towards the entry price.
    """
    return value + (ENTRY_ROUNDING if np.any(price.value) else more) * abs(value)


class _Search:
    """Closes in on one entry price; it changes in place."""

    def __init__(
        self, solved: Solved, option: int, price: Price, allowance: Allowance, params: EntryParams = EntryParams()
    ) -> None:
        self._params = params
        self._solved = solved
        self._option = option
        self._price = price
        self._allowance = allowance
        self._worth = _better_than(solved.selection.objective, price, params.more)
        self._required = with_status(solved.problem, solved.selection.open.index[option], "required")
        self._uses = price.uses(solved.problem, option)
        self._counts = price.counts(solved.problem, option)
        self._less = price.worth_less(option)
        self.own = price.of(solved.problem, option)
        self.low, self.high = -np.inf, np.inf
        self.plan: Bools | None = None
        self._asked: set[float] = set()
        self._at_own, self._bound_at_own = -np.inf, np.inf

    def run(self) -> None:
        """First by the relaxation, then near the plan, then by solving anew."""
        if self._solved.probe.knows(self._option):
            self._by_relaxation()
        if self._open:
            self._near_the_plan()
        if self.low < self.own and self._solved.exact:
            self._ask_at_own()
        self._close_in()

    def entry(self) -> EntryPrice:
        """Return what is known now."""
        value = self._solved.selection.objective
        known = self.low >= 0
        return EntryPrice(
            self._option,
            self.own,
            self._verdict(),
            opens_at=self.low if known else float("nan"),
            never_above=max(self.high, 0.0),
            lacks=value - self._at_own if np.isfinite(self._at_own) else float("nan"),
            lacks_least=value - self._bound_at_own,
            plan=self.plan if known else None,
        )

    def _verdict(self) -> Verdict:
        if self.high <= 0 and self.low < 0:
            return Verdict.NEVER
        if not self._counts:
            return Verdict.ANY if self.low >= 0 else Verdict.UNDECIDED
        if self.low >= 0 and self.high <= self.low * (1 + self._params.near):
            return Verdict.EXACT
        decided = self.high - max(self.low, 0.0) <= self._params.apart * self.high < np.inf
        return Verdict.BETWEEN if decided else Verdict.UNDECIDED

    @property
    def _open(self) -> bool:
        """Whether there is still something to find out."""
        return self.high > 0 and self.high > max(self.low, 0.0) * (1 + self._params.near)

    def _by_relaxation(self) -> None:
        """Follow the relaxation's slope to where it falls below the plan's worth; concave, so none is short."""
        worth, price, reached = self._worth, self.own, 0.0
        for _ in range(self._params.steps):
            found = self._probed(price)
            if found.bound >= worth:
                reached = max(reached, price)
            else:
                self.high = min(self.high, price if price > 0 else 0.0)
            guess = self._next(price, found, reached)
            if not np.isfinite(guess) or (found.bound < worth and guess >= self._params.settled * price):
                break
            price = guess

    def _probed(self, price: float) -> Bounded:
        """Return what the relaxation says at a price, in objective units."""
        by = price - self.own
        found = self._solved.probe.with_open(self._option, -self._uses * by, -np.inf, stop_by(self._allowance))
        bound = found.bound - self._less * by
        if by == 0:
            self._bound_at_own = min(self._bound_at_own, bound)
        return Bounded(bound, found.shadow)

    def _next(self, price: float, found: Bounded, reached: float) -> float:
        """Return the next price to look at; infinite where none would say more."""
        slope = self._less + float(self._uses @ found.shadow)
        if found.bound == -np.inf or (slope <= 0 and found.bound < self._worth):
            return (reached + price) / 2 if reached > 0 else 0.0
        if slope <= 0:
            return self._dearest() if price < self._dearest() else np.inf
        return max(price + (found.bound - self._worth) / slope, 0.0) * (1 + self._params.beyond)

    def _dearest(self) -> float:
        """Return a price that the rules cannot pay; infinite where they ask none."""
        rows = self._solved.problem.rows
        paid = (self._uses > 0) & np.isfinite(rows.upper)
        spent = np.minimum(rows.activity(self._solved.problem.required), 0.0)[paid]
        return float(np.max((rows.upper[paid] - spent) / self._uses[paid], initial=-np.inf)) if paid.any() else np.inf

    def _near_the_plan(self) -> None:
        """Look for a plan with the option: the plan itself with it beside, then near that at parts of its price."""
        if Feasible(self._price.at(self._required, self._option, 0.0)).holds(self._beside):
            self._take(self._beside)
        for part in self._params.parts if self._counts else self._params.parts[:1]:
            price = part * min(self.own, self.high)
            if self._open and self.low < price:
                self._seek(price)

    @property
    def _beside(self) -> Bools:
        """(n_options,) the plan with the option in place of any other at its site."""
        site_of = self._solved.problem.site_of
        plan: Bools = self._solved.plan & (site_of != site_of[self._option])
        plan[self._option] = True
        return plan

    def _seek(self, price: float) -> None:
        """Take plans near the plan that hold the option at a price."""
        problem = self._price.at(self._required, self._option, price)
        for found in self._solved.near(problem, self._beside, self._allowance):
            self._take(found)

    def _close_in(self) -> None:
        """Ask just above the last price found and half-way in turn: each has half the time, for one may stay open."""
        above = True
        for _ in range(self._params.most_asked):
            if not (self._open and self._counts):
                return
            within = self._allowance.within(self._params.time_share * self._allowance.left)
            decided = self._ask(self._between(above=above), within)
            if not (decided or above):
                return
            above = not above

    def _between(self, *, above: bool) -> float:
        """Return a price between the two figures; until one is found, half its own and then none at all."""
        if self.low < 0:
            first = self._params.first_part * min(self.own, self.high)
            return 0.0 if self._asked else first
        top = self.high if np.isfinite(self.high) else 2 * max(self.low, self.own, 1.0)
        just_above = min(self.low * (1 + self._params.near), top)
        return just_above if above and self.low > 0 and just_above not in self._asked else (self.low + top) / 2

    def _ask(self, price: float, allowance: Allowance) -> bool:
        """Solve with the option required at a price; whether it is decided now if a plan is as good."""
        self._asked.add(price)
        problem = self._price.at(self._required, self._option, price)
        start = self.plan if self.plan is not None and self.low >= price else None
        found = self._solved.again(problem, self._solved.fine, allowance, start, self._worth)
        if found.found:
            self._take(found.open.to_numpy(dtype=bool))
        return self._believe(problem, price, found)

    def _ask_at_own(self) -> None:
        """Solve with the option required, to learn what it lacks; its price is decided on the way, or is not."""
        found = self._solved.again(self._required, self._solved.gap, self._allowance, self.plan)
        if found.found:
            self._take(found.open.to_numpy(dtype=bool))
        self._believe(self._required, self.own, found)

    def _believe(self, problem: SiteProblem, price: float, found: Selection) -> bool:
        """Take what a run proves."""
        if price == self.own:
            self._bound_at_own = min(self._bound_at_own, found.bound)
        none = found.status is SolveStatus.INFEASIBLE or found.bound < self._worth
        if none:
            self.high = min(self.high, price if self._counts else 0.0)
        return none or self.low >= price or (found.found and problem.value(found.open.to_numpy()) >= self._worth)

    def _take(self, plan: Bools) -> None:
        """Take a plan with the option that meets all rules that do not ask its price: up to some price it meets all."""
        problem, values = self._required, self._solved.problem
        self._at_own = max(self._at_own, self._worth_at_own(problem, plan))
        ceiling = self._price.ceiling(values, self._option, plan, self._worth)
        ceiling = ceiling if np.isfinite(ceiling) or ceiling < 0 else self.own
        if ceiling > self.low:
            self.low, self.plan = ceiling, plan

    def _worth_at_own(self, problem: SiteProblem, plan: Bools) -> float:
        """Return what a plan is worth at the option's own price; -inf where it breaks a rule there."""
        rows: Floats = problem.rows.activity(plan)
        holds = bool((rows <= problem.rows.upper + problem.rows.room).all())
        holds &= bool((rows >= problem.rows.lower - problem.rows.room).all())
        return problem.value(plan) if holds else -np.inf
