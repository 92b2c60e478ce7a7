"""InPeriods: a rule on what stands in one period or in several, asked of what is chosen for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.captures.periods.in_period import InPeriod
from siteplan.optimise.captures.sparse import taken_from
from siteplan.optimise.rules.lazy_constraint import FeasibilityCut, LazyConstraint
from siteplan.optimise.rules.limit import Limit
from siteplan.optimise.rules.rows import Rows, Term, stack
from siteplan.optimise.rules.rule import Covering, Rule, RuleReport
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["PeriodColumns", "in_periods"]


@dataclass(frozen=True, eq=False)
class PeriodColumns:
    """What stands in one period.

    Attributes
    ----------
    columns : DataFrame, a row for each column that may stand, as a rule asks of options
    column : (n_options,) number of the column that stands if the option is chosen; -1 where none does
    """

    columns: pd.DataFrame
    column: Ints
    _captures: dict[int, InPeriod]

    @classmethod
    def of(cls, columns: pd.DataFrame, column: Ints) -> PeriodColumns:
        """Return it; a capture that several rules speak of is one in this period, too, and shares its cuts."""
        return cls(columns, column, {})

    @property
    def matrix(self) -> sp.csr_array:
        """(n_columns, n_options): 1 where the column stands if the option is chosen."""
        options = np.flatnonzero(self.column >= 0)
        shape = (len(self.columns), len(self.column))
        return sp.csr_array((np.ones(len(options)), (self.column[options], options)), shape=shape)

    def at(self, open_: Bools) -> Bools:
        """(n_columns,) which columns stand."""
        stands = np.zeros(len(self.columns), dtype=bool)
        stands[self.column[open_ & (self.column >= 0)]] = True
        return stands

    def capture(self, capture: Capture) -> InPeriod:
        """Return a capture over columns as one over options, the same for the same."""
        return self._captures.setdefault(id(capture), InPeriod(capture, self.column))


@dataclass(frozen=True, eq=False)
class InPeriods(Rule):
    """A rule that holds in each of some periods, one rule over columns for each.

    It is told by the period in which it is nearest to its limit, or farthest beyond.
    """

    rules: Sequence[Rule]
    periods: Sequence[PeriodColumns]
    name: str = ""

    def __post_init__(self) -> None:
        """Take the name of the rule."""
        object.__setattr__(self, "name", self.name or self.rules[0].name)

    def problems(self, options: pd.DataFrame, n_zones: int) -> list[Problem]:  # noqa: ARG002  columns are asked
        """List what is wrong with the rule in the first period in which anything is."""
        each = (rule.problems(period.columns, n_zones) for rule, period in self._both())
        return next((found for found in each if found), [])

    def rows(self, options: pd.DataFrame) -> Rows:
        """Rows of all periods, one after the other."""
        return stack([_over_options(rule.rows(period.columns), period) for rule, period in self._both()], len(options))

    def reports(self, options: pd.DataFrame, open_: Bools) -> tuple[RuleReport, ...]:  # noqa: ARG002  columns are asked
        """Report each limit in the period that leaves least of it."""
        return tuple(replace(line, row=row) for line, row, _ in self._tightest(open_))

    def limits(self, options: pd.DataFrame) -> list[Limit]:  # noqa: ARG002  columns are asked
        """List those of the rule in the last period."""
        rule, period = self.rules[-1], self.periods[-1]
        return [replace(limit, rule=self) for limit in rule.limits(period.columns)]

    def loosened(self, limit: Limit, value: float, options: pd.DataFrame, open_: Bools | None = None) -> Rule | None:  # noqa: ARG002
        """Return the rule with another limit in every period."""
        return self._each(
            lambda rule, period: rule.loosened(
                replace(limit, rule=rule), value, period.columns, None if open_ is None else period.at(open_)
            )
        )

    def without(self, limit: Limit) -> Rule | None:
        """Return what is left of the rule without the limit in any period."""
        return self._each(lambda rule, _: rule.without(replace(limit, rule=rule)))

    @property
    def coverage(self) -> Covering | None:
        """What the rule is about in the last period, told of options."""
        covering, period = self.rules[-1].coverage, self.periods[-1]
        if covering is None:
            return None
        return Covering(sp.csr_array(sp.csr_array(covering.covers).astype(float) @ period.matrix) > 0, covering.weights)

    def uncovered(self, open_: Bools) -> Bools | None:
        """(n_zones,) zones that the rule leaves uncovered in the last period."""
        return self.rules[-1].uncovered(self.periods[-1].at(open_))

    @property
    def counts_capture(self) -> bool:
        """As the rule is."""
        return self.rules[0].counts_capture

    def _both(self) -> Iterator[tuple[Rule, PeriodColumns]]:
        return zip(self.rules, self.periods, strict=True)

    def _each(self, change: Callable[[Rule, PeriodColumns], Rule | None]) -> Rule | None:
        """Return the rules changed, where all of them can be."""
        changed = [change(rule, period) for rule, period in self._both()]
        rules = [rule for rule in changed if rule is not None]
        return replace(self, rules=rules) if len(rules) == len(changed) else None

    def _tightest(self, open_: Bools) -> list[tuple[RuleReport, int | None, int]]:
        """Return each limit's line with the least slack, its row among those of all periods, and its period."""
        first, found = 0, list[list[tuple[RuleReport, int | None, int]]]()
        for number, (rule, period) in enumerate(self._both()):
            lines = rule.reports(period.columns, period.at(open_))
            at = [(line, None if line.row is None else line.row + first, number) for line in lines]
            found.append(at)
            first += rule.rows(period.columns).n_rows
        by_limit = zip(*found, strict=False)
        return [min(each, key=lambda told: (told[0].slack, -told[2])) for each in by_limit]


