"""Say in plain words what pydantic finds wrong with a study."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from siteplan.data.nearest import did_you_mean
from siteplan.data.read.guard import short
from siteplan.data.study_toml.model_path import KeyPlace, allowed, follow
from siteplan.errors import Problem
from siteplan.study import Study
from siteplan.study.phases_spec import QUARTER_PATTERN
from siteplan.study.section import LEAST

__all__ = ["INTERNAL", "explain"]

LONGEST_VALUE = 60
FOLLOWS = "default_factory_not_called"  # a default that goes by another key, which is what is wrong
NUMBER = re.compile(r"\s*([+-]?\d{1,15}(?:\.\d{1,15})?)\s*(%?)\s*")
INTERNAL = frozenset({"folder", "figure_ranges"})  # fields of the models that no TOML may set
LIMITS = {  # pydantic's name: what a number is not, its bound, what to give
    "greater_than": ("above {}", "gt", "Give a number above {}."),
    "greater_than_equal": ("{} or more", "ge", "Give {} or more."),
    "less_than": ("below {}", "lt", "Give a number below {}."),
    "less_than_equal": ("{} or less", "le", "Give {} or less."),
}
ABSENT = {
    ("Files", "zones"): 'Name the table, as zones = "zones.csv".',
    ("Files", "candidates"): 'Name the table, as candidates = "candidates.csv".',
    ("Study", "study"): 'Add a section [study] with name = "...".',
    ("Study", "files"): "Add a section [files] that names the tables.",
    ("Study", "formats"): "Add a section [formats.NAME] for each kind of facility.",
}
NO_BUDGET = "Such a budget opens nothing; give the capex to spend, or leave the rule out."
WANTED = (
    (re.compile(r"int_from_float|int_parsing_size"), "a whole number", "Write it as 3."),
    (re.compile(r"int_"), "a whole number", "Write it as 3, without quotes."),
    (re.compile(r"float_"), "a number", "Write it as 1.5, without quotes or unit."),
    (re.compile(r"finite_number"), "a finite number", "Write it as 1.5."),
    (re.compile(r"bool_"), "true or false", "Write true or false, without quotes."),
    (re.compile(r"string_|path_"), "text", 'Put it in quotes, as "1".'),
    (re.compile(r"tuple_|list_"), "a list", 'Write it as ["a", "b"].'),
    (re.compile(r"model_|dict_|mapping_"), "a section of keys", "Write it as a [section] with key = value lines."),
)  # fmt: skip


def explain(error: ValidationError, under: tuple[str, ...] = ()) -> list[Problem]:
    """Return a problem for each error; `under` is where in the study the checked part stands."""
    own = [details for details in error.errors() if details["type"] != FOLLOWS]
    within = {details["loc"][:-1] for details in own}
    # A list is too short only because its one value, told by itself, is wrong.
    told = [details for details in own if details["type"] != "too_short" or details["loc"] not in within]
    return [_problem(details, follow(Study, (*under, *details["loc"]))) for details in told]


def _problem(details: ErrorDetails, place: KeyPlace) -> Problem:
    say = SAID.get(details["type"], _limit if details["type"] in LIMITS else _kind)
    key, what, remedy = say(details, place)
    return Problem(f"study.toml {place.section}".strip(), what, remedy, key)


Said = tuple[str, str, str]  # key, what, remedy


def _missing(_details: ErrorDetails, place: KeyPlace) -> Said:
    remedy = "Add it; `siteplan init` writes a study with every key explained."
    return place.key, "this is missing", ABSENT.get((_name(place), place.key), remedy)


def _name(place: KeyPlace) -> str:
    return place.model.__name__ if place.model else ""


def _unknown(_details: ErrorDetails, place: KeyPlace) -> Said:
    known = [name for name in place.model.model_fields if name not in INTERNAL] if place.model else []
    return place.key, "this key does not exist", did_you_mean(place.key, known, "The keys of this section are")


def _not_allowed(details: ErrorDetails, place: KeyPlace) -> Said:
    choices = tuple(choice for choice in allowed(place.wanted) or _allowed_by(details) if choice)
    value = details["input"]
    remedy = did_you_mean(str(value), choices, "Allowed are")
    if remedy.startswith("Did"):
        remedy += f" Allowed are {', '.join(choices)}."
    return place.key, f"{_shown(value)} is not allowed", remedy


def _allowed_by(details: ErrorDetails) -> tuple[str, ...]:
    expected = str(details.get("ctx", {}).get("expected", ""))
    return tuple(re.findall(r"'([^']+)'", expected))


def _no_kind(_details: ErrorDetails, place: KeyPlace) -> Said:
    kinds = ", ".join(allowed(place.wanted))
    return "kind", "the rule does not say what kind it is", f'Add kind = "..."; allowed are {kinds}.'


def _wrong_kind(details: ErrorDetails, place: KeyPlace) -> Said:
    kind = details["input"].get("kind") if isinstance(details["input"], Mapping) else None
    inner: Any = {**details, "input": kind}
    return ("kind", *_not_allowed(inner, place)[1:])


def _limit(details: ErrorDetails, place: KeyPlace) -> Said:
    is_not, name, give = LIMITS[details["type"]]
    bound, value = f"{details.get('ctx', {})[name]:g}", details["input"]
    is_budget = (_name(place), place.key) == ("BudgetRule", "at_most")
    remedy = NO_BUDGET if is_budget else give.format(bound) + _as_share(bound, value)
    return place.key, f"{_shown(value)} is not {is_not.format(bound)}", remedy


def _as_share(bound: str, value: object) -> str:
    """Return how a share is written, for one given in percent."""
    return (
        f" {value:g} % is written {value / 100:g}."
        if bound == "1" and isinstance(value, int | float) and value > 1
        else ""
    )


def _kind(details: ErrorDetails, place: KeyPlace) -> Said:
    if (told := _number_as_text(details)) is not None:
        return place.key, f"{_shown(details['input'])} is text, not a number", told
    if details["type"] == "tuple_type" and isinstance(details["input"], str | int | float):
        return place.key, f"{_shown(details['input'])} is not a list", f"Write it as [{_in_list(details, place)}]."
    if details["type"] == "string_type" and type(details["input"]) in (int, float):
        return place.key, f"{details['input']} is not text", f'Put it in quotes, "{details["input"]}".'
    for pattern, wanted, remedy in WANTED:
        if pattern.match(details["type"]):
            return place.key, f"{_shown(details['input'])} is not {wanted}", remedy
    return place.key, f"{_shown(details['input'])} is not valid", f"{details['msg']}."


def _in_list(details: ErrorDetails, place: KeyPlace) -> str:
    """Return a value as it stands in a list: names in quotes."""
    value, parts = details["input"], get_args(place.wanted)
    plain = not isinstance(value, str) and bool(parts) and "float" in str(parts[0])
    return str(value) if plain else f'"{short(value)}"'


def _number_as_text(details: ErrorDetails) -> str | None:
    """Return how a number is written that stands in quotes, or in per cent; None where it is no number."""
    value = details["input"]
    asked = not details["type"].startswith(("string_", "tuple_"))
    found = NUMBER.fullmatch(value) if isinstance(value, str) and asked else None
    if found is None:
        return None
    number = float(found[1]) / (100 if found[2] else 1)
    return f"Write it as {number:g}, without quotes{' and %' if found[2] else ''}."


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "..."


def _tiny(details: ErrorDetails, place: KeyPlace) -> Said:
    return place.key, f"{_shown(details['input'])} is too close to 0 to be right", f"Give 0, or {LEAST:g} or more."


def _too_long(details: ErrorDetails, place: KeyPlace) -> Said:
    most = details.get("ctx", {})["max_length"]
    return place.key, f"{_shown(details['input'])} is longer than {most:,} letters", "Shorten it."


def _too_few(_details: ErrorDetails, place: KeyPlace) -> Said:
    return place.key, "the list is empty", "Give at least one value, or leave the key out."


def _too_many(details: ErrorDetails, place: KeyPlace) -> Said:
    known = details.get("ctx", {})
    return place.key, f"the list has {known['actual_length']} values", f"Give {known['max_length']} or less."


def _no_word(details: ErrorDetails, place: KeyPlace) -> Said:
    if details.get("ctx", {}).get("pattern") == QUARTER_PATTERN:
        return place.key, f"{_shown(details['input'])} is not a quarter", "Write it as 2027Q1, a year and Q1 to Q4."
    return (
        place.key,
        f"{_shown(details['input'])} is not a word",
        "Begin with a letter, then letters, digits, - and spaces.",
    )


SAID: dict[str, Callable[[ErrorDetails, KeyPlace], Said]] = {
    "missing": _missing,
    "tiny": _tiny,
    "string_too_long": _too_long,
    "string_pattern_mismatch": _no_word,
    "too_short": _too_few,
    "too_long": _too_many,
    "extra_forbidden": _unknown,
    "literal_error": _not_allowed,
    "union_tag_not_found": _no_kind,
    "union_tag_invalid": _wrong_kind,
}
