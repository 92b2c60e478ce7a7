"""Colours of areas of which each is somebody's: those that meet are told apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siteplan.present.theme.colours import BLUE_WHITE_ORANGE, VIRIDIS

__all__ = ["AREA_COLOURS", "area_colours"]

AREA_COLOURS = (VIRIDIS[6], VIRIDIS[4], VIRIDIS[2], VIRIDIS[0], BLUE_WHITE_ORANGE[4])


def area_colours(meet: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the number of each area's colour, other than those of areas that it meets (n_areas, n_areas).

    The greedy colouring of Welsh and Powell (1967): areas that meet most others first. Where an area meets others of
    every colour, it has the one that fewest of them have.
    """
    colours = np.full(len(meet), -1, dtype=np.intp)
    for area in np.argsort(-meet.sum(axis=1), kind="stable"):
        around = colours[meet[area]]
        colours[area] = np.argmin(np.bincount(around[around >= 0], minlength=len(AREA_COLOURS)))
    return colours
