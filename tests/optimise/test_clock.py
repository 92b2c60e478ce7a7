"""A limit is one by the clock, whatever is in the way, and what a run had of the processor is told beside it."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from siteplan.optimise import solve
from siteplan.optimise.bounds.grouping import zone_groups
from siteplan.optimise.bounds.master import Fixing, Master
from siteplan.optimise.bounds.relaxation import cuts_at
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.heuristics.floors import floored
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.processor import processor_seconds
from siteplan.optimise.stop import Stop, StoppedError
from tests.optimise.test_solve import city


def test_sleep_is_no_work_and_a_child_that_has_ended_counts() -> None:
    began = processor_seconds()
    time.sleep(0.05)
    assert processor_seconds() - began < 0.04
    busy = "import time\nwhile time.process_time() < 0.2: pass"
    subprocess.run([sys.executable, "-c", busy], check=True)
    if sys.platform != "win32":  # which does not say what children had
        assert processor_seconds() - began > 0.15


def test_a_run_says_what_it_had_of_the_processor() -> None:
    began = processor_seconds()
    found = solve(city(40, 10, seed=3, budget=0.3), gap=1e-3)
    assert 0 < found.cpu_seconds <= processor_seconds() - began
    steps = [step.cpu_seconds for step in found.trace]
    assert steps == sorted(steps)
    assert steps[-1] <= found.cpu_seconds


def test_what_takes_long_to_make_is_left_between_two_of_it() -> None:
    made: list[int] = []
    stop = Stop.after(60.0, lambda: len(made) == 3)
    with pytest.raises(StoppedError):
        made.extend(stop.through(range(10)))
    assert made == [0, 1, 2]


def test_no_long_step_goes_on_when_it_is_time() -> None:
    """Grouping halves zones until there are enough pieces; cuts are made block by block; moves are judged singly."""
    problem, due = city(300, 20), Stop.after(0.0)
    plan = problem.required
    master = Master(problem, zone_groups(problem), Fixing.of(problem))
    for step in (
        lambda: zone_groups(problem, due),
        lambda: cuts_at(master, plan, due),
        lambda: LocalSearch(problem, Feasible(problem), due).greedy(plan, per_use=True),
        lambda: floored(LocalSearch(problem, Feasible(problem), due)),
    ):
        with pytest.raises(StoppedError):
            step()
