"""BranchParams: how the rounds of masters go on."""

from __future__ import annotations

from dataclasses import dataclass, field

from siteplan.errors.params import Params, within
from siteplan.optimise.heuristics.penalty import PenaltyParams
from siteplan.optimise.proof.cut_pool import CutPoolParams
from siteplan.optimise.proof.exhaust import ExhaustParams
from siteplan.optimise.proof.incumbent_callback import CallbackParams
from siteplan.optimise.proof.loss_floors import LossFloorsParams
from siteplan.optimise.proof.reduced_cost_fixing import FixingParams
from siteplan.optimise.proof.tree import TreeParams

__all__ = ["BranchParams"]


@dataclass(frozen=True)
class BranchParams(Params):
    """How the rounds go on, and when they give way to the tree. Bounds hold whatever it is.

    Attributes
    ----------
    first_share : part of the asked gap that the first masters are solved to; the rest is room for the cuts' own error
    finer : part of that to which the next is solved where one has taught nothing
    least_share : part of the asked gap from which nothing finer is asked
    pruned_share : part of the asked gap by which plans that are given up may be better than the best one
    overrated_share : part of what parts bound and plan by which a master overrates a plan, where shares are to blame
    poor : times the asked gap from which a solver is to look for better plans by itself, too
    tightenings : count; rounds in which fractions are cut off that rules without rows rule out
    least_excess : part of its largest factor by which fractions must break a cut of those rules
    few_options : count; free options up to which a master without zones to be bounded is not asked for near plans first
    near_gap : part of the bound; gap to which masters of few options are solved
    near_nodes : count; of the tree of such a master
    near_times : times as many options in doubt as those on which relaxation and plan differ, master by master
    near_rise : part of the bound by which a master of few options must better the plan to be followed by another
    pool, fixing, penalty, callback, tree, exhaust, floors : the parts it is made of
    """

    first_share: float = within(0.4, 1e-3, 1.0)
    finer: float = within(0.25, 0.0, 0.9)
    least_share: float = within(1e-4, 0.0, 1.0)
    pruned_share: float = within(0.6, 0.0, 1.0)
    overrated_share: float = within(0.5, 0.0, 1.0)
    poor: float = within(4.0, 0.0)
    tightenings: int = within(12, 0)
    least_excess: float = within(1e-4, 0.0, 1.0)
    few_options: int = within(1_000, 0)
    near_gap: float = within(0.002, 0.0, 1.0)
    near_nodes: int = within(400, 1)
    near_times: tuple[int, ...] = within((1, 2, 3, 4), 0)
    near_rise: float = within(5e-4, 0.0, 1.0)
    pool: CutPoolParams = field(default_factory=CutPoolParams)
    fixing: FixingParams = field(default_factory=FixingParams)
    penalty: PenaltyParams = field(default_factory=PenaltyParams)
    callback: CallbackParams = field(default_factory=CallbackParams)
    tree: TreeParams = field(default_factory=TreeParams)
    exhaust: ExhaustParams = field(default_factory=ExhaustParams)
    floors: LossFloorsParams = field(default_factory=LossFloorsParams)
