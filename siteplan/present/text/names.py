"""What formats, functions, tiers, tables and states are called in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.study import Study

__all__ = [
    "area_name",
    "column_name",
    "format_name",
    "formats_name",
    "function_name",
    "place_names",
    "reach_of",
    "shown",
    "status_name",
    "table_name",
    "tier_name",
]

_FORMATS: Mapping[str, str] = {
    "mall": N_("mall"),
    "flagship": N_("flagship"),
    "dealer": N_("dealer"),
    "service": N_("service centre"),
    "franchise": N_("franchise"),
    "agent": N_("agent"),
    "shared": N_("shared centre"),
    "charge_partner": N_("charging partner"),
    "hub": N_("charging hub"),
}
_MANY: Mapping[str, str] = {
    "mall": N_("malls"),
    "flagship": N_("flagships"),
    "dealer": N_("dealers"),
    "service": N_("service centres"),
    "franchise": N_("franchises"),
    "agent": N_("agents"),
    "shared": N_("shared centres"),
    "charge_partner": N_("charging partners"),
    "hub": N_("charging hubs"),
}
_FUNCTIONS: Mapping[str, str] = {
    "display": N_("display"),
    "test_drive": N_("test drive"),
    "sale": N_("sale"),
    "delivery": N_("delivery"),
    "service": N_("service"),
    "rescue": N_("rescue"),
    "charging": N_("charging"),
}
_REACH: Mapping[str, str] = {
    "display": N_("a display"),
    "test_drive": N_("a test drive"),
    "sale": N_("a sales site"),
    "delivery": N_("a delivery site"),
    "service": N_("a service site"),
    "rescue": N_("rescue"),
    "charging": N_("charging"),
}
_STATUSES: Mapping[str, str] = {
    "optimal": N_("proven within the asked gap"),
    "feasible": N_("stopped at the time limit"),
    "cancelled": N_("stopped on request"),
    "infeasible": N_("proven: no plan meets every rule"),
    "undecided": N_("no plan found in time"),
    "refused": N_("not a question there"),
}
_TABLES: Mapping[str, str] = {
    "zones": N_("Zones"),
    "candidates": N_("Candidates"),
    "facilities": N_("Own sites"),
    "competitors": N_("Competitors"),
    "stations": N_("Charging stations"),
    "minutes": N_("Minutes"),
    "flows": N_("Flows"),
    "roads": N_("Roads"),
}
_TIERS: Mapping[str, str] = {
    "1": N_("Tier 1"),
    "new-1": N_("New tier 1"),
    "2": N_("Tier 2"),
    "3": N_("Tier 3"),
    "4": N_("Tier 4"),
    "5": N_("Tier 5"),
}
_COLUMNS: Mapping[str, str] = {"city": N_("city"), "county": N_("county"), "tier": N_("city tier")}
_AREAS: Mapping[str, str] = {"all": N_("all people"), "rural": N_("rural people"), "urban": N_("urban people")}


def format_name(name: str, reader: Reader) -> str:
    """Return a format's name; one that the planner made is shown as written."""
    return _named(_FORMATS, name, reader)


def formats_name(name: str, reader: Reader) -> str:
    """Return what several sites of a format are called; one that the planner made is shown as written."""
    return _named(_MANY, name, reader)


def function_name(name: str, reader: Reader) -> str:
    """Return the name of what a site does."""
    return _named(_FUNCTIONS, name, reader)


def reach_of(function: str, reader: Reader) -> str:
    """Return what people are within reach of, for "within 60 min of ..."."""
    return _named(_REACH, function, reader)


def status_name(status: str, reader: Reader) -> str:
    """Return how a search ended, in words."""
    return _named(_STATUSES, status, reader)


def table_name(table: str, reader: Reader) -> str:
    """Return the name of a table of the study."""
    return _named(_TABLES, table, reader)


def column_name(column: str, reader: Reader) -> str:
    """Return what a column says of a place, as "county"; one that the planner added is shown as written."""
    return _named(_COLUMNS, column, reader)


def area_name(area: str, reader: Reader) -> str:
    """Return whom a coverage speaks of: all, rural or urban people."""
    return _named(_AREAS, area, reader)


def tier_name(study: Study, tier: str, reader: Reader) -> str:
    """Return the study's name of a tier, or the usual one where that cannot be read in this language."""
    if not tier:
        return reader.gettext("no tier")
    own = study.tiers.names.get(tier, tier)
    foreign = own == tier or (own.isascii() if reader.is_chinese else not own.isascii())
    return _named(_TIERS, tier, reader) if foreign and tier in _TIERS else own


def _named(names: Mapping[str, str], key: str, reader: Reader) -> str:
    return reader.gettext(names[key]) if key in names else key


def shown(table: pd.DataFrame, column: str, reader: Reader) -> pd.Series:
    """Return a column of names in the reader's language: `name_en` before `name` in English, where it is given."""
    own = table[column].astype(str)
    translated = f"{column}_{reader.language.split('-', maxsplit=1)[0]}"
    words: pd.Series = table.get(translated, own)
    words = words.where(words.notna() & (words != ""), own).astype(str)
    return _told_apart(words) if column == "name" else words


def _told_apart(names: pd.Series) -> pd.Series:
    """Return names of sites with the id beside those that repeat."""
    twice = names.duplicated(keep=False) & (names != names.index)
    with_id: pd.Series = names.where(~twice, names + " (" + names.index.astype(str) + ")")
    return with_id


def place_names(zones: pd.DataFrame, reader: Reader) -> dict[tuple[str, str], tuple[str, str]]:
    """Return city and county as shown, by city and county as the study names them."""
    first = zones.drop_duplicates(["city", "county"])
    own = zip(first["city"], first["county"], strict=True)
    read = zip(shown(first, "city", reader), shown(first, "county", reader), strict=True)
    return dict(zip(own, read, strict=True))
