"""Relaxation: the master without integrality, tightened by cuts until it says what a fraction is truly worth."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from siteplan.errors.params import Params, within
from siteplan.optimise.bounds.cuts import Cuts, Majorant, gradient, join, submodular, summed_cuts, tighter
from siteplan.optimise.bounds.master import Master
from siteplan.optimise.captures.capture import Block
from siteplan.optimise.solvers.highs import LpAnswer, WarmLp, WatchParams
from siteplan.optimise.stop import NEVER, Stop
from siteplan.optimise.tolerances import SOLVER_SCALE
from siteplan.optimise.types import Bools, Floats

__all__ = ["Relaxation", "RelaxationEffort", "RelaxationParams", "Relaxed", "cuts_at", "relax"]


@dataclass(frozen=True)
class RelaxationParams(Params):
    """How relaxations are tightened. Their bounds hold whatever it is.

    Attributes
    ----------
    gap_share : part of the asked gap that a relaxation may still overrate its answer by
    least_tolerance : part of the bound; not finer than this
    finest : part of the bound; not finer than this either where more is asked: the solver's own tolerance would keep
        cuts broken for ever, and integer answers close the rest
    patience : count; rounds a cut may lie idle before it is dropped
    still : part of the bound that a round must bring for it to have moved
    inward : part of the way from where the relaxation is now to where it was on average; cuts are made between the two
    broken_share : part of its group's share of the tolerance by which an answer must break a cut for it to be added
    watch : how the solver is watched
    """

    gap_share: float = within(0.25, 0.0, 1.0)
    least_tolerance: float = within(1e-5, 1e-9, 0.1)
    finest: float = within(1e-6, 1e-9, 0.1)
    patience: int = within(4, 1)
    still: float = within(1e-9, 0.0, 1.0)
    inward: float = within(0.5, 0.0, 1.0)
    broken_share: float = within(0.5, 0.0, 1.0)
    watch: WatchParams = field(default_factory=WatchParams)

    def tolerance(self, gap: float) -> float:
        """Return the part of the bound that a relaxation may overrate its answer by, where a gap is asked."""
        return max(gap * self.gap_share, self.least_tolerance)


@dataclass(frozen=True)
class Relaxed:
    """Where the relaxation ended.

    Attributes
    ----------
    y : (n_options,) fractions that open
    bound : objective units; no plan within the fixing is worth more
    reduced : (n_options,) objective units lost at least by moving a free option off its bound: positive where it
        is closed, negative where it is open; 0 of fixed options
    shadow : (n_rule_rows,) objective units a unit of the rule row's limit
    cuts : those that were not idle
    """

    y: Floats
    bound: float
    reduced: Floats
    shadow: Floats
    cuts: Cuts


@dataclass(frozen=True)
class RelaxationEffort:
    """How far a relaxation is taken.

    Attributes
    ----------
    tolerance : part of the bound that the model may overrate its answer by
    floor : a bound no higher is low enough
    progress : objective units that a round must bring to be followed by another
    rounds : at most so many
    patience : rounds a cut may lie idle before it is dropped, if other than usual
    until : seconds of time.monotonic() from which no further round begins
    """

    tolerance: float
    floor: float = -np.inf
    progress: float = 0.0
    rounds: int = 1000
    patience: int | None = None
    until: float = np.inf


def relax(
    master: Master,
    cuts: Cuts,
    tolerance: float,
    stop: Stop,
    tell: Callable[[float], None],
    params: RelaxationParams = RelaxationParams(),
) -> Relaxed | None:
    """Tighten the relaxation of the whole master, as far as the tolerance asks."""
    return Relaxation(master, cuts, params).settle(RelaxationEffort(tolerance), stop, tell)


def cuts_at(master: Master, open_: Bools, stop: Stop = NEVER) -> Cuts:
    """Both families at a plan: each is exact there."""
    y = open_.astype(float)
    first = _summed(master, lambda block: gradient(block.zones, block.columns_at(y)), stop)
    second = _summed(master, lambda block: submodular(block.zones, block.columns_at(y) > 0), stop)
    apart = (abs(first.slopes - second.slopes).sum(axis=1) > 0) | (first.constant != second.constant)
    return join(first, second.pick(np.asarray(apart)))


class Relaxation:
    """A master's linear relaxation, kept warm with its cuts. It changes in place."""

    def __init__(self, master: Master, cuts: Cuts, params: RelaxationParams = RelaxationParams()) -> None:
        self.master = master
        self._params = params
        model = master.model(cuts)
        self._rule_limits = model.row_lower[: master.n_rule_rows], model.row_upper[: master.n_rule_rows]
        self._lp = WarmLp(model, params.watch)
        self._n_fixed_rows = self._lp.n_rows - len(cuts)
        self.cuts = cuts
        self._idle = np.zeros(len(cuts), dtype=int)
        self.settled = False
        """Whether the last effort was enough for its tolerance."""

    def within(self, lower: Floats, upper: Floats) -> None:
        """Bound the free options (n_free,)."""
        self._lp.bound(lower, upper)

    def moved(self, change: Floats) -> None:
        """Move the limits of the rules' rows (n_rule_rows,) by so much from where the rules have them."""
        lower, upper = (limits + change / self.master.rule_scale for limits in self._rule_limits)
        self._lp.limit(lower, upper)

    def settle(
        self, effort: RelaxationEffort, stop: Stop, tell: Callable[[float], None] | None = None
    ) -> Relaxed | None:
        """Add cuts until the groups' model values hardly exceed their majorants, or that is effort enough.

        `tell` hears every proven bound. None: it is proven that no plan within the bounds meets the rules.
        """
        before, rounds, params = np.inf, 0, self._params
        patience = params.patience if effort.patience is None else effort.patience
        center: Floats | None = None
        while True:
            stop.check()  # rounds can be shorter than the interval at which a running solver is watched
            answer = self._lp.solve(stop)
            if answer is None:
                return None
            bound = self.master.worth(answer.bound)
            if tell is not None:
                tell(bound)
            self._idle = np.where(np.abs(answer.row_dual[self._n_fixed_rows :]) > 0, 0, self._idle + 1)
            rounds += 1
            spent = rounds == effort.rounds or bound <= effort.floor or before - bound < effort.progress
            spent = spent or time.monotonic() >= effort.until
            center = _between(self.master.plan(answer.x), center, params.inward)
            found = _none(self.master) if spent else self._violated(answer, effort.tolerance, center, stop)
            if len(found) == 0:
                self.settled = not spent
                return _relaxed(self.master, answer, self.cuts.pick(self._idle == 0))
            moved = before - bound > params.still * abs(bound)
            self._exchange(found, patience if moved else None)
            before = bound

    def _exchange(self, found: Cuts, patience: int | None) -> None:
        """Drop the cuts that have been idle for long, add new ones.

        None where the bound stands still, as it does without an objective: dropped cuts would come back for ever.
        """
        kept = np.ones(len(self._idle), dtype=bool) if patience is None else self._idle < patience
        self._lp.keep(np.concatenate([np.ones(self._n_fixed_rows, dtype=bool), kept]))
        self.cuts = join(self.cuts.pick(kept), found)
        self._idle = np.concatenate([self._idle[kept], np.zeros(len(found), dtype=int)])
        self._lp.add(*self.master.cut_rows(found))

    def _violated(self, answer: LpAnswer, tolerance: float, center: Floats, stop: Stop) -> Cuts:
        """Cuts that the answer breaks; none when it breaks all of a capture together by less than the tolerance.

        In-out: made halfway to `center` (n_options,), a mean of the answers before, they are deeper than at the answer,
        which swings from one corner to the next; at the answer itself where those do not cut it off. Tangents alone as
        long as they will do: they cost a fraction of the other family.

        References
        ----------
        Ben-Ameur, W. and Neto, J. (2007), Acceleration of cutting-plane and column generation algorithms: applications
        to network design, Networks 49(1). Fischetti, M., Ljubic, I. and Sinnl, M. (2017), Redesigning Benders
        decomposition for large-scale facility location, Management Science 63(7).
        """
        master, params = self.master, self._params
        y, thetas = master.plan(answer.x), master.thetas(answer.x)
        allowed = max(tolerance, params.finest) * _wholes(master, answer)

        def excess(most: Floats) -> Floats:
            return np.asarray(np.maximum(thetas - most, 0.0) / allowed)

        def broken(most: Floats) -> bool:
            return bool(np.bincount(master.capture_of, weights=excess(most)).max() > 1.0)

        for majorant in _majorants(master, y, _between(y, center, params.inward), broken):
            cuts = _summed(master, majorant, stop)
            most = cuts.at(y)
            if broken(most):
                return cuts.pick(excess(most) > params.broken_share / master.n_groups)
        return _none(master)


