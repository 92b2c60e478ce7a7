"""Minutes from every zone to the nearest open site with each function."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.access import offers, standard_minutes
from siteplan.study import Function, Study
from siteplan.travel import TravelMatrix, TravelTimes

__all__ = ["covered", "functions_in", "nearest_minutes"]


def functions_in(study: Study) -> tuple[Function, ...]:
    """Return the functions that any format of the study has, in the order of the formats."""
    return tuple(dict.fromkeys(f for spec in study.formats.values() for f in spec.functions))


def nearest_minutes(study: Study, travel: TravelTimes, facilities: pd.DataFrame, opened: pd.DataFrame) -> pd.DataFrame:
    """Return minutes (n_zones, n_functions) to the nearest own site, infinite beyond `travel.max_minutes`.

    `facilities` and `opened` are options (see options.py): today's network and what opens beside it.
    """
    minutes = {
        function: np.minimum(
            _nearest(travel.facilities, facilities[offers(study.formats, facilities, function)]),
            _nearest(travel.candidates, opened[offers(study.formats, opened, function)]),
        )
        for function in functions_in(study)
    }
    return pd.DataFrame(minutes, index=travel.candidates.zone_ids)


def _nearest(matrix: TravelMatrix, options: pd.DataFrame) -> NDArray[np.float64]:
    chosen = np.zeros(len(matrix.site_ids), dtype=bool)
    chosen[options["row"].to_numpy(dtype=int)] = True
    return matrix.nearest(chosen)


def covered(study: Study, zones: gpd.GeoDataFrame, minutes: pd.DataFrame, function: Function) -> NDArray[np.bool_]:
    """Return whether each zone reaches a function within its standard (n_zones,)."""
    return minutes[function].to_numpy() <= standard_minutes(study, zones, function)
