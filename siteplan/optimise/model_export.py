"""Export: the model that a search ended with, over all options and in the units of the problem, for other solvers."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from siteplan.errors import OutputError, Problem, ProblemError
from siteplan.optimise.allocation.allocation import Allocation
from siteplan.optimise.bounds.cuts import Cuts, join
from siteplan.optimise.bounds.grouping import zone_groups
from siteplan.optimise.bounds.master import Fixing, Master
from siteplan.optimise.bounds.relaxation import cuts_at
from siteplan.optimise.bounds.sum_limits import sum_limits
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.selection import Selection
from siteplan.optimise.solvers.linear import LinearModel
from siteplan.optimise.solvers.pulp_model import export

__all__ = ["check_export", "export_master", "master_of"]

SUFFIXES = (".lp", ".mps")
NAME_LENGTH = 40


def check_export(file: Path) -> None:
    """Refuse a file that the model cannot be written to; call it before the long work.

    Raises
    ------
    ProblemError
        Its suffix is neither .lp nor .mps, or its folder is not there.
    """
    if file.suffix not in SUFFIXES:
        what = f"{file.name} ends in neither {' nor '.join(SUFFIXES)}"
        raise ProblemError([Problem("export", what, "Name a file that ends in one of them", "file")])
    if not file.resolve().parent.is_dir():
        raise ProblemError([Problem("export", f"the folder of {file} does not exist", "Make it first", "file")])


def export_master(problem: SiteProblem, selection: Selection, file: Path) -> None:
    """Write the model of `master_of` as .lp or .mps, by the file's suffix.

    Raises
    ------
    ProblemError
        See check_export.
    OutputError
        The disk refused it.
    """
    check_export(file)
    try:
        export(master_of(problem, selection), file)
    except OSError as error:
        raise OutputError(f"The model could not be written to {file}: {error.strerror or error}.") from error


def master_of(problem: SiteProblem, selection: Selection) -> LinearModel:
    """Return the master over all options, with the last cuts of the search and those at its plan.

    Its value is in the unit of the problem. It is a relaxation: its optimum is no less than the value of any plan
    that meets the rules, and the chosen plan is worth in it what it is truly worth. Columns are options (`y_`, their
    number and label), helpers of the rules (`z_`), and the worth of each group of zones (`theta_`), also of other
    captures that rules count. What a rule asks of a capture is in the model as far as the cuts go, so other plans of
    the model may break such a rule; and rules that are asked of whole plans (minimum sales, what own
    facilities lose) are not in it at all.

    Under a rule Capacity it is the model itself, without relaxation: the parts of the zones (`x_`, their number and
    that of the option) in place of thetas, and its value less what the zones are worth when nothing serves them.
    """
    everything = np.ones(problem.n_options, dtype=bool)
    fixing = Fixing(everything, ~everything)
    if problem.capacity is not None:
        allocation = Allocation.over(problem, fixing)
        model = allocation.model()
        return _named(_fixed(replace(model, value=model.value * allocation.unit), problem), problem)
    groups = zone_groups(problem)
    master = Master(problem, groups, fixing, limits=sum_limits(problem, groups))
    return _named(_fixed(_unscaled(master, _cuts(master, selection)), problem), problem)


def _cuts(master: Master, selection: Selection) -> Cuts:
    return join(selection.cuts_over(master.groups), cuts_at(master, selection.open.to_numpy(dtype=bool)))


def _unscaled(master: Master, cuts: Cuts) -> LinearModel:
    """Return the model with its thetas in units of the problem, the rows of cuts divided by what makes them so."""
    model = master.model(cuts)
    n_others, n_plain = master.n_columns - master.n_groups, len(model.row_names) - len(cuts)
    column = np.concatenate([np.ones(n_others), 1.0 / master.units])
    row = np.concatenate([np.ones(n_plain), master.units[cuts.group]])
    matrix = sp.diags_array(row) @ model.matrix @ sp.diags_array(column)
    return replace(
        model,
        value=np.concatenate([model.value[:n_others] * master.unit, master.counts.astype(float)]),
        lower=model.lower / column,
        upper=model.upper / column,
        matrix=sp.csr_array(matrix),
        row_lower=model.row_lower * row,
        row_upper=model.row_upper * row,
    )


def _fixed(model: LinearModel, problem: SiteProblem) -> LinearModel:
    """Return the model with its options held where the statuses want them."""
    lower, upper = model.lower.copy(), model.upper.copy()
    lower[: problem.n_options] = problem.required
    upper[: problem.n_options] = ~problem.barred
    return replace(model, lower=lower, upper=upper)


def _named(model: LinearModel, problem: SiteProblem) -> LinearModel:
    """Return the model with the labels of the options in the names of their columns, as far as letters allow."""
    labels = [re.sub(r"[^A-Za-z0-9_]+", "_", str(label))[:NAME_LENGTH] for label in problem.options.index]
    names = [f"y_{number}_{label}" for number, label in enumerate(labels)]
    return replace(model, names=(*names, *model.names[problem.n_options :]))
