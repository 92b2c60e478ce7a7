"""LazyConstraint: rules that are no rows of a model - each answer is checked, and what breaks them is cut off."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.optimise.rules.rows import Rows
from siteplan.optimise.rules.rule import Rule
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["FeasibilityCut", "LazyConstraint", "matrix_of"]


class FeasibilityCut(NamedTuple):
    """factors @ y[options] <= most: a feasibility cut, and a no-good cut where it is about one plan alone."""

    options: Ints
    factors: Floats
    most: float

    @classmethod
    def excluding(cls, plan: Bools) -> FeasibilityCut:
        """Cut off one plan (n_options,), by a no-good cut: some option must differ."""
        return cls(np.arange(len(plan)), np.where(plan, 1.0, -1.0), float(plan.sum()) - 1.0)

    @classmethod
    def together(cls, options: Ints) -> FeasibilityCut:
        """Cut off every plan that opens all of these: a cover cut."""
        return cls(options, np.ones(len(options)), float(len(options)) - 1.0)

    def excess(self, y: Floats) -> float:
        """By how much y (n_options,) breaks it; negative where it does not."""
        return float(self.factors @ y[self.options] - self.most)

    @property
    def key(self) -> bytes:
        """The same for the same cut."""
        return self.options.tobytes() + self.factors.tobytes() + np.float64(self.most).tobytes()


def matrix_of(cuts: tuple[FeasibilityCut, ...], n_options: int) -> tuple[sp.csr_array, Floats]:
    """One row (n_options,) a cut, and its limit."""
    starts = np.cumsum([0, *(len(cut.options) for cut in cuts)])
    columns = np.concatenate([np.empty(0, dtype=np.int64), *(cut.options for cut in cuts)])
    factors = np.concatenate([np.empty(0), *(cut.factors for cut in cuts)])
    matrix = sp.csr_array((factors, columns, starts), shape=(len(cuts), n_options))
    return matrix, np.array([cut.most for cut in cuts], dtype=float)


class LazyConstraint(Rule):
    """A rule of which no row is known beforehand: it is asked of whole plans, and cuts are added as plans break it.

    Exact, since no plan is taken that breaks it. What solvers call a lazy constraint. More openings can only break it.
    """

    @abstractmethod
    def breaches(self, options: pd.DataFrame, open_: Bools) -> Floats:
        """By how much a plan breaks it, site by site; 0 where it does not."""

    def holds(self, options: pd.DataFrame, open_: Bools) -> bool:
        """Whether a plan meets it."""
        return not self.breaches(options, open_).any()

    @abstractmethod
    def cuts(self, options: pd.DataFrame, open_: Bools) -> Iterator[FeasibilityCut]:
        """Yield what every plan that meets the rule meets, and this one does not; none where it meets the rule."""

    @abstractmethod
    def separate(self, options: pd.DataFrame, y: Floats) -> Iterator[FeasibilityCut]:
        """Separate fractions y (n_options,): yield cuts which they may break; each may take long."""

    @property
    def lazy(self) -> LazyConstraint:
        """Itself."""
        return self

    def rows(self, options: pd.DataFrame) -> Rows:
        """No row."""
        return Rows.plain(sp.csr_array((0, len(options))), np.empty(0), np.empty(0))
