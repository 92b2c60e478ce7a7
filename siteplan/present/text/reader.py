"""Reader: who reads. The language and what the study sells are bound once, and every text asks it for its words.

In code: ``_ = reader.gettext`` and ``_n = reader.ngettext``, then ``_("Budget")`` or
``_n("{n} site", "{n} sites", n).format(n=n)``. English is the source of all texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from siteplan.present.text.words import LANGUAGES, catalogue
from siteplan.study import Study, Unit

__all__ = ["Reader"]

# The catalogue speaks of vehicles; a study may sell anything.
_ENGLISH = re.compile(r"\b(vehicle|customer)(s?)\b", re.IGNORECASE)
_CHINESE: Mapping[str, str] = {"单车": "每{unit}", "售车": "销售", "车辆": "{unit}", "辆": "{unit}"}


@dataclass(frozen=True)
class Reader:
    """Who reads: in which `language` (one of LANGUAGES), and what `unit` is sold there; vehicles if none is given.

    Raises
    ------
    ValueError
        If `language` is not one of LANGUAGES.
    """

    language: str
    unit: Unit | None = None

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"no words for the language {self.language!r}; known: {', '.join(LANGUAGES)}")

    @classmethod
    def of(cls, study: Study, language: str | None = None) -> Self:
        """Return the reader of a study, in its own language unless another is given."""
        return cls(language or study.study.language, study.study.unit)

    @property
    def is_chinese(self) -> bool:
        """Whether texts are Chinese: no space stands between sentences, nor before a unit."""
        return self.language.startswith("zh")

    def gettext(self, text: str) -> str:
        """Return a text of the catalogue in the reader's language, of what the study sells."""
        return self._of_units(catalogue(self.language).gettext(text))

    def ngettext(self, one: str, many: str, n: int) -> str:
        """Return a text with a count, singular or plural, as `gettext` does."""
        return self._of_units(catalogue(self.language).ngettext(one, many, n))

    def column_unit(self, unit: str) -> str:
        """Return a unit as columns of files name it, "vehicles/year", by what is sold."""
        return unit if self.unit is None else _in_units_sold(unit, self.unit, "en")

    def _of_units(self, text: str) -> str:
        return text if self.unit is None else _in_units_sold(text, self.unit, self.language)


def _in_units_sold(text: str, unit: Unit, language: str) -> str:
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
