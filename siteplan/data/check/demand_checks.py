"""Check what a study says of its demand: years, shares, growth, subsidies, segments and lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from siteplan.data.check.money_checks import MOST_GROWTH
from siteplan.data.check.rule_checks import TOML
from siteplan.data.nearest import did_you_mean
from siteplan.errors import Problem
from siteplan.study import Study
from siteplan.study.demand_spec import BY_YEAR, Demand, Line, Segment
from siteplan.study.rules import rule_section
from siteplan.study.section import by_key, is_year

__all__ = ["demand_problems", "demand_tiers"]

BY_TIER = ("per_person", "ownership_per_1000_persons", "cars_per_household", "own_stock_share")
SECTION, SEGMENTS, LINES = f"{TOML} [demand]", f"{TOML} [[demand.segments]]", f"{TOML} [[demand.lines]]"
SUBSIDIES = f"{TOML} [[demand.subsidies]]"
YEAR = "Say of which year the demand is, as year = 2026."
ROUNDED = 1e-3  # what shares may miss 1 by, being written with few digits


def demand_problems(study: Study) -> Iterator[Problem]:
    """Yield everything in the demand of a study that contradicts itself, or names what is not there."""
    for check in CHECKS:
        yield from check(study)


def demand_tiers(demand: Demand) -> dict[str, set[str]]:
    """Return the names of tiers in each section of the demand, "default" among them."""
    named = {f"demand.{key}": {tier for by in getattr(demand, key).values() for tier in by} for key in BY_YEAR}
    named |= {f"demand.{key}": {*(getattr(demand, key) or ())} for key in BY_TIER}
    shares = [segment.share for segment in demand.segments if segment.share is not None]
    named["demand.subsidies.effect"] = {tier for subsidy in demand.subsidies for tier in subsidy.effect}
    return named | {"demand.segments.share": {tier for share in shares for tier in share}}


def _ownership(study: Study) -> Iterator[Problem]:
    """Find more than one way from people to the cars they buy."""
    demand = study.demand
    ways = ("per_person", "cars_per_1000_persons", "ownership_per_1000_persons", "cars_per_household")
    given = [key for key in ways if key in demand.model_fields_set and getattr(demand, key) is not None]
    if len(given) > 1:
        what = f"{' and '.join(given)} each say how much people buy"
        yield Problem(SECTION, what, f"Keep one of them; {given[1]} shows more steps.", given[0])


def _years(study: Study) -> Iterator[Problem]:
    for key in BY_YEAR:
        known = list(getattr(study.demand, key))
        if known != [""]:
            yield from _year_table(key, known, study.demand.year)


def _year_table(key: str, known: list[str], year: int | None) -> Iterator[Problem]:
    where = f"{TOML} [demand.{key}]"
    for name in known:
        if not is_year(name):
            yield Problem(
                where, f'"{name}" is not a year, and the others here are years', 'Name a year, as "2026".', name
            )
            return
    if known != sorted(known):
        what = f"the years {', '.join(known)} are out of order"
        yield Problem(where, what, f"Order them as {', '.join(sorted(known))}.")
    if year is None:
        remedy = f"Say of which year the demand is, as year = {known[0]}."
        yield Problem(SECTION, f"{key} is given by year", remedy, "year")
    elif key != "growth" and not int(min(known)) <= year <= int(max(known)):
        what = f"{year} is outside the years given, {min(known)} to {max(known)}"
        yield Problem(where, what, f"Add the shares of {year}, or ask for another year in [demand].", "year")


def _growth(study: Study) -> Iterator[Problem]:
    """Find growth that no year begins, and growth beyond all sense by the last year."""
    demand, years = study.demand, study.plan.horizon_years
    if demand.year is None and "growth" in demand.moving and [*demand.growth] == [""]:
        yield Problem(SECTION, "growth is given, and no year from which demand grows", YEAR, "year")
    most = max((rate for rates in demand.growth.values() for rate in rates.values()), default=0.0)
    if (times := (1.0 + most) ** (years - 1)) > MOST_GROWTH:
        what = f"growth of {most:.10g} a year makes {times:.2g} times as much of the demand in {years} years"
        yield Problem(SECTION, what, "Lower it; 0.03 is 3 %.", "growth")


def _subsidies(study: Study) -> Iterator[Problem]:
    """Find subsidies that end nobody knows how long after the demand's year, or before it."""
    demand = study.demand
    yield from _twice((subsidy.name for subsidy in demand.subsidies), SUBSIDIES, "subsidies")
    if demand.subsidies and demand.year is None:
        yield Problem(SECTION, "subsidies end in a year, and no year is said of the demand", YEAR, "year")
    for subsidy in demand.subsidies:
        if demand.year is not None and subsidy.ends <= demand.year:
            what = f'"{subsidy.name}" ends with {subsidy.until}, before {demand.year}, the year of the demand'
            remedy = "Leave it out, and let the demand be that without it."
            yield Problem(SUBSIDIES, what, remedy, "until")


