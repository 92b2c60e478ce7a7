"""What is sold, in the words of texts: the catalogue speaks of vehicles, a study may sell anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from siteplan.study import Study, Unit

__all__ = ["in_units_sold", "selling", "sold", "speak_of", "told_unit"]

_UNIT: ContextVar[Unit | None] = ContextVar("unit", default=None)

_ENGLISH = re.compile(r"\b(vehicle|customer)(s?)\b", re.IGNORECASE)
_CHINESE: Mapping[str, str] = {"单车": "每{unit}", "售车": "销售", "车辆": "{unit}", "辆": "{unit}"}


def sold() -> Unit | None:
    """Return what the study spoken of sells; None for vehicles."""
    return _UNIT.get()


def speak_of(study: Study) -> None:
    """Let all texts from here on speak of what this study sells."""
    _UNIT.set(study.study.unit)


@contextmanager
def selling(study: Study) -> Iterator[None]:
    """Let texts speak of what this study sells."""
    token = _UNIT.set(study.study.unit)
    try:
        yield
    finally:
        _UNIT.reset(token)


def in_units_sold(text: str, unit: Unit, language: str) -> str:
    """Return a text of the catalogue that speaks of the unit where it spoke of vehicles."""
    if language == "en":
        return _ENGLISH.sub(lambda found: _like(found, unit), text)
    for word, stands_for in _CHINESE.items():
        text = text.replace(word, stands_for.replace("{unit}", unit.singular))
    return text


def _like(found: re.Match[str], unit: Unit) -> str:
    """Return the unit, or those who buy it, in the number and case of a word."""
    is_unit = found[1].lower() == "vehicle"
    one, many = (unit.singular, unit.plural) if is_unit else ("customer", "customers")
    word = many if found[2] else one
    return word[:1].upper() + word[1:] if found[1][0].isupper() else word


def told_unit(unit: str) -> str:
    """Return a unit as columns name it, "vehicles/year", by what is sold."""
    return unit if (known := sold()) is None else in_units_sold(unit, known, "en")
