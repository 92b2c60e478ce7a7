"""What each filter of the market page may ask for, and what that is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

import pandas as pd

from siteplan.groundwork import Groundwork
from siteplan.present.text.reader import Reader

__all__ = ["LIMITS", "SEVERAL", "choices", "counties_in", "filter_labels", "told_apart"]

SEVERAL = ("province", "city", "county", "tier", "format")
"""Keys of the filters that take several values, in the order asked."""
LIMITS: Mapping[str, float] = {"rent": 1e8, "score": 100.0}
"""The most that each other filter takes, by its key: what a rent may be at the door, and a score at all."""


def filter_labels(reader: Reader) -> dict[str, str]:
    """Return what each filter is called, by its key."""
    _ = reader.gettext
    return {
        "province": _("Province"), "city": _("City"), "county": _("County"), "tier": _("Tier"), "format": _("Format"),
        "rent": _("Rent at most"), "score": _("Score at least"),
    }  # fmt: skip


def choices(
    key: str, ground: Groundwork, reader: Reader, provinces: Collection[str] = (), cities: Collection[str] = ()
) -> dict[str, str]:
    """Return what a filter of SEVERAL may be, as read, by what the study calls it; nothing where there is no choice.

    Counties ("city/county") are those of some provinces and cities, or of all where none is named.
    """
    if key == "county":
        return told_apart(_counties(counties_in(ground, provinces, cities), ground, reader))
    named = {"province": _provinces, "city": _cities, "tier": _tiers, "format": _formats}[key]
    return told_apart(named(ground, reader))


def counties_in(
    ground: Groundwork, provinces: Collection[str] = (), cities: Collection[str] = ()
) -> dict[str, tuple[str, str]]:
    """Return city and county of candidates by "city/county", as the study names them: a county's name may repeat."""
    sites = ground.market.candidates
    inside = sites["county"] != ""
    if provinces:
        inside &= sites["province"].isin(provinces)
    if cities:
        inside &= sites["city"].isin(cities)
    places = sorted(set(zip(sites["city"][inside], sites["county"][inside], strict=True)))
    return {f"{city}/{county}": (city, county) for city, county in places}


def told_apart(words: Mapping[str, str]) -> dict[str, str]:
    """Return words by their keys, with its key beside each word that repeats.

    A widget knows what is chosen by its words: of two that read alike it takes the first.
    """
    twice = Counter(words.values())
    return {key: word if twice[word] == 1 else f"{word} ({key})" for key, word in words.items()}


def _provinces(ground: Groundwork, reader: Reader) -> dict[str, str]:
    """Return the provinces of candidates; where they lie in one, there is no choice."""
    several = sorted({*ground.market.candidates["province"]} - {""})
    names = reader.names_of(ground.market.zones, "province")
    return {own: names.get(own, own) for own in several} if len(several) > 1 else {}


def _cities(ground: Groundwork, reader: Reader) -> dict[str, str]:
    names = reader.names_of(ground.market.candidates, "city")
    return {own: names[own] for own in sorted({*names} - {""})}


def _counties(counties: Mapping[str, tuple[str, str]], ground: Groundwork, reader: Reader) -> dict[str, str]:
    """Return counties as read; one whose name repeats with its city."""
    read = reader.place_names(pd.DataFrame(ground.market.candidates))
    shown = {key: read[place] for key, place in counties.items()}
    twice = Counter(county for _, county in shown.values())
    return {
        key: county if twice[county] == 1 else reader.gettext("{county}, {city}").format(county=county, city=city)
        for key, (city, county) in shown.items()
    }


def _tiers(ground: Groundwork, reader: Reader) -> dict[str, str]:
    """Return the tiers of candidates in the study's order, and that of those that have none."""
    known = set(ground.market.candidates["tier"])
    return {tier: reader.tier_name(tier) for tier in (*ground.study.tiers.order, "") if tier in known}


def _formats(ground: Groundwork, reader: Reader) -> dict[str, str]:
    return {name: reader.format_name(name) for name in ground.study.formats}
