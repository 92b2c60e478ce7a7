"""Stated: a linear model in PuLP's terms, in whichever of its versions, and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pulp

from siteplan.optimise.solvers.linear import LinearModel

__all__ = ["PULP_4", "column_order", "export", "to_pulp"]

PULP_4 = int(pulp.__version__.split(".")[0]) >= 4


def to_pulp(model: LinearModel, title: str = "siteplan") -> pulp.LpProblem:
    """State a linear model in PuLP's terms."""
    lp = pulp.LpProblem(title, pulp.LpMaximize)
    columns = [
        lp.add_variable(name, float(low), float(high), pulp.LpInteger if whole else pulp.LpContinuous)
        for name, low, high, whole in zip(model.names, model.lower, model.upper, model.integer, strict=True)
    ]
    lp.setObjective(_expression(columns, range(len(columns)), model.value.tolist()))
    matrix = model.matrix
    for row in np.flatnonzero(np.diff(matrix.indptr)).tolist():
        entries = slice(matrix.indptr[row], matrix.indptr[row + 1])
        terms = _expression(columns, matrix.indices[entries].tolist(), matrix.data[entries].tolist())
        _add_row(lp, terms, float(model.row_lower[row]), float(model.row_upper[row]), model.row_names[row])
    return lp


def export(model: LinearModel, file: Path) -> None:
    """Write the model as .lp or .mps, by the file's suffix."""
    lp = to_pulp(model)
    if file.suffix == ".mps":
        lp.writeMPS(str(file), with_objsense=True)
    else:
        lp.writeLP(str(file))


def column_order(lp: pulp.LpProblem, names: Sequence[str]) -> list[int]:
    """Return the number of our column behind each of the columns PuLP hands to the solver (those that matter)."""
    number = {name: k for k, name in enumerate(names)}
    exported = lp.exported_variables() if PULP_4 else lp.variables()
    return [number[v.name] for v in exported]


def _expression(columns: Sequence[Any], picked: Sequence[int], values: Sequence[float]) -> Any:
    """Sum of values times columns."""
    terms = [(columns[column], value) for column, value in zip(picked, values, strict=True)]
    return pulp.LpAffineExpression.from_list(terms) if PULP_4 else pulp.LpAffineExpression(terms)


def _add_row(lp: pulp.LpProblem, expression: Any, low: float, high: float, name: str) -> None:
    """Add low <= expression <= high: one constraint, or two where both limits differ."""
    if low == high:
        lp.addConstraint(expression == high, name)
        return
    if np.isfinite(high):
        lp.addConstraint(expression <= high, name)
    if np.isfinite(low):
        lp.addConstraint(expression >= low, f"{name}_low")
