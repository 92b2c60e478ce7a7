"""Read ranges: tell figures that stand as { value = ..., range = [low, high] } from their ranges, and check both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from siteplan.data.study_toml.factor_ranges import MOST_RANGES, factor_problems, factor_section
from siteplan.data.study_toml.messages import explain
from siteplan.errors import Problem
from siteplan.study import Study
from siteplan.study.section import MOST as LARGEST
from siteplan.study.uncertain.factor_spec import FactorRange
from siteplan.study.uncertain.range_spec import FIXED, SECTIONS, Range

__all__ = ["apart", "range_problems"]

Path = tuple[str, ...]
HOW = "Write it as { value = 0.08, range = [0.04, 0.12] }, the least and the most it may be, the value between them."


def apart(raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[Range], list[Problem]]:
    """Return a study's TOML with plain figures, the ranges that stood beside them, and what is wrong with those."""
    found: list[Range] = []
    problems: list[Problem] = []
    plain = _plain(raw, (), found, problems)
    if len(found) > MOST_RANGES:
        what = f"{len(found):,} figures have a range, and {MOST_RANGES} are the most"
        problems.append(Problem("study.toml", what, "Keep those that matter; a plan is re-evaluated at each end."))
    return plain, found, problems


def range_problems(study: Study) -> Iterator[Problem]:
    """Yield ends of ranges that a figure may not have, and factors that make no sense."""
    yield from factor_problems(study)
    for limits in study.figure_ranges:
        for end in limits.ends:
            yield from _not_allowed(study, limits, end)
    for number, factors in enumerate(study.ranges, start=1):
        for end in factors.ends:
            yield from _factor_not_allowed(study, number, factors, end)


def _plain(raw: Mapping[str, Any], path: Path, found: list[Range], problems: list[Problem]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in raw.items():
        here = (*path, key)
        if isinstance(value, list):
            out[key] = [_part(part, (*here, f"#{n}"), found, problems) for n, part in enumerate(value, 1)]
        elif not isinstance(value, Mapping):
            out[key] = value
        elif "range" not in value or not {*value} <= {"value", "range"}:
            out[key] = _plain(value, here, found, problems)
        elif problem := _wrong(here, value):
            problems.append(problem)
            out |= {key: value["value"]} if "value" in value else {}
        else:
            low, high = value["range"]
            found.append(Range(path=here, low=low, high=high))
            out[key] = value["value"]
    return out


def _part(part: Any, path: Path, found: list[Range], problems: list[Problem]) -> Any:
    return _plain(part, path, found, problems) if isinstance(part, Mapping) else part


def _wrong(path: Path, given: Mapping[str, Any]) -> Problem | None:
    """Return what is wrong with a figure and its range as they stand."""
    where, limits, value = f"study.toml [{'.'.join(path[:-1])}]", given["range"], given.get("value")
    in_list = any(part.startswith("#") for part in path)
    if path[0] not in SECTIONS or path[-1] in FIXED or len(path) < 2 or in_list:
        fixed = " and ".join(FIXED)
        remedy = f"Ranges are for figures of [{'], ['.join(SECTIONS)}], not for those in lists, nor for {fixed}."
        return Problem(where, "this key takes no range", remedy, path[-1])
    if "value" not in given:
        return Problem(where, "a range is given without its value", HOW, path[-1])
    if not (isinstance(limits, list) and len(limits) == 2 and all(map(_is_number, limits)) and limits[0] < limits[1]):
        return Problem(where, "the range is not a pair of numbers, the lower first", HOW, path[-1])
    if _is_number(value) and not limits[0] <= value <= limits[1]:
        return Problem(where, f"{value:g} is outside its range", HOW, path[-1])
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -LARGEST <= value <= LARGEST


def _not_allowed(study: Study, limits: Range, end: float) -> Iterator[Problem]:
    try:
        study.at(limits.path, end)
    except ValidationError as error:
        for problem in explain(error, under=limits.path[:1] if limits.path[0] != "formats" else limits.path[:2]):
            what = f"at {end:g}, an end of the range, {problem.what}"
            yield Problem(problem.table, what, problem.remedy, limits.path[-1])


def _factor_not_allowed(study: Study, number: int, factors: FactorRange, end: float) -> Iterator[Problem]:
    if not {*factors.format} <= {*study.formats}:
        return  # told by itself
    try:
        study.at(factors.path, end)
    except ValidationError as error:
        first = error.errors()[0]
        what = f"{end:g} times {first['loc'][0]}, an end of the range, is {first['input']:g}, which it may not be"
        yield Problem(factor_section(number), what, "Move that end nearer to 1.", "low, high")
