"""Feasibility cuts are inequalities on the options: what they cut off, and how a master holds them."""

import numpy as np
import pandas as pd

from siteplan.optimise import SiteProblem, ZeroCapture
from siteplan.optimise.bounds.cuts import Cuts
from siteplan.optimise.bounds.master import Fixing, Master
from siteplan.optimise.rules.lazy_constraint import FeasibilityCut, matrix_of

PLANS = [np.array(plan, dtype=bool) for plan in np.ndindex(2, 2, 2)]


def test_one_plan_is_barred_and_no_other() -> None:
    for plan in PLANS:
        cut = FeasibilityCut.excluding(plan)
        assert [cut.excess(other.astype(float)) > 0 for other in PLANS] == [(other == plan).all() for other in PLANS]


def test_together_excludes_every_plan_with_all_of_them() -> None:
    cut = FeasibilityCut.together(np.array([0, 2]))
    assert [cut.excess(plan.astype(float)) > 0 for plan in PLANS] == [bool(plan[0] and plan[2]) for plan in PLANS]


def test_the_same_cut_has_the_same_key() -> None:
    assert FeasibilityCut.together(np.array([0, 2])).key == FeasibilityCut.together(np.array([0, 2])).key
    assert FeasibilityCut.together(np.array([0, 2])).key != FeasibilityCut.together(np.array([0, 1])).key


def test_rows_say_what_the_cuts_say() -> None:
    cuts = (FeasibilityCut.together(np.array([0, 2])), FeasibilityCut.excluding(PLANS[5]))
    matrix, most = matrix_of(cuts, 3)
    for plan in PLANS:
        y = plan.astype(float)
        assert (matrix @ y - most).tolist() == [cut.excess(y) for cut in cuts]
    assert matrix_of((), 3)[0].shape == (0, 3)


def test_a_master_holds_what_its_free_options_can_break() -> None:
    """With option 0 open for sure, 2 may not open; with 0 closed for sure, nothing is left to say."""
    problem = SiteProblem(pd.DataFrame({"site": ["a", "b", "c"], "format": "mall"}), ZeroCapture(3))
    cut = FeasibilityCut.together(np.array([0, 2]))
    free, none = np.array([False, True, True]), np.zeros(3, dtype=bool)
    opened = np.array([True, False, False])
    for fixing, limits in ((Fixing(free, opened), [0.0]), (Fixing(free, none), [])):
        model = Master(problem, np.zeros(1, dtype=int), fixing, (cut,)).model(Cuts.none(3))
        assert [
            limit for name, limit in zip(model.row_names, model.row_upper, strict=True) if name.startswith("nogood_")
        ] == limits
