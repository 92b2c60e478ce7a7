r"""The problem over all periods: options are schedules, each period counts what stands in it by its weight.

Maximise :math:`\sum_s w_s V_s(A_s x)` with :math:`x` which schedules are chosen, :math:`A_s x` what stands in period
*s*, :math:`V_s` what the objective counts of that in the market of the period, and :math:`w_s` the period's part of the
horizon, its months discounted. Rules hold of what stands in the last period, in the phase that they name, or in all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from siteplan.formulate.objectives import objective_of
from siteplan.formulate.objectives.objective import Aim, moved
from siteplan.formulate.phases.counted import Counted, Spending, counted_in_periods, numbered, spent_in_outlooks
from siteplan.formulate.phases.frozen import refuse_broken, with_committed
from siteplan.formulate.phases.period_markets import period_grounds, period_weights
from siteplan.formulate.phases.schedules import Schedules, schedules_of
from siteplan.formulate.sales_arrays import won_by
from siteplan.formulate.site_problem import AskedRule, array_rules, options_asked
from siteplan.groundwork import Groundwork
from siteplan.optimise import Budget, Count, SiteProblem
from siteplan.optimise.captures.periods.in_period import InPeriod
from siteplan.optimise.captures.periods.over_periods import OverPeriods
from siteplan.optimise.captures.sparse import taken_from
from siteplan.optimise.rules import RequiredSites, Rule
from siteplan.optimise.rules.periods.in_periods import PeriodColumns, in_periods
from siteplan.optimise.types import Bools, Floats, Ints
from siteplan.study.objectives import OBJECTIVES
from siteplan.study.phases_spec import Phase

__all__ = ["PHASE_LIMIT", "Phased"]

PHASE_LIMIT = "phase "
"""What the rules begin with that come from the phases themselves."""


@dataclass(frozen=True, eq=False)
class Phased:
    """A study with phases, on arrays.

    Attributes
    ----------
    ground : the market as it stands, with today's network and all options
    schedules : what may stand at each site
    """

    ground: Groundwork
    schedules: Schedules

    @classmethod
    def of(cls, ground: Groundwork) -> Phased:
        """Return that of a study that has phases."""
        return cls(ground, with_committed(ground, schedules_of(ground)))

    @property
    def anew(self) -> int:
        """Number of the phase from which on all is chosen; 0 where nothing is committed."""
        return self.ground.study.plan.anew

    def is_over(self, period: int) -> bool:
        """Whether all that stands in a period was decided on before."""
        return self.schedules.periods[period].start < self.schedules.calendar.starts[self.anew]

    @property
    def alone(self) -> list[Phased]:
        """The question of each of the study's outlooks, as if that were sure to come; of the same schedules."""
        study = self.ground.study
        sure = [outlook.model_copy(update={"probability": 1.0}) for outlook in study.outlooks]
        studies = [study.model_copy(update={"outlooks": (outlook,)}) for outlook in sure]
        return [Phased(self.ground.asking(there), self.schedules) for there in studies]

    @cached_property
    def grounds(self) -> tuple[Groundwork, ...]:
        """The market in each period: the same where nothing in it changes by the year."""
        return period_grounds(self.ground, self.schedules)

    @cached_property
    def counted(self) -> tuple[Counted, ...]:
        """What the objective counts in each period."""
        return counted_in_periods(self.ground, self.grounds, self.schedules)

    @cached_property
    def aims(self) -> tuple[Aim, ...]:
        """What that is on arrays; the same where the market is."""
        known: dict[int, Aim] = {}
        for counted in self.counted:
            if id(counted.ground) not in known:
                known[id(counted.ground)] = objective_of(counted.ground).aim()
        return tuple(known[id(counted.ground)] for counted in self.counted)

    @cached_property
    def approximations(self) -> tuple[str, ...]:
        """What the objective counts too much in some period."""
        found = (each for counted in self.counted for each in objective_of(counted.ground).approximations)
        return tuple(dict.fromkeys(found))

    @cached_property
    def problem(self) -> SiteProblem:
        """The question on arrays.

        Raises
        ------
        StudyError
            What is committed alone breaks a rule.
        """
        schedules, columns = self.schedules, self._columns
        first, *others = self.aims
        aims = (moved(first, -self._closing_all / self.counted[0].weight), *others)
        parts = [
            InPeriod(aim.capture, counted.at, counted.weight) for aim, counted in zip(aims, self.counted, strict=True)
        ]
        status = columns["status"].to_numpy()[schedules.table["option"]]
        status = np.where(schedules.table["committed"], "required", status)
        problem = SiteProblem(
            options=schedules.table.assign(status=status),
            capture=OverPeriods(parts),
            rules=[*self._rules(), *self._limits()],
            fixed_value=self._fixed_value(),
        )
        refuse_broken(self.ground, problem)
        return problem

    @cached_property
    def _columns(self) -> pd.DataFrame:
        options, table = options_asked(self.ground), self.schedules.table
        spent = table[table["committed"] & (table["opens"] >= 0)]
        capex = options["capex"].to_numpy(dtype=float).copy()
        capex[spent["option"]] = spent["spend"]
        return options.assign(capex=capex)

    def _fixed_value(self) -> Floats | None:
        """Return what schedules are worth whatever is sold: in each period that of what stands, less what is spent."""
        spent = self.spending
        total = np.asarray(sum(chance * (each.saved - each.by_schedule) for chance, each in spent))
        for aim, counted in zip(self.aims, self.counted, strict=True):
            if aim.fixed_value is not None:
                total += counted.weight * taken_from(aim.fixed_value, counted.at)
        return total if total.any() else None

    @cached_property
    def spending(self) -> list[tuple[float, Spending]]:
        """What counts of the money that is spent once, with the probability of each outlook."""
        return spent_in_outlooks(self.ground, self.schedules)

    @property
    def _closing_all(self) -> float:
        return sum(chance * each.without for chance, each in self.spending)

    @property
    def counts_money(self) -> bool:
        """Whether what is spent counts in the objective."""
        return OBJECTIVES[self.ground.study.plan.objective].money

    def _rules(self) -> Iterator[Rule]:
        """Yield the study's rules, each in the periods in which it holds."""
        standing = [PeriodColumns.of(self._columns, at) for at in self.schedules.at]
        for number, asked in enumerate(self.asked[0]):
            if not (periods := self.periods_of(asked)):  # of a phase that is over
                continue
            yield in_periods([self.asked[p][number].rule for p in periods], [standing[p] for p in periods])

    @cached_property
    def asked(self) -> tuple[list[AskedRule], ...]:
        """The study's rules in each period; the same where the market is."""
        known: dict[int, list[AskedRule]] = {}
        for ground, aim in zip(self.grounds, self.aims, strict=True):
            if id(ground) not in known:
                known[id(ground)] = array_rules(ground, won_by(ground, aim.sold))
        return tuple(known[id(ground)] for ground in self.grounds)

    def periods_of(self, asked: AskedRule) -> list[int]:
        """Return the periods in which a rule of the study holds: none of those that are over."""
        periods = [period for period in range(len(self.schedules.periods)) if not self.is_over(period)]
        if asked.phase:
            named = [phase.name for phase in self.schedules.calendar.phases].index(asked.phase)
            return [period for period in periods if self.schedules.periods[period].phase == named]
        return periods if asked.throughout else periods[-1:]

    def _limits(self) -> Iterator[Rule]:
        """Yield what each phase may spend, open and employ; what one leaves of its budget the next may spend."""
        phase_of, plan = self.schedules.table["phase"].to_numpy(), self.ground.study.plan
        opens = (self.schedules.table["opens"] >= 0).to_numpy()
        stay = self.schedules.table["site"][self.schedules.table["change"] == "kept"]
        if self.anew and len(stay):  # without a schedule they would have closed in the first phase, which is over
            yield RequiredSites(sorted(stay), f"{PHASE_LIMIT}{plan.phases[self.anew].name}: today's sites")
        for number, phase in enumerate(plan.phases[self.anew :], start=self.anew):
            here = phase_of == number
            name = f"{PHASE_LIMIT}{phase.name}"
            if (limit := self.spendable(number)) is not None:
                closes = number == 0 or plan.carry_over  # what has no schedule closes in the first phase
                spent = phase_of <= number if closes else here
                yield Budget(limit, "spend", spent, f"{name}: budget", "closing" if closes else None)
            if phase.at_most:  # at 0 nothing has a schedule
                yield Count(at_most=phase.at_most, where=here & opens, name=f"{name}: sites")
            if phase.staff is not None:
                yield from self._staffed(here & opens, phase.staff, f"{name}: staff")

    def _staffed(self, here: Bools, most: int, name: str) -> Iterator[Rule]:
        if most:
            yield Budget(most, "employed", here, name)
        elif (some := here & (self.schedules.table["employed"] > 0).to_numpy()).any():
            yield Count(at_most=0, where=some, name=name)

    def spendable(self, number: int) -> float | None:
        """Return what may be spent in a phase, with carry-over in all until its end; None where nothing limits it."""
        phases: tuple[Phase, ...] = self.ground.study.plan.phases
        if phases[number].to_spend is None or not self.ground.study.plan.carry_over:
            return phases[number].to_spend
        return float(sum(phase.to_spend or 0.0 for phase in phases[: number + 1]))

    @cached_property
    def at_once(self) -> SiteProblem:
        """The question without time: what stands in the last period, for all that may be spent until then."""
        last, every = len(self.schedules.periods) - 1, np.arange(len(self.ground.options))
        aim = objective_of(self.grounds[last]).aim() if self.counts_money else self.aims[last]
        return self._alone(last, aim, every, "closing")

    def free(self, period: int) -> SiteProblem:
        """Return the question of one period alone: what stands in it owes nothing to what stood before.

        All that phases may spend until then is spent on it, and as many may have opened and be employed. Where money
        counts, what stands pays the period's part of the least that opening it costs in any phase, and is as mature as
        it may be. What closes costs nothing: in a plan in phases it may close later, for less, or convert, and stand
        for nothing meanwhile.
        """
        aim, counted = self.aims[period], self.counted[period]
        if aim.fixed_value is not None:
            part = float(period_weights(self.ground.study, self.schedules)[period])
            aim = replace(aim, fixed_value=aim.fixed_value - part * self._least_spent[counted.option])
        return self._alone(period, aim, counted.option, None)

    @cached_property
    def _least_spent(self) -> Floats:
        """(n_options,) the least that opening each costs in any phase, as an even yearly sum; 0 where money is none."""
        mean = np.asarray(sum(chance * each.by_schedule for chance, each in self.spending))
        opens, option = (self.schedules.table[name].to_numpy() for name in ("opens", "option"))
        least = np.full(len(self.ground.options), np.inf)
        np.minimum.at(least, option[opens >= 0], mean[opens >= 0])
        return np.where(np.isfinite(least), least, 0.0)

    def _alone(self, period: int, aim: Aim, option: Ints, closing: str | None) -> SiteProblem:
        """Return the question of what stands in a period, of columns that each are an `option` (n_columns,)."""
        columns = self._columns
        may, must = (stands(period, len(columns)) for stands in (self.schedules.may_stand, self.schedules.must_stand))
        status = columns["status"].where(may, "forbidden").mask(may if self.is_over(period) else must, "required")
        columns = columns.assign(status=status)
        rules = [asked.rule for asked in self.asked[period] if period in self.periods_of(asked)]
        rules += self._totals(period, closing)
        if not np.array_equal(option, np.arange(len(columns))):
            standing = PeriodColumns.of(columns, option)
            rules = [in_periods([rule], [standing]) for rule in rules]
            columns = numbered(columns.iloc[option])
        return SiteProblem(columns, aim.capture, rules, aim.fixed_value)

    def _totals(self, period: int, closing: str | None) -> Iterator[Rule]:
        """Yield what all phases until a period may spend, open and employ together; `closing` is the column of it."""
        if self.is_over(period):
            return
        start = self.schedules.periods[period].start
        until = sum(begun <= start for begun in self.schedules.calendar.starts)
        opens = self._columns["new"].to_numpy(dtype=bool)
        budgets, counts, staff = (
            [self._limit(number, name) for number in range(until)] for name in ("to_spend", "at_most", "staff")
        )
        if any(budgets):  # a phase in which nothing opens needs none
            yield Budget(_sum(budgets), "capex", name=f"{PHASE_LIMIT}budgets", otherwise=closing)
        if None not in counts:
            yield Count(at_most=int(_sum(counts)), where=opens, name=f"{PHASE_LIMIT}sites")
        if None not in staff and _sum(staff):
            yield Budget(_sum(staff), "employees", opens, name=f"{PHASE_LIMIT}staff")

    def _limit(self, number: int, name: str) -> float | None:
        """Return what a phase may spend, open or employ; where it is over, no less than it did."""
        plan, table = self.ground.study.plan, self.schedules.table
        limit: float | None = getattr(plan.phases[number], name)
        if limit is None or number >= self.anew or (name == "to_spend" and plan.carry_over):
            return limit
        done = table[table["committed"] & (table["phase"] == number)]
        did = {"to_spend": done["spend"].sum(), "at_most": (done["opens"] >= 0).sum(), "staff": done["employed"].sum()}
        return max(limit, did[name])


def _sum(limits: Sequence[float | None]) -> float:
    return sum(limit or 0.0 for limit in limits)
