"""Reader: who reads. Language, names and units are bound once, and every text asks it for its words.

In code: ``_ = reader.gettext`` and ``_n = reader.ngettext``, then ``_("Budget")`` or
``_n("{n} site", "{n} sites", n).format(n=n)``. English is the source of all texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

import pandas as pd

from siteplan.present.text import names
from siteplan.present.text.words import LANGUAGES, ChineseText, catalogue
from siteplan.study import Study, Unit
from siteplan.study.section import Named

__all__ = ["Reader"]

# The catalogue speaks of vehicles; a study may sell anything.
_ENGLISH = re.compile(r"\b(vehicle|customer)(s?)\b", re.IGNORECASE)
_CHINESE: Mapping[str, str] = {
    "单车": "每{unit}", "售车": "销售", "车辆": "{unit}", "辆": "{unit}",
    "每車": "每{unit}", "售車": "銷售", "車輛": "{unit}", "輛": "{unit}",
}  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """Who reads: in which `language` (one of LANGUAGES), and what the study at hand calls things.

    Parameters
    ----------
    language
        One of LANGUAGES.
    unit
        What is sold; vehicles if none is given.
    currency
        Of all money, as units name it.
    tiers
        The study's own names, by tier.

    Raises
    ------
    ValueError
        If `language` is not one of LANGUAGES.
    """

    language: str
    unit: Unit | None = None
    currency: str = "CNY"
    tiers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"no words for the language {self.language!r}; known: {', '.join(LANGUAGES)}")

    @classmethod
    def of(cls, study: Study, language: str | None = None) -> Self:
        """Return the reader of a study, in its own language unless another is given."""
        told = study.study
        return cls(language or told.language, told.unit, told.currency, study.tiers.names)

    @property
    def is_chinese(self) -> bool:
        """Whether texts are Chinese: no space stands between sentences, nor before a unit."""
        return self.language.startswith("zh")

    def gettext(self, text: str) -> str:
        """Return a text of the catalogue in the reader's language, of what the study sells."""
        return self._text(catalogue(self.language).gettext(text))

    def ngettext(self, one: str, many: str, n: int) -> str:
        """Return a text with a count, singular or plural, as `gettext` does."""
        return self._text(catalogue(self.language).ngettext(one, many, n))

    def column_unit(self, unit: str) -> str:
        """Return a unit as columns of files name it, "vehicles/year", by what is sold."""
        return unit if self.unit is None else _in_units_sold(unit, self.unit, "en")

    def unit_word(self, unit: str, *, one: bool = False) -> str:
        """Return a unit as people read it, "CNY/m2/day" as "CNY/m²/day"; of `one`, "zone"; one not known as given."""
        known = {**names.UNITS, **(names.UNITS_OF_ONE if one else {})}
        if unit in known:
            return self.gettext(known[unit])
        for tail, text in names.PER.items():
            if unit.endswith(tail):
                return self.gettext(text).format(currency=unit.removesuffix(tail))
        return unit

    def money_word(self, per: str = "") -> str:
        """Return the currency as people read it, or money per something: `per` as "/year"."""
        return self.unit_word(f"{self.currency}{per}")

    def format_name(self, name: str) -> str:
        """Return a format's name; one that the planner made is shown as written."""
        return self._named(names.FORMATS, name)

    def formats_name(self, name: str) -> str:
        """Return what several sites of a format are called: "malls", or "kiosk sites" of one that the planner made."""
        known = names.FORMATS_PLURAL.get(name)
        return self.gettext("{format} sites").format(format=name) if known is None else self.gettext(known)

    def format_name_of_one(self, name: str) -> str:
        """Return what one site of a format is called, as `formats_name` does several."""
        known = names.FORMATS.get(name)
        return self.gettext("{format} site").format(format=name) if known is None else self.gettext(known)

    def function_name(self, name: str) -> str:
        """Return the name of what a site does."""
        return self._named(names.FUNCTIONS, name)

    def reach_of(self, function: str) -> str:
        """Return what people are within reach of, for "within 60 min of ..."."""
        return self._named(names.REACH, function)

    def status_name(self, status: str) -> str:
        """Return how a search ended, in words."""
        return self._named(names.STATUSES, status)

    def table_name(self, table: str) -> str:
        """Return the name of a table of the study."""
        return self._named(names.TABLES, table)

    def column_name(self, column: str) -> str:
        """Return what a column says of a place, as "county"; one that the planner added is shown as written."""
        return self._named(names.COLUMNS, column)

    def area_name(self, area: str) -> str:
        """Return whom a coverage speaks of: all, rural or urban people."""
        return self._named(names.AREAS, area)

    def tier_name(self, tier: str) -> str:
        """Return the study's name of a tier, or the usual one where that cannot be read in this language."""
        if not tier:
            return self.gettext("no tier")
        own = self.tiers.get(tier, tier)
        foreign = own == tier or (own.isascii() if self.is_chinese else not own.isascii()) or self._is_simplified(own)
        return self._named(names.TIERS, tier) if foreign and tier in names.TIERS else own

    @property
    def tags(self) -> tuple[str, ...]:
        """What columns and keys of the reader's language end in, the nearest last: "zh", then "zh_hant"."""
        return tuple(dict.fromkeys((self.language.split("-", maxsplit=1)[0], self.language.lower().replace("-", "_"))))

    def study_name(self, study: Study) -> str:
        """Return what the study is called in the reader's language."""
        return self.told(study.study)

    def told(self, named: Named, key: str = "name") -> str:
        """Return what study.toml says in the reader's language: `name_en`, say, before `name` where given."""
        given = [getattr(named, f"{key}_{tag}", None) for tag in self.tags]
        return next((words for words in reversed(given) if words), str(getattr(named, key)))

    def called(self, some: Iterable[Named]) -> dict[str, str]:
        """Return what outlooks, or phases, are called in the reader's language, by their names."""
        return {one.name: self.told(one) for one in some}

    def shown(self, table: pd.DataFrame, column: str) -> pd.Series:
        """Return a column of names in the reader's language: `name_en`, or `name_zh_hant`, before `name` where given.

        A name that has none in the script of the language is shown in the language: `name_zh` before `name`.
        """
        words: pd.Series = table[column].astype(str)
        for tag in self.tags:
            if (translated := f"{column}_{tag}") in table:
                given = table[translated]
                words = given.where(given.notna() & (given != ""), words).astype(str)
        return _told_apart(words) if column == "name" else words

    def place_names(self, zones: pd.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
        """Return city and county as shown, by city and county as the study names them."""
        first = pd.DataFrame(zones)[~zones.duplicated(["city", "county"])]
        own = zip(first["city"], first["county"], strict=True)
        read = zip(self.shown(first, "city"), self.shown(first, "county"), strict=True)
        return dict(zip(own, read, strict=True))

    def names_of(self, zones: pd.DataFrame, column: str) -> dict[str, str]:
        """Return places of a column of zones as shown, by what the study calls them."""
        first = pd.DataFrame(zones)[~zones.duplicated(column)]
        return dict(zip(first[column], self.shown(first, column), strict=True))

    def cities(self, named: Iterable[str], zones: pd.DataFrame) -> list[str]:
        """Return cities as shown, in the order given."""
        known = self.names_of(zones, "city")
        return [known.get(city, city) for city in named]

    def _is_simplified(self, name: str) -> bool:
        """Whether a tier is called as usual in simplified letters, and the reader reads traditional ones."""
        usual = {catalogue("zh-Hans").gettext(text) for text in names.TIERS.values()}
        return self.language == "zh-Hant" and name in usual

    def _named(self, words: Mapping[str, str], key: str) -> str:
        return self.gettext(words[key]) if key in words else key

    def _text(self, text: str) -> str:
        told = self._of_units(text)
        return ChineseText(told) if self.is_chinese else told

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


def _told_apart(sites: pd.Series) -> pd.Series:
    """Return names of sites with the id beside those that repeat."""
    twice = sites.duplicated(keep=False) & (sites != sites.index)
    if not twice.any():
        return sites
    with_id: pd.Series = sites.where(~twice, sites + " (" + sites.index.astype(str) + ")")
    return with_id
