"""Grouped loop against the textbook's master of one cut a zone: the same Huff market, gap, solver and machine.

The textbook (outer approximation): one variable a zone, tangents at the relaxation, then at each integer answer, every
master solved to a part of the gap; no search, nothing fixed, no start. Its tangents are siteplan's own.

python benchmarks/huff_textbook.py [--size 2000x150] [--gap 0.001] [--limit SECONDS]
"""

from __future__ import annotations

import argparse
import time
from importlib.metadata import version

import numpy as np
from huff_scale import problem

from siteplan.optimise import SiteProblem, solve
from siteplan.optimise.cuts import Cuts, gradient, grouped, join
from siteplan.optimise.formulate import solve_mip
from siteplan.optimise.master import Master, Scope
from siteplan.optimise.relaxation import relax
from siteplan.optimise.stop import Stop, StoppedError


class Textbook:
    """Bound and value of the textbook's run so far."""

    def __init__(self, asked: SiteProblem) -> None:
        self.problem = asked
        self.master = Master(asked, np.arange(asked.n_zones), Scope.of(asked))
        self.bound, self.value = np.inf, -np.inf

    @property
    def gap(self) -> float:
        """Relative gap."""
        return (self.bound - self.value) / self.bound if self.value > 0 else np.inf

    def run(self, gap: float, limit: float) -> None:
        """Solve masters and cut at their answers until the gap or the time is reached."""
        stop = Stop.after(limit)
        try:
            relaxed = relax(self.master, Cuts.none(self.problem.n_options), gap / 4, stop, self._proven)
            cuts = relaxed.cuts
            while self.gap > gap:
                stop.check()
                cuts = join(cuts, self._answered(cuts, gap, stop))
        except StoppedError:
            pass

    def _answered(self, cuts: Cuts, gap: float, stop: Stop) -> Cuts:
        """Solve a master, take its plan at its true value, return the cuts there."""
        model, accuracy = self.master.model(cuts), 0.4 * gap * self.bound / self.master.unit
        answer = solve_mip(model, "highs", accuracy, stop)
        if answer.bound is not None:
            self._proven(self.master.worth(answer.bound))
        plans = [self.master.plan(x) > 0.5 for x in answer.points]
        self.value = max([self.value, *map(self.problem.value, plans)])
        tangents = [gradient(self.problem.capture, plan.astype(float)) for plan in plans[-1:]]
        groups, n = self.master.groups, self.master.n_groups
        found = [grouped(self.problem.capture, tangent, groups, n) for tangent in tangents]
        return found[0] if found else Cuts.none(self.problem.n_options)

    def _proven(self, bound: float) -> None:
        self.bound = min(self.bound, bound)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="2000x150")
    parser.add_argument("--gap", type=float, default=1e-3)
    parser.add_argument("--limit", type=float, default=300.0)
    arguments = parser.parse_args()
    asked = problem(*map(int, arguments.size.split("x")), "budget")
    print(f"{arguments.size} x 3 formats, budget, highspy {version('highspy')}, asked {arguments.gap:.2%}")
    cpu = time.process_time()
    ours = solve(asked, arguments.gap, arguments.limit)
    quick = time.process_time() - cpu
    print(f"siteplan   {quick:7.1f} s CPU  gap {ours.gap:.3%}  value {ours.objective:.1f}", flush=True)
    cpu = time.process_time()
    peer = Textbook(asked)
    peer.run(arguments.gap, arguments.limit)
    slow = time.process_time() - cpu
    print(f"textbook   {slow:7.1f} s CPU  gap {peer.gap:.3%}  value {peer.value:.1f}  {slow / quick:.1f} times as long")


if __name__ == "__main__":
    main()
