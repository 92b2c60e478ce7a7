"""LinearModel: a mixed-integer linear model as plain arrays, known to no solver."""

from __future__ import annotations

from dataclasses import dataclass

import scipy.sparse as sp

from siteplan.optimise.types import Bools, Floats

__all__ = ["LinearModel"]


@dataclass(frozen=True)
class LinearModel:
    """Maximise value @ x, with row_lower <= matrix @ x <= row_upper and lower <= x <= upper (both finite).

    Attributes
    ----------
    value, lower, upper : (n_columns,)
    integer : (n_columns,) bool
    matrix : csr (n_rows, n_columns)
    row_lower, row_upper : (n_rows,)
    names : (n_columns,) and then (n_rows,), made of letters, digits and underscores
    """

    value: Floats
    lower: Floats
    upper: Floats
    integer: Bools
    matrix: sp.csr_array
    row_lower: Floats
    row_upper: Floats
    names: tuple[str, ...]
    row_names: tuple[str, ...]
