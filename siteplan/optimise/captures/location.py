"""Coverage, nearest and attendance: capture models in which the best open option of a zone decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from siteplan.errors import Problem, ProblemError
from siteplan.optimise.captures.best import BestCapture
from siteplan.optimise.captures.merge import merged_covers
from siteplan.optimise.captures.sparse import finite_from_zero, row_of, same_rows, summed
from siteplan.optimise.types import Bools, Floats

__all__ = ["AttendanceCapture", "CoverageCapture", "Matrix", "NearestCapture"]

Matrix = sp.csr_array | sp.csr_matrix | Floats


@dataclass(frozen=True, eq=False)
class CoverageCapture(BestCapture):
    """Weight of the zones that some open option covers: w min(1, number of such options).

    Parameters
    ----------
    covers : sparse or dense bool (n_zones, n_options)
        Whether the option, once open, covers the zone.
    weights : (n_zones,)
    own : (n_zones,) bool, optional
        Zones that own facilities cover already.

    References
    ----------
    Church, R. and ReVelle, C. (1974), The maximal covering location problem, Papers in Regional Science 32.
    """

    covers: Matrix
    weights: Floats
    own: Bools | None = None

    @classmethod
    def of_pieces(cls, pieces: Iterable[tuple[Matrix, Floats]]) -> CoverageCapture:
        """Return the coverage of zones that come in pieces, those that the same options cover as one zone.

        Parameters
        ----------
        pieces : iterable of (covers, weights)
            Each some of the zones, all with the same options. One piece is held at a time, and the zones that differ.

        Raises
        ------
        ProblemError
            A piece does not fit the options of the first, or its numbers cannot be.

        Examples
        --------
        >>> CoverageCapture.of_pieces([(np.eye(2), np.ones(2)), (np.eye(2), np.ones(2))]).weights
        array([2., 2.])
        """
        whole: CoverageCapture | None = None
        for covers, weights in pieces:
            piece = cls(covers, np.asarray(weights, dtype=float))
            piece._refuse(np.shape(covers)[1] if whole is None else np.shape(whole.covers)[1])
            piece = piece.merged()
            whole = piece if whole is None else whole._beside(piece).merged()
        return cls(np.zeros((0, 0)), np.zeros(0)) if whole is None else whole

    def merged(self) -> CoverageCapture:
        """Return an equal capture of the zones that differ; the arrays have to be sound (see `problems`)."""
        weights = np.asarray(self.weights, dtype=float)
        return CoverageCapture(*merged_covers(self.covers, weights, self._own, self.params.entries_at_once))

    def _refuse(self, n_options: int) -> None:
        """Refuse a piece that cannot be; one without any weight can, or without zones: others may have some."""
        some = replace(self, weights=np.ones_like(self.weights)) if not self.weights.any() else self
        found = some.problems(n_options)
        if found and (len(self.weights) or np.shape(self.covers)[1] != n_options):
            raise ProblemError(found)

    def _beside(self, other: CoverageCapture) -> CoverageCapture:
        covers = sp.vstack([sp.csr_array(self.covers), sp.csr_array(other.covers)], format="csr")
        weights, own = np.concatenate([self.weights, other.weights]), np.concatenate([self._own, other._own])
        return CoverageCapture(sp.csr_array(covers), weights, own)

    @property
    def base(self) -> Floats:
        """(n_zones,) weights of the zones that own facilities cover."""
        return self.weights * self._own

    @property
    def served(self) -> Bools:
        """(n_zones,) zones that own facilities serve."""
        return np.asarray(self._own)

    def rises(self) -> sp.csr_array:
        """(n_zones, n_options) weights of the zones that the option would newly cover."""
        covers = _csr(self.covers)
        covers.eliminate_zeros()
        return _entries(covers, (self.weights * ~self._own)[row_of(covers)])

    def problems(self, n_options: int) -> list[Problem]:
        """Shapes that do not fit, and numbers that are none, negative or without limit."""
        return _problems(n_options, "covers", self.covers, self.weights, self.own)

    @cached_property
    def _own(self) -> Bools:
        return np.zeros(len(self.weights), dtype=bool) if self.own is None else np.asarray(self.own, dtype=bool)


@dataclass(frozen=True, eq=False)
class NearestCapture(BestCapture):
    """Minus the weighted minutes to the nearest open option or own facility.

    Parameters
    ----------
    minutes : sparse or dense (n_zones, n_options)
        Minutes, or any cost of serving a unit of the zone from the option. In a sparse matrix what is not stored
        cannot be reached, and a stored 0 is 0 minutes.
    weights : (n_zones,)
    own : (n_zones,), optional
        Minutes to the nearest own facility; inf where there is none.
    beyond : float, optional
        Minutes that count where nothing open can be reached, and at most; left out, the most that is given.

    References
    ----------
    Hakimi, S. L. (1964), Optimum locations of switching centers and the absolute centers and medians of a graph,
    Operations Research 12.
    """

    minutes: Matrix
    weights: Floats
    own: Floats | None = None
    beyond: float | None = None

    @property
    def base(self) -> Floats:
        """(n_zones,) weighted minutes of today, negative."""
        return np.asarray(-self.weights * self._now)

    @property
    def served(self) -> Bools:
        """(n_zones,) zones that own facilities serve."""
        return np.asarray(np.isfinite(self._own))

    def rises(self) -> sp.csr_array:
        """(n_zones, n_options) weighted minutes that the option alone would save."""
        row = row_of(self._matrix)
        return _entries(self._matrix, self.weights[row] * (self._now[row] - self._matrix.data))

    def problems(self, n_options: int) -> list[Problem]:
        """Shapes that do not fit, and numbers that are none, negative or without limit."""
        own = None if self.own is None else np.where(np.isposinf(self.own), 0.0, self.own)
        found = _problems(n_options, "minutes", self.minutes, self.weights, own)
        if self.beyond is not None and not (np.isfinite(self.beyond) and self.beyond >= 0):
            found.append(Problem("capture", "is no number from 0", "Give minutes, or leave it out", "beyond"))
        return found

    def merged(self) -> NearestCapture:
        """Return an equal capture of the zones that differ; the arrays have to be sound (see `problems`)."""
        first, group = same_rows(self._matrix, self._own)
        weights = summed(group, np.asarray(self.weights, dtype=float), len(first))
        return replace(
            self, minutes=sp.csr_array(self._matrix[first]), weights=weights, own=self._own[first], beyond=self._most
        )

    @cached_property
    def _matrix(self) -> sp.csr_array:
        return _csr(self.minutes, dense_zeros=True)

    @cached_property
    def _most(self) -> float:
        """Minutes that count at most."""
        return self.beyond if self.beyond is not None else float(self._matrix.data.max(initial=0.0))

    @cached_property
    def _now(self) -> Floats:
        """(n_zones,) minutes that count with none of the options open."""
        return np.asarray(np.minimum(self._own, self._most))

    @cached_property
    def _own(self) -> Floats:
        """(n_zones,) minutes to the nearest own facility."""
        return np.full(len(self.weights), np.inf) if self.own is None else np.asarray(self.own, dtype=float)


@dataclass(frozen=True, eq=False)
class AttendanceCapture(BestCapture):
    """Weight of each zone times the attraction of its most attractive open option or own facility.

    Parameters
    ----------
    attraction : sparse or dense (n_zones, n_options)
        Part of the zone's weight that attends the option, 0 to 1; falls with minutes.
    weights : (n_zones,)
    own : (n_zones,), optional
        Attraction of own facilities.

    References
    ----------
    Holmes, J., Williams, F. B. and Brown, L. A. (1972), Facility location under a maximum travel restriction,
    Geographical Analysis 4.
    """

    attraction: Matrix
    weights: Floats
    own: Floats | None = None

    @property
    def base(self) -> Floats:
        """(n_zones,) what attends own facilities."""
        return np.asarray(self.weights * self._own)

    @property
    def served(self) -> Bools:
        """(n_zones,) zones that own facilities serve."""
        return np.asarray(self._own > 0)

    def rises(self) -> sp.csr_array:
        """(n_zones, n_options) what the option alone would attract more."""
        matrix = _csr(self.attraction)
        matrix.eliminate_zeros()
        row = row_of(matrix)
        return _entries(matrix, self.weights[row] * (matrix.data - self._own[row]))

    def problems(self, n_options: int) -> list[Problem]:
        """Shapes that do not fit, and numbers that are none, negative or without limit."""
        found = _problems(n_options, "attraction", self.attraction, self.weights, self.own)
        if not found and _csr(self.attraction).data.max(initial=0.0) > 1:
            remedy = "Give the part of the zone's weight that attends, 0 to 1"
            found.append(Problem("capture", "values above 1", remedy, "attraction"))
        return found

    @cached_property
    def _own(self) -> Floats:
        return np.zeros(len(self.weights)) if self.own is None else np.asarray(self.own, dtype=float)


def _csr(matrix: Matrix, *, dense_zeros: bool = False) -> sp.csr_array:
    """Copy as csr without repeated entries; `dense_zeros` keeps the zeros of a dense matrix."""
    if dense_zeros and not sp.issparse(matrix):
        dense = np.asarray(matrix, dtype=float)
        rows, columns = dense.shape
        indices, starts = np.tile(np.arange(columns), rows), np.arange(rows + 1) * columns
        return sp.csr_array((dense.ravel().copy(), indices, starts), shape=dense.shape)
    sparse = sp.csr_array(matrix, copy=True).astype(float)
    sparse.sum_duplicates()
    return sparse


def _entries(matrix: sp.csr_array, values: Floats) -> sp.csr_array:
    """Return a matrix with the same entries and other values."""
    return sp.csr_array((values.astype(float), matrix.indices.copy(), matrix.indptr.copy()), shape=matrix.shape)


def _problems(n_options: int, name: str, matrix: Matrix, weights: Floats, own: Floats | Bools | None) -> list[Problem]:
    """Shapes that do not fit, and numbers that are none, negative or without limit."""
    n_zones = np.shape(matrix)[0]
    if np.shape(matrix) != (n_zones, n_options):
        what = f"shape {np.shape(matrix)} does not fit {n_options} options"
        return [Problem("capture", what, "Give one column for each option", name)]
    entries = matrix.data if sp.issparse(matrix) else matrix
    given = {name: entries, "weights": weights, **({} if own is None else {"own": own})}
    found = [
        Problem("capture", "values are NaN, infinite or negative", "Give finite numbers from 0", column)
        for column, values in given.items()
        if not finite_from_zero(np.asarray(values, dtype=float))
    ]
    found += [
        Problem("capture", f"shape {np.shape(values)} does not fit {n_zones} zones", "Give one for each zone", column)
        for column, values in given.items()
        if column != name and np.shape(values) != (n_zones,)
    ]
    if not found and not np.any(np.asarray(weights) > 0):
        found.append(Problem("capture", "all weights are zero", "Give the zones their demand", "weights"))
    return found
