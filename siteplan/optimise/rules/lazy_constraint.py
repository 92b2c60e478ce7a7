"""LazyConstraint: rules that are no rows of a model - each answer is checked, and what breaks them is cut off."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.optimise.rules.feasibility_cut import FeasibilityCut
from siteplan.optimise.rules.rows import Rows
from siteplan.optimise.rules.rule import Rule
from siteplan.optimise.types import Bools, Floats

__all__ = ["LazyConstraint"]


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
