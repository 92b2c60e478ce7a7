"""CoverAll: every zone must have open options within reach, one or several."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.errors.params import Params, within
from siteplan.optimise.rules.coverage import CoverageFloor
from siteplan.optimise.rules.limit import Limit
from siteplan.optimise.rules.rows import Rows
from siteplan.optimise.rules.rule import Covering, Rule, RuleReport, report
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["CoverAll", "DominanceParams", "implied_rows", "spare_sites"]


@dataclass(frozen=True)
class DominanceParams(Params):
    """How far rows and sites are compared; which plans are allowed does not depend on it.

    Attributes
    ----------
    most_pairs : count; pairs of entries that are compared, beyond it costs more than it saves, and nothing is dropped
    """

    most_pairs: int = within(30_000_000, 0)


def implied_rows(pattern: sp.csr_array, least: Floats, params: DominanceParams = DominanceParams()) -> Bools:
    """(n_rows,) rows that hold all options of another, which asks for as many at least; of equals the first stays.

    `pattern` (n_rows, n_options) is of ones; `least` (n_rows,) is how many options a row asks for.
    """
    row, other, common = _pairs(pattern, params)
    size = np.diff(pattern.indptr)
    holds = (common == size[other]) & (least[other] >= least[row])
    equal = (size[row] == size[other]) & (least[row] == least[other])
    return _any(row[holds & (~equal | (other < row))], pattern.shape[0])


def spare_sites(pattern: sp.csr_array, params: DominanceParams = DominanceParams()) -> Bools:
    """(n_sites,) sites that another covers as much as, row by row (n_rows, n_sites); of equals the first stays.

    Rows and sites are dropped in turn until no more can be. Only where each row asks for one site, whichever.
    """
    spare = np.zeros(pattern.shape[1], dtype=bool)
    while (more := ~spare & _contained(sp.csr_array(pattern.T), params)).any():
        spare |= more
        pattern = sp.csr_array(pattern @ sp.diags_array((~spare).astype(float)))
        pattern.eliminate_zeros()
        pattern = sp.csr_array(pattern[~implied_rows(pattern, np.ones(pattern.shape[0]), params)])
    return spare


def _contained(pattern: sp.csr_array, params: DominanceParams) -> Bools:
    """(n_rows,) rows all of whose columns another has."""
    row, other, common = _pairs(pattern, params)
    size = np.diff(pattern.indptr)
    within = common == size[row]
    return _any(row[within & ((size[row] < size[other]) | (other < row))], pattern.shape[0])


def _pairs(pattern: sp.csr_array, params: DominanceParams) -> tuple[Ints, Ints, Floats]:
    """Pairs of different rows with columns in common, and how many; none where there would be too many."""
    columns = np.bincount(pattern.indices, minlength=pattern.shape[1]).astype(float)
    if float(columns @ columns) > params.most_pairs:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
    common = sp.coo_array(pattern @ pattern.T)
    row, other = common.coords
    different = row != other
    return row[different], other[different], common.data[different]


def _any(rows: Ints, n_rows: int) -> Bools:
    found = np.zeros(n_rows, dtype=bool)
    found[rows] = True
    return found


@dataclass(frozen=True, eq=False)
class CoverAll(Rule):
    """At least `times` sites within reach of every zone; 2 and more is backup coverage.

    Parameters
    ----------
    covers : sparse or dense bool (n_zones, n_options)
        Whether the option, once open, covers the zone.
    times : int
    own : (n_zones,) int, optional
        Own facilities that cover the zone already.
    wanted : (n_zones,) bool, optional
        Zones that must be covered; all if not given.

    References
    ----------
    Toregas, C. et al. (1971), The location of emergency service facilities, Operations Research 19.
    Hogan, K. and ReVelle, C. (1986), Concepts and applications of backup coverage, Management Science 32.
    """

    covers: sp.csr_array | sp.csr_matrix | Bools
    times: int = 1
    own: Ints | None = None
    name: str = "every zone"
    wanted: Bools | None = None

    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:
        """List shapes that do not fit, and a number that is none."""
        shape = (n_zones, len(options))
        cases = (
            (np.shape(self.covers) == shape, "covers", f"shape {np.shape(self.covers)}", f"Give shape {shape}"),
            (self.times >= 1 and self.times == int(self.times), "times", f"{self.times}", "Give a whole number from 1"),
            (self.own is None or np.shape(self.own) == (n_zones,), "own", "wrong length", f"Give {n_zones} counts"),
            (np.shape(self._wanted) == (n_zones,), "wanted", "wrong length", f"Give {n_zones} truth values"),
        )
        return [
            Problem("rules", f"rule {self.name!r}: {what}", remedy, column)
            for good, column, what, remedy in cases
            if not good
        ]

    def rows(self, options: pd.DataFrame) -> Rows:  # noqa: ARG002  part of Rule
        """One row a set of options that some zone needs, shared by zones with the same, unless another implies it."""
        pattern, missing = self._pattern(), self._missing()
        wanted = np.flatnonzero(missing > 0)
        rows = pd.DataFrame({"set": [pattern.indices[a:b].tobytes() for a, b in _spans(pattern, wanted)]})
        rows = rows.assign(zone=wanted, missing=missing[wanted]).sort_values("missing")
        rows = rows.drop_duplicates("set", keep="last")
        body, least = sp.csr_array(pattern[rows["zone"].to_numpy(dtype=int)]), rows["missing"].to_numpy(dtype=float)
        needed = ~implied_rows(body, least)
        return Rows.plain(sp.csr_array(body[needed]), least[needed], np.full(int(needed.sum()), np.inf))

    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:  # noqa: ARG002  part of Rule
        """How many zones are reached often enough."""
        asked = np.count_nonzero(self._wanted)
        met = asked - np.count_nonzero(self.uncovered(open_))
        return (report(self.name, "cover_all", "at_least", float(asked), float(met), "zones", None),)

    def uncovered(self, open_: Bools) -> Bools:
        """(n_zones,) zones that must be covered and that these options would not reach often enough."""
        return np.asarray(self._pattern() @ open_.astype(float) < self._missing())

    def loosened(self, limit: Limit, value: float, options: pd.DataFrame, open_: Bools | None = None) -> Rule | None:  # noqa: ARG002
        """Return the rule for the zones that a plan reaches often enough."""
        return None if open_ is None else replace(self, wanted=self._wanted & ~self.uncovered(open_))

    def target(self, limit: Limit, options: pd.DataFrame) -> tuple[Rule, float] | None:  # noqa: ARG002
        """Return a floor over the zones that must be covered once: no row counts zones reached several times."""
        if self.times != 1:
            return None
        n_zones = np.shape(self.covers)[0]
        settled = ~self.uncovered(np.zeros(len(options), dtype=bool))
        return CoverageFloor(sp.csr_array(self.covers), np.ones(n_zones), 1.0, settled), float(n_zones)

    @property
    def coverage(self) -> Covering:
        """Each zone counts as one."""
        return Covering(self.covers, None)

    @property
    def _wanted(self) -> Bools:
        n_zones = np.shape(self.covers)[0]
        return np.ones(n_zones, dtype=bool) if self.wanted is None else np.asarray(self.wanted, dtype=bool)

    def _pattern(self) -> sp.csr_array:
        pattern = sp.csr_array(self.covers, copy=True).astype(float)
        pattern.sum_duplicates()
        pattern.eliminate_zeros()
        pattern.data[:] = 1.0
        return pattern

    def _missing(self) -> Floats:
        """(n_zones,) how many more must come; none where the zone need not be covered."""
        own = np.zeros(np.shape(self.covers)[0]) if self.own is None else np.asarray(self.own, dtype=float)
        return np.asarray(np.where(self._wanted, np.maximum(self.times - own, 0.0), 0.0))


def _spans(matrix: sp.csr_array, rows: Ints) -> list[tuple[int, int]]:
    return [(int(matrix.indptr[row]), int(matrix.indptr[row + 1])) for row in rows]
