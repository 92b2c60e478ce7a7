"""Notes on names of places: one that stands for cities of several provinces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from siteplan.data.tables.cells import is_blank
from siteplan.errors import N_, Note

__all__ = ["place_notes"]


def place_notes(tables: Mapping[str, pd.DataFrame]) -> Iterator[Note]:
    """Yield a note on names that cities of more than one province share: siteplan knows a city by its name alone.

    No refusal: a name such as "directly administered" may be meant to stand in several.
    """
    zones = tables.get("zones")
    if zones is None or not {"province", "city"} <= set(zones):
        return
    named = zones.loc[~is_blank(zones["province"]) & ~is_blank(zones["city"]), ["city", "province"]].astype(str)
    pairs = named.drop_duplicates()
    twice = pairs[pairs.duplicated("city", keep=False)].groupby("city", sort=True)["province"]
    if twice.ngroups:
        text = N_(
            "cities of one name in several provinces count as one city in rules, tables and maps; if they are not, "
            'write them apart, as "Suzhou (Anhui)"'
        )
        yield Note("zones", text, "city", tuple(f"{city}: {', '.join(sorted(some))}" for city, some in twice))
