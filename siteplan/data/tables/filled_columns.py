"""What stands in for an optional column of a table, or for its empty cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.data.tables.cells import is_blank
from siteplan.data.tables.columns import TABLES, Column
from siteplan.errors import N_
from siteplan.market.filled import Filled
from siteplan.study.review_spec import CLOSES, CONVERTS, MOVES

__all__ = ["STANDS_IN", "filled_columns"]

_UNKNOWN = N_("nothing, it stays unknown")
_ID = N_("its id")
_ZONE = N_("that of the zone around the site")
_NOWHERE = N_("none, tables and rules by this place leave them out")

STANDS_IN: Mapping[str, Mapping[str, str]] = {
    "zones": {
        "households": N_("nothing, demand is derived from people"),
        "income": N_("nothing, they buy as people of mean income do"),
        "footfall": _UNKNOWN,
        "vehicle_demand": N_("people and the steps of [demand]"),
        "charging_demand": N_("vehicles in use and the steps of [demand]"),
        "owners": N_("a share of vehicles in use, by [demand]"),
        "province": _NOWHERE,
        "city": _NOWHERE,
        "county": _NOWHERE,
        "tier": _NOWHERE,
        "rural": N_("not rural"),
    },
    "candidates": {
        "name": _ID,
        "partner": N_("no partner"),
        "province": _ZONE,
        "city": _ZONE,
        "county": _ZONE,
        "tier": _ZONE,
        "area_m2": N_("the area of its format"),
        "footfall": N_("nothing, its score uses the other criteria"),
        "piles": N_("derived from kw, else the piles of [charging]"),
        "kw": N_("derived from piles, else the piles of [charging]"),
        "formats": N_("every format of the study"),
        "status": N_("candidate, it may open"),
    },
    "facilities": {
        "name": _ID,
        "opened": _UNKNOWN,
        "province": _ZONE,
        "city": _ZONE,
        "county": _ZONE,
        "tier": _ZONE,
        "area_m2": N_("the area of its format"),
        "annual_sales": N_("nothing, the sales forecast does not use it"),
        "footfall": _UNKNOWN,
        "keep": N_("keep, it stays as it is"),
        "convert_to": N_("every format that fits"),
        "lease_end": N_("no lease, closing costs no rent"),
        "frozen": N_("not frozen"),
    },
    "competitors": {
        "name": _ID,
        "brand": N_("none, it counts as a brand of its own"),
        "class": N_("that of competitors without a class"),
        "province": _ZONE,
        "city": _ZONE,
        "county": _ZONE,
        "tier": _ZONE,
        "attractiveness": N_("that of its class in [trade_area]"),
    },
    "stations": {
        "name": _ID,
        "operator": N_("none"),
        "piles": N_("derived from kw"),
        "kw": N_("derived from piles"),
        "own": N_("not own"),
    },
}
"""By table and column; rents are filled in by format and tier (see options.filled_rents)."""

NO_TABLE: Mapping[str, str] = {
    "facilities": N_("no table, there are no own sites today"),
    "competitors": N_("no table, competitors count only as part of the outside option"),
}

SILENT = frozenset({"name", "partner", "operator", "brand", "opened"})
"""Columns of text that no figure goes by."""


def filled_columns(tables: Mapping[str, pd.DataFrame]) -> tuple[Filled, ...]:
    """Return every optional column that is absent or has empty cells, and every table that is not there.

    `tables` are as read, before anything is filled in; those of no name known are of competitors in outlooks.
    """
    kinds = {name: name for name in STANDS_IN} | {name: "competitors" for name in tables if name not in TABLES}
    lines = (line for name, kind in kinds.items() for line in _of_table(name, kind, tables.get(name)))
    return tuple(line for line in lines if not (line.source == _ZONE and _nowhere(tables["zones"], line.column)))


def _nowhere(zones: pd.DataFrame, column: str) -> bool:
    """Return whether no zone names such a place: sites have none to take, and the line on zones says so."""
    return column not in zones or bool(is_blank(zones[column]).all())


def _of_table(name: str, kind: str, rows: pd.DataFrame | None) -> Iterator[Filled]:
    if rows is None:
        if name in NO_TABLE:
            yield Filled(name, "", 0, 0, NO_TABLE[name])
        return
    spec = TABLES[kind]
    ids = rows[spec.key].astype(str).to_numpy()
    for column in spec.columns:
        said = STANDS_IN[kind].get(column.name)
        gap = _missing(rows, column) | _mute(name, rows, column)
        if said and gap.any() and not _stands_aside(name, column.name, rows):
            sites = tuple(ids[gap][:5])
            yield Filled(name, column.name, int(gap.sum()), len(rows), said, sites, figures=column.name not in SILENT)


def _stands_aside(table: str, column: str, rows: pd.DataFrame) -> bool:
    """Return whether a column says nothing that counts beside the others: where to convert to, of what stays."""
    if (table, column) == ("facilities", "convert_to"):
        return "keep" not in rows or not rows["keep"].isin(CONVERTS).any()
    if (table, column) in {("facilities", "lease_end"), ("facilities", "frozen")}:
        return "keep" not in rows or not rows["keep"].isin(CLOSES | MOVES).any()
    return False


def _mute(table: str, rows: pd.DataFrame, column: Column) -> bool:
    """Return whether incomes of zones are all 0 where people live: such a column is left out."""
    if table != "zones" or column.name != "income" or column.name not in rows:
        return False
    return not (rows.loc[rows["population"] > 0, column.name] > 0).any()


def _missing(rows: pd.DataFrame, column: Column) -> NDArray[np.bool_]:
    """Return which rows have nothing in a column (n_rows,)."""
    if column.name not in rows:
        return np.ones(len(rows), dtype=bool)
    values = rows[column.name]
    if column.kind == "formats":
        return np.array([not names for names in values], dtype=bool)
    return np.asarray(is_blank(values), dtype=bool)
