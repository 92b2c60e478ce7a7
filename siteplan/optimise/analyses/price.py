"""Price: an option's cost as a number that may change, wherever it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.rules.rows import Rows
from siteplan.optimise.types import Bools, Floats

__all__ = ["Price"]


@dataclass(frozen=True)
class Price:
    """What an option costs to open, and where that counts.

    Attributes
    ----------
    column : column of the options that holds it
    beside : other columns, and by how much each rises with a unit of it, of each option or of all alike (a yearly cost,
        say, by the annuity)
    value : objective units that options are worth less for a unit of it, each (n_options,) or all alike; 0 where the
        objective counts no money
    """

    column: str
    beside: Mapping[str, float | Floats] | None = None
    value: float | Floats = 0.0

    def worth_less(self, option: int) -> float:
        """Return what an option (by number) is worth less for a unit of its price."""
        return _of_option(self.value, option)

    def of(self, problem: SiteProblem, option: int) -> float:
        """Return what an option (by number) costs now."""
        return float(problem.options[self.column].iloc[option])

    def at(self, problem: SiteProblem, option: int, price: float) -> SiteProblem:
        """Return the same problem with the option at another price."""
        options, by = problem.options.copy(), price - self.of(problem, option)
        for column, rise in {self.column: 1.0, **(self.beside or {})}.items():
            costs = options[column].to_numpy(dtype=float).copy()
            costs[option] = price if column == self.column else costs[option] + _of_option(rise, option) * by
            options[column] = costs
        if not (less := self.worth_less(option)):
            return replace(problem, options=options)
        values = problem.value_of.copy()
        values[option] -= less * by
        return replace(problem, options=options, fixed_value=values)

    def uses(self, problem: SiteProblem, option: int) -> Floats:
        """(n_rows,) by how much a unit of the price lifts the option in each row of the rules: they are linear."""
        own = self.of(problem, option)
        dearer = self.at(problem, option, own + max(own, 1.0))
        change = _column(dearer.rows, option) - _column(problem.rows, option)
        return change / max(own, 1.0)

    def counts(self, problem: SiteProblem, option: int) -> bool:
        """Whether any rule or the objective asks what the option costs."""
        return bool(self.worth_less(option) or self.uses(problem, option).any())

    def ceiling(self, problem: SiteProblem, option: int, plan: Bools, worth: float) -> float:
        """Return the highest price at which a plan with the option meets the rows of the rules and is worth so much.

        The plan has to meet all else; -inf where no price does, inf where every one does.
        """
        rows, uses = problem.rows, self.uses(problem, option)
        activity = rows.activity(plan)
        with np.errstate(divide="ignore", invalid="ignore"):
            above = np.where(uses > 0, (rows.upper - activity) / uses, np.inf)
            below = np.where(uses < 0, (rows.lower - activity) / uses, np.inf)
        spare = problem.value(plan) - worth
        less = self.worth_less(option)
        by_value = spare / less if less else (np.inf if spare >= 0 else -np.inf)
        return self.of(problem, option) + float(min(above.min(initial=np.inf), below.min(initial=np.inf), by_value))


def _column(rows: Rows, option: int) -> Floats:
    """(n_rows,) the rows' entries of one option."""
    return np.asarray(rows.options[:, [option]].todense(), dtype=float).ravel()


def _of_option(each: float | Floats, option: int) -> float:
    return float(np.ravel(each)[option if np.ndim(each) else 0])