def _segments(study: Study) -> Iterator[Problem]:
    segments, demand = study.demand.segments, study.demand
    yield from _twice((s.name for s in segments), SEGMENTS, "segments")
    yield from _known_formats(study, SEGMENTS, segments)
    for segment in segments:
        most = max((share for by in demand.nev_share.values() for share in by.values()), default=0.0)
        if segment.nev_factor * most > 1 + ROUNDED:
            what = f'nev_factor {segment.nev_factor:g} of "{segment.name}" makes more than all its cars new-energy'
            yield Problem(SEGMENTS, what, f"Give at most {1 / most:.3g}, by the largest nev_share.", "nev_factor")
    if segments:
        by_share = [segment.share is not None for segment in segments]
        if all(by_share):
            yield from _sum_of_shares(segments)
        elif any(by_share):
            what = "some segments have a share of people, others a range of incomes"
            yield Problem(SEGMENTS, what, "Give all of them the one or the other.", "share")
        else:
            yield from _ranges(segments)


def _sum_of_shares(segments: tuple[Segment, ...]) -> Iterator[Problem]:
    tiers = {tier for segment in segments for tier in segment.share or ()}
    for tier in sorted(tiers):
        whole = sum(by_key(segment.share or {}, tier) for segment in segments)
        if abs(whole - 1) > ROUNDED:
            said = "" if tier == "default" else f' of tier "{tier}"'
            yield Problem(SEGMENTS, f"the shares of people{said} sum to {whole:g}", "Let them sum to 1.", "share")


def _ranges(segments: tuple[Segment, ...]) -> Iterator[Problem]:
    """Find incomes that no segment, or more than one, speaks of."""
    ordered = sorted(segments, key=lambda segment: segment.income_from)
    ends = [0.0, *(float("inf") if s.income_to is None else s.income_to for s in ordered)]
    starts = [*(s.income_from for s in ordered), float("inf")]
    for segment in ordered:
        if segment.income_to is not None and segment.income_to <= segment.income_from:
            what = f'the incomes of "{segment.name}" end at {segment.income_to:,.0f}, before they begin'
            yield Problem(SEGMENTS, what, "Let income_to be more than income_from.", "income_to")
            return
    for end, start in zip(ends, starts, strict=True):
        if end != start:
            what = "no segment contains" if end < start else "two segments contain"
            low, high = sorted((end, start))
            said = f"{what} the incomes from {low:,.0f}" + ("" if high == float("inf") else f" to {high:,.0f}")
            yield Problem(SEGMENTS, said, "Let each begin where another ends, from 0 to no limit.", "income_from")


def _rules(study: Study) -> Iterator[Problem]:
    """Find rules on segments that the demand does not have."""
    known = [segment.name for segment in study.demand.segments]
    for number, rule in enumerate(study.plan.rules, start=1):
        named = getattr(rule, "segment", "")
        if named and named not in known:
            remedy = did_you_mean(named, known) if known else "Add it as a section [[demand.segments]]."
            yield Problem(rule_section(number), f'the segment "{named}" does not exist', remedy, "segment")


def _lines(study: Study) -> Iterator[Problem]:
    lines, segments = study.demand.lines, {segment.name for segment in study.demand.segments}
    yield from _twice((line.name for line in lines), LINES, "lines")
    yield from _known_formats(study, LINES, lines)
    for line in lines:
        yield from _unknown(sorted(set(line.share) - {"default"}), segments, LINES, "share", "segment")
        yield from _unknown(line.formats, study.formats, LINES, "formats", "format")
    for segment in sorted(segments) or ["default"]:
        whole = sum(by_key(line.share, segment) for line in lines)
        if lines and abs(whole - 1) > ROUNDED:
            said = f' of "{segment}"' if segments else ""
            yield Problem(LINES, f"the shares{said} sum to {whole:g}", "Let the lines' shares sum to 1.", "share")


def _twice(names: Iterable[str], where: str, kind: str) -> Iterator[Problem]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Problem(where, f'{count} {kind} are called "{name}"', "Give each its own name.", "name")


def _known_formats(study: Study, where: str, parts: tuple[Segment, ...] | tuple[Line, ...]) -> Iterator[Problem]:
    for part in parts:
        yield from _unknown(part.attractiveness, {*study.formats, "default"}, where, "attractiveness", "format")


def _unknown(names: Iterable[str], known: Iterable[str], where: str, column: str, kind: str) -> Iterator[Problem]:
    listed = sorted(known)
    for name in names:
        if name not in listed:
            yield Problem(where, f'the {kind} "{name}" does not exist', did_you_mean(name, listed), column)


CHECKS: tuple[Callable[[Study], Iterator[Problem]], ...] = (
    _ownership,
    _years,
    _growth,
    _subsidies,
    _segments,
    _lines,
    _rules,
)
