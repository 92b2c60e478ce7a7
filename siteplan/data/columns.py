"""The columns of every table of a study: name, kind, unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["TABLES", "Column", "TableSpec"]

Kind = Literal["id", "text", "number", "flag", "choice", "formats"]


@dataclass(frozen=True)
class Column:
    """One column. `required`: it must be there; `complete`: where it is there, no cell may be empty."""

    name: str
    kind: Kind
    unit: str = ""
    required: bool = False
    complete: bool = False
    choices: tuple[str, ...] = ()

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
    return tuple(Column(name, "number", unit) for name, unit in units.items())


POINT = ("Point",)
PLACE = _texts("city", "county", "tier")

TABLES: dict[str, TableSpec] = {
    "zones": TableSpec(
        columns=(
            _id("zone_id"),
            Column("population", "number", "persons", required=True, complete=True),
            *_numbers(households="households", income="CNY/person/year", footfall="visits/day"),
            Column("vehicle_demand", "number", "vehicles/year", complete=True),
            Column("charging_demand", "number", "sessions/day"),
            Column("owners", "number", "vehicles"),
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
            *_numbers(area_m2="m2", rent="CNY/m2/day", footfall="visits/day", piles="piles", kw="kW in all"),
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
            *_numbers(area_m2="m2", annual_sales="vehicles/year", rent="CNY/m2/day", footfall="visits/day"),
            Column("keep", "choice", choices=("keep", "closable", "convertible")),
            Column("convert_to", "formats", "mall;dealer"),
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
    "minutes": TableSpec(
        columns=(
            _id("zone_id"),
            _id("site_id"),
            Column("minutes", "number", "minutes", required=True, complete=True),
        ),
    ),
    "flows": TableSpec(
        columns=(
            _id("zone_id"),
            _id("site_id"),
            Column("visits", "number", "visits", required=True, complete=True),
        ),
    ),
}
