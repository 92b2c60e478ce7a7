"""Minutes from every zone to the nearest open site with each function."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.access import offered, offers, standard_minutes
from siteplan.groundwork import Groundwork
from siteplan.study import Function, Study
from siteplan.travel import TravelMatrix

__all__ = ["covered", "nearest_minutes"]


def nearest_minutes(ground: Groundwork, opened: pd.DataFrame) -> pd.DataFrame:
    """Return minutes (n_zones, n_functions) to the nearest own site, infinite beyond `travel.max_minutes`.

    `opened` are options (see options.py) that open beside the facilities that stay, and own stations where people
    charge.
    """
    study, travel, facilities = ground.study, ground.travel, ground.facilities
    minutes = {
        function: np.minimum.reduce(
            [
                _nearest(travel.facilities, facilities[offers(study.formats, facilities, function)]),
                _nearest(travel.candidates, opened[offers(study.formats, opened, function)]),
                ground.minutes_to_stations(function),
            ]
        )
        for function in offered(study)
    }
    return pd.DataFrame(minutes, index=travel.candidates.zone_ids)


def _nearest(matrix: TravelMatrix, options: pd.DataFrame) -> NDArray[np.float64]:
    chosen = np.zeros(len(matrix.site_ids), dtype=bool)
    chosen[options["row"].to_numpy(dtype=int)] = True
    return matrix.nearest(chosen)


def covered(study: Study, zones: gpd.GeoDataFrame, minutes: pd.DataFrame, function: Function) -> NDArray[np.bool_]:
    """Return whether each zone reaches a function within its standard (n_zones,)."""
    return minutes[function].to_numpy() <= standard_minutes(study, zones, function)
