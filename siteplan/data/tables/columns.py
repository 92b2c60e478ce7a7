"""The columns of every table of a study: name, kind, unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from siteplan.study.review_spec import KEEP

__all__ = ["PLACE", "TABLES", "Column", "TableSpec"]

Kind = Literal["id", "text", "number", "flag", "choice", "formats", "date"]


@dataclass(frozen=True)
class Column:
    """One column. `required`: it must be there; `complete`: where it is there, no cell may be empty.

    `most` is what no number of it exceeds, whatever the country; beyond it a unit or a digit is wrong.
    """

    name: str
    kind: Kind
    unit: str = ""
    required: bool = False
    complete: bool = False
    choices: tuple[str, ...] = ()
    most: float = float("inf")

    def __str__(self) -> str:
        """Return the name with its unit."""
        return f"{self.name} ({self.unit})" if self.unit else self.name


@dataclass(frozen=True)
class TableSpec:
    """One table: its key, its columns, and the shapes of its geometry, if it has one."""

    columns: tuple[Column, ...]
    shapes: tuple[str, ...] = ()
    key: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns."""
        return tuple(column.name for column in self.columns)


def _id(name: str) -> Column:
    return Column(name, "id", required=True, complete=True)


def _texts(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, "text") for name in names)


def _numbers(**units: str) -> tuple[Column, ...]:
    return tuple(_number(name, unit) for name, unit in units.items())


def _number(name: str, unit: str, required: bool = False, complete: bool = False) -> Column:
    return Column(name, "number", unit, required, complete, most=MOST[name])


# A zone may be a country, and a site the largest there is; a currency may be of little worth.
MOST = {
    "population": 2e9, "households": 1e9, "income": 1e10, "footfall": 1e8, "vehicle_demand": 1e9,
    "charging_demand": 1e9, "owners": 1e9, "area_m2": 1e8, "rent": 1e8, "piles": 1e5, "kw": 1e8,
    "annual_sales": 1e9, "attractiveness": 1e6, "minutes": 1e5, "visits": 1e10, "sales": 1e9, "cost": 1e12,
    "invested": 1e12,
}  # fmt: skip


POINT = ("Point",)
PLACE = _texts("province", "city", "county", "tier")

TABLES: dict[str, TableSpec] = {
    "zones": TableSpec(
        columns=(
            _id("zone_id"),
            _number("population", "persons", required=True, complete=True),
            *_numbers(households="households", income="currency/person/year", footfall="visits/day"),
            _number("vehicle_demand", "vehicles/year", complete=True),
            *_numbers(charging_demand="sessions/day", owners="vehicles"),
            *PLACE,
            Column("rural", "flag", "true or false"),
        ),
        shapes=("Polygon", "MultiPolygon", "Point"),
        key="zone_id",
    ),
    "candidates": TableSpec(
        columns=(
            _id("site_id"),
            *_texts("name", "partner"),
            *PLACE,
            *_numbers(area_m2="m2", rent="currency/m2/day", footfall="visits/day", piles="piles", kw="kW in all"),
            Column("formats", "formats", "mall;dealer", complete=True),
            Column("status", "choice", choices=("candidate", "required", "forbidden")),
        ),
        shapes=POINT,
        key="site_id",
    ),
    "facilities": TableSpec(
        columns=(
            _id("site_id"),
            *_texts("name", "opened"),
            *PLACE,
            Column("format", "text", required=True, complete=True),
            *_numbers(area_m2="m2", annual_sales="vehicles/year", rent="currency/m2/day", footfall="visits/day"),
            Column("keep", "choice", choices=KEEP),
            Column("convert_to", "formats", "mall;dealer"),
            Column("lease_end", "date"),
            Column("frozen", "flag", "true or false"),
        ),
        shapes=POINT,
        key="site_id",
    ),
    "competitors": TableSpec(
        columns=(
            _id("site_id"),
            *_texts("name", "brand", "class"),
            *PLACE,
            *_numbers(attractiveness="1 is the usual site"),
        ),
        shapes=POINT,
        key="site_id",
    ),
    "stations": TableSpec(
        columns=(
            _id("site_id"),
            *_texts("name", "operator"),
            *_numbers(piles="piles", kw="kW in all"),
            Column("own", "flag", "true or false"),
        ),
        shapes=POINT,
        key="site_id",
    ),
    "exclusions": TableSpec(columns=_texts("name", "reason"), shapes=("Polygon", "MultiPolygon")),
    "minutes": TableSpec(
        columns=(
            _id("zone_id"),
            _id("site_id"),
            _number("minutes", "minutes", required=True, complete=True),
        ),
    ),
    "flows": TableSpec(
        columns=(
            _id("zone_id"),
            _id("site_id"),
            _number("visits", "visits", required=True, complete=True),
        ),
    ),
    "actuals": TableSpec(
        columns=(
            _id("site_id"),
            _id("month"),
            _number("sales", "vehicles", required=True, complete=True),
            *_numbers(cost="currency", invested="currency"),
        ),
    ),
}
