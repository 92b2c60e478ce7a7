"""Phases of a roll-out as study.toml states them: from when to when, what may be spent and opened in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from siteplan.study.section import Float, Int, Named, NonNegative, Positive, Section

__all__ = [
    "QUARTER",
    "QUARTER_PATTERN",
    "Calendar",
    "Committed",
    "Period",
    "Phase",
    "Replan",
    "month_number",
    "quarter_of",
]

MONTHS, QUARTER = 12, 3

QUARTER_PATTERN = r"^(19|20|21)\d\dQ[1-4]$"
Quarter = Annotated[str, Field(pattern=QUARTER_PATTERN)]
Number = Annotated[Int, Field(ge=0, le=1_000_000)]


class Phase(Named):
    """A phase of the roll-out: its first and last quarter; what may be spent, and how many may open, in it.

    What is decided in a phase is decided, and paid for, as it starts. `budget` is for what opening, converting and
    closing costs the company, `contingency` the share of it that is kept back. `at_most` sites open, and no more than
    `staff` people are employed anew.
    """

    start: Quarter
    end: Quarter | None = None
    budget: Positive | None = None
    contingency: Annotated[Float, Field(ge=0, lt=1)] = 0.0
    at_most: Number | None = None
    staff: Number | None = None

    @property
    def to_spend(self) -> float | None:
        """What may be spent (currency); None where nothing is said."""
        return None if self.budget is None else self.budget * (1 - self.contingency)


class Committed(Section):
    """What an earlier plan decided on at a site and was carried out: it stays as it is, and is paid for.

    `format` is what opened, or what the site became; empty where a site of today closed. `phase` decided on it. `opens`
    is the quarter in which it opened, or will; as its format's lead_months say if left out. `spent` (currency) is what
    it has cost; what the study's figures make of it if left out. What was not `carried_out` is as if it never was.
    """

    site: str
    format: str = ""
    phase: str
    opens: Quarter | None = None
    spent: NonNegative | None = None
    carried_out: bool = True


class Replan(Section):
    """From which phase on all is chosen anew, and what was decided before and stays; `hash` is of the earlier plan."""

    phase: str
    hash: str = ""
    committed: tuple[Committed, ...] = ()

    @property
    def frozen(self) -> tuple[Committed, ...]:
        """What was carried out."""
        return tuple(each for each in self.committed if each.carried_out)


@dataclass(frozen=True)
class Period:
    """Months in which what stands does not change; counted from the start of the first phase, `end` not included.

    `phase` is the number of the phase that starts it; None where only sites open that were decided on before.
    """

    start: int
    end: int
    phase: int | None


@dataclass(frozen=True)
class Calendar:
    """When the phases of a study are, in months from the start of the first.

    Attributes
    ----------
    phases : as the study has them, in the order of time
    horizon : months that count in all
    """

    phases: tuple[Phase, ...]
    horizon: int

    @property
    def first(self) -> int:
        """The first month of all, counted from year 0."""
        return _month_of(self.phases[0].start)

    @property
    def starts(self) -> list[int]:
        """When each phase starts."""
        return [_month_of(phase.start) - self.first for phase in self.phases]

    @property
    def ends(self) -> list[int]:
        """When each phase ends: where it says, else as the next one starts, the last with the horizon."""
        following = [*self.starts[1:], self.horizon]
        given = [None if phase.end is None else _month_of(phase.end) + QUARTER - self.first for phase in self.phases]
        return [after if said is None else said for said, after in zip(given, following, strict=True)]

    def periods(self, leads: Iterable[int], committed: Iterable[int] = ()) -> list[Period]:
        """Return what the horizon is made of where sites open so many months after they were decided on.

        A period starts with each phase and, after the last of them has started, with each quarter in which sites open
        that were decided on in some phase; so do months in which those open that are committed.
        """
        starts = self.starts
        opens = {-(-(start + lead) // QUARTER) * QUARTER for start in starts for lead in leads} | {*committed}
        phase_of = dict(zip(starts, range(len(starts)), strict=True))
        firsts = sorted({*starts, *(month for month in opens if starts[-1] < month < self.horizon)})
        lasts = [*firsts[1:], self.horizon]
        return [Period(first, last, phase_of.get(first)) for first, last in zip(firsts, lasts, strict=True)]

    def quarter(self, month: int) -> str:
        """Return the quarter in which a month lies that is counted from the start: "2027Q1"."""
        return quarter_of(self.first + month)

    def month(self, quarter: str) -> int:
        """Return the first month of a quarter, counted from the start."""
        return _month_of(quarter) - self.first

    def year(self, month: int) -> int:
        """Return the calendar year of a month that is counted from the start."""
        return (self.first + month) // MONTHS

    @classmethod
    def of(cls, phases: Sequence[Phase], horizon_years: int) -> Calendar:
        """Return that of a study's phases, of which there is at least one."""
        return cls(tuple(phases), MONTHS * horizon_years)


def _month_of(quarter: str) -> int:
    """Return the first month of a quarter, counted from year 0."""
    year, number = quarter.split("Q")
    return MONTHS * int(year) + QUARTER * (int(number) - 1)


def month_number(month: str) -> int:
    """Return a month "2026-03" as a count of months from year 0."""
    year, of_year = month.split("-")
    return MONTHS * int(year) + int(of_year) - 1


def quarter_of(month: int) -> str:
    """Return the quarter of a month, counted from year 0."""
    return f"{month // MONTHS}Q{month % MONTHS // QUARTER + 1}"
