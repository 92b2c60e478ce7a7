"""Check `[[ranges]]`: factors on figures that stand in many places."""

from __future__ import annotations

from collections.abc import Iterator

from siteplan.data.check.rule_checks import TOML
from siteplan.data.nearest import did_you_mean
from siteplan.errors import Problem
from siteplan.study import Study
from siteplan.study.uncertain.factor_spec import FACTORS, FactorRange

__all__ = ["MOST_RANGES", "factor_problems", "factor_section"]

MOST_RANGES = 30  # a plan is re-evaluated at each end


def factor_section(number: int) -> str:
    """Return where a range stands in study.toml, as problems name it; they count from 1."""
    return f"{TOML} [[ranges]] #{number}"


def factor_problems(study: Study) -> Iterator[Problem]:
    """Yield factors that do not hold 1, move nothing, or move what another range moves."""
    count = len(study.all_ranges)
    if study.ranges and count > MOST_RANGES:
        what = f"{count:,} ranges are given, and {MOST_RANGES} are the most"
        yield Problem(f"{TOML} [[ranges]]", what, "Keep those that matter; a plan is re-evaluated at each end.")
    for number, limits in enumerate(study.ranges, start=1):
        where = factor_section(number)
        yield from _ends(limits, where)
        yield from _formats(study, limits, where)
        yield from _twice(study, number, limits, where)


def _ends(limits: FactorRange, where: str) -> Iterator[Problem]:
    if not limits.low <= 1 <= limits.high or limits.low == limits.high:
        what = f"the factors from {limits.low:g} to {limits.high:g} do not hold 1, which is as planned"
        yield Problem(where, what, "Give factors on both sides of 1, as low = 0.8 and high = 1.2.", "low, high")


def _formats(study: Study, limits: FactorRange, where: str) -> Iterator[Problem]:
    """Find formats that do not exist, or are named where none is asked, and factors on nothing."""
    keys = FACTORS[limits.of].keys
    unknown = [name for name in limits.format if name not in study.formats]
    for name in unknown:
        what = f'the format "{name}" does not exist'
        yield Problem(where, what, did_you_mean(name, [*study.formats]), "format")
    if limits.format and not keys:
        what = f'"{limits.of}" is no figure of formats'
        yield Problem(where, what, "Leave format out.", "format")
    among = [study.formats[name] for name in limits.format or study.formats if name in study.formats]
    if keys and not unknown and not any(getattr(spec, key) for spec in among for key in keys):
        what = f'no format that is meant has {" or ".join(keys)}, so that "{limits.of}" moves nothing'
        yield Problem(where, what, "Give it to a format, or leave the range out.", "of")


def _twice(study: Study, number: int, limits: FactorRange, where: str) -> Iterator[Problem]:
    """Find another range that moves the same figures: each would be told as if it were the only one."""
    for before, other in enumerate(study.ranges[: number - 1], start=1):
        shared = {*limits.format} & {*other.format} or not (limits.format and other.format)
        if other.of == limits.of and shared:
            what = f'"{limits.of}" has a range already, #{before}'
            yield Problem(where, what, "Keep one of both.", "of")
    for beside in study.figure_ranges:
        if limits.moves(beside.path):
            what = f"{beside.name} has a range beside its value, and moves with this factor"
            yield Problem(where, what, "Keep one of both.", "of")
