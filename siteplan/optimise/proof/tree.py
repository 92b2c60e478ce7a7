"""Tree: branch and cut on the relaxation - each node an open or closed option, its cuts good for all.

What a node is worth at most follows from the duals of its relaxation, whatever the solver's tolerances; a plan is worth
what the capture model says of it.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

import numpy as np

from siteplan.errors.params import Params, within
from siteplan.optimise.bounds.cuts import Cuts
from siteplan.optimise.bounds.master import Master
from siteplan.optimise.bounds.relaxation import Relaxation, RelaxationEffort, Relaxed
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.heuristics.rounding import Rounding
from siteplan.optimise.incumbent import Incumbent
from siteplan.optimise.proof.incumbent_callback import IncumbentCallback
from siteplan.optimise.proof.solve_request import SolveRequest
from siteplan.optimise.stop import Stop
from siteplan.optimise.types import Bools, Floats

__all__ = ["Tree", "TreeParams"]


@dataclass(frozen=True)
class TreeParams(Params):
    """How the tree grows, and when it is given up. Its bounds hold whatever it is.

    Attributes
    ----------
    fraction : a fraction this near to 0 or 1 is none
    pruned_share : part of the asked gap by which plans that are given up may be better than the best one
    first_turns : count; nodes looked at in the first turn
    growth : times as many nodes in each turn as in the last
    kept_distance : part of the distance to the best plan that a turn may leave at most, else the tree is given up
    node_tolerance : part of that distance that a node's relaxation may be off
    node_progress : part of that distance that a round at a node must bring
    node_rounds : count; of cuts at a node
    node_patience : count; rounds a cut may lie idle before it is dropped
    least_part : part of that distance that a bound must have to be a measure for it
    least_stake : part of the master's unit that each option is taken to be worth, beside what it is
    """

    fraction: float = within(1e-6, 0.0, 0.5)
    pruned_share: float = within(0.6, 0.0, 1.0)
    first_turns: int = within(24, 1)
    growth: int = within(2, 1)
    kept_distance: float = within(0.9, 0.0, 1.0)
    node_tolerance: float = within(0.02, 0.0, 1.0)
    node_progress: float = within(0.05, 0.0, 1.0)
    node_rounds: int = within(4, 1)
    node_patience: int = within(30, 1)
    least_part: float = within(1e-9, 1e-15, 1.0)
    least_stake: float = within(1e-12, 0.0)


@dataclass(frozen=True, order=True)
class Node:
    """Bounds (n_free,) of the free options, and what no plan within them exceeds; the highest comes first."""

    rank: tuple[float, int]
    lower: Floats = field(compare=False)
    upper: Floats = field(compare=False)

    @property
    def bound(self) -> float:
        """Objective units."""
        return -self.rank[0]


class Tree:
    """Best first: the node with the highest bound is looked at next. A plan must be known.

    Quick where shares rather than rules make the relaxation hope for too much: then every node learns cuts of its own.
    Where the rules do, a solver's cuts for whole numbers do more, and the tree is given up after a few nodes.
    """

    def __init__(
        self,
        search: LocalSearch,
        incumbent: Incumbent,
        callback: IncumbentCallback,
        request: SolveRequest,
        stop: Stop,
        params: TreeParams = TreeParams(),
    ) -> None:
        self._request = request
        self._incumbent = incumbent
        self._callback = callback
        self._params = params
        self._stop = stop
        self._problem = search.problem
        self._feasible = search.feasible
        self._rounding = Rounding(search.problem)
        self._pruned_bound = -np.inf
        self._made = 0
        self.cuts = Cuts.none(search.problem.n_options)

    def run(self, master: Master, relaxed: Relaxed, pruned_bound: float = -np.inf, *, patient: bool = False) -> None:
        """Go on until no node may hold a clearly better plan, or too little comes of it.

        Plans that were pruned are worth `pruned_bound` at most. Where a solver's bounds are in doubt, be `patient` and
        go on to the end: this one rests on no tolerance.
        """
        self._pruned_bound = pruned_bound
        relaxation = Relaxation(master, relaxed.cuts, self._request.relaxation)
        n_free = len(master.free)
        nodes = [self._node(relaxed.bound, np.zeros(n_free), np.ones(n_free))]
        stake, turns, distance = self._stake(master), self._params.first_turns, np.inf
        kept = np.inf if patient else self._params.kept_distance
        while not self._callback.closed and nodes and 0 < nodes[0].bound - self._enough < kept * distance:
            distance = nodes[0].bound - self._enough
            self._grow(nodes, relaxation, stake, turns)
            turns *= self._params.growth
        self.cuts = relaxation.cuts

    def _grow(self, nodes: list[Node], relaxation: Relaxation, stake: Floats, turns: int) -> None:
        """Replace so many nodes by their children; the bound is that of the best node left."""
        for _ in range(turns):
            if self._callback.closed or not nodes or nodes[0].bound <= self._enough:
                break
            self._stop.check()
            for child in self._children(relaxation, heapq.heappop(nodes), stake):
                heapq.heappush(nodes, child)
            self._incumbent.prove(max(nodes[0].bound if nodes else -np.inf, self._pruned_bound))

    @property
    def _enough(self) -> float:
        """No plan of a node with this bound beats the best by more than may be pruned, or reaches the target."""
        value = self._incumbent.value
        return max(value + self._params.pruned_share * self._request.gap * abs(value), self._request.missed)

    def _children(self, relaxation: Relaxation, node: Node, stake: Floats) -> list[Node]:
        """Tighten the node, look for plans in it, and divide it where it may hold a better one."""
        relaxation.within(node.lower, node.upper)
        relaxed = relaxation.settle(self._effort(node), self._stop)
        if relaxed is None:
            return []
        bound = min(node.bound, relaxed.bound)
        self._look(relaxed, bound)
        free = relaxation.master.free
        lower, upper = self._fixed(node, relaxed.reduced[free], bound)
        open_ = lower < upper
        if bound <= self._enough or not bool(open_.any()):
            self._end(relaxation.master, lower, bound, bool(open_.any()))
            return []
        option = _branching(relaxed.y[free], open_, stake, self._params.fraction)
        return [self._node(bound, *side) for side in _sides(lower, upper, option)]

    def _end(self, master: Master, lower: Floats, bound: float, open_: bool) -> None:
        """Prune a node: what it held is bounded, or is one plan whose worth is known."""
        if open_:
            self._pruned_bound = max(self._pruned_bound, bound)
            return
        plan = master.plan(lower) > 0.5
        if self._feasible.holds(plan):
            self._incumbent.offer(plan)
            self._pruned_bound = max(self._pruned_bound, self._problem.value(plan))

    def _effort(self, node: Node) -> RelaxationEffort:
        params, distance = self._params, node.bound - self._enough
        return RelaxationEffort(
            params.node_tolerance * distance / max(abs(node.bound), params.least_part * distance),
            self._enough,
            params.node_progress * distance,
            params.node_rounds,
            params.node_patience,
        )

    def _look(self, relaxed: Relaxed, bound: float) -> None:
        """Round the node's fractions to a plan."""
        if bound <= self._enough:
            return
        plan = self._rounding.plan(relaxed.y)
        if self._feasible.holds(plan):
            self._callback.submit(plan, relaxed.y > 0)

    def _fixed(self, node: Node, reduced: Floats, bound: float) -> tuple[Floats, Floats]:
        """Bounds of the node, less what its reduced costs rule out."""
        out = np.abs(reduced) >= bound - self._enough
        if out.any():
            self._pruned_bound = max(self._pruned_bound, self._enough)
        lower = np.where(out & (reduced < 0), node.upper, node.lower)
        return lower, np.where(out & (reduced > 0), node.lower, node.upper)

    def _stake(self, master: Master) -> Floats:
        """(n_free,) what each free option is worth alone."""
        gains = self._problem.capture.state_at(master.fixing.opened).gains() + np.abs(self._problem.value_of)
        return np.maximum(gains[master.free], 0.0) + self._params.least_stake * master.unit

    def _node(self, bound: float, lower: Floats, upper: Floats) -> Node:
        self._made += 1
        return Node((-bound, self._made), lower, upper)


def _branching(y: Floats, open_: Bools, stake: Floats, least: float) -> int:
    """Option with the most at stake among the fractions, or among all that are still open."""
    fraction = np.where(open_, np.minimum(y, 1.0 - y), 0.0)
    if fraction.max() <= least:
        return int(np.argmax(np.where(open_, stake, -1.0)))
    return int(np.argmax(fraction * stake))


def _sides(lower: Floats, upper: Floats, option: int) -> list[tuple[Floats, Floats]]:
    """Bounds with the option open, and with it closed."""
    opened, closed = lower.copy(), upper.copy()
    opened[option], closed[option] = 1.0, 0.0
    return [(opened, upper), (lower, closed)]
