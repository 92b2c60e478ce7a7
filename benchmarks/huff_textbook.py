"""Grouped loop against the textbook's master of one cut a zone: the same Huff market, gap, solver and machine.

The textbook (outer approximation): one variable a zone, supergradients at the relaxation, then at each integer answer,
every master solved to a part of the gap; no search, nothing fixed, no start. Its supergradients are siteplan's own.

Where the textbook's time is up before the gap is reached, the ratio is a lower limit. 3 formats, one budget.

python benchmarks/huff_textbook.py [--size 2000x150] [--limit SECONDS]
"""

from __future__ import annotations

import argparse
import time

import numpy as np
from huff_scale import problem

from siteplan.optimise import SiteProblem, solve
from siteplan.optimise.bounds.cuts import Cuts, gradient, grouped, join
from siteplan.optimise.bounds.master import Fixing, Master
from siteplan.optimise.bounds.relaxation import relax
from siteplan.optimise.solvers.mip import solve_mip
from siteplan.optimise.solvers.mip_params import MipParams
from siteplan.optimise.stop import Stop, StoppedError

GAPS = {"contested": 1e-3, "dominant": 3e-3}


class Textbook:
    """Bound and value of the textbook's run so far."""

    def __init__(self, asked: SiteProblem) -> None:
        self.problem = asked
        self.master = Master(asked, np.arange(asked.n_zones), Fixing.of(asked))
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
        answer = solve_mip(model, stop, MipParams(gap=accuracy))
        if answer.bound is not None:
            self._proven(self.master.worth(answer.bound))
        plans = [self.master.plan(x) > 0.5 for x in answer.points]
        self.value = max([self.value, *map(self.problem.value, plans)])
        supergradients = [gradient(self.problem.capture, plan.astype(float)) for plan in plans[-1:]]
        groups, n = self.master.groups, self.master.n_groups
        found = [grouped(self.problem.capture, supergradient, groups, n) for supergradient in supergradients]
        return found[0] if found else Cuts.none(self.problem.n_options)

    def _proven(self, bound: float) -> None:
        self.bound = min(self.bound, bound)


def main() -> None:
    arguments = _arguments()
    print("| market | asked | siteplan: CPU seconds | gap | value | textbook: CPU seconds | gap | value | ratio |")
    print("|---|---|---|---|---|---|---|---|---|")
    for market, gap in GAPS.items():
        asked = problem(*map(int, arguments.size.split("x")), "budget", market)
        cpu = time.process_time()
        ours = solve(asked, gap, arguments.limit)
        quick = time.process_time() - cpu
        peer, cpu = Textbook(asked), time.process_time()
        peer.run(gap, arguments.limit)
        slow = time.process_time() - cpu
        least = ">" if peer.gap > gap else ""
        print(
            f"| {market} | {gap:.1%} | {quick:.1f} | {ours.gap:.3%} | {ours.objective:.1f} "
            f"| {slow:.1f} | {peer.gap:.3%} | {peer.value:.1f} | {least}{slow / quick:.0f} |",
            flush=True,
        )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="2000x150")
    parser.add_argument("--limit", type=float, default=150.0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
