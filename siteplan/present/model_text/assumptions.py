"""What a study assumes, with the labels its planner wrote beside each value: [S] seen, [D] derived, [A] assumed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from siteplan.study import Study
from siteplan.study.decays import DECAYS
from siteplan.study.demand_spec import BASIS
from siteplan.study.format_spec import OWN_DECAY

__all__ = ["assumptions", "comments_in"]

_SECTIONS = ("travel", "demand", "trade_area", "tiers.minutes", "score", "plan")
_LEFT_OUT = {"plan": {"rules", "objective", "coverage", "seed"}, "demand": {"segments", "lines"}}
_HEADER = re.compile(r"^\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z_][\w-]*)\s*=")
_GOES_ON = re.compile(r"^(?: {4}|\t)\s*#(.*)$")


@dataclass(frozen=True)
class Assumption:
    """A key of study.toml, its value as text, and what its planner noted beside it."""

    section: str
    key: str
    value: str
    note: str


def assumptions(study: Study) -> list[Assumption]:
    """Return the settings behind minutes, demand, shares and scores, charging with stations; defaults included."""
    notes = comments_in(study.folder / "study.toml")
    ranges = {limits.name: f" [{limits.low:,.12g}, {limits.high:,.12g}]" for limits in study.figure_ranges}
    found = []
    for section in _sections(study):
        values = _section(study, section)
        for key, value in values.items():
            if key not in _LEFT_OUT.get(section, ()) and value not in ((), {}, None):
                note = notes.get(f"{section}.{key}", "") or _default_note(study, section, key)
                found.append(Assumption(section, key, _plain(value) + ranges.get(f"{section}.{key}", ""), note))
    return found + _of_formats(study, notes, ranges)


def _of_formats(study: Study, notes: Mapping[str, str], ranges: Mapping[str, str]) -> list[Assumption]:
    """Return how people drive to formats, where these say so for themselves."""
    own = [
        (f"formats.{name}", key, value)
        for name, spec in study.formats.items()
        for key in OWN_DECAY
        if (value := getattr(spec, key)) is not None
    ]
    return [
        Assumption(section, key, _plain(value) + ranges.get(f"{section}.{key}", ""), notes.get(f"{section}.{key}", ""))
        for section, key, value in own
    ]


def _sections(study: Study) -> tuple[str, ...]:
    """Return the sections that the study goes by: charging with stations, finance where anything of it is given."""
    charging = ("charging",) if study.files.stations else ()
    return (*_SECTIONS, *charging, *(("finance",) if study.finance.model_fields_set else ()))


def _default_note(study: Study, section: str, key: str) -> str:
    """Return where a default of the demand comes from, as far as the study leaves it as it is."""
    return "" if section != "demand" or key in study.demand.model_fields_set else BASIS.get(key, "")


def comments_in(path: Path) -> dict[str, str]:
    """Return the comment beside each "key = value", by "section.key", with the indented lines of it right below."""
    if not path.is_file():
        return {}
    notes: dict[str, str] = {}
    section = last = ""
    for line in path.read_text("utf-8-sig").splitlines():
        if last and (more := _GOES_ON.match(line)):
            notes[last] += f" {more[1].strip()}"
            continue
        last = ""
        if header := _HEADER.match(line):
            section = header[1].strip()
        elif (key := _KEY.match(line)) and (comment := _comment(line)):
            last = f"{section}.{key[1]}"
            notes[last] = comment
    return notes


def _comment(line: str) -> str:
    """Return what follows the first # that ends a line of TOML which can be read without it."""
    for mark in re.finditer("#", line):
        if _is_toml(line[: mark.start()]):
            return line[mark.end() :].strip()
    return ""


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _section(study: Study, name: str) -> Mapping[str, Any]:
    part: Any = study.model_dump()
    for step in name.split("."):
        part = part[step]
    if name == "demand":
        part["subsidies"] = {s.name: f"{s.until} × {_plain(s.effect)}" for s in study.demand.subsidies}
    if name == "finance":
        part["sources"] = {source.name: f"{source.share:g} × {source.rate:g}" for source in study.finance.sources}
    return {key: value for key, value in part.items() if key not in _idle(study, name)}


def _idle(study: Study, name: str) -> set[str]:
    """Return the keys of a section that change nothing beside the others."""
    demand, area = study.demand, study.trade_area
    if name == "demand":
        plain = {"factor"} if demand.factor == 1.0 and not _ranged(study, "demand.factor") else set()
        return {*demand.idle(given=study.study.unit is not None and demand.per_person is None), *plain}
    if name == "finance":
        return {*type(study.finance).model_fields} - study.finance.model_fields_set
    if name != "trade_area":
        return set()
    unmoved = area.rival_factor == 1.0 and not _ranged(study, "trade_area.rival_factor")
    plain = {"rival_factor"} if unmoved else set()
    return plain | (set() if DECAYS[area.decay].bends else {"midpoint"})


def _ranged(study: Study, name: str) -> bool:
    return any(limits.name == name for limits in study.figure_ranges)


def _plain(value: Any) -> str:
    if isinstance(value, Mapping) and any(isinstance(part, Mapping) for part in value.values()):
        return "; ".join(f"{key}: {_plain(part)}" if key else _plain(part) for key, part in value.items())
    if isinstance(value, Mapping) and [*value] == ["default"]:
        return _plain(value["default"])
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_plain(part)}" for key, part in value.items() if part not in ({}, None))
    if isinstance(value, float):
        return f"{value:,.12g}"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