def _between(y: Floats, center: Floats | None, inward: float) -> Floats:
    return y if center is None else y + inward * (center - y)


def _none(master: Master) -> Cuts:
    return Cuts.none(master.problem.n_options)


def _wholes(master: Master, answer: LpAnswer) -> Floats:
    """(n_groups,) what each group's tolerance is a part of: the bound, or all there is of a capture of the rules."""
    return np.where(master.counts, max(abs(master.worth(answer.bound)), master.unit), SOLVER_SCALE * master.units)


def _majorants(
    master: Master, y: Floats, between: Floats, broken: Callable[[Floats], bool]
) -> Iterator[Callable[[Block], Majorant]]:
    """Yield what may cut the answer off, the cheapest first; the last takes zone by zone the lower of two.

    The supergradient of many blocks is worked out again for that: to hold it takes more. Where none is lower than the
    groups' values (n_groups,), it is enough to look whether the answer has `broken` these.
    """
    problem, blocks = master.problem, master.problem.zones.blocks()
    if not np.array_equal(between, y):
        yield lambda block: gradient(block.zones, block.columns_at(between))
    tightest = problem.zones.tightest
    if tightest and not broken(master.summed(problem.zones.zone_values(y))):
        return
    only = gradient(blocks[0].zones, blocks[0].columns_at(y)) if len(blocks) == 1 else None

    def supergradient(block: Block) -> Majorant:
        return gradient(block.zones, block.columns_at(y)) if only is None else only

    def lower(block: Block) -> Majorant:
        columns = block.columns_at(y)
        return tighter(block.zones, supergradient(block), submodular(block.zones, columns > 0.5), columns)

    yield supergradient
    if not tightest:
        yield lower


def _summed(master: Master, majorant: Callable[[Block], Majorant], stop: Stop) -> Cuts:
    """Sum a majorant over each group, unless it is time to end."""

    def made(block: Block) -> Majorant:
        stop.check()
        return majorant(block)

    return summed_cuts(master.problem.zones, made, master.groups, master.n_groups, master.cuts_params)


def _relaxed(master: Master, answer: LpAnswer, cuts: Cuts) -> Relaxed:
    reduced = np.zeros(master.problem.n_options)
    reduced[master.free] = answer.reduced[: len(master.free)] * master.unit
    shadow = answer.row_dual[: master.n_rule_rows] * master.unit / master.rule_scale
    return Relaxed(master.plan(answer.x), master.worth(answer.bound), reduced, shadow, cuts)