@dataclass(frozen=True, eq=False)
class LazyInPeriods(InPeriods, LazyConstraint):
    """The same for rules without rows."""

    def rows(self, options: pd.DataFrame) -> Rows:
        """Those of the rules, if they have any beside what plans are asked."""
        return InPeriods.rows(self, options)

    def breaches(self, options: pd.DataFrame, open_: Bools) -> Floats:  # noqa: ARG002  columns are asked
        """By how much a plan breaks it, period by period and site by site."""
        return np.concatenate([rule.breaches(period.columns, period.at(open_)) for rule, period in self._lazies()])

    def cuts(self, options: pd.DataFrame, open_: Bools) -> Iterator[FeasibilityCut]:  # noqa: ARG002  columns are asked
        """Yield those of each period, told of options."""
        for rule, period in self._lazies():
            for cut in rule.cuts(period.columns, period.at(open_)):
                yield _cut_over_options(cut, period)

    def separate(self, options: pd.DataFrame, y: Floats) -> Iterator[FeasibilityCut]:  # noqa: ARG002  columns are asked
        """Yield those of each period, told of options."""
        for rule, period in self._lazies():
            for cut in rule.separate(period.columns, np.minimum(period.matrix @ y, 1.0)):
                yield _cut_over_options(cut, period)

    def _lazies(self) -> Iterator[tuple[LazyConstraint, PeriodColumns]]:
        return ((rule.lazy, period) for rule, period in self._both() if rule.lazy is not None)


def in_periods(rules: Sequence[Rule], periods: Sequence[PeriodColumns], name: str = "") -> InPeriods:
    """Return a rule that holds in some periods: one rule over the columns of each."""
    lazy = any(rule.lazy is not None for rule in rules)
    return (LazyInPeriods if lazy else InPeriods)(rules, periods, name)


def _over_options(rows: Rows, period: PeriodColumns) -> Rows:
    """Return rows over columns as rows over options."""
    stands = period.matrix
    return replace(
        rows,
        options=sp.csr_array(rows.options @ stands),
        links=sp.csr_array(rows.links @ stands),
        terms=tuple(Term(term.row, term.factor, period.capture(term.capture)) for term in rows.terms),
    )


def _cut_over_options(cut: FeasibilityCut, period: PeriodColumns) -> FeasibilityCut:
    """Return a cut over columns as one over options."""
    factors = np.zeros(len(period.columns))
    factors[cut.options] = cut.factors
    of_option = taken_from(factors, period.column)
    options = np.flatnonzero(of_option)
    return FeasibilityCut(options, of_option[options], cut.most)
