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


@dataclass(frozen=True)
class Layer:
    """A figure of zones (a column of zones_today): its name, its unit, whether it is told by km2."""

    name: str
    unit: str
    by_area: bool = True


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
    "share": Layer(N_("Own share today"), "%", by_area=False),
    "minutes": Layer(N_("Access today"), N_("min"), by_area=False),
    "people": Layer(N_("People"), N_("persons")),
    "income": Layer(N_("Income"), N_("{currency}/person/year"), by_area=False),
    "footfall": Layer(N_("Foot traffic"), N_("visits/day")),
}


def layers_of(today: pd.DataFrame) -> list[str]:
    """Return the layers of which a study knows anything; `today` as zones_today has it."""
    return [name for name in LAYERS if (today[name] > 0).any()]


def zone_figure(name: str, zones: gpd.GeoDataFrame, today: pd.DataFrame) -> ZoneFigure:
    """Return a layer of a study; what is nought, or not known, has no class."""
    layer = LAYERS[name]
    by_area = layer.by_area and have_areas(zones)
    amount = today[name] * (100.0 if layer.unit == "%" else 1.0)
    amount = per_km2(amount, zones) if by_area else amount
    values = amount.where(amount > 0).to_numpy(dtype=float)
    classes = magnitudes(values, k=len(PURPLE))
    return ZoneFigure(layer, values, replace(classes, colours=tuple(PURPLE[: len(classes.colours)])), by_area)
