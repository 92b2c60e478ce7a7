"""The calendar of phases: quarters, months from the first phase, and the periods in which nothing changes."""

from siteplan.study.phases_spec import Calendar, Period, Phase


def calendar(*starts: str, years: int = 5, end: str | None = None) -> Calendar:
    phases = [Phase(name=start, start=start) for start in starts[:-1]]
    return Calendar.of([*phases, Phase(name=starts[-1], start=starts[-1], end=end)], years)


def test_phases_are_told_in_months_from_the_first() -> None:
    """As in the source plan: preparation 2025Q1-Q2, implementation 2025Q3-2026Q2, evaluation 2026Q3."""
    of = calendar("2025Q1", "2025Q3", "2026Q3", end="2026Q3")
    assert of.starts == [0, 6, 18]
    assert of.ends == [6, 18, 21]
    assert (of.quarter(0), of.quarter(17), of.year(17)) == ("2025Q1", "2026Q2", 2026)


def test_the_last_phase_lasts_until_the_horizon_where_it_does_not_say() -> None:
    assert calendar("2025Q1", "2025Q3", years=2).ends == [6, 24]


def test_sites_that_are_late_start_quarters_of_their_own() -> None:
    """Four quarters and lead times of none, 2 and 7 months: what is decided on in month 9 opens in 9, 12 and 18."""
    of = calendar("2025Q1", "2025Q2", "2025Q3", "2025Q4", years=2)
    assert of.periods([0, 2, 7]) == [
        Period(0, 3, 0), Period(3, 6, 1), Period(6, 9, 2), Period(9, 12, 3),
        Period(12, 15, None), Period(15, 18, None), Period(18, 24, None),
    ]  # fmt: skip


def test_no_period_starts_after_the_horizon() -> None:
    of = calendar("2025Q1", "2025Q4", years=1)
    assert of.periods([0, 2, 12]) == [Period(0, 9, 0), Period(9, 12, 1)]
