"""SolveParams: how a run goes about it, part by part."""

from __future__ import annotations

from dataclasses import dataclass, field

from siteplan.errors.params import Params
from siteplan.optimise.allocation.capacitated import CapacitatedParams
from siteplan.optimise.bounds.cuts import CutsParams
from siteplan.optimise.bounds.grouping import GroupingParams
from siteplan.optimise.bounds.relaxation import RelaxationParams
from siteplan.optimise.heuristics.first_plans import FirstPlanParams
from siteplan.optimise.heuristics.local_search import LocalSearchParams
from siteplan.optimise.heuristics.rows_state import RowsStateParams
from siteplan.optimise.proof.branch_params import BranchParams
from siteplan.optimise.proof.early import EarlyParams

__all__ = ["SolveParams"]


@dataclass(frozen=True)
class SolveParams(Params):
    """Figures that steer a run, for experiments: what is proven holds whatever they are, but may take longer.

    Attributes
    ----------
    first : plans to start with
    search : the search that makes plans better
    rows : how rows of the rules follow a plan
    grouping : which zones are bounded together
    cuts : how cuts are summed
    relaxation : how relaxations are tightened
    early : when the first relaxation is left for a look for plans
    branch : the rounds of masters, and the tree
    capacitated : the run under a rule Capacity

    Examples
    --------
    >>> from siteplan.optimise.proof.branch_params import BranchParams
    >>> SolveParams(branch=BranchParams(near_nodes=50)).branch.near_nodes
    50
    """

    first: FirstPlanParams = field(default_factory=FirstPlanParams)
    search: LocalSearchParams = field(default_factory=LocalSearchParams)
    rows: RowsStateParams = field(default_factory=RowsStateParams)
    grouping: GroupingParams = field(default_factory=GroupingParams)
    cuts: CutsParams = field(default_factory=CutsParams)
    relaxation: RelaxationParams = field(default_factory=RelaxationParams)
    early: EarlyParams = field(default_factory=EarlyParams)
    branch: BranchParams = field(default_factory=BranchParams)
    capacitated: CapacitatedParams = field(default_factory=CapacitatedParams)
