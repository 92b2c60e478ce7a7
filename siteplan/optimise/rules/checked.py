"""Checked: rules that are no rows of a model - each answer is checked, and what it breaks is barred."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.rules.bars import Bar
from siteplan.optimise.rules.rows import Rows
from siteplan.optimise.rules.rule import RuleReport
from siteplan.optimise.types import Bools, Floats

__all__ = ["Checked"]


class Checked(ABC):
    """A rule that a search asks of whole plans; exact, since no plan is taken that breaks it.

    More openings can only break it.
    """

    name: str

    @abstractmethod
    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:
        """Everything that is wrong with the rule for these options."""

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

    @abstractmethod
    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:
        """Report what it asks and what the open options achieve."""

    def rows(self, options: pd.DataFrame) -> Rows:
        """No row."""
        return Rows.plain(sp.csr_array((0, len(options))), np.empty(0), np.empty(0))
