"""Linear rows: what a rule is to the solver and to the search."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.types import Floats

__all__ = ["Rows", "stack"]


@dataclass(frozen=True)
class Rows:
    """lower <= options @ y + helpers @ z <= upper, with z_k = min(ceiling_k, links_k @ y).

    The helpers z are continuous: since `helpers` and `links` hold no negative number and rows with helpers have
    no upper limit, the solver may take z_k <= ceiling_k and z_k <= links_k @ y instead of the minimum.

    Attributes
    ----------
    options : csr (n_rows, n_options)
    lower, upper : (n_rows,)
    helpers : csr (n_rows, n_helpers)
    links : csr (n_helpers, n_options)
    ceiling : (n_helpers,)
    """

    options: sp.csr_array
    lower: Floats
    upper: Floats
    helpers: sp.csr_array
    links: sp.csr_array
    ceiling: Floats

    @classmethod
    def plain(cls, options: sp.csr_array, lower: Floats, upper: Floats) -> Rows:
        """Rows without helpers."""
        none = sp.csr_array((0, options.shape[1]))
        return cls(options, lower, upper, sp.csr_array((len(lower), 0)), none, np.empty(0))

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return int(self.options.shape[0])

    @property
    def n_helpers(self) -> int:
        """Number of helpers."""
        return int(self.links.shape[0])


def stack(parts: list[Rows], n_options: int) -> Rows:
    """One set of rows from many, each with helpers of its own."""
    if not parts:
        return Rows.plain(sp.csr_array((0, n_options)), np.empty(0), np.empty(0))
    return Rows(
        options=sp.csr_array(sp.vstack([p.options for p in parts], format="csr")),
        lower=np.concatenate([p.lower for p in parts]),
        upper=np.concatenate([p.upper for p in parts]),
        helpers=sp.csr_array(sp.block_diag([p.helpers for p in parts], format="csr")),
        links=sp.csr_array(sp.vstack([p.links for p in parts], format="csr")),
        ceiling=np.concatenate([p.ceiling for p in parts]),
    )
