"""What colours the zones of the map to explore: one figure of each zone, its classes and its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.groundwork import Groundwork
from siteplan.present.maps.merged_zones import have_areas, per_km2
from siteplan.present.text.words import N_
from siteplan.present.theme.classes import Classes, magnitudes
from siteplan.present.theme.colours import PURPLE
from siteplan.score import Opportunities

__all__ = ["LAYERS", "ZoneFigure", "layers_of", "zone_figure"]


@dataclass(frozen=True)
class Layer:
    """A figure of zones: its name for a choice, its unit, and whether it is told by area where zones have one."""

    name: str
    unit: str
    values: Callable[[Groundwork, Opportunities], pd.Series]
    by_area: bool = True


@dataclass(frozen=True, eq=False)
class ZoneFigure:
    """A layer of a study: `values` (n_zones,), NaN where there is none, and their classes; `by_area`: by km2."""

    layer: Layer
    values: NDArray[np.float64]
    classes: Classes
    by_area: bool


def _column(name: str) -> Callable[[Groundwork, Opportunities], pd.Series]:
    return lambda ground, _: ground.market.zones[name].astype(float)


LAYERS: Mapping[str, Layer] = {
    "demand": Layer(N_("Demand"), N_("vehicles/year"), lambda ground, _: ground.model.by_zone(ground.model.demand)),
    "unmet": Layer(N_("Unmet demand"), N_("vehicles/year"), lambda _, found: found.zones["unmet"]),
    "people": Layer(N_("People"), N_("persons"), _column("population")),
    "income": Layer(N_("Income"), N_("{currency}/person/year"), _column("income"), by_area=False),
    "footfall": Layer(N_("Foot traffic"), N_("visits/day"), _column("footfall")),
}


def layers_of(ground: Groundwork) -> list[str]:
    """Return the layers of which a study knows anything."""
    zones = ground.market.zones
    told = {name: name in zones and bool((zones[name] > 0).any()) for name in ("income", "footfall")}
    return [name for name in LAYERS if told.get(name, True)]


def zone_figure(name: str, ground: Groundwork, found: Opportunities) -> ZoneFigure:
    """Return a layer of a study; what is nought, or not known, has no class."""
    layer, zones = LAYERS[name], ground.market.zones
    by_area = layer.by_area and have_areas(zones)
    amount = layer.values(ground, found).reindex(zones.index)
    amount = per_km2(amount, zones) if by_area else amount
    values = amount.where(amount > 0).to_numpy(dtype=float)
    classes = magnitudes(values, k=len(PURPLE))
    return ZoneFigure(layer, values, replace(classes, colours=tuple(PURPLE[: len(classes.colours)])), by_area)
