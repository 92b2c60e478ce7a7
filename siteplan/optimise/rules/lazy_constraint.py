"""Checked: rules that are no rows of a model - each answer is checked, and what it breaks is barred."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.optimise.rules.feasibility_cut import Bar
from siteplan.optimise.rules.rows import Rows
from siteplan.optimise.rules.rule import Rule
from siteplan.optimise.types import Bools, Floats

__all__ = ["Checked"]


class Checked(Rule):
    """A rule that a search asks of whole plans; exact, since no plan is taken that breaks it.

    More openings can only break it.
    """

    @abstractmethod
    def breaches(self, options: pd.DataFrame, open_: Bools) -> Floats:
        """By how much a plan breaks it, seller by seller; 0 where it does not."""

    def holds(self, options: pd.DataFrame, open_: Bools) -> bool:
        """Whether a plan meets it."""
        return not self.breaches(options, open_).any()

    @abstractmethod
    def bars(self, options: pd.DataFrame, open_: Bools) -> Iterator[Bar]:
        """Yield what every plan that meets the rule meets, and this one does not; none where it meets the rule."""

    @abstractmethod
    def bars_at(self, options: pd.DataFrame, y: Floats) -> Iterator[Bar]:
        """Yield bars like those which fractions y (n_options,) may break; each may take long."""

    @property
    def lazy(self) -> Checked:
        """Itself."""
        return self

    def rows(self, options: pd.DataFrame) -> Rows:
        """No row."""
        return Rows.plain(sp.csr_array((0, len(options))), np.empty(0), np.empty(0))
