"""Speeds of roads: given, posted, or usual for their class."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.data.read.said import RoadEdges, Said
from siteplan.errors import N_, Note, Problem

__all__ = ["CLASS_KMH", "NOT_FOR_CARS", "class_names", "speed_problems", "speeds"]

# What a car makes in mixed traffic, junctions included, where a graph gives no speed. Assumptions.
CLASS_KMH = {
    "motorway": 90.0, "motorway_link": 50.0, "trunk": 60.0, "trunk_link": 40.0, "primary": 45.0,
    "primary_link": 35.0, "secondary": 40.0, "secondary_link": 30.0, "tertiary": 32.0, "tertiary_link": 28.0,
    "unclassified": 28.0, "residential": 22.0, "living_street": 12.0, "service": 15.0, "road": 25.0,
}  # fmt: skip
OTHER_KMH = 25.0
NOT_FOR_CARS = frozenset({
    "bridleway", "bus_guideway", "busway", "construction", "corridor", "cycleway", "elevator", "escalator",
    "footway", "path", "pedestrian", "platform", "proposed", "raceway", "steps", "track",
})  # fmt: skip
LEAST_KMH, MOST_KMH = 1.0, 300.0  # of a car on a road
KMH_OF_MPH = 1.609344
POSTED = re.compile(r"\s*([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\d.eE])\s*(mph)?")


def class_names(given: Any) -> list[str]:
    """Return the classes of an edge, one or a list; what is no name is none."""
    some = given if isinstance(given, list | tuple) else [given]
    return [name for name in some if isinstance(name, str)]


def speed_problems(edges: RoadEdges) -> list[Problem]:
    """Return what is wrong with the speeds that edges give."""
    fault = edges.said["speed_kph"].map(_fault, dtype=object)
    zero, odd = fault == "zero", fault == "odd"
    found = []
    if zero.any():
        remedy = "Give km/h above 0, or leave the speed out."
        found.append(Problem("roads", "edges have a speed of 0 or less", remedy, "speed_kph", edges.names(zero)))
    if odd.any():
        what = f"the speed is not a number from {LEAST_KMH:g} to {MOST_KMH:g} km/h"
        found.append(Problem("roads", what, "Give km/h, or leave the speed out.", "speed_kph", edges.names(odd)))
    return found


def _fault(said: Any) -> str:
    """Return what is wrong with a speed that is given; "" for nothing."""
    is_list = isinstance(said, list | tuple)
    if not is_list and (said is None or said != said or str(said) == ""):  # noqa: PLR0124 - NaN
        return ""
    speed, least = _mean(said), _mean(min(map(_mean, said), default=0.0) if is_list else said)
    if LEAST_KMH <= speed <= MOST_KMH and least >= LEAST_KMH:
        return ""
    return "zero" if speed <= 0 else "odd"


def speeds(edges: RoadEdges) -> tuple[NDArray[np.float64], list[Note]]:
    """Return km/h of edges: given, else posted, else that of their class; with notes of what was not given plainly.

    A class that has no speed here, and a road whose posted one cannot be, take the mean of those posted in the class.
    """
    given = pd.Series(edges.said["speed_kph"].map(_mean))
    posted = pd.Series(edges.said["maxspeed"].map(_posted))
    usable = posted.where(posted.between(LEAST_KMH, MOST_KMH))
    usual = pd.Series(edges.said["highway"].map(lambda said: CLASS_KMH.get(_first_class(said), np.nan)))
    seen = usable.groupby(_class_numbers(edges.said["highway"])).transform("mean")
    spoilt = posted.notna() & usable.isna()  # it has a limit, only which one is lost: that of its like is nearest
    of_class = usual.where(~(spoilt & seen.notna()), seen).fillna(seen).fillna(OTHER_KMH)
    found = given.fillna(usable).fillna(of_class).to_numpy(dtype=float)
    return found, _notes(edges, *(one.to_numpy() for one in (given, posted, usable)))


def _first_class(said: Any) -> str:
    return (class_names(said) or ["road"])[0]


def _class_numbers(highway: Said) -> NDArray[np.intp]:
    """Return a number for the class of each edge, the same for the same class."""
    numbers: dict[str, int] = {}
    return highway.map(lambda said: numbers.setdefault(_first_class(said), len(numbers)), dtype=np.intp)


def _notes(
    edges: RoadEdges, given: NDArray[np.float64], posted: NDArray[np.float64], usable: NDArray[np.float64]
) -> list[Note]:
    notes = []
    lists = edges.said["speed_kph"].map(lambda value: isinstance(value, list | tuple), dtype=bool)
    if lists.any():
        text = N_("edges give several speeds; their mean was used ({n:,})")
        notes.append(Note("roads", text, "speed_kph", edges.names(lists), {"n": int(lists.sum())}))
    odd = np.isnan(given) & ~np.isnan(posted) & np.isnan(usable)
    if odd.any():
        text = N_("a posted speed of 0, or an impossible one, was replaced by that of the road class on {n:,} edges")
        notes.append(Note("roads", text, "maxspeed", edges.names(odd), {"n": int(odd.sum())}))
    by_class = np.isnan(given) & np.isnan(usable)
    if by_class.any():
        text = N_("{n:,} of {total:,} edges give no speed; that of their road class was used")
        notes.append(Note("roads", text, "highway", values={"n": int(by_class.sum()), "total": len(edges)}))
    return notes


def _mean(given: Any) -> float:
    """Return a number, or the mean of a list of them; NaN where it is none."""
    some = given if isinstance(given, list | tuple) else [given]
    try:
        return float(np.mean([float(part) for part in some])) if len(some) else float("nan")
    except (TypeError, ValueError, OverflowError):
        return float("nan")


def _posted(given: Any) -> float:
    """Return km/h of a speed limit as OpenStreetMap writes it, of several that can be driven their mean; else NaN."""
    if isinstance(given, str):
        given = re.split(r"[|;,]", given)
    some = given if isinstance(given, list | tuple) else [given]
    found = [POSTED.match(str(part)) for part in some]
    kmh = [float(one[1]) * (KMH_OF_MPH if one[2] else 1) for one in found if one]
    driven = [speed for speed in kmh if LEAST_KMH <= speed <= MOST_KMH] or kmh[:1]
    return float(np.mean(driven)) if driven else float("nan")
