"""Whenever a run is stopped it keeps the best plan that it has come through."""

import itertools
from collections.abc import Callable

import numpy as np
import pytest

from siteplan.optimise import Progress, Selection, SiteProblem, SolveStatus, solve
from siteplan.optimise.captures.capture import CaptureState
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.heuristics.local_search import LocalSearch, Move
from siteplan.optimise.heuristics.looks import Looks
from siteplan.optimise.heuristics.trail import Trail
from siteplan.optimise.proof import incumbent_callback
from tests.examples import thorough
from tests.optimise.test_solve import city

ENOUGH = 1e-9
FINE = 1e-7


def stopping(after: int, stop: Callable[[], bool]) -> Callable[[], bool]:
    """Let so many polls pass."""
    polls = itertools.count(1)
    return lambda: next(polls) > after and stop()


def interrupted() -> bool:
    raise KeyboardInterrupt


class Seen:
    """The best value of all plans within the rules that searches and solvers came through, and of those told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, problem: SiteProblem) -> None:
        self.problem, self.feasible = problem, Feasible(problem)
        self.best, self.told, moved = -np.inf, -np.inf, LocalSearch._make

        def seen(one: LocalSearch, state: CaptureState, move: Move, trail: Trail, looks: Looks) -> None:
            moved(one, state, move, trail, looks)
            self.look(state.open)

        submit = incumbent_callback.IncumbentCallback.submit

        def taken(one: incumbent_callback.IncumbentCallback, plan: np.ndarray, among: np.ndarray) -> bool:
            self.look(plan)
            return submit(one, plan, among)

        monkeypatch.setattr(LocalSearch, "_make", seen)
        monkeypatch.setattr(incumbent_callback.IncumbentCallback, "submit", taken)

    def look(self, plan: np.ndarray) -> None:
        if self.feasible.holds(plan):
            self.best = max(self.best, self.problem.value(plan))

    def hear(self, step: Progress) -> None:
        self.told = max(self.told, step.value) if step.value == step.value else self.told

    def keeps(self, selection: Selection) -> bool:
        """Whether the answer is as good as anything seen."""
        value = selection.objective if selection.found else -np.inf
        return value >= max(self.best, self.told) * (1 - ENOUGH) if self.best > -np.inf else value >= self.told


@pytest.mark.parametrize("stop", [lambda: True, interrupted], ids=["cancelled", "Ctrl-C"])
def test_stopped_after_any_poll_the_best_plan_is_kept(
    stop: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After one poll after another, then after ever more of them: greedy, near plans, masters, tree."""
    problem = city(40, 10, seed=3, budget=0.3)
    seen, found = Seen(monkeypatch, problem), 0
    step, many = (3, 12) if thorough() else (7, 6)
    for after in sorted({*range(0, 60, step), *(np.geomspace(60, 600, many).astype(int).tolist())}):
        seen.best = seen.told = -np.inf
        selection = solve(problem, gap=FINE, progress=seen.hear, cancel=stopping(after, stop))
        assert seen.keeps(selection), after
        found += selection.found
        if selection.status is SolveStatus.OPTIMAL:
            break
        assert selection.status is SolveStatus.CANCELLED
        assert not selection.found or selection.rules["met"].all()
    assert found >= 5


def test_time_that_runs_out_at_any_moment_keeps_the_best_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = city(300, 60, seed=1, budget=0.1)
    seen = Seen(monkeypatch, problem)
    for seconds in np.geomspace(0.01, 1.0, 12):
        seen.best = seen.told = -np.inf
        assert seen.keeps(solve(problem, gap=FINE, time_limit=float(seconds), progress=seen.hear)), seconds


def test_a_search_that_is_stopped_hands_over_the_plan_it_has_come_to() -> None:
    heard: list[np.ndarray] = []
    first, second = np.array([True, False]), np.array([True, True])
    trail = Trail(heard.append, 0.25)

    def searched() -> None:
        with trail.kept():
            trail.at(first)
            trail.at(second)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        searched()
    assert [plan.tolist() for plan in heard] == [[True, True]]
