"""Figures of a study by the path of their keys: what stands there, and the study with another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from siteplan.study.section import Section, changed
from siteplan.study.trade_area_spec import TradeArea, in_proportion
from siteplan.study.uncertain.factor_spec import FACTOR_SECTION, FACTORS, carrying, scaled_format, within_limits

__all__ = ["figure_at", "with_figure"]

AnyStudy = TypeVar("AnyStudy", bound=Section)


def with_figure(study: AnyStudy, path: Sequence[str], value: float) -> AnyStudy:
    """Return the study with another figure where a path of keys leads; see `Study.at`."""
    first, *rest = path
    if first == FACTOR_SECTION:
        return _times(study, rest[0], rest[1:], value)
    part = getattr(study, first)
    if isinstance(part, TradeArea):
        area, formats = changed(part, rest, value), getattr(study, "formats")  # noqa: B009 - of any section
        return study.model_copy(update={first: area, "formats": in_proportion(formats, part, area)})
    if isinstance(part, Section):
        return study.model_copy(update={first: changed(part, rest, value)})
    name, *keys = rest
    other = carrying(changed(within_limits(part[name]), keys, value), part[name])
    return study.model_copy(update={first: {**part, name: other}})


def figure_at(study: Section, path: Sequence[str]) -> float:
    """Return the figure where a path of keys leads; of a factor that is 1."""
    if path[0] == FACTOR_SECTION:
        return 1.0
    part: Any = study
    for key in path:
        holder = part if isinstance(part, Mapping) else part.__dict__
        part = holder[key] if key in holder else holder[""][key]
    return float(part.get("", part)["default"] if isinstance(part, Mapping) else part)


def _times(study: AnyStudy, name: str, formats: Sequence[str], factor: float) -> AnyStudy:
    """Return the study with all figures that a factor moves so many times what they are."""
    moved = FACTORS[name]
    if moved.keys:
        specs = getattr(study, "formats")  # noqa: B009
        scaled = {f: scaled_format(specs[f], moved.keys, factor) for f in formats or specs}
        return study.model_copy(update={"formats": {**specs, **scaled}})
    section, key = moved.section
    held = getattr(getattr(study, section), key)
    tiers = [*held] if isinstance(held, Mapping) else [None]
    for tier in tiers:
        path = moved.section if tier is None else (*moved.section, tier)
        study = with_figure(study, path, figure_at(study, path) * factor)
    return study
