"""Names in study.toml with blanks at their ends or letters that nobody sees: no cell of a table matches them."""

from __future__ import annotations

from typing import Any

from siteplan.data.limits import LONGEST_ID
from siteplan.data.read.guard import short
from siteplan.data.study_toml.model_path import words_of
from siteplan.data.tables.cells import bare, tidy
from siteplan.errors import Problem

__all__ = ["tidied"]

Path = tuple[str | int, ...]
FREE = ("study", "files")  # sections of texts that match nothing: titles, paths, sources
FREE_KEYS = ("name", "source")  # of [tiers] and [plan.rules]; rules are known by their place


def tidied(raw: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Return a study's TOML with tidy names, and a problem for each that was not, or is too long to be one.

    Letters that Unicode calls the same, as an e with its accent in one piece or in two, are made so in silence.
    """
    problems: list[Problem] = []
    return _section(raw, (), problems), problems


def _section(raw: dict[str, Any], path: Path, problems: list[Problem]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for given, value in raw.items():
        key = _name(given, (*path, given), problems)
        if key in out:
            where, _ = words_of((*path, key, ""))
            problems.append(Problem(f"study.toml {where}", "the name is given twice", "Keep one of them.", key))
        out[key] = _value(value, (*path, key), problems)
    return out


def _value(value: Any, path: Path, problems: list[Problem]) -> Any:
    if isinstance(value, dict):
        return _section(value, path, problems)
    if isinstance(value, list):
        return [_value(part, (*path, n), problems) for n, part in enumerate(value)]
    return value if not isinstance(value, str) or _is_free(path) else _name(value, path, problems)


def _is_free(path: Path) -> bool:
    """Return whether a text is one that people read, not a name that must be found elsewhere."""
    names = [part for part in path if isinstance(part, str)]
    return names[0] in FREE or (names[0] in ("tiers", "plan") and (names[-1] in FREE_KEYS or names[1:2] == ["names"]))


def _name(given: str, path: Path, problems: list[Problem]) -> str:
    name, (section, key) = tidy(given), words_of(path)
    where = f"study.toml {section}".strip()
    if len(name) > LONGEST_ID and path[-1] == given:
        what = f"the name is longer than {LONGEST_ID} letters"
        problems.append(Problem(where, what, "Shorten it.", short(key)))
    elif bare(given) != given:
        what = f'"{short(given)}" has spaces at its ends, or invisible characters'
        problems.append(Problem(where, what, f'Write it as "{short(name)}".', short(tidy(key))))
    return name
