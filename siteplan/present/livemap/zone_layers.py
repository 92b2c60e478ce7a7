"""What colours the zones of the map to explore: one figure of each zone, its classes and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.present.maps.merged_zones import have_areas, per_km2
from siteplan.present.text.words import N_
from siteplan.present.theme.classes import Classes, magnitudes
from siteplan.present.theme.colours import PURPLE

__all__ = ["LAYERS", "ZoneFigure", "layers_of", "zone_figure"]


_GAP = ("#FDEBD3", "#FBC98B", "#F39A4A", "#D9661B", "#A03A06")  # the more, the darker
_ACCESS = ("#C2560C", "#F5B26B", "#8FB8DE", "#1F5FA8")  # too little in orange, enough in blue
_LEAST = 0.005  # of the largest gap: what cannot be seen beside it counts as none


@dataclass(frozen=True)
class Layer:
    """A figure of zones (a column of zones_today): its name, its unit, whether it is told by km2, its colours.

    `none` says what it is to have none of it.
    """

    name: str
    unit: str
    by_area: bool = True
    colours: tuple[str, ...] = tuple(PURPLE)
    none: str = ""


@dataclass(frozen=True, eq=False)
class ZoneFigure:
    """A layer of a study: `values` (n_zones,), NaN where there is none, and their classes; `by_area`: by km2."""

    layer: Layer
    values: NDArray[np.float64]
    classes: Classes
    by_area: bool


LAYERS: Mapping[str, Layer] = {
    "demand": Layer(N_("Demand"), N_("vehicles/year")),
    "unmet": Layer(N_("Unmet demand"), N_("vehicles/year")),
    "unserved": Layer(N_("Demand that nobody wins"), N_("vehicles/year")),
    "sales": Layer(N_("Own sales today"), N_("vehicles/year")),
    "rivals": Layer(N_("Competitors' share today"), "%", by_area=False),
    "share": Layer(N_("Own share today"), "%", by_area=False),
    "minutes": Layer(N_("Access today"), N_("min"), by_area=False),
    "people": Layer(N_("People"), N_("persons")),
    "income": Layer(N_("Income"), N_("{currency}/person/year"), by_area=False),
    "footfall": Layer(N_("Foot traffic"), N_("visits/day")),
    "gap": Layer(N_("Charging gap"), N_("sessions/day"), colours=_GAP, none=N_("no gap")),
    "access": Layer(
        N_("Access to charging"), N_("sessions available for each asked"), False, _ACCESS, N_("no station in reach")
    ),
}


def layers_of(today: pd.DataFrame) -> list[str]:
    """Return the layers of which a study knows anything; `today` as zones_today has it."""
    return [name for name in LAYERS if (today[name] > 0).any()]


def zone_figure(name: str, zones: gpd.GeoDataFrame, today: pd.DataFrame, needed: float = 1.0) -> ZoneFigure:
    """Return a layer of a study; what is nought, or not known, has no class.

    `needed` is the access to charging that the study asks for: its classes are half of it, all, twice as much.
    """
    layer = LAYERS[name]
    by_area = layer.by_area and have_areas(zones)
    amount = today[name] * (100.0 if layer.unit == "%" else 1.0)
    amount = per_km2(amount, zones) if by_area else amount
    least = _LEAST * float(amount.quantile(0.99)) if name == "gap" else 0.0
    values = amount.where(amount > least).to_numpy(dtype=float)
    if name == "access":
        return ZoneFigure(layer, values, _about(needed, values), by_area)
    classes = magnitudes(values, k=len(layer.colours))
    return ZoneFigure(layer, values, replace(classes, colours=_some(layer, len(classes.colours))), by_area)


def _some(layer: Layer, n: int) -> tuple[str, ...]:
    return layer.colours[:n] if layer.colours == tuple(PURPLE) else layer.colours[-n:]


def _about(needed: float, values: NDArray[np.float64]) -> Classes:
    top = max(float(np.nanmax(values, initial=0.0)), 3 * needed)
    return Classes((0.0, needed / 2, needed, 2 * needed, float(np.ceil(top))), _ACCESS)
